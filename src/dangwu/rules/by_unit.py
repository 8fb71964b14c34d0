"""Work on many units: each in its own transaction, several at a time, each on its own connection.

Units share no rows, so nothing of one waits for another: a city is done in the time of its units
divided by the processor's cores, in the memory of a unit.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import TypeVar

from django.db import connection, transaction

from dangwu.sharding.access import open_units

T = TypeVar("T")


def each_unit(units: Iterable[int], work: Callable[[int], T], *, at_once: int = 1) -> list[T]:
    """Return what the work gave for each unit, in no order; the unit's rows are open to it.

    at_once: with one, the work is done by the caller, on its connection.
    """
    waiting: SimpleQueue[int] = SimpleQueue()
    for unit_id in units:
        waiting.put(unit_id)
    several = min(at_once, waiting.qsize())
    if several <= 1:
        return _until_empty(waiting, work)
    with ThreadPoolExecutor(several) as pool:
        parts = [pool.submit(_on_its_own, waiting, work) for _ in range(several)]
        return [result for part in parts for result in part.result()]


def _on_its_own(waiting: "SimpleQueue[int]", work: Callable[[int], T]) -> list[T]:
    """Do the work on a connection of this thread, which ends with it."""
    try:
        return _until_empty(waiting, work)
    finally:
        connection.close()


def _until_empty(waiting: "SimpleQueue[int]", work: Callable[[int], T]) -> list[T]:
    found: list[T] = []
    while True:
        try:
            unit_id = waiting.get_nowait()
        except Empty:
            return found
        with transaction.atomic():
            open_units([unit_id])
            found.append(work(unit_id))
