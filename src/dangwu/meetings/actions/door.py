"""Arriving: who says so at the door, who confirms it, the paper sheet typed in afterwards."""

import uuid
from collections.abc import Collection
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.core.writing import written_day
from dangwu.meetings.models import Attendee, Meeting
from dangwu.meetings.permissions import can_prepare
from dangwu.meetings.queries.asking import day_of
from dangwu.meetings.queries.door import arrivals_named
from dangwu.members.models import Person
from dangwu.sharding.queries import UnitQuerySet

Part, Presence, Way = Attendee.Part, Attendee.Presence, Attendee.Way
AT_THE_DOOR: Final = (Meeting.State.NOTICED, Meeting.State.OPEN)
WAITING: Final = (Presence.EXPECTED, Presence.ABSENT, Presence.ON_LEAVE)
CHOSEN: Final = (Presence.EXPECTED, Presence.PRESENT, Presence.ABSENT, Presence.LEFT)


@transaction.atomic
def claim_arrival(*, actor: Access, meeting: Meeting, name: str, digits: str = "") -> Attendee:
    """Note that somebody says to be at the door; a secretary has yet to confirm it.

    actor: nobody in particular, who came through the door's token. digits: the last four of the
    telephone number, asked only where two share the name. The list is never told.
    Raises SeveralError, DomainError.
    """
    _check_door(actor, meeting)
    row = arrivals_named(meeting, name=name, digits=digits)
    changed = _rows(meeting).filter(person_id=row.person_id, presence__in=WAITING)
    if changed.update(
        presence=Presence.CLAIMED, way=Way.PHONE, arrived_at=actor.now, leave_reason=""
    ):
        record(
            actor=actor, verb="meetings.claim_arrival", target=meeting, person=row.person.name
        )  # fmt: skip
    return row


@transaction.atomic
def confirm_arrival(
    *, actor: Access, meeting: Meeting, people: Collection[uuid.UUID] | None = None
) -> int:
    """Confirm who is at the door, everybody who waits when nobody is named; return how many.

    Raises PermissionDenied, DomainError.
    """
    _check(actor, meeting)
    rows = _rows(meeting).filter(presence=Presence.CLAIMED)
    if people is not None:
        rows = rows.filter(person_id__in=list(people))
    done = rows.update(presence=Presence.PRESENT, arrived_at=actor.now)
    if done:
        record(actor=actor, verb="meetings.confirm_arrival", target=meeting, persons=done)
    return done


@transaction.atomic
def mark_presence(*, actor: Access, meeting: Meeting, person: Person, presence: str) -> Attendee:
    """Mark by roll call who is there, who is not, and who has left. Raises DomainError."""
    _check(actor, meeting)
    row = _rows(meeting).filter(person_id=person.id).select_for_update(of=("self",)).first()
    if row is None:
        raise InputError("person", f"{person.name}不在这次会议的名单上，可以先加为列席。")
    if presence not in CHOSEN:
        raise InputError("presence", "请选择到会、未到、中途离会或者未签到。")
    if presence == Presence.LEFT and row.presence != Presence.PRESENT:
        raise DomainError(f"{row.person.name}没有到会，不能记中途离会。")
    _mark(row, presence, actor)
    row.save(update_fields=["presence", "way", "arrived_at", "left_at", "leave_reason"])
    record(
        actor=actor, verb="meetings.mark_presence", target=meeting,
        person=row.person.name, presence=presence,
    )  # fmt: skip
    return row


@transaction.atomic
def mark_paper_sheet(*, actor: Access, meeting: Meeting, present: Collection[uuid.UUID]) -> int:
    """Type in the signed sheet: those are there; return how many were not known to be before.

    Nobody is marked absent by it. Raises PermissionDenied, DomainError.
    """
    _check(actor, meeting)
    rows = _rows(meeting).filter(person_id__in=list(present))
    rows = rows.exclude(presence__in=[Presence.PRESENT, Presence.LEFT])
    done = rows.update(
        presence=Presence.PRESENT,
        way=Way.PAPER,
        arrived_at=meeting.opened_at or actor.now,
        leave_reason="",
    )
    record(actor=actor, verb="meetings.mark_paper_sheet", target=meeting, persons=done)
    return done


def _mark(row: Attendee, presence: str, actor: Access) -> None:
    row.presence = presence
    row.leave_reason = ""
    if presence == Presence.PRESENT:
        row.way = row.way or Way.HAND
        row.arrived_at = row.arrived_at or actor.now
        row.left_at = None
    elif presence == Presence.LEFT:
        row.left_at = actor.now
    else:
        row.way, row.arrived_at, row.left_at = "", None, None


def _rows(meeting: Meeting) -> UnitQuerySet[Attendee]:
    return Attendee.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)


def _check(actor: Access, meeting: Meeting) -> None:
    """Hold the meeting against being closed meanwhile, and ask who acts."""
    if not can_prepare(actor, meeting):
        raise PermissionDenied
    rows = Meeting.objects.filter(unit_id=meeting.unit_id, id=meeting.id)
    _check_door(actor, rows.select_for_update(of=("self",)).get())


def _check_door(actor: Access, meeting: Meeting) -> None:
    """The door opens on the day of the meeting and closes with it."""
    if meeting.state not in AT_THE_DOOR:
        raise DomainError(f"会议{meeting.get_state_display()}，现在不能签到。")
    if meeting.state == Meeting.State.NOTICED and actor.today < day_of(meeting):
        raise DomainError(f"会议在{written_day(day_of(meeting))}召开，当天才能签到。")
