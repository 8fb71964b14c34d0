"""The sealer's turn, every minute."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from dangwu.audit.sealer import BATCH, seal_unit
from dangwu.sharding.access import open_units
from dangwu.sharding.models import Unit


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal", lock="audit.seal")
def seal(timestamp: int) -> None:  # noqa: ARG001 - the schedule passes it
    """Seal what has been recorded in every unit since the last turn."""
    for unit_id in Unit.objects.values_list("id", flat=True):
        while _seal_one(unit_id) == BATCH:
            continue


def _seal_one(unit_id: int) -> int:
    with transaction.atomic():
        open_units([unit_id])
        return seal_unit(unit_id=unit_id, now=timezone.now())
