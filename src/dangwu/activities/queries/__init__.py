"""Gates and reads of work done."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Final

from django.http import Http404

from dangwu.accounts.access import Access
from dangwu.activities.models import Activity, ActivityOrganisation, Attendance
from dangwu.activities.permissions import can_see_activity
from dangwu.organisations.models import Organisation
from dangwu.sharding.queries import UnitQuerySet

LIMIT: Final = 200


def activity_for(access: Access, unit_id: int, activity_id: uuid.UUID) -> Activity:
    """Return an activity of an organisation that `access` reaches, else raise Http404."""
    found = (
        Activity.objects.filter(unit_id=unit_id, id=activity_id)
        .select_related("organisation")
        .first()
    )
    if found is None or not can_see_activity(access, found.organisation):
        raise Http404
    return found


def activities_of(
    organisation: Organisation,
    *,
    kinds: Iterable[str] = (),
    first: date | None = None,
    last: date | None = None,
) -> UnitQuerySet[Activity]:
    """Return what counts for an organisation, newest first: the records behind a duty.

    kinds: only work that carries one of them. first, last: inclusive days.
    """
    counted = ActivityOrganisation.objects.filter(
        unit_id=organisation.unit_id,
        organisation_id=organisation.id,
        part=ActivityOrganisation.Part.HELD,
    ).values("activity_id")
    found = Activity.objects.filter(
        unit_id=organisation.unit_id, id__in=counted, withdrawn_at__isnull=True
    )
    if wanted := list(kinds):
        found = found.filter(kinds__overlap=wanted)
    if first:
        found = found.filter(held_on__gte=first)
    if last:
        found = found.filter(held_on__lte=last)
    return found.order_by("-held_on", "-id")


def attendance_of(activity: Activity) -> list[Attendance]:
    """Return who should have come to an activity, in the order of strokes."""
    return list(
        Attendance.objects.filter(unit_id=activity.unit_id, activity_id=activity.id)
        .select_related("person")
        .order_by("person__sort_key", "person_id")
    )


def organisations_of(activity: Activity) -> list[ActivityOrganisation]:
    """Return the organisations an activity counts for or was about."""
    return list(
        ActivityOrganisation.objects.filter(unit_id=activity.unit_id, activity_id=activity.id)
        .select_related("organisation")
        .order_by("part", "organisation__path")
    )
