"""Which units have something to send: asked every minute, so one statement for all of them."""

from django.db import transaction

from dangwu.notices.models import Delivery, Notice
from dangwu.sharding.access import open_units
from dangwu.sharding.models import Unit

State = Delivery.State


def waiting_units() -> list[int]:
    """Return the units with notices to route or deliveries to send or to give up."""
    with transaction.atomic():
        units = list(Unit.objects.values_list("id", flat=True))
        open_units(units)
        fresh = Notice.objects.filter(unit_id__in=units, unrouted=True).values("unit_id")
        moving = Delivery.objects.filter(
            unit_id__in=units, state__in=[State.QUEUED, State.SENDING]
        ).values("unit_id")
        return sorted({row["unit_id"] for row in fresh.union(moving)})
