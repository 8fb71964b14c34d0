"""述职评议 and 双述双评: two audiences, each counted on its own scale, and what follows."""

from datetime import timedelta

import pytest

import make
import make_assessment as made
from dangwu.accounts.models import Role
from dangwu.activities.models import Activity
from dangwu.assessment import steps
from dangwu.assessment.actions import appraising, concluding, rectifying
from dangwu.assessment.actions.appraising import Asked, Sheet
from dangwu.assessment.models import Appraisal, Audience
from dangwu.assessment.queries.appraisal import course_of
from dangwu.core.errors import DomainError
from dangwu.notices.models import Notice
from dangwu.tasks.models import Task

pytestmark = pytest.mark.django_db

SCALES = {scale.code: scale for scale in steps.SCALES}


@pytest.fixture
def village() -> made.Company:
    return made.company(fire=False)


@pytest.fixture
def review(village: made.Company) -> Appraisal:
    return appraising.start_appraisal(
        actor=village.access(),
        organisation=village.branch,
        kind="duty_review",
        year=2026,
        title="2026年度述职评议",
        audiences=[
            Asked("上级党委", SCALES["review"]),
            Asked("党员、村民代表", SCALES["local_duty"]),
        ],
        people=[village.people[0]],
    )


def count(village: made.Company, review: Appraisal) -> None:
    for audience, votes in zip(
        Audience.objects.filter(unit_id=review.unit_id).order_by("position"),
        ((5, 1, 0, 0), (8, 2, 0, 0)),
        strict=True,
    ):
        sheet = Sheet(
            sum(votes), sum(votes), 0, {one.id: votes for one in made.subjects(review).values()}
        )
        for role in (Role.SECRETARY, Role.CLERK):
            appraising.enter_sheet(
                actor=village.access(role), appraisal=review, audience=audience.id, sheet=sheet
            )


def test_two_audiences_are_counted_apart_on_their_own_scales(
    village: made.Company, review: Appraisal
) -> None:
    count(village, review)

    secretary = made.subjects(review)["丁一"]
    audiences = course_of(review, on=make.TODAY).audiences
    assert [
        (one.audience.name, one.audience.basis, one.words(secretary.id)) for one in audiences
    ] == [
        ("上级党委", "SZ2019-0-grades", "好5票，较好1票，一般0票，差0票"),
        ("党员、村民代表", "", "优秀8票，称职2票，基本称职0票，不称职0票"),
    ]


def test_a_review_goes_from_report_to_result(village: made.Company, review: Appraisal) -> None:
    above = make.person("赵县", organisation=village.county)
    make.post(above, village.county)
    actor = village.access()
    for step, text in (("reports", "述职"), ("comments", "点评")):
        appraising.record_appraisal_step(
            actor=actor, appraisal=review, step=step, done_on=make.TODAY, text=text
        )
    count(village, review)
    concluding.conclude(
        actor=actor, appraisal=review, subject=made.subjects(review)["丁一"], grade="好",
        conclusion="再多走访",
    )  # fmt: skip
    rectifying.add_appraisal_rectification(
        actor=actor, appraisal=review, problem="走访少", measure="每周走访", owner=village.people[0],
        due_on=make.TODAY + timedelta(days=60),
    )  # fmt: skip

    closed = concluding.close_appraisal(actor=actor, appraisal=review, held_on=make.TODAY)

    assert closed.state == "closed"
    assert Activity.objects.get(unit_id=review.unit_id).kinds == ["duty_review"]
    assert Task.objects.get(unit_id=review.unit_id).title == "每周走访"
    told = Notice.objects.filter(
        unit_id=review.unit_id, key=f"assessment.close_appraisal:{review.id}"
    )
    people = set(told.values_list("recipient_id", flat=True))
    assert {above.id, village.people[0].id} <= people


def test_comments_follow_the_report(village: made.Company, review: Appraisal) -> None:
    with pytest.raises(DomainError, match="之前的步骤还没有登记"):
        appraising.record_appraisal_step(
            actor=village.access(),
            appraisal=review,
            step="comments",
            done_on=make.TODAY,
            text="好",
        )


def test_next_is_what_is_needed_and_not_what_may_be_left_out() -> None:
    company = made.company()
    row = made.appraisal(company.branch, company.people[:1], kind="duty_review")

    course = course_of(row, on=make.TODAY)

    assert course.standings[0].step.code == "reports"
    assert course.standings[0].state == "open"
    assert not course.standings[0].binding
    assert course.next is not None
    assert course.next.step.code == "ballot"
