"""Work of the night and of the minutes after a filing."""

import os
from datetime import date

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.types import TimeDeltaParams

from dangwu.rules.by_unit import each_unit
from dangwu.rules.duties.reach import Over
from dangwu.rules.tallying import refresh_subtrees, refresh_tallies
from dangwu.sharding.access import open_units
from dangwu.sharding.models import Unit

SETTLE: TimeDeltaParams = {"seconds": 20}  # filings of one evening are summed once


@app.periodic(cron="10 0 * * *")
@app.task(name="rules.nightly", queueing_lock="rules.nightly", lock="rules.nightly")
def nightly(timestamp: int) -> None:  # noqa: ARG001 - the schedule passes it
    """Count every unit anew for the new day, as many at a time as there are processors."""
    units = Unit.objects.order_by("id").values_list("id", flat=True)
    today = timezone.localdate()
    each_unit(list(units), lambda unit_id: _count(unit_id, today), at_once=os.cpu_count() or 1)


def _count(unit_id: int, today: date) -> None:
    refresh_tallies(Over((unit_id,)), on=today)
    refresh_subtrees([unit_id])


@app.task(name="rules.subtrees")
def subtrees(unit_id: int) -> None:
    """Sum one unit up its tree."""
    with transaction.atomic():
        open_units([unit_id])
        refresh_subtrees([unit_id])


def subtrees_soon(unit_id: int) -> None:
    """Ask for the sums of a unit; asked again before it began, it is done once."""
    task = subtrees.configure(
        queueing_lock=f"rules.subtrees.{unit_id}",
        lock=f"rules.subtrees.{unit_id}",
        schedule_in=SETTLE,
    )
    try:
        with transaction.atomic():  # the refusal of a second request must not end the filing
            task.defer(unit_id=unit_id)
    except AlreadyEnqueued:
        return
