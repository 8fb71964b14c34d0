"""Lists of meetings: ahead, held, to be sealed; and what a plan is filled with at first."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from dangwu.accounts.access import READERS, Access, Reach
from dangwu.meetings.models import Attendee, Meeting, MeetingOrganisation, SealedMinutes
from dangwu.meetings.permissions import CALLERS, SEEN_BY_MEMBERS
from dangwu.meetings.queries.attendees import holders_on
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries import visible_organisations
from dangwu.sharding.queries import UnitQuerySet

PAGE: Final = 50
State = Meeting.State
AHEAD: Final = (State.PLANNED, State.NOTICED, State.OPEN)
CHAIRS: Final = ("secretary", "deputy")
RECORDERS: Final = ("clerk", "organisation")


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of meetings. after: where the next page begins; empty: there is none."""

    rows: list[Meeting]
    after: str


@dataclass(frozen=True, slots=True)
class Prefilled:
    """What a new plan shows at first."""

    place: str
    chair: uuid.UUID | None
    recorder: uuid.UUID | None


def meetings_in(
    access: Access,
    *,
    part: str,
    organisation: Organisation | None = None,
    after: str = "",
) -> Listed:
    """Return a page of the meetings that `access` may see.

    part: ahead (the next first), past (the latest first), unsealed (the oldest first).
    organisation: those that it called or joined. after: moment and id of the last row before.
    """
    found = _seen(access, organisation)
    backwards = part == "past"
    if part == "unsealed":
        sealed = SealedMinutes.objects.filter(
            unit_id=OuterRef("unit_id"), meeting_id=OuterRef("id")
        )
        found = found.filter(~Exists(sealed), state=State.CLOSED)
    else:
        found = (
            found.filter(state__in=AHEAD) if part == "ahead" else found.exclude(state__in=AHEAD)
        )
    moment, _, last = after.partition("_")
    if last:
        found = found.filter(_beyond(moment, last, backwards=backwards))
    order = ("-starts_at", "-id") if backwards else ("starts_at", "id")
    rows = list(found.select_related("organisation").order_by(*order)[: PAGE + 1])
    shown = rows[:PAGE]
    end = shown[-1] if len(rows) > PAGE else None
    return Listed(shown, f"{end.starts_at.isoformat()}_{end.id}" if end else "")


def own_reach(access: Access) -> Reach | None:
    """Return the organisation for which this person usually calls meetings."""
    reaches = access.reaches_as(CALLERS)
    return next((reach for reach in reaches if reach.organisation_id), None)


def prefilled_for(organisation: Organisation, *, now: datetime) -> Prefilled:
    """Return place, chair and recorder as they usually are there."""
    last = (
        Meeting.objects.filter(unit_id=organisation.unit_id, organisation_id=organisation.id)
        .exclude(place="")
        .order_by("-starts_at", "id")
        .values_list("place", flat=True)
        .first()
    )
    on = timezone.localdate(now)
    return Prefilled(
        last or "",
        _first(holders_on(organisation, CHAIRS, on)),
        _first(holders_on(organisation, RECORDERS, on)),
    )


def _seen(access: Access, organisation: Organisation | None) -> UnitQuerySet[Meeting]:
    """Return what a post reaches, and what the person was called to wherever it is held."""
    if organisation is not None:
        held = MeetingOrganisation.objects.filter(
            unit_id=organisation.unit_id, organisation_id=organisation.id
        )
        return Meeting.objects.filter(
            unit_id=organisation.unit_id, id__in=held.values("meeting_id")
        )
    seen = Q()
    if access.reaches_as(READERS):
        seen |= Q(organisation_id__in=visible_organisations(access).values("id"))
    if access.unit_id is not None and access.person_id is not None:
        called = Attendee.objects.filter(unit_id=access.unit_id, person_id=access.person_id)
        seen |= Q(id__in=called.values("meeting_id"), state__in=sorted(SEEN_BY_MEMBERS))
    if not seen:
        return Meeting.objects.none()
    return Meeting.objects.filter(seen, unit_id__in=sorted(access.units))


def _beyond(moment: str, last: str, *, backwards: bool) -> Q:
    way = "lt" if backwards else "gt"
    return Q(**{f"starts_at__{way}": moment}) | Q(starts_at=moment, **{f"id__{way}": last})


def _first(found: Iterable[uuid.UUID]) -> uuid.UUID | None:
    return next(iter(found), None)
