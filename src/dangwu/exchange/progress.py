"""How far a task has come, told to the pages that wait for it."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connections
from django.utils import timezone

from dangwu.exchange.models import RosterProgress

Tell = Callable[[str, int, int], None]

_UPSERT = """
INSERT INTO exchange_rosterprogress (job_id, phase, done, total, told_at)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (job_id) DO UPDATE
SET phase = excluded.phase, done = excluded.done, total = excluded.total, told_at = excluded.told_at
"""


@contextmanager
def progress_of(job_id: uuid.UUID) -> Iterator[Tell]:
    """Give `tell(phase, done, total)`, which others see at once: a connection of its own."""
    beside = connections.create_connection("default")
    beside.set_autocommit(True)

    def tell(phase: str, done: int, total: int) -> None:
        with beside.cursor() as cursor:
            cursor.execute(_UPSERT, [job_id, phase, done, total, timezone.now()])

    try:
        yield tell
    finally:
        beside.close()


def progress_for(job_id: uuid.UUID) -> RosterProgress | None:
    """Return how far the job is, None when it has not begun."""
    return RosterProgress.objects.filter(job_id=job_id).first()
