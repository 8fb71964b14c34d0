"""The worker's turns: sending every minute, composing once a night."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from dangwu.notices.addresses import send_links
from dangwu.notices.composing import compose, forget_old
from dangwu.notices.routing import BATCH, route
from dangwu.notices.sending import send_unit
from dangwu.notices.waiting import waiting_units
from dangwu.sharding.access import open_units
from dangwu.sharding.models import Unit


@app.periodic(cron="* * * * *")
@app.task(name="notices.send", queueing_lock="notices.send", lock="notices.send")
def send(timestamp: int) -> None:  # noqa: ARG001 - the schedule passes it
    """Send the links that confirm addresses, and what is due in every unit."""
    send_links(now=timezone.now())
    for unit_id in waiting_units():
        while _route(unit_id) == BATCH:
            continue
        send_unit(unit_id, now=timezone.now())


# After the tallies of the night, before anybody's digest.
@app.periodic(cron="40 0 * * *")
@app.task(name="notices.compose", queueing_lock="notices.compose", lock="notices.compose")
def nightly(timestamp: int) -> None:  # noqa: ARG001 - the schedule passes it
    """Tell the posts of every unit what became due, where there is something new."""
    for unit_id in Unit.objects.order_by("id").values_list("id", flat=True):
        with transaction.atomic():
            open_units([unit_id])
            compose(unit_id, today=timezone.localdate())
            forget_old(unit_id, now=timezone.now())


def _route(unit_id: int) -> int:
    with transaction.atomic():
        open_units([unit_id])
        return route(unit_id, now=timezone.now())
