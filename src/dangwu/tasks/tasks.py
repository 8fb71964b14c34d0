"""The worker's turn: once a night, reminders of what is due."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from dangwu.sharding.access import open_units
from dangwu.sharding.models import Unit
from dangwu.tasks.reminding import remind


@app.periodic(cron="50 0 * * *")
@app.task(name="tasks.remind", queueing_lock="tasks.remind", lock="tasks.remind")
def nightly(timestamp: int) -> None:  # noqa: ARG001 - the schedule passes it
    """Remind of the tasks of every unit."""
    for unit_id in Unit.objects.order_by("id").values_list("id", flat=True):
        with transaction.atomic():
            open_units([unit_id])
            remind(unit_id, now=timezone.now())
