"""Appraisals: who is graded, counts by two, the quota, results told, work filed once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

import make
import make_assessment as made
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.activities.models import Activity
from dangwu.assessment import steps
from dangwu.assessment.actions import appraising, concluding, online
from dangwu.assessment.actions.appraising import Asked, Sheet
from dangwu.assessment.models import Appraisal, Audience, GradeSheet, Subject
from dangwu.assessment.queries.appraisal import course_of
from dangwu.assessment.queries.counting import audience_of
from dangwu.assessment.queries.listing import results_of
from dangwu.assessment.queries.rules import ruled
from dangwu.ballots.models import Ballot
from dangwu.ballots.queries import contests_of
from dangwu.core.errors import DomainError, InputError
from dangwu.members.models import Person
from dangwu.notices.models import Notice
from dangwu.organisations.models import Organisation

pytestmark = pytest.mark.django_db

SCALES = {scale.code: scale for scale in steps.SCALES}
MEMBERS = SCALES["members"]


@pytest.fixture
def village() -> made.Company:
    return made.company(fire=False)


def start(village: made.Company, actor: Access | None = None, **given: object) -> Appraisal:
    facts: dict[str, Any] = {
        "kind": "appraisal", "year": 2026, "title": "2026年度民主评议党员",
        "audiences": [Asked("党员", MEMBERS)],
    }  # fmt: skip
    return appraising.start_appraisal(
        actor=actor or village.access(), organisation=village.branch, **facts | given
    )


def count(
    appraisal: Appraisal, actors: list[Access], votes: tuple[int, ...], *, returned: int = 6
) -> None:
    """Let these persons type in the same sheet, equal votes for everybody graded."""
    graded = Subject.objects.filter(unit_id=appraisal.unit_id, appraisal=appraisal, graded=True)
    sheet = Sheet(returned, returned, 0, {one.id: votes for one in graded})
    for actor in actors:
        appraising.enter_sheet(
            actor=actor, appraisal=appraisal, audience=made.audience(appraisal), sheet=sheet
        )


def two(village: made.Company) -> list[Access]:
    return [village.access(), village.access(Role.CLERK)]


def members(branch: Organisation, number: int) -> list[Person]:
    return [make.person(f"党员{n:02d}", organisation=branch) for n in range(number)]


def test_all_members_are_subjects_and_probationers_are_not_graded(village: made.Company) -> None:
    make.person("周预备", organisation=village.branch, standing="probationary")
    make.person("吴积极", organisation=village.branch, standing="activist")

    appraisal = start(village)

    found = {name: one.graded for name, one in made.subjects(appraisal).items()}
    assert found == {"丁一": True, "王二": True, "张三": True, "周预备": False}
    audience = Audience.objects.get(unit_id=appraisal.unit_id, appraisal=appraisal)
    assert audience.grades == ["优秀", "合格", "基本合格", "不合格"]
    assert audience.basis == "PY2023-0-grades"


def test_four_steps_under_the_fire_regime_and_under_the_civil_one(village: made.Company) -> None:
    company = made.company()
    asked = {
        regime: [
            one.step.code
            for one in course_of(made.appraisal(branch, people), on=make.TODAY).standings
            if one.binding
        ]
        for regime, branch, people in (
            ("civil", village.branch, village.people),
            ("fire", company.branch, company.people),
        )
    }

    assert asked["civil"] == ["self_review", "mutual", "ballot", "conclude", "told"]
    assert asked["fire"] == ["study", "self_review", "ballot", "conclude"]


def test_a_step_passed_over_is_told_with_its_article() -> None:
    company = made.company()
    appraisal = made.appraisal(company.branch, company.people)
    assert course_of(appraisal, on=make.TODAY).passed_over == []

    appraising.record_appraisal_step(
        actor=company.access(), appraisal=appraisal, step="self_review", done_on=make.TODAY
    )

    (found,) = course_of(appraisal, on=make.TODAY).passed_over
    assert (found.step.title, found.basis[0].article) == ("学习教育", "39")
    assert "学习教育、自我总结、群众评议、组织讲评" in found.basis[0].text


def test_the_same_appraisal_is_started_once_and_by_who_prepares(village: made.Company) -> None:
    start(village)

    with pytest.raises(DomainError, match="已经发起"):
        start(village)
    for role in (Role.MEMBER, Role.SUPERVISOR):
        with pytest.raises(PermissionDenied):
            start(village, village.access(role), title="另一次")
    assert Appraisal.objects.filter(unit_id=village.branch.unit_id).count() == 1


def test_two_equal_sheets_of_two_persons_are_the_count(village: made.Company) -> None:
    appraisal = start(village)
    first, second = two(village)

    count(appraisal, [first], (2, 4, 0, 0))
    count(appraisal, [first], (2, 4, 0, 0))
    assert audience_of(appraisal, made.audience(appraisal)).count is None
    count(appraisal, [second], (3, 3, 0, 0))
    differing = audience_of(appraisal, made.audience(appraisal))
    assert (differing.count, differing.differs) == (None, True)
    count(appraisal, [second], (2, 4, 0, 0))

    counted = audience_of(appraisal, made.audience(appraisal))
    assert counted.count is not None
    assert (counted.count.issued, counted.count.returned, counted.count.shown) == (6, 6, True)
    assert set(counted.count.by_subject.values()) == {(2, 4, 0, 0)}
    with pytest.raises(DomainError, match="已由两人录入一致"):
        count(appraisal, [first], (2, 4, 0, 0))
    assert GradeSheet.objects.filter(unit_id=appraisal.unit_id).count() == 4


@pytest.mark.parametrize(
    ("issued", "returned", "invalid", "votes", "refusal"),
    [
        (6, 7, 0, (1, 1, 1, 1), "多于发出的6张"),
        (6, 6, 7, (1, 1, 1, 1), "无效票不能多于"),
        (6, 6, 2, (3, 2, 0, 0), "多于有效票4张"),
        (6, 6, 0, (3, 2), "没有填全"),
    ],
)
def test_figures_that_contradict_each_other_are_refused(
    village: made.Company,
    issued: int,
    returned: int,
    invalid: int,
    votes: tuple[int, ...],
    refusal: str,
) -> None:
    appraisal = start(village)
    by_subject = {one.id: votes for one in made.subjects(appraisal).values()}

    with pytest.raises(InputError, match=refusal):
        appraising.enter_sheet(
            actor=village.access(),
            appraisal=appraisal,
            audience=made.audience(appraisal),
            sheet=Sheet(issued, returned, invalid, by_subject),
        )
    assert not GradeSheet.objects.filter(unit_id=appraisal.unit_id).exists()


def test_fewer_than_five_sheets_are_not_broken_down(village: made.Company) -> None:
    appraisal = start(village)

    count(appraisal, two(village), (1, 3, 0, 0), returned=4)

    counted = audience_of(appraisal, made.audience(appraisal))
    assert counted.count is not None
    assert not counted.count.shown
    assert counted.words(made.subjects(appraisal)["丁一"].id) == ""


def test_a_conclusion_waits_for_the_count_and_stays_on_the_scale(village: made.Company) -> None:
    probationer = make.person("周预备", organisation=village.branch, standing="probationary")
    appraisal = start(village)
    actor = village.access()
    one = made.subjects(appraisal)["丁一"]
    with pytest.raises(DomainError, match="还没有计完票"):
        concluding.conclude(
            actor=actor, appraisal=appraisal, subject=one, grade="合格", conclusion=""
        )
    count(appraisal, two(village), (2, 4, 0, 0))

    concluding.conclude(
        actor=actor, appraisal=appraisal, subject=one, grade="合格", conclusion="发挥作用好"
    )

    kept = made.subjects(appraisal)["丁一"]
    assert (kept.grade, kept.conclusion, kept.concluded_on) == ("合格", "发挥作用好", make.TODAY)
    with pytest.raises(InputError, match="请从优秀、合格"):
        concluding.conclude(
            actor=actor, appraisal=appraisal, subject=one, grade="很好", conclusion=""
        )
    with pytest.raises(InputError, match="不评定等次"):
        concluding.conclude(
            actor=actor,
            appraisal=appraisal,
            subject=made.subjects(appraisal)[probationer.name],
            grade="合格",
            conclusion="",
        )


def concluded(village: made.Company, number: int, excellent: int) -> Appraisal:
    """An appraisal of `number` full members with everything done but the end."""
    members(village.branch, number - len(village.people))
    appraisal = start(village)
    count(appraisal, two(village), (2, 4, 0, 0))
    for step in ("self_review", "mutual"):
        appraising.record_appraisal_step(
            actor=village.access(), appraisal=appraisal, step=step, done_on=make.TODAY
        )
    for place, subject in enumerate(made.subjects(appraisal).values()):
        concluding.conclude(
            actor=village.access(),
            appraisal=appraisal,
            subject=subject,
            grade="优秀" if place < excellent else "合格",
            conclusion="",
        )
    return appraisal


@pytest.mark.parametrize(("number", "excellent", "most"), [(5, 2, 1), (6, 3, 2), (8, 3, 2)])
def test_more_than_a_third_excellent_needs_a_reason(
    village: made.Company, number: int, excellent: int, most: int
) -> None:
    appraisal = concluded(village, number, excellent)

    course = course_of(appraisal, on=make.TODAY)
    assert course.quota is not None
    assert (course.quota.rule.id, course.quota.needs, course.quota.has) == (
        "PY2023-0-excellent",
        most,
        excellent,
    )
    with pytest.raises(InputError, match="请写明原因和同意的上级"):
        concluding.close_appraisal(actor=village.access(), appraisal=appraisal, held_on=make.TODAY)
    closed = concluding.close_appraisal(
        actor=village.access(), appraisal=appraisal, held_on=make.TODAY, quota_reason="县委同意"
    )
    assert (closed.state, closed.quota_reason) == ("closed", "县委同意")


def test_closing_tells_each_member_and_files_the_work_once(village: made.Company) -> None:
    appraisal = concluded(village, 6, 2)

    closed = concluding.close_appraisal(
        actor=village.access(), appraisal=appraisal, held_on=date(2026, 11, 20)
    )

    activity = Activity.objects.get(unit_id=appraisal.unit_id)
    assert (activity.kinds, activity.held_on) == (["appraisal"], date(2026, 11, 20))
    assert closed.activity_id == activity.id
    told = Notice.objects.filter(
        unit_id=appraisal.unit_id, key=f"assessment.close_appraisal:{appraisal.id}"
    )
    assert told.count() == 6
    assert not [notice for notice in told if "优秀" in notice.subject + notice.text]
    with pytest.raises(DomainError, match="已经办结"):
        concluding.close_appraisal(actor=village.access(), appraisal=appraisal, held_on=make.TODAY)
    assert Activity.objects.filter(unit_id=appraisal.unit_id).count() == 1


def test_work_that_is_filed_already_is_not_filed_again(village: made.Company) -> None:
    appraisal = concluded(village, 6, 2)
    filed = make.activity(village.branch, kinds=["appraisal"], held_on=make.TODAY)
    other = make.activity(village.branch, kinds=["assembly"], held_on=make.TODAY)

    with pytest.raises(InputError, match="不是这一类"):
        concluding.close_appraisal(actor=village.access(), appraisal=appraisal, activity=other)
    closed = concluding.close_appraisal(
        actor=village.access(), appraisal=appraisal, activity=filed
    )

    assert closed.activity_id == filed.id
    assert Activity.objects.filter(unit_id=appraisal.unit_id).count() == 2


def test_closing_names_what_is_missing(village: made.Company) -> None:
    appraisal = start(village)

    with pytest.raises(DomainError, match="个人自评、党员互评、民主测评、组织评定"):
        concluding.close_appraisal(actor=village.access(), appraisal=appraisal, held_on=make.TODAY)


def test_a_member_sees_the_own_result_once_told_and_nobody_elses(village: made.Company) -> None:
    appraisal = concluded(village, 6, 2)
    member = village.access(Role.MEMBER, village.people[0])
    assert results_of(member) == []

    concluding.close_appraisal(actor=village.access(), appraisal=appraisal, held_on=make.TODAY)

    assert [row.person_id for row in results_of(member)] == [village.people[0].id]
    assert results_of(village.access()) == []


def test_a_duty_review_needs_somebody_and_a_satisfaction_survey_something(
    village: made.Company,
) -> None:
    for kind in ("duty_review", "satisfaction"):
        with pytest.raises(InputError, match="没有可以评议的人或者内容"):
            start(village, kind=kind)


def test_things_are_counted_like_persons_and_file_no_work(village: made.Company) -> None:
    appraisal = start(
        village,
        kind="satisfaction",
        title="满意度测评",
        audiences=[Asked("村民代表", SCALES["content"])],
        things=["党支部工作", "服务群众"],
    )
    count(appraisal, two(village), (4, 1, 1))

    closed = concluding.close_appraisal(actor=village.access(), appraisal=appraisal)

    assert (closed.state, closed.activity_id) == ("closed", None)
    counted = audience_of(appraisal, made.audience(appraisal))
    thing = made.subjects(appraisal)["服务群众"]
    assert counted.words(thing.id) == "满意4票，基本满意1票，不满意1票"


def test_local_scales_and_those_of_the_regime_are_offered(village: made.Company) -> None:
    civil = {one.code for one in ruled(village.branch, make.TODAY).scales()}
    fire = {one.code for one in ruled(made.company().branch, make.TODAY).scales()}

    assert civil == {"members", "review", "local_duty", "local_pass", "content"}
    assert fire == {"local_duty", "local_pass", "content"}


def go_online(village: made.Company, appraisal: Appraisal) -> list[Ballot]:
    return online.go_online(
        actor=village.access(),
        appraisal=appraisal,
        audience=made.audience(appraisal),
        tellers=village.people[:2],
        opens_at=make.NOW + timedelta(hours=1),
        closes_at=make.NOW + timedelta(hours=5),
    )


def test_on_line_a_ballot_asks_of_twelve_at_most(village: made.Company) -> None:
    members(village.branch, 23)
    make.person("周预备", organisation=village.branch, standing="probationary")
    appraisal = start(village)

    ballots = go_online(village, appraisal)

    assert [len(contests_of(ballot)) for ballot in ballots] == [12, 12, 2]
    assert {len(ballot.entitled) for ballot in ballots} == {27}
    assert {(b.origin_kind, b.origin_id) for b in ballots} == {
        ("assessment.appraisal", appraisal.id)
    }
    titles = [contest.title for ballot in ballots for contest in contests_of(ballot)]
    graded = [name for name, one in made.subjects(appraisal).items() if one.graded]
    assert sorted(titles) == sorted(graded)
    with pytest.raises(DomainError, match="由系统计票"):
        count(appraisal, [village.access()], (6, 0, 0, 0))


def test_few_voters_stay_on_paper(village: made.Company) -> None:
    appraisal = start(village)

    with pytest.raises(InputError, match="请用纸质测评票"):
        go_online(village, appraisal)
    assert not Ballot.objects.filter(unit_id=appraisal.unit_id).exists()


def test_people_stand_by_strokes_whatever_their_result(village: made.Company) -> None:
    appraisal = concluded(village, 6, 2)
    names = [one.name for one in course_of(appraisal, on=make.TODAY).subjects]

    by_strokes = Person.objects.filter(unit_id=appraisal.unit_id).order_by("sort_key", "id")
    assert names == list(by_strokes.values_list("name", flat=True))
