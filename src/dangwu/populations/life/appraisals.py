"""民主评议, 述职评议 and 满意度测评 of the first demo branch, counted by two persons."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Final

from dangwu.accounts.access import Access
from dangwu.accounts.models import Account
from dangwu.activities.models import Activity
from dangwu.assessment.actions.appraising import (
    Asked,
    Sheet,
    enter_sheet,
    record_appraisal_step,
    start_appraisal,
)
from dangwu.assessment.actions.concluding import close_appraisal, conclude
from dangwu.assessment.actions.rectifying import add_appraisal_rectification
from dangwu.assessment.models import Appraisal, Audience, Subject
from dangwu.assessment.queries.appraisal import rectifications_of, subjects_of
from dangwu.assessment.queries.counting import audiences_of
from dangwu.assessment.queries.listing import year_of
from dangwu.assessment.queries.rules import ruled
from dangwu.assessment.steps import Scale, scale_of
from dangwu.members.models import Person
from dangwu.members.queries.past import members_on
from dangwu.populations.meetings import Branch, acting
from dangwu.tasks.actions import close_task
from dangwu.tasks.timeline import Evidence

MORNING: Final = time(9)
BEST, GOOD = 0, 1  # places of the grades
FEW: Final = 4  # one in so many is graded best: fewer than the third that is usual
WORDS: Final = ("带头学习和服务群众，作用发挥好。", "能履行党员义务，积极参加组织生活。")
REPORT: Final = "述职人汇报全年抓党建工作的情况、存在的问题和明年打算。"
COMMENT: Final = "工作有进步，走访群众还要更经常。"
THINGS: Final = ("党支部工作", "服务群众", "党务公开")


def finished(branch: Branch, clerk: Account, activity: Activity) -> Appraisal:
    """Write the 民主评议 of last year: counted, concluded, told to everybody, closed."""
    on = activity.held_on
    row = _started(
        branch, on - timedelta(days=20), Appraisal.Kind.MEMBERS, on.year, [("党员", "members")]
    )
    _record(branch, row, on, {"study": -15, "self_review": 0, "mutual": 0})
    voters = members_on(branch.organisation, on).count()
    _count(branch, clerk, row, on, voters)
    for place, subject in enumerate(subjects_of(row)):
        grade = _grade(row, subject, BEST if place % FEW == 0 else GOOD)
        conclude(
            actor=branch.secretary(on + timedelta(days=3), MORNING),
            appraisal=row,
            subject=subject,
            grade=grade,
            conclusion=WORDS[place % FEW > 0],
        )
    return close_appraisal(
        actor=branch.secretary(on + timedelta(days=10), MORNING), appraisal=row, activity=activity
    )


def reviewed(branch: Branch, clerk: Account, activity: Activity) -> Appraisal:
    """Write the 述职评议 of last year: two audiences, a problem that was put right, closed."""
    on = activity.held_on
    row = _review(branch, on - timedelta(days=12), on.year)
    _record(branch, row, on, {"reports": -2, "comments": 0, "questions": 0})
    _count(branch, clerk, row, on, 12)
    (subject,) = subjects_of(row)
    actor = branch.secretary(on + timedelta(days=3), MORNING)
    grade = _grade(row, subject, GOOD)
    conclude(actor=actor, appraisal=row, subject=subject, grade=grade, conclusion=COMMENT)
    add_appraisal_rectification(
        actor=actor,
        appraisal=row,
        problem="走访群众不够经常",
        measure="每周走访两户，记入走访登记",
        owner=_secretary_of(branch),
        due_on=on + timedelta(days=25),
    )
    closing = branch.secretary(on + timedelta(days=24), MORNING)
    for line in rectifications_of(row):
        close_task(actor=closing, task=line.task, evidence=Evidence("已走访，有登记。"))
    return close_appraisal(actor=closing, appraisal=row, activity=activity)


def running(branch: Branch, clerk: Account) -> None:
    """Write what runs now: members before the 民主测评, a review half counted, a survey counted."""
    today, year = branch.today, year_of(branch.today)
    members = _started(
        branch, today - timedelta(days=6), Appraisal.Kind.MEMBERS, year, [("党员", "members")]
    )
    _record(branch, members, today, {"study": -4, "self_review": -2, "mutual": -1})
    review = _review(branch, today - timedelta(days=6), year)
    _record(branch, review, today, {"reports": -3})
    yesterday = today - timedelta(days=1)
    first = audiences_of(review)[0].audience
    _enter(acting(clerk, yesterday, MORNING), review, first, 12)
    survey = _started(
        branch,
        today - timedelta(days=5),
        Appraisal.Kind.SATISFACTION,
        year,
        [("党员、群众代表", "content")],
        things=THINGS,
    )
    _count(branch, clerk, survey, yesterday, 30)


def _started(
    branch: Branch,
    on: date,
    kind: Appraisal.Kind,
    year: int,
    audiences: Sequence[tuple[str, str]],
    *,
    people: Sequence[Person] = (),
    things: Sequence[str] = (),
) -> Appraisal:
    words = {Appraisal.Kind.MEMBERS: "民主评议党员", Appraisal.Kind.DUTY: "述职评议"}
    return start_appraisal(
        actor=branch.secretary(on, MORNING),
        organisation=branch.organisation,
        kind=kind,
        year=year,
        title=f"{year}年度{words.get(kind, '满意度测评')}",
        audiences=[Asked(name, _scale(branch, on, code)) for name, code in audiences],
        people=people,
        things=things,
    )


def _review(branch: Branch, on: date, year: int) -> Appraisal:
    audiences = [("上级党组织", "review"), ("党员、群众代表", "local_duty")]
    return _started(
        branch, on, Appraisal.Kind.DUTY, year, audiences, people=[_secretary_of(branch)]
    )


def _secretary_of(branch: Branch) -> Person:
    return Person.objects.get(
        unit_id=branch.organisation.unit_id, id=branch.account.person_id or ""
    )


def _scale(branch: Branch, on: date, code: str) -> Scale:
    """Return the scale, or the local one where the rules of the regime have none."""
    offered = {one.code: one for one in ruled(branch.organisation, on).scales()}
    found = offered.get(code) or scale_of("local_pass")
    if found is None:
        raise ValueError(f"no scale {code}")
    return found


def _record(branch: Branch, row: Appraisal, on: date, steps: dict[str, int]) -> None:
    texts = {"study": "集中学习党章和评议办法。", "reports": REPORT, "comments": COMMENT}
    for step, days in steps.items():
        day = on + timedelta(days=days)
        record_appraisal_step(
            actor=branch.secretary(day, MORNING),
            appraisal=row,
            step=step,
            done_on=day,
            text=texts.get(step, ""),
        )


def _count(branch: Branch, clerk: Account, row: Appraisal, on: date, voters: int) -> None:
    """Let secretary and clerk type in the same sheets of every audience."""
    for counted in audiences_of(row):
        for actor in (branch.secretary(on, time(17)), acting(clerk, on, time(17))):
            _enter(actor, row, counted.audience, voters)


def _enter(actor: Access, row: Appraisal, audience: Audience, voters: int) -> None:
    valid = voters - 1
    graded = [one for one in subjects_of(row) if one.graded]
    rest = (0,) * (len(audience.grades) - 2)
    votes = {
        one.id: (best := valid - 3 if place % FEW == 0 else valid // 3, valid - best, *rest)
        for place, one in enumerate(graded)
    }
    enter_sheet(
        actor=actor, appraisal=row, audience=audience.id, sheet=Sheet(voters, voters, 1, votes)
    )


def _grade(row: Appraisal, subject: Subject, place: int) -> str:
    """Return the grade at a place of the scale; a probationer gets none."""
    grades: list[str] = audiences_of(row)[0].audience.grades
    return grades[place] if subject.graded else ""
