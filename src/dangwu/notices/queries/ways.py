"""Robots and deliveries as the administrator sees them: no subject, no person."""

import uuid

from django.http import Http404

from dangwu.accounts.access import Access
from dangwu.notices.models import Delivery, Robot
from dangwu.notices.permissions import units_administered
from dangwu.organisations.models import Organisation

STUCK = (Delivery.State.UNSURE, Delivery.State.FAILED)
LIMIT = 100


def robots_of(access: Access) -> list[Robot]:
    """Return the robots of the administered units, those in use first."""
    return list(
        Robot.objects.filter(unit_id__in=sorted(units_administered(access)))
        .select_related("organisation")
        .order_by("closed_at", "organisation__path", "id")[:LIMIT]
    )


def robot_for(access: Access, unit_id: int, robot_id: uuid.UUID) -> Robot:
    """Return a robot of an administered unit, else raise Http404."""
    found = (
        Robot.objects.filter(unit_id=unit_id, id=robot_id).select_related("organisation").first()
    )
    if found is None or unit_id not in units_administered(access):
        raise Http404
    return found


def stuck_deliveries(access: Access) -> list[Delivery]:
    """Return what did not go out, or nobody knows whether it did, the newest first."""
    return list(
        Delivery.objects.filter(unit_id__in=sorted(units_administered(access)), state__in=STUCK)
        .select_related("robot")
        .order_by("-tried_at", "-id")[:LIMIT]
    )


def delivery_for(access: Access, unit_id: int, delivery_id: uuid.UUID) -> Delivery:
    """Return a delivery of an administered unit, else raise Http404."""
    found = Delivery.objects.filter(unit_id=unit_id, id=delivery_id).first()
    if found is None or unit_id not in units_administered(access):
        raise Http404
    return found


def organisation_by_code(access: Access, code: str) -> Organisation | None:
    """Return the organisation of an administered unit that has this code."""
    units = sorted(units_administered(access))
    return Organisation.objects.filter(unit_id__in=units, code=code).first()
