"""Lists of work done, and what the filing form offers."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from dangwu.accounts.access import Access
from dangwu.activities.models import Activity, ActivityOrganisation
from dangwu.activities.permissions import FILERS
from dangwu.members.models import Membership, Person
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries import visible_organisations
from dangwu.sharding.queries import UnitQuerySet

PAGE = 50


def activities_in(
    access: Access,
    *,
    unit_id: int | None = None,
    organisation_id: uuid.UUID | None = None,
    kinds: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    late: bool = False,
    after: str = "",
) -> list[Activity]:
    """Return up to a page and one more of the activities in reach, newest first.

    organisation_id: those that count for this organisation. kinds: of any of these; empty: of
    all. until: inclusive. late: only those filed late. after: day and id of the last row of the
    page before, as "2026-11-21:<id>"; a broken one gives the first page.
    """
    organisations = visible_organisations(access)
    if organisation_id is not None and unit_id is not None:
        organisations = organisations.filter(unit_id=unit_id, id=organisation_id)
    units = sorted(
        {r.unit_id for r in access.reaches}.union(*(r.units_below for r in access.reaches))
    )
    if unit_id is not None:
        units = [unit_id]
    found = Activity.objects.filter(unit_id__in=units)
    found = _counted_for(found, units, organisations, one=organisation_id is not None)
    if kinds:
        found = found.filter(kinds__overlap=list(kinds))
    if since:
        found = found.filter(held_on__gte=since)
    if until:
        found = found.filter(held_on__lte=until)
    if late:
        found = found.filter(late=True)
    if mark := _mark(after):
        day, last = mark
        found = found.filter(Q(held_on__lt=day) | Q(held_on=day, id__lt=last))
    return list(found.select_related("organisation").order_by("-held_on", "-id")[: PAGE + 1])


def _mark(after: str) -> tuple[date, uuid.UUID] | None:
    day, _, last = after.partition(":")
    try:
        return date.fromisoformat(day), uuid.UUID(last)
    except ValueError:
        return None


def _counted_for(
    found: UnitQuerySet[Activity],
    units: list[int],
    organisations: UnitQuerySet[Organisation],
    *,
    one: bool,
) -> UnitQuerySet[Activity]:
    """One organisation: whatever counts for it, joint work too. Many: what they hosted."""
    if not one:
        return found.filter(organisation_id__in=organisations.values("id"))
    counted = ActivityOrganisation.objects.filter(
        unit_id__in=units, organisation_id__in=organisations.values("id")
    )
    return found.filter(id__in=counted.values("activity_id"))


def roll_on(organisation: Organisation, on: date) -> list[Person]:
    """Return the members who belonged to the organisation that day, in the order of names."""
    belonging = Membership.objects.filter(
        unit_id=organisation.unit_id,
        organisation=organisation,
        nature=Membership.Nature.PRIMARY,
        period__contains=on,
    )
    return list(
        Person.objects.filter(
            unit_id=organisation.unit_id,
            id__in=belonging.values("person_id"),
            standing__in=["full", "probationary"],
        ).order_by("sort_key")
    )


def partners(access: Access, organisation: Organisation) -> list[Organisation]:
    """Return the organisations beside this one, and right below, whose work the person files too.

    Source: XF2011 art. 35
    """
    near = Q(parent_id=organisation.parent_id) | Q(parent_id=organisation.id)
    beside = (
        visible_organisations(access, roles=FILERS)
        .filter(unit_id=organisation.unit_id, dissolved_on__isnull=True)
        .filter(near)
        .exclude(id=organisation.id)
    )
    return list(beside.order_by("path")[:200])
