"""The finder over a whole unit: who has slipped out of organisation life, beside its floor.

    python bench/finder.py [--runs N]

The floor, measured in the same run: one pass over the sums by month of the unit's people. Works
read only on the city population in DATABASE_URL. Prints JSON.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangwu.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 - after django.setup()
from django.utils import timezone  # noqa: E402

from dangwu.accounts.access import Access, Reach  # noqa: E402
from dangwu.accounts.models import Role  # noqa: E402
from dangwu.organisations.models import Organisation  # noqa: E402
from dangwu.sharding.access import open_units  # noqa: E402
from dangwu.workbench.finder import finder_page  # noqa: E402

AIM = 2.0  # seconds

LARGEST = "SELECT unit_id, count(*) FROM members_person GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
FLOOR = "SELECT person_id, sum(times) FROM activities_membermonth WHERE unit_id = %s GROUP BY 1"


def timed(work: Callable[[], object], runs: int) -> float:
    """Return the median seconds of the runs, each in a transaction of its own."""
    seconds = []
    for _run in range(runs):
        began = time.perf_counter()
        with transaction.atomic():
            work()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with connection.cursor() as cursor:
        cursor.execute(LARGEST)
        unit, people = cursor.fetchone()
    top = Organisation.objects.filter(unit_id=unit).order_by("path").first()
    if top is None:
        raise SystemExit("no population in DATABASE_URL")
    now = timezone.now()
    access = Access(
        None, "基准", timezone.localdate(now), now,
        (Reach(Role.DEPARTMENT, unit, top.id, top.path),), unit,
    )  # fmt: skip

    def floor() -> None:
        with connection.cursor() as cursor:
            cursor.execute(FLOOR, [unit])
            cursor.fetchall()

    def found() -> None:
        open_units(frozenset({unit}))
        finder_page(access, [top], access.today)

    figures = {
        "bench": "finder",
        "people": people,
        "seconds": round(timed(found, options.runs), 3),
        "aim_seconds": AIM,
        "floor": "one pass over the people's sums by month",
        "floor_seconds": round(timed(floor, options.runs), 3),
    }
    print(json.dumps(figures, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
