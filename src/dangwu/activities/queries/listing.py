"""Lists of work done, and one record of it."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q
from django.http import Http404

from dangwu.accounts.access import READERS, Access
from dangwu.activities.models import Activity, ActivityOrganisation, Attendance
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
    kind: str = "",
    since: date | None = None,
    until: date | None = None,
    late: bool = False,
    after: str = "",
) -> list[Activity]:
    """Return up to a page and one more of the activities in reach, newest first.

    organisation_id: those that count for this organisation. until: inclusive. late: only those
    filed late. after: day and id of the last row of the page before, as "2026-11-21:<id>".
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
    if kind:
        found = found.filter(kinds__contains=[kind])
    if since:
        found = found.filter(held_on__gte=since)
    if until:
        found = found.filter(held_on__lte=until)
    if late:
        found = found.filter(late=True)
    day, _, last = after.partition(":")
    if last:
        found = found.filter(Q(held_on__lt=day) | Q(held_on=day, id__lt=last))
    return list(found.select_related("organisation").order_by("-held_on", "-id")[: PAGE + 1])


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


def activity_for(access: Access, unit_id: int, activity_id: uuid.UUID) -> Activity:
    """Return an activity of an organisation in the reach, else raise Http404."""
    found = (
        Activity.objects.filter(unit_id=unit_id, id=activity_id)
        .select_related("organisation")
        .first()
    )
    if found is None or not access.covers(unit_id, found.organisation.path, roles=READERS):
        raise Http404
    return found


def organisations_of(activity: Activity) -> list[ActivityOrganisation]:
    """Return the organisations an activity counts for or was about."""
    return list(
        ActivityOrganisation.objects.filter(unit_id=activity.unit_id, activity=activity)
        .select_related("organisation")
        .order_by("organisation__path")
    )


def presence_of(activity: Activity) -> dict[int, int]:
    """Return how many persons were present, on leave, absent, observing."""
    rows = (
        Attendance.objects.filter(unit_id=activity.unit_id, activity=activity)
        .values_list("presence")
        .annotate(n=Count("person_id"))
        .order_by("presence")
    )
    return dict(rows)


def attendance_of(activity: Activity) -> list[Attendance]:
    """Return who came, in the order of names."""
    return list(
        Attendance.objects.filter(unit_id=activity.unit_id, activity=activity)
        .select_related("person")
        .order_by("presence", "person__sort_key")
    )


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


def neighbours(organisation: Organisation) -> Iterable[Organisation]:
    """Return the organisations beside this one, with which work may be held jointly."""
    return (
        Organisation.objects.filter(
            unit_id=organisation.unit_id,
            parent_id=organisation.parent_id,
            dissolved_on__isnull=True,
        )
        .exclude(id=organisation.id)
        .order_by("path")[:200]
    )
