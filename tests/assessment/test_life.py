"""A case of organisation life: who starts, records, oversees and closes it, and what is refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

import make
import make_assessment as made
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.activities.models import Activity
from dangwu.assessment.actions import cases, issuing, preparing, rectifying
from dangwu.assessment.merging import join_parts
from dangwu.assessment.models import LifeCase, LifePart, LifeRecord, Rectification, Talk
from dangwu.assessment.queries.life import course_of
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError, InputError
from dangwu.documents.actions import void_document
from dangwu.documents.models import Document
from dangwu.meetings.models import AgendaItem, Meeting
from dangwu.members.models import Person
from dangwu.notices.models import Notice
from dangwu.tasks.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> made.Company:
    return made.company()


def states(case: LifeCase) -> dict[str, str]:
    return {one.step.code: one.state for one in course_of(case, on=make.TODAY).standings}


def verbs(case: LifeCase) -> list[str]:
    rows = Entry.objects.filter(unit_id=case.unit_id, target_id=case.id)
    return list(rows.values_list("verb", flat=True))


def start(company: made.Company, actor: Access | None = None, **given: object) -> LifeCase:
    facts: dict[str, Any] = {
        "kind": "democratic_life",
        "year": 2026,
        "theme": "严明纪律",
        "theme_by": "superior",
    }
    return cases.start_case(
        actor=actor or company.access(), organisation=company.branch, **facts | given
    )


def test_start_case_derives_the_committee_as_those_who_take_part(company: made.Company) -> None:
    make.person("李普通", organisation=company.branch)

    case = start(company)

    parts = LifePart.objects.filter(unit_id=case.unit_id, case=case)
    assert {part.person_id for part in parts} == {person.id for person in company.people}
    assert (case.state, case.year, case.theme) == ("open", 2026, "严明纪律")
    assert verbs(case) == ["assessment.start_case"]


def test_organisation_life_is_of_all_members_probationers_too() -> None:
    village = made.company(fire=False)
    make.person("周预备", organisation=village.branch, standing="probationary")

    case = start(village, kind="organisation_life")

    assert LifePart.objects.filter(unit_id=case.unit_id, case=case).count() == 4


def test_a_second_case_beside_an_open_one_is_refused(company: made.Company) -> None:
    start(company)

    with pytest.raises(DomainError, match="还有一次民主生活会没有办完"):
        start(company)
    assert LifeCase.objects.filter(unit_id=company.branch.unit_id).count() == 1


@pytest.mark.parametrize("role", [Role.MEMBER, Role.SUPERVISOR, Role.RESIDENT])
def test_a_case_is_not_started_by_who_does_not_prepare(company: made.Company, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        start(company, company.access(role))


def test_the_year_is_this_one_or_the_one_beside_it(company: made.Company) -> None:
    with pytest.raises(InputError, match="今年、去年或者明年"):
        start(company, year=2020)


def test_steps_are_asked_by_the_rules_of_the_regime() -> None:
    fire, village = made.company(), made.company(fire=False)
    asked = {
        name: {one.step.code for one in course_of(case, on=make.TODAY).standings if one.binding}
        for name, case in (
            ("fire", made.case(fire.branch, fire.people)),
            (
                "village",
                made.case(village.branch, village.people, kind="organisation_life"),
            ),
        )
    }

    assert "report" in asked["fire"]
    assert "filed" in asked["fire"]
    assert "comments" in asked["fire"]
    assert asked["village"] == {
        *("soundings", "study", "talks", "self_checks", "meeting", "spoken", "mutual"),
        *("rectification", "rectified"),
    }


def test_a_step_shows_the_article_that_asks_for_it(company: made.Company) -> None:
    course = course_of(made.case(company.branch, company.people), on=make.TODAY)

    report = next(one for one in course.standings if one.step.code == "report")
    assert [(b.rule, b.article, b.binding) for b in report.basis] == [("S6-26c", "26", True)]


def test_record_step_keeps_the_day_and_the_paper(company: made.Company) -> None:
    case = made.case(company.branch, company.people)

    cases.record_step(
        actor=company.access(), case=case, step="study", done_on=date(2026, 11, 3), text="学习半天"
    )

    row = LifeRecord.objects.get(unit_id=case.unit_id, case=case)
    assert (row.step, row.done_on, row.text) == ("study", date(2026, 11, 3), "学习半天")
    assert states(case)["study"] == "done"
    assert verbs(case) == ["assessment.record_step"]


@pytest.mark.parametrize(
    ("step", "done_on", "text", "refusal"),
    [
        ("study", make.TODAY, "", "请写明学习记录"),
        ("study", make.TODAY + timedelta(days=1), "学习", "日期还没有到"),
        ("report", make.TODAY, "报告", r"会议召开以后.*第26条"),
        ("talks", make.TODAY, "", "由别的登记得出"),
        ("nothing", make.TODAY, "", "由别的登记得出"),
    ],
)
def test_record_step_refuses(
    company: made.Company, step: str, done_on: date, text: str, refusal: str
) -> None:
    case = made.case(company.branch, company.people)

    with pytest.raises(DomainError, match=refusal):
        cases.record_step(actor=company.access(), case=case, step=step, done_on=done_on, text=text)
    assert not LifeRecord.objects.filter(unit_id=case.unit_id).exists()


def test_the_report_tells_the_organisation_above(company: made.Company) -> None:
    above = make.person("赵县", organisation=company.county)
    make.post(above, company.county)
    case = made.met(made.case(company.branch, company.people), company.people)

    cases.record_step(
        actor=company.access(), case=case, step="report", done_on=make.TODAY, text="报告"
    )

    notice = Notice.objects.get(unit_id=case.unit_id, recipient_id=above.id)
    assert notice.subject == "请备案：河东中队党支部2026年度民主生活会专题报告"


def test_talks_hold_the_pair_and_the_day_and_nothing_else(company: made.Company) -> None:
    case = made.case(company.branch, company.people)
    one, two, three = company.people

    preparing.add_talks(
        actor=company.access(), case=case, first=two, others=[one], held_on=make.TODAY
    )

    talk = Talk.objects.get(unit_id=case.unit_id)
    assert ({talk.first_id, talk.second_id}, talk.held_on) == ({one.id, two.id}, make.TODAY)
    names = {field.name for field in Talk._meta.fields}
    assert names == {"unit", "id", "case", "first", "second", "held_on"}
    assert states(case)["talks"] == "open"
    made.talk(case, two, three)
    assert states(case)["talks"] == "done"


def test_a_talk_is_refused_twice_with_oneself_and_ahead(company: made.Company) -> None:
    case = made.case(company.branch, company.people)
    one, two, _ = company.people
    made.talk(case, one, two)
    tries = [
        (two, one, make.TODAY, "已经登记"),
        (one, one, make.TODAY, "两个人之间"),
        (one, company.people[2], make.TODAY + timedelta(days=1), "还没有到"),
    ]

    for first, second, on, refusal in tries:
        with pytest.raises(DomainError, match=refusal):
            preparing.add_talks(
                actor=company.access(), case=case, first=first, others=[second], held_on=on
            )
    assert Talk.objects.filter(unit_id=case.unit_id).count() == 1


def test_talks_with_several_are_recorded_at_once_or_not_at_all(company: made.Company) -> None:
    case = made.case(company.branch, company.people)
    one, two, three = company.people
    made.talk(case, one, three)

    def talk_with(others: list[Person]) -> None:
        preparing.add_talks(
            actor=company.access(), case=case, first=one, others=others, held_on=make.TODAY
        )

    with pytest.raises(DomainError, match=f"请去掉{three.name}"), transaction.atomic():
        talk_with([two, three])
    with pytest.raises(DomainError, match="请勾选谈话对象"):
        talk_with([])
    assert Talk.objects.filter(unit_id=case.unit_id).count() == 1

    talk_with([two])
    assert states(case)["talks"] == "done"


def test_a_self_check_is_handed_in_by_its_author_or_by_the_secretary(
    company: made.Company,
) -> None:
    case = made.case(company.branch, company.people)
    author = company.people[2]
    member = company.access(Role.MEMBER, author)

    preparing.hand_in_self_check(actor=member, case=case, person_id=author.id, text="检查自己。")
    preparing.hand_in_self_check(
        actor=company.access(), case=case, person_id=company.people[1].id, text="代交。"
    )

    parts = {
        part.person_id: part for part in LifePart.objects.filter(unit_id=case.unit_id, case=case)
    }
    assert parts[author.id].text == "检查自己。"
    assert parts[author.id].handed_in_on == make.TODAY
    assert parts[company.people[1].id].handed_in_by_name == "李明"


@pytest.mark.parametrize("role", [Role.CLERK, Role.MEMBER, Role.COMMITTEE_MEMBER])
def test_nobody_else_hands_in_for_another(company: made.Company, role: Role) -> None:
    case = made.case(company.branch, company.people)
    other = company.access(role, company.people[1])

    with pytest.raises(PermissionDenied):
        preparing.hand_in_self_check(
            actor=other, case=case, person_id=company.people[2].id, text="代写"
        )
    with pytest.raises(PermissionDenied):
        preparing.hand_in_self_check(
            actor=company.department, case=case, person_id=company.people[2].id, text="代写"
        )


def test_a_self_check_stays_as_it_was_once_the_meeting_is_held(company: made.Company) -> None:
    case = made.met(made.case(company.branch, company.people), company.people)
    author = company.people[0]
    LifePart.objects.filter(unit_id=case.unit_id, person=author).update(
        text="原文", handed_in_on=make.TODAY
    )

    with pytest.raises(DomainError, match="不能再改"):
        preparing.hand_in_self_check(
            actor=company.access(Role.MEMBER, author), case=case, person_id=author.id, text="改"
        )


def test_what_is_not_prepared_is_named_with_its_article(company: made.Company) -> None:
    case = made.case(company.branch, company.people)
    cases.record_step(
        actor=company.access(), case=case, step="study", done_on=make.TODAY, text="学习半天"
    )

    left = course_of(case, on=make.TODAY).unprepared

    assert [one.step.code for one in left] == ["plan", "soundings", "talks", "self_checks"]
    assert {one.basis[0].article for one in left} == {"26"}


def test_the_meeting_is_planned_with_its_agenda_and_kind(company: made.Company) -> None:
    case = made.case(company.branch, company.people)

    meeting = preparing.plan_case_meeting(
        actor=company.access(), case=case, starts_at=make.NOW + timedelta(days=2), place="会议室"
    )

    assert (meeting.kinds, meeting.body) == (["democratic_life"], "democratic_life")
    items = AgendaItem.objects.filter(unit_id=case.unit_id, meeting=meeting).order_by("position")
    assert [item.title for item in items] == list(preparing.AGENDA)
    with pytest.raises(DomainError, match="会议已经筹备"):
        preparing.plan_case_meeting(
            actor=company.access(),
            case=case,
            starts_at=make.NOW + timedelta(days=2),
            place="会议室",
        )


def test_marks_follow_who_came(company: made.Company) -> None:
    one, two, three = company.people
    case = made.met(made.case(company.branch, company.people), [one, two], [three])
    actor = company.access()

    preparing.mark_people(
        actor=actor, case=case, on=make.TODAY, spoken={one.id, two.id}, written={three.id}
    )

    found = states(case)
    assert (found["spoken"], found["written"], found["told"]) == ("done", "done", "open")
    preparing.mark_people(actor=actor, case=case, on=make.TODAY, spoken={one.id}, told={three.id})
    found = states(case)
    assert (found["spoken"], found["written"], found["told"]) == ("open", "open", "done")


def test_marks_are_refused_against_the_attendance(company: made.Company) -> None:
    one, two, three = company.people
    case = made.met(made.case(company.branch, company.people), [one, two], [three])
    actor = company.access()

    with pytest.raises(DomainError, match="没有到会的人"):
        preparing.mark_people(actor=actor, case=case, on=make.TODAY, spoken={three.id})
    with pytest.raises(DomainError, match="只登记缺席的人"):
        preparing.mark_people(actor=actor, case=case, on=make.TODAY, written={one.id})


def test_rectification_is_a_task_of_its_owner(company: made.Company) -> None:
    case = made.met(made.case(company.branch, company.people), company.people)
    due = make.TODAY + timedelta(days=30)

    line = rectifying.add_rectification(
        actor=company.access(), case=case, problem="到班组少", measure="每周到班组一次",
        owner=company.people[1], due_on=due,
    )  # fmt: skip

    task = Task.objects.get(unit_id=case.unit_id)
    assert (task.title, task.owner_id, task.due_on) == (
        "每周到班组一次",
        company.people[1].id,
        due,
    )
    assert (task.origin_kind, task.origin_id) == ("assessment.rectification", line.id)
    found = states(case)
    assert (found["rectification"], found["rectified"]) == ("done", "open")


def test_rectification_waits_for_the_meeting_and_for_a_keeper(company: made.Company) -> None:
    case = made.case(company.branch, company.people)
    facts: dict[str, Any] = {
        "problem": "到班组少", "measure": "每周一次", "owner": company.people[1],
        "due_on": make.TODAY + timedelta(days=30),
    }  # fmt: skip

    with pytest.raises(DomainError, match="散会后再列"):
        rectifying.add_rectification(actor=company.access(), case=case, **facts)
    with pytest.raises(PermissionDenied):
        rectifying.add_rectification(
            actor=company.access(Role.COMMITTEE_MEMBER), case=case, **facts
        )
    assert not Rectification.objects.filter(unit_id=case.unit_id).exists()


def test_the_superior_files_the_papers_and_the_branch_is_told(company: made.Company) -> None:
    case = made.met(made.case(company.branch, company.people), company.people)
    with pytest.raises(DomainError, match="还没有专题报告"):
        cases.file_papers(actor=company.department, case=case)
    made.recorded(case, "report")

    row = cases.file_papers(actor=company.department, case=case, guidance="补充原因")

    assert (row.filed_on, row.guidance, row.state) == (make.TODAY, "补充原因", "open")
    told = Notice.objects.filter(unit_id=case.unit_id, key=f"assessment.file_papers:{case.id}")
    assert company.people[0].id in told.values_list("recipient_id", flat=True)


@pytest.mark.parametrize("act", [cases.file_papers, cases.order_rerun])
def test_the_branch_is_not_its_own_superior(company: made.Company, act: object) -> None:
    case = made.met(made.case(company.branch, company.people), company.people)
    made.recorded(case, "report")
    given = {"reason": "不具体"} if act is cases.order_rerun else {}

    for actor in (company.access(), company.access(Role.CLERK), company.access(Role.SUPERVISOR)):
        with pytest.raises(PermissionDenied):
            act(actor=actor, case=case, **given)  # type: ignore[operator]  # one of two actions


def test_an_ordered_rerun_leaves_both_rounds_on_record(company: made.Company) -> None:
    case = made.met(made.case(company.branch, company.people), company.people)

    ordered = cases.order_rerun(actor=company.department, case=case, reason="查摆不具体")
    again = cases.start_rerun(actor=company.access(), case=ordered)
    meeting = preparing.plan_case_meeting(
        actor=company.access(), case=again, starts_at=make.NOW + timedelta(days=3), place="会议室"
    )

    assert (ordered.state, ordered.order_reason) == ("ordered", "查摆不具体")
    assert (again.rerun_of_id, again.theme, again.state) == (case.id, case.theme, "open")
    assert (meeting.rerun_of_id, meeting.rerun_reason) == (case.meeting_id, "查摆不具体")
    assert Meeting.objects.get(unit_id=case.unit_id, title=str(case)).state == "closed"
    told = Notice.objects.filter(unit_id=case.unit_id, key=f"assessment.order_rerun:{case.id}")
    assert company.people[0].id in told.values_list("recipient_id", flat=True)


def test_a_rerun_is_ordered_of_what_was_held_once_and_with_a_reason(
    company: made.Company,
) -> None:
    above = company.department
    case = made.case(company.branch, company.people)
    with pytest.raises(DomainError, match="还没有开完"):
        cases.order_rerun(actor=above, case=case, reason="不具体")
    made.met(case, company.people)
    with pytest.raises(InputError, match="须写明原因"):
        cases.order_rerun(actor=above, case=case, reason=" ")
    with pytest.raises(InputError, match="不能写手机号码"):
        cases.order_rerun(actor=above, case=case, reason="请电13800000000")
    with pytest.raises(DomainError, match="没有责令重开"):
        cases.start_rerun(actor=company.access(), case=case)
    cases.order_rerun(actor=above, case=case, reason="不具体")
    with pytest.raises(DomainError, match="已经责令重开"):
        cases.order_rerun(actor=above, case=case, reason="不具体")
    cases.start_rerun(actor=company.access(), case=case)
    with pytest.raises(DomainError, match="重开的一轮已于"):
        cases.start_rerun(actor=company.access(), case=case)


def test_an_ordered_round_can_no_longer_be_changed(company: made.Company) -> None:
    case = made.met(made.case(company.branch, company.people), company.people)
    cases.order_rerun(actor=company.department, case=case, reason="不具体")

    with pytest.raises(DomainError, match="责令重开，不能再改"):
        cases.record_step(
            actor=company.access(), case=case, step="study", done_on=make.TODAY, text="补"
        )


def test_a_case_closes_when_what_the_rules_ask_is_done(company: made.Company) -> None:
    one, two, three = company.people
    case = made.met(made.case(company.branch, company.people), company.people)
    made.talk(case, one, two)
    made.talk(case, two, three)
    LifePart.objects.filter(unit_id=case.unit_id, case=case).update(
        text="检查", handed_in_on=make.TODAY, spoken_on=make.TODAY
    )
    steps = ("plan", "soundings", "study", "mutual", "comments", "circulated", "report")
    made.recorded(case, *steps)
    with pytest.raises(DomainError, match=r"列出整改清单.*第26条"):
        cases.close_case(actor=company.access(), case=case)
    rectifying.add_rectification(
        actor=company.access(), case=case, problem="到班组少", measure="每周一次", owner=two,
        due_on=make.TODAY,
    )  # fmt: skip
    Task.objects.filter(unit_id=case.unit_id).update(state="done", closed_on=make.TODAY)
    cases.file_papers(actor=company.department, case=case)

    closed = cases.close_case(actor=company.access(), case=case)

    assert (closed.state, closed.closed_on) == ("closed", make.TODAY)
    assert "assessment.close_case" in verbs(case)


def test_talks_are_filed_once_when_the_case_closes() -> None:
    village = made.company(fire=False)
    one, two, three = village.people
    case = made.met(
        made.case(village.branch, village.people, kind="organisation_life"), village.people
    )
    made.talk(case, one, two, date(2026, 11, 3))
    made.talk(case, two, three, date(2026, 11, 5))
    LifePart.objects.filter(unit_id=case.unit_id, case=case).update(
        text="检查", handed_in_on=make.TODAY, spoken_on=make.TODAY
    )
    made.recorded(case, "soundings", "study", "mutual")
    rectifying.add_rectification(
        actor=village.access(), case=case, problem="联系群众少", measure="每周走访", owner=two,
        due_on=make.TODAY,
    )  # fmt: skip
    Task.objects.filter(unit_id=case.unit_id).update(state="done", closed_on=make.TODAY)

    cases.close_case(actor=village.access(), case=case)

    filed = Activity.objects.filter(unit_id=case.unit_id, kinds=["talk"])
    assert [row.held_on for row in filed] == [date(2026, 11, 5)]


def test_two_records_of_one_person_become_one_part(company: made.Company) -> None:
    one, two, three = company.people
    case = made.case(company.branch, company.people)
    made.talk(case, one, two)
    made.talk(case, one, three)
    appraisal = made.appraisal(company.branch, [three])

    join_parts(keep=two, drop=three)

    parts = LifePart.objects.filter(unit_id=case.unit_id, case=case)
    assert {part.person_id for part in parts} == {one.id, two.id}
    assert Talk.objects.filter(unit_id=case.unit_id).count() == 1
    assert list(made.subjects(appraisal)) == [two.name]


def reported(company: made.Company) -> LifeCase:
    """A case whose meeting is over and whose plan and report are written."""
    case = made.met(made.case(company.branch, company.people), company.people)
    made.recorded(case, "plan", "report")
    return case


def test_the_papers_to_the_committee_above_go_out_under_numbers_without_gap(
    company: made.Company,
) -> None:
    case = reported(company)

    numbers = [
        issuing.issue_life_paper(actor=company.access(), case=case, step=step).number_text
        for step in ("plan", "report")
    ]

    assert numbers == ["河东中队支发〔2026〕1号", "河东中队支发〔2026〕2号"]
    materials = {one.paper: one for one in course_of(case, on=make.TODAY).materials}
    report = materials["专题报告"].issued
    assert report is not None
    assert (report.number_text, report.kind) == (numbers[1], "life_meeting_report")
    assert verbs(case) == ["assessment.issue_paper", "assessment.issue_paper"]


def test_an_issued_paper_stays_until_it_is_voided(company: made.Company) -> None:
    case = reported(company)
    actor = company.access()
    first = issuing.issue_life_paper(actor=actor, case=case, step="report")

    with pytest.raises(DomainError, match=r"已经以.*1号发出，不再重复"):
        issuing.issue_life_paper(actor=actor, case=case, step="report")
    with pytest.raises(DomainError, match=r"已经以.*1号发出，不能再改"):
        cases.record_step(actor=actor, case=case, step="report", done_on=make.TODAY, text="改")
    void_document(actor=actor, document=first, reason="内容有误")
    cases.record_step(actor=actor, case=case, step="report", done_on=make.TODAY, text="改")
    second = issuing.issue_life_paper(actor=actor, case=case, step="report")

    assert (first.number, second.number) == (1, 2)


def test_a_paper_is_issued_by_who_keeps_papers_and_once_it_is_written(
    company: made.Company,
) -> None:
    case = made.case(company.branch, company.people)
    ordered = made.met(made.case(company.branch, kind="organisation_life"), company.people)
    made.recorded(ordered, "report")
    cases.order_rerun(actor=company.department, case=ordered, reason="不具体")

    for role in (Role.COMMITTEE_MEMBER, Role.MEMBER, Role.SUPERVISOR):
        with pytest.raises(PermissionDenied):
            issuing.issue_life_paper(actor=company.access(role), case=case, step="plan")
    for target, step, refusal in (
        (case, "plan", "还没有登记"),
        (case, "study", "不编文号"),
        (ordered, "report", "责令重开，不再发文"),
    ):
        with pytest.raises(DomainError, match=refusal):
            issuing.issue_life_paper(actor=company.access(), case=target, step=step)
    assert not Document.objects.filter(unit_id=case.unit_id).exists()


def test_whoever_takes_part_is_told_once_that_a_self_check_is_asked_for(
    company: made.Company,
) -> None:
    case = cases.start_case(
        actor=company.access(),
        organisation=company.branch,
        kind="democratic_life",
        year=2026,
        theme="严明纪律",
        theme_by="self",
    )

    preparing.derive_people(actor=company.access(), case=case)

    told = Notice.objects.filter(unit_id=case.unit_id, subject__startswith="请准备对照检查材料")
    assert sorted(told.values_list("recipient_id", flat=True)) == sorted(
        LifePart.objects.filter(unit_id=case.unit_id).values_list("person_id", flat=True)
    )
    assert {one.link for one in told} == {f"/assessment/life/{case.unit_id}/{case.id}/"}
