"""All duties of twelve months for every organisation, beside the plain GROUP BY over the same rows.

all_seconds: every verdict of every organisation is judged and counted by organisation and rule, in
the database, unit by unit on as many connections as there are processors: as the night does it.
stored_seconds: the same with the tallies written in place of those of before, under the locks of a
refresh. one_organisation_seconds: the duties of one branch, with their sentences, as a page shows
them. The floor sums the same rows of work and of members by their keys, one statement each.
Runs on the population that DATABASE_URL holds; without one it makes an empty unit of N
organisations with three years of work, measures, and takes it away again. Prints one JSON line.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangwu.config.settings")
ON = date(2026, 11, 21)
UNIT = 900_001

FLOOR = """SELECT count(*) FROM (
  SELECT unit_id, organisation_id, kind, month, sum(times), sum(late) FROM activities_workmonth
  WHERE unit_id = ANY(%(units)s) AND month BETWEEN %(oldest)s AND %(newest)s
  GROUP BY unit_id, organisation_id, kind, month) AS sums"""
VERDICTS = """SELECT coalesce(sum(met + due + overdue + late + exempt + unknown), 0)
  FROM ({counts}) AS counts"""
MEMBER_FLOOR = """SELECT count(*) FROM (
  SELECT unit_id, person_id, kind, sum(times), sum(minutes) FROM activities_membermonth
  WHERE unit_id = ANY(%(units)s) AND month BETWEEN %(oldest)s AND %(newest)s
  GROUP BY unit_id, person_id, kind) AS sums"""
YEAR_FLOOR = """SELECT count(*) FROM (
  SELECT unit_id, person_id, year, sum(minutes[19]), sum(minutes[20]) FROM activities_memberyear
  WHERE unit_id = ANY(%(units)s) AND year * 12 + 11 BETWEEN %(oldest)s AND %(newest)s + 11
  GROUP BY unit_id, person_id, year) AS sums"""
MAKE = (
    """INSERT INTO sharding_unit (id, code, name, level, path)
    VALUES (%(unit)s, 'BENCH', '测速', 'county', '900001')""",
    """INSERT INTO organisations_organisation (unit_id, id, code, name, short_name, kind, category,
      regime, fire_kind, label, path, approves_members, founded_on, records_from, home_name,
      address, phone, approver, ngrams, pinyin, initials)
    SELECT %(unit)s, gen_random_uuid(), 'B' || n, '第' || n || '党支部', '',
      CASE WHEN n %% 20 = 0 THEN 'committee' WHEN n %% 20 = 1 THEN 'general_branch'
        WHEN n %% 9 = 0 THEN 'joint_branch' ELSE 'branch' END,
      (ARRAY['village','community','organ','institution','state_firm','private_firm','school',
        'retired'])[1 + n %% 8], 'civil', '', lpad(n::text, 7, '0'),
      '0001.' || lpad(n::text, 7, '0'), false, '2010-01-01', '2010-01-01', '', '', '', '', '{}',
      '', ''
    FROM generate_series(1, %(organisations)s) AS s(n)""",
    """INSERT INTO organisations_leadingbody (unit_id, id, organisation_id, number, term, served,
      elected_on, has_committee, approval, extension_approval)
    SELECT unit_id, gen_random_uuid(), id, 1, daterange('2024-01-01', '2029-01-01'),
      daterange('2024-01-01', NULL), '2024-01-01', true, '', ''
    FROM organisations_organisation WHERE unit_id = %(unit)s""",
    """INSERT INTO activities_workmonth (unit_id, organisation_id, kind, month, times, minutes,
      longest, late)
    SELECT o.unit_id, o.id, k.kind, m.month, 1, 90, 90, (random() < 0.03)::int
    FROM organisations_organisation o
    CROSS JOIN (VALUES ('assembly', 3), ('committee_meeting', 1), ('lecture', 3),
      ('theme_day', 1), ('organisation_life', 12), ('appraisal', 12), ('talk', 3),
      ('dues_publication', 12), ('duty_review', 12), ('secretary_training', 12))
      AS k(kind, every)
    CROSS JOIN generate_series(2024 * 12, 2026 * 12 + 10) AS m(month)
    WHERE o.unit_id = %(unit)s AND m.month %% k.every = k.every - 1 AND random() < 0.95
    ORDER BY o.id, k.kind, m.month""",
    "ANALYZE organisations_organisation",
    "ANALYZE organisations_leadingbody",
    "ANALYZE activities_workmonth",
)
TAKE_AWAY = (
    "DELETE FROM activities_workmonth WHERE unit_id = %(unit)s",
    "DELETE FROM organisations_leadingbody WHERE unit_id = %(unit)s",
    "DELETE FROM organisations_organisation WHERE unit_id = %(unit)s",
    "DELETE FROM sharding_unit WHERE id = %(unit)s",
)


def seconds(work: Callable[[], object], runs: int) -> float:
    """Return the median of several runs."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def measure(units: tuple[int, ...], runs: int) -> dict[str, object]:
    """Return the figures for these units."""
    from django.db import connection  # noqa: PLC0415 - after Django is set up

    from dangwu.organisations.models import Organisation  # noqa: PLC0415 - as above
    from dangwu.rules.by_unit import each_unit  # noqa: PLC0415 - as above
    from dangwu.rules.duties.compiling import compile_rules  # noqa: PLC0415 - as above
    from dangwu.rules.duties.engine import COUNTS, planned, statement  # noqa: PLC0415 - as above
    from dangwu.rules.duties.reach import Over  # noqa: PLC0415 - as above
    from dangwu.rules.queries.duties import duties  # noqa: PLC0415 - as above
    from dangwu.rules.queries.rulebook import books_for  # noqa: PLC0415 - as above
    from dangwu.rules.tallying import refresh_tallies  # noqa: PLC0415 - as above

    cores = os.cpu_count() or 1
    newest = ON.year * 12 + ON.month - 1
    params: dict[str, Any] = {"units": list(units), "oldest": (ON.year - 1) * 12, "newest": newest}

    def floor(sql: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return int(cursor.fetchone()[0])

    def judged(unit: int) -> int:
        here = Over((unit,))
        compiled = compile_rules(here, on=ON, today=ON, book_of=books_for((unit,), ON).__getitem__)
        if not compiled.classes:
            return 0
        sql, given = statement(compiled, COUNTS)
        with planned(here) as cursor:
            cursor.execute(VERDICTS.replace("{counts}", sql), given)
            return int(cursor.fetchone()[0])

    def every_unit() -> int:
        return sum(each_unit(units, judged, at_once=cores))

    def stored() -> None:
        each_unit(units, lambda unit: refresh_tallies(Over((unit,)), on=ON), at_once=cores)

    organisations = Organisation.objects.filter(unit_id__in=units)
    one = organisations.filter(kind="branch").order_by("code")[0]
    verdicts = every_unit()  # the rules are read and compiled once
    bare = seconds(lambda: floor(FLOOR), runs)
    members = seconds(lambda: floor(YEAR_FLOOR), runs)
    months = seconds(lambda: floor(MEMBER_FLOOR), runs)
    every = seconds(every_unit, runs)
    written = seconds(stored, runs)
    single = seconds(lambda: duties(Over.one(one), on=ON, today=ON), runs * 3)
    return {
        "bench": "duties",
        "organisations": organisations.count(),
        "verdicts": verdicts,
        "connections": min(cores, len(units)),
        "all_seconds": round(every, 3),
        "stored_seconds": round(written, 3),
        "one_organisation_seconds": round(single, 4),
        "floor": "GROUP BY over the same sums of organisations by month and of members by year",
        "floor_seconds": round(bare + members, 3),
        "floor_work_seconds": round(bare, 3),
        "floor_members_seconds": round(members, 3),
        "group_by_of_member_months_seconds": round(months, 3),
        "ratio": round(every / (bare + members), 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--synthetic", action="store_true", help="even where a population is")
    args = parser.parse_args()
    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415 - after Django is set up

    from dangwu.sharding.models import Unit  # noqa: PLC0415 - as above

    units = tuple(Unit.objects.order_by("id").values_list("id", flat=True))
    if units and not args.synthetic:
        print(json.dumps(measure(units, args.runs)))
        return
    params: dict[str, Any] = {"unit": UNIT, "organisations": args.organisations}
    with connection.cursor() as cursor:
        try:
            for sql in MAKE:
                cursor.execute(sql, params)
            print(json.dumps(measure((UNIT,), args.runs)))
        finally:
            with transaction.atomic():
                for sql in TAKE_AWAY:
                    cursor.execute(sql, params)


if __name__ == "__main__":
    main()
