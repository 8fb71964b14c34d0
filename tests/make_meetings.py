"""Saved meetings for tests, at the state that is of interest."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

import make
from dangwu.activities.models import Activity
from dangwu.core import sealing
from dangwu.meetings.models import (
    AgendaItem,
    Amendment,
    Attendee,
    Meeting,
    MeetingOrganisation,
    SealedMinutes,
    Speech,
    Statement,
    Vote,
)
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation

STARTS = make.NOW + timedelta(days=2)
State = Meeting.State


def meeting(
    organisation: Organisation,
    *,
    kinds: Iterable[str] = ("assembly",),
    body: str = "assembly",
    title: str = "十一月党员大会",
    starts_at: datetime = STARTS,
    state: str = State.PLANNED,
    chair: Person | None = None,
    recorder: Person | None = None,
    joint: Iterable[Organisation] = (),
    **facts: object,
) -> Meeting:
    """A meeting of the organisation, with others in `joint`; its moments fit its state."""
    row = Meeting(
        unit_id=organisation.unit_id,
        organisation=organisation,
        kinds=list(kinds),
        body=body,
        title=title,
        starts_at=starts_at,
        place="党员活动室",
        state=state,
        chair=chair,
        recorder=recorder,
        called_at=make.NOW,
        **_moments(organisation, state, starts_at),
    )
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    for each in [organisation, *joint]:
        MeetingOrganisation.objects.create(unit_id=row.unit_id, meeting=row, organisation=each)
    return row


def _moments(organisation: Organisation, state: str, starts_at: datetime) -> dict[str, object]:
    """Return what the state presupposes; a meeting called off was noticed."""
    moments: dict[str, object] = {}
    if state != State.PLANNED:
        moments |= {
            "noticed_at": starts_at - timedelta(days=2),
            "notice_text": "请准时参加。",
            "door_token": uuid.uuid4().hex,
        }
    if state in (State.OPEN, State.CLOSED):
        moments |= {"opened_at": starts_at}
    if state == State.CLOSED:
        held_on = starts_at.date()
        filed: Activity = make.activity(organisation, kinds=["assembly"], held_on=held_on)
        moments |= {"closed_at": starts_at + timedelta(minutes=90), "activity": filed}
    if state == State.CALLED_OFF:
        moments |= {"called_off_at": make.NOW, "called_off_reason": "防汛"}
    return moments


def item(
    meeting: Meeting, title: str = "讨论接收预备党员", *, kind: str = "decide", **facts: object
) -> AgendaItem:
    """The next item of the agenda."""
    position = AgendaItem.objects.filter(unit_id=meeting.unit_id, meeting=meeting).count() + 1
    row = AgendaItem(
        unit_id=meeting.unit_id, meeting=meeting, position=position, title=title, kind=kind
    )
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def attendee(meeting: Meeting, person: Person, **facts: object) -> Attendee:
    """Somebody called to the meeting: entitled, with the right to vote, not yet there."""
    row = Attendee(
        unit_id=meeting.unit_id,
        meeting=meeting,
        person=person,
        organisation_id=person.organisation_id or meeting.organisation_id,
        voting=person.standing == "full",
    )
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def present(meeting: Meeting, people: Iterable[Person]) -> list[Attendee]:
    """Those people, called and there."""
    presence = Attendee.Presence.PRESENT
    return [attendee(meeting, p, presence=presence, arrived_at=make.NOW) for p in people]


def floor(item: AgendaItem, person: Person) -> dict[str, uuid.UUID]:
    """One speech, one change, one reserved statement and one vote on the item."""
    unit, at = item.unit_id, make.NOW
    speech = Speech.objects.create(unit_id=unit, item=item, person=person, asked_at=at)
    change = Amendment.objects.create(
        unit_id=unit, item=item, position=1, moved_by=person, text="每月两次", moved_at=at
    )
    said = Statement.objects.create(
        unit_id=unit, item=item, person=person, text="不同意", minority=True, recorded_at=at
    )
    vote = Vote.objects.create(unit_id=unit, item=item, method="hands", opened_at=at)
    return {
        "speech": speech.id,
        "amendment": change.id,
        "statement": said.id,
        "vote": vote.id,
    }


def sealed(organisation: Organisation, people: Iterable[object] = ()) -> SealedMinutes:
    """The sealed minutes of a meeting that was closed, to which these people were called."""
    held = meeting(organisation, state=State.CLOSED, title="十月党员大会")
    for person in Person.objects.filter(unit_id=organisation.unit_id, id__in=list(people)):
        attendee(held, person)
    content = sealing.plain({"text": "十月党员大会的记录"})
    return SealedMinutes.objects.create(
        unit_id=organisation.unit_id,
        meeting=held,
        content=content,
        digest=sealing.digest_plain(content),
        signed_name="王建国",
        signed_post="书记",
        sealed_at=make.NOW,
        sealed_on=make.TODAY,
    )
