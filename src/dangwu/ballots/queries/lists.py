"""Ballots in reach, and those that wait for the person."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from dangwu.accounts.access import READERS, Access
from dangwu.ballots.models import Ballot, Batch, RollEntry, Teller, UsedRight
from dangwu.organisations.queries import visible_organisations

PAGE = 50
SHOWN = (
    *("unit", "title", "state", "opens_at", "closes_at"),
    *("organisation__unit", "organisation__name", "organisation__short_name"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of several ballots by which a person answers the same matter. place: from 1."""

    place: int
    ballot: Ballot
    voted: bool


def ballots_in(access: Access, *, state: str = "", after: str = "") -> list[Ballot]:
    """Return up to a page and one more of the ballots in reach, newest first.

    after: `held_on:id` of the last one on the page before.
    """
    if not access.reaches_as(READERS):
        return []
    reach = visible_organisations(access).values("id")
    rows = Ballot.objects.filter(
        unit_id__in=sorted(access.units), organisation_id__in=reach
    ).select_related("organisation")
    if state in Ballot.State:
        rows = rows.filter(state=state)
    if place := _place(after):
        day, last = place
        rows = rows.filter(Q(held_on__lt=day) | Q(held_on=day, id__lt=last))
    return list(rows.order_by("-held_on", "-id")[: PAGE + 1])


def _place(after: str) -> tuple[date, uuid.UUID] | None:
    """Return where the page before ended, None when the address does not say."""
    day, _, last = after.partition(":")
    try:
        return date.fromisoformat(day), uuid.UUID(last)
    except ValueError:
        return None


def open_ballots_for(access: Access) -> list[Ballot]:
    """Return the open ballots in which the person has not voted yet, the first to close first."""
    if access.person_id is None or access.unit_id is None:
        return []
    own = {"unit_id": access.unit_id, "person_id": access.person_id, "ballot_id": OuterRef("id")}
    rows = Ballot.objects.filter(
        Exists(RollEntry.objects.filter(**own)),
        ~Exists(UsedRight.objects.filter(**own)),
        unit_id=access.unit_id,
        state=Ballot.State.OPEN,
        closes_at__gt=access.now,
    )
    rows = rows.select_related("organisation").only(*SHOWN)
    return list(rows.order_by("closes_at", "id"))


def tellings_for(access: Access) -> list[Teller]:
    """Return the on-line ballots in which the person has to make a key or take a layer off."""
    if access.person_id is None or access.unit_id is None:
        return []
    rows = Teller.objects.filter(
        unit_id=access.unit_id,
        person_id=access.person_id,
        ballot__tier=Ballot.Tier.ONLINE,
        ballot__state__in=[Ballot.State.DRAFT, Ballot.State.CLOSED],
    )
    return list(rows.select_related("ballot__organisation").order_by("ballot__held_on", "id"))


def tellings_due(access: Access) -> list[Teller]:
    """Return those of `tellings_for` in which it is the person's turn now."""
    if access.person_id is None or access.unit_id is None:
        return []
    rows = Teller.objects.filter(
        unit_id=access.unit_id, person_id=access.person_id, ballot__tier=Ballot.Tier.ONLINE
    )
    layers = Batch.objects.filter(unit_id=access.unit_id, ballot_id=OuterRef("ballot_id"))
    keyless = Q(ballot__state=Ballot.State.DRAFT, public_key="")
    turn = Q(ballot__state=Ballot.State.CLOSED) & ~Exists(layers.filter(layer=OuterRef("number")))
    first = Q(number=1) | Exists(layers.filter(layer=OuterRef("number") - 1))
    rows = rows.filter(keyless | turn & first).select_related("ballot__organisation")
    return list(rows.order_by("ballot__held_on", "id"))


def sheets_beside(access: Access, ballot: Ballot) -> list[Sheet]:
    """Return the open ballots of the same matter on whose roll the person stands, this among them.

    None where there is only this one.
    """
    if access.person_id is None or ballot.origin_id is None:
        return []
    own = {
        "unit_id": ballot.unit_id,
        "person_id": access.person_id,
        "ballot_id": OuterRef("id"),
    }
    rows = Ballot.objects.filter(
        Exists(RollEntry.objects.filter(**own)),
        unit_id=ballot.unit_id,
        origin_kind=ballot.origin_kind,
        origin_id=ballot.origin_id,
        state=Ballot.State.OPEN,
        closes_at__gt=access.now,
    ).annotate(voted=Exists(UsedRight.objects.filter(**own)))
    found = list(rows.order_by("id"))
    return [Sheet(n, row, row.voted) for n, row in enumerate(found, 1)] if found[1:] else []
