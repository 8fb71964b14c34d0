"""What a population's meetings promise: one at each stage, and nothing that counts twice."""

from datetime import date, timedelta

from django.utils import timezone

from dangwu.accounts.models import Account
from dangwu.activities.models import Activity
from dangwu.assessment.models import Appraisal, LifeCase, Subject
from dangwu.assessment.queries.counting import audiences_of
from dangwu.assessment.queries.life import course_of
from dangwu.audit.queries import verify_units
from dangwu.meetings.models import Attendee, Meeting, SealedMinutes, Vote
from dangwu.members.models import Person
from dangwu.notices.models import Notice
from dangwu.organisations.models import Organisation
from dangwu.populations.load import Summary

UNIT = 2
State = Meeting.State


def branch_of(login: str) -> Organisation:
    """The branch whose secretary signs in so."""
    account = Account.objects.get(login=login)
    person = Person.objects.get(unit_id=UNIT, id=account.person_id or "")
    return Organisation.objects.get(unit_id=UNIT, id=person.organisation_id or "")


def meetings_of(login: str) -> dict[str, Meeting]:
    """The meetings of the branch whose secretary signs in so, by their state.

    Those of organisation life stand with their cases.
    """
    rows = Meeting.objects.filter(unit_id=UNIT, organisation=branch_of(login))
    rows = rows.exclude(kinds__contains=["organisation_life"])
    return {row.state: row for row in rows.select_related("organisation", "activity")}


def check_meetings(login: str, today: date) -> None:
    """Check the three meetings of one branch."""
    found = meetings_of(login)
    assert set(found) == {State.CLOSED, State.NOTICED, State.PLANNED}
    check_sealed(found[State.CLOSED], today)
    noticed, planned = found[State.NOTICED], found[State.PLANNED]
    called = Attendee.objects.filter(unit_id=UNIT, meeting=noticed)
    assert timezone.localdate(noticed.starts_at) == today + timedelta(days=7)
    assert 0 < called.filter(receipt_at__isnull=False).count() < called.count()
    assert noticed.starts_at < planned.starts_at


def check_sealed(meeting: Meeting, today: date) -> None:
    """Check that a closed meeting says what its activity says, and is sealed in time."""
    activity = meeting.activity
    assert activity is not None
    rows = Attendee.objects.filter(unit_id=UNIT, meeting=meeting)
    came = rows.filter(presence=Attendee.Presence.PRESENT)
    assert (rows.count(), came.count()) == (activity.should_attend, activity.present)
    assert timezone.localdate(meeting.starts_at) == activity.held_on
    sealed = SealedMinutes.objects.get(unit_id=UNIT, meeting=meeting)
    assert sealed.late_days == 0
    assert activity.held_on <= sealed.sealed_on <= today
    assert Vote.objects.get(unit_id=UNIT, item__meeting=meeting).state == Vote.State.CLOSED


def check_finished_life(today: date) -> None:
    """Check the case of last year: every paper there, two of them under numbers, told and closed."""
    case = LifeCase.objects.get(unit_id=UNIT, organisation=branch_of("shuji"), state="closed")
    course = course_of(case, on=today)
    activity = case.meeting.activity if case.meeting else None
    assert activity is not None
    assert (case.year, activity.held_on.year) == (today.year - 1, today.year - 1)
    assert [one.step.code for one in course.standings if one.is_open] == []
    assert [one.number_text[-2:] for one in course.issued.values()] == ["1号", "2号"]
    assert {one.task.state for one in course.rectifications} == {"done"}


def check_running_life(today: date) -> None:
    """Check the case of now: some have handed in and talked, and there is something to do next."""
    case = LifeCase.objects.get(unit_id=UNIT, organisation=branch_of("shuji"), state="open")
    course = course_of(case, on=today)
    handed = [part.handed_in_on is not None for part in course.parts]
    assert 0 < sum(handed) < len(handed)
    assert course.next is not None
    assert course.next.step.code == "study"


def check_ordered_life(today: date) -> None:
    """Check the case that is to be held again: its secretary is told, nobody has begun."""
    case = LifeCase.objects.get(unit_id=UNIT, organisation=branch_of("shuji2"))
    assert (case.state, case.ordered_on) == ("ordered", today - timedelta(days=3))
    account = Account.objects.get(login="shuji2")
    told = Notice.objects.filter(unit_id=UNIT, recipient_id=account.person_id or "")
    assert [row.subject for row in told if "责令" in row.subject] == [f"责令重新召开：{case}"]


def check_appraisals(kinds: set[tuple[str, str]]) -> None:
    """Check which appraisals there are, and that a closed one tells each the own result."""
    rows = Appraisal.objects.filter(unit_id=UNIT)
    assert set(rows.values_list("kind", "state")) == kinds
    closed = rows.get(kind="appraisal", state="closed")
    told = Subject.objects.filter(unit_id=UNIT, appraisal=closed)
    graded = told.filter(graded=True)
    best = graded.filter(grade="优秀").count()
    assert 0 < best * 3 <= graded.count()
    assert not told.filter(told_on=None).exists()
    assert not told.filter(graded=False).exclude(grade="").exists()
    waiting = audiences_of(rows.get(kind="appraisal", state="open"))
    assert [(one.count, one.sheets) for one in waiting] == [(None, ())]


def check_nothing_counts_twice(summary: Summary) -> None:
    """Check that meetings filed no work of their own, and that the record holds."""
    assert Activity.objects.count() == summary.counts["activities.Activity"]
    assert verify_units(None).ok
