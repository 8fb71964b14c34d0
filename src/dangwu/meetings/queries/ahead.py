"""Meetings that wait for somebody, as values for the first page: two words of each are shown."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q

from dangwu.accounts.access import Access
from dangwu.meetings.models import Attendee, Meeting, SealedMinutes
from dangwu.organisations.models import Organisation

State = Meeting.State
SHOWN: Final = 6
# A meeting that nobody opened is not shown for longer to those called to it.
STALE: Final = timedelta(hours=12)
_COLUMNS: Final = ("unit_id", "id", "title", "starts_at", "place", "state")


@dataclass(frozen=True, slots=True)
class Ahead:
    """A meeting ahead, running, or closed and not sealed. place: empty where it is not fixed."""

    unit_id: int
    id: uuid.UUID
    title: str
    starts_at: datetime
    place: str
    state: str


@dataclass(frozen=True, slots=True)
class Called:
    """A meeting one is called to. answered: the notice was confirmed, or leave was given."""

    meeting: Ahead
    organisation: str
    answered: bool
    on_leave: bool


def called_to(access: Access) -> list[Called]:
    """Return the meetings, noticed or running, to which the one who acts is called; next first."""
    if access.person_id is None or access.unit_id is None:
        return []
    columns = [f"meeting__{column}" for column in _COLUMNS]
    rows = (
        Attendee.objects.filter(
            unit_id=access.unit_id,
            person_id=access.person_id,
            meeting__state__in=[State.NOTICED, State.OPEN],
            meeting__starts_at__gte=access.now - STALE,
        )
        .exclude(part=Attendee.Part.LEFT_OUT)
        .order_by("meeting__starts_at", "meeting_id")
        .values_list(*columns, "meeting__organisation__name", "receipt_at", "presence")[:SHOWN]
    )
    return [_called(row[: len(columns)], *row[len(columns) :]) for row in rows]


def _called(
    meeting: tuple[object, ...], organisation: str, receipt: datetime | None, presence: str
) -> Called:
    on_leave = presence == Attendee.Presence.ON_LEAVE
    answered = on_leave or receipt is not None
    return Called(Ahead(*meeting), organisation, answered, on_leave)  # type: ignore[arg-type]  # the columns of Ahead in its order


def waiting_in(organisation: Organisation) -> list[Ahead]:
    """Return the meetings that an organisation called and that need an act; the oldest first.

    Planned, noticed, running, and closed without sealed minutes.
    """
    sealed = SealedMinutes.objects.filter(unit_id=OuterRef("unit_id"), meeting_id=OuterRef("id"))
    ahead = Q(state__in=[State.PLANNED, State.NOTICED, State.OPEN])
    rows = (
        Meeting.objects.filter(unit_id=organisation.unit_id, organisation_id=organisation.id)
        .filter(ahead | (Q(state=State.CLOSED) & ~Exists(sealed)))
        .order_by("starts_at", "id")
        .values_list(*_COLUMNS)[:SHOWN]
    )
    return [Ahead(*row) for row in rows]
