"""Places for Party activities, and their bookings."""

import uuid
from datetime import datetime

from django.db.models import Q
from django.http import Http404

from dangwu.accounts.access import Access
from dangwu.organisations.models import Booking, Organisation, Place
from dangwu.organisations.models.organisation import ancestor_paths
from dangwu.organisations.permissions import BOOKERS
from dangwu.organisations.queries.gates import visible_organisations

AT_MOST = 2000


def places_of(organisation: Organisation) -> list[Place]:
    """Return the places of the organisation, those in use first."""
    return list(Place.objects.filter(organisation=organisation).order_by("closed_on", "name"))


def places_in_reach(access: Access, query: str = "") -> list[Place]:
    """Return the places of the organisations in reach, and of those above them, by organisation."""
    above = Q()
    for reach in access.reaches:
        above |= Q(unit_id=reach.unit_id, organisation__path__in=ancestor_paths(reach.path)[:-1])
    seen = visible_organisations(access).values("id")
    rows = Place.objects.filter(unit_id__in=sorted(access.units)).filter(
        above | Q(organisation__in=seen)
    )
    if query:
        rows = rows.filter(Q(name__contains=query) | Q(organisation__name__contains=query))
    return list(
        rows.select_related("organisation").order_by("organisation__path", "name")[:AT_MOST]
    )


def place_for(access: Access, unit_id: int, place_id: uuid.UUID) -> Place:
    """Return a place of an organisation in reach or above it, else raise Http404."""
    row = Place.objects.filter(unit_id=unit_id, id=place_id).select_related("organisation").first()
    if row is None:
        raise Http404
    path = row.organisation.path
    if not any(
        (
            reach.unit_id == unit_id
            and (reach.covers(unit_id, path) or reach.path.startswith(f"{path}."))
        )
        or unit_id in reach.units_below
        for reach in access.reaches
    ):
        raise Http404
    return row


def bookings_of(place: Place, since: datetime) -> list[Booking]:
    """Return the bookings of a place that end later, soonest first."""
    return list(
        Booking.objects.filter(place=place, cancelled=False, period__endswith__gt=since)
        .select_related("organisation")
        .order_by("period")
    )


def booking_for(place: Place, booking_id: uuid.UUID) -> Booking:
    """Return a booking of a place held through its gate, else raise Http404."""
    row = (
        Booking.objects.filter(place=place, id=booking_id)
        .select_related("organisation", "place__organisation")
        .first()
    )
    if row is None:
        raise Http404
    return row


def bookers_of(access: Access, place: Place) -> list[Organisation]:
    """Return the organisations for which `access` may book this place."""
    path = place.organisation.path
    mine = visible_organisations(access, roles=BOOKERS).filter(unit_id=place.unit_id).standing()
    near = Q(path__in=ancestor_paths(path)) | Q(path__gt=f"{path}.", path__lt=f"{path}/")
    return list(mine.filter(near).order_by("path")[:AT_MOST])
