"""What a population's meetings promise: one at each stage, and nothing that counts twice."""

from datetime import date, timedelta

from django.utils import timezone

from dangwu.accounts.models import Account
from dangwu.activities.models import Activity
from dangwu.audit.queries import verify_units
from dangwu.meetings.models import Attendee, Meeting, SealedMinutes, Vote
from dangwu.members.models import Person
from dangwu.populations.load import Summary

UNIT = 2
State = Meeting.State


def meetings_of(login: str) -> dict[str, Meeting]:
    """The meetings of the branch whose secretary signs in so, by their state."""
    account = Account.objects.get(login=login)
    person = Person.objects.get(unit_id=UNIT, id=account.person_id or "")
    rows = Meeting.objects.filter(unit_id=UNIT, organisation_id=person.organisation_id or "")
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


def check_nothing_counts_twice(summary: Summary) -> None:
    """Check that meetings filed no work of their own, and that the record holds."""
    assert Activity.objects.count() == summary.counts["activities.Activity"]
    assert verify_units(None).ok
