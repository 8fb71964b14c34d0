"""Search and the roster over a large register, beside `SELECT … LIMIT 50` in the same run.

Needs a database that holds a population (DATABASE_URL; the aim is stated for `city`).
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

REPEATS = 15


def timed(work: Callable[[], object]) -> dict[str, float]:
    work()
    taken = []
    for _repeat in range(REPEATS):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    ordered = sorted(taken)
    return {"median_ms": round(statistics.median(ordered), 1), "p95_ms": round(ordered[-1], 1)}


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangwu.config.settings")
    os.environ["DANGWU_AS_WEB_ROLE"] = "1"  # row security is part of the price
    import django  # noqa: PLC0415 - settings come from the environment

    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415 - after set-up

    from dangwu.accounts.models import Grant, Role  # noqa: PLC0415 - after set-up
    from dangwu.config.middleware import access_of  # noqa: PLC0415 - after set-up
    from dangwu.members.models import Person  # noqa: PLC0415 - after set-up
    from dangwu.members.queries.search import find_people  # noqa: PLC0415 - after set-up

    grant = (
        Grant.objects.filter(role=Role.DEPARTMENT)
        .select_related("account")
        .order_by("unit_id")
        .first()
    )
    assert grant is not None
    with transaction.atomic():
        access = access_of(grant.account)
        units = sorted(access.units)
        people = Person.objects.filter(unit_id__in=units)
        some = people.filter(standing="full").order_by("unit_id", "sort_key")[1000]

        def floor() -> None:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT id, name FROM members_person WHERE unit_id = ANY(%s) LIMIT 50", [units]
                )
                cursor.fetchall()

        queries = {
            "name": some.name,
            "part_of_name": some.name[-1],
            "surname": some.name[0],
            "pinyin": some.pinyin[:6],
            "initials": some.initials,
            "number": some.number,
        }
        figures: dict[str, object] = {
            "bench": "search",
            "people": people.count(),
            "units": len(units),
            "floor_select_limit_50": timed(floor),
        }
        for kind, text in queries.items():
            figures[kind] = timed(partial(find_people, access, text))
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
