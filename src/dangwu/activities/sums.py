"""The sums by month, always made from the facts: after a filing, after a withdrawal, or all anew."""

import uuid
from collections.abc import Collection
from typing import Any, Final

from django.db import connection

# One hour of study is one hour, however many of these names the activity carries: it is booked
# under the first of them, the one that most rules count.
HOUR_KINDS: Final = ("training", "study", "lecture", "secretary_training")

# The minutes that activity `a` books under kind `k.kind`.
MINUTES: Final = """CASE
    WHEN k.kind = ANY(%(hour_kinds)s) AND k.kind <> (
      SELECT h.kind FROM unnest(%(hour_kinds)s::text[]) WITH ORDINALITY AS h(kind, i)
      WHERE h.kind = ANY(a.kinds) ORDER BY h.i LIMIT 1) THEN 0
    ELSE coalesce(a.minutes, 0) END"""
MONTH: Final = "extract(year FROM a.held_on)::int * 12 + extract(month FROM a.held_on)::int - 1"
COUNTED: Final = "a.validity <> 'invalid' AND a.withdrawn_at IS NULL"

WORK: Final = f"""SELECT a.unit_id, o.organisation_id, k.kind, {MONTH} AS month, count(*) AS times,
    sum(coalesce(a.minutes, 0)) AS minutes, max(coalesce(a.minutes, 0)) AS longest,
    count(*) FILTER (WHERE a.late) AS late
  FROM activities_activity a
  JOIN activities_activityorganisation o ON (o.unit_id, o.activity_id) = (a.unit_id, a.id)
  CROSS JOIN LATERAL unnest(a.kinds) AS k(kind)
  WHERE a.unit_id = ANY(%(units)s) AND o.part = 'held' AND {COUNTED}{{where}}
  GROUP BY 1, 2, 3, 4"""  # noqa: S608 - made of the constants above
MEMBER: Final = f"""SELECT a.unit_id, p.person_id, k.kind, {MONTH} AS month, count(*) AS times,
    sum({MINUTES}) AS minutes
  FROM activities_activity a
  JOIN activities_attendance p ON (p.unit_id, p.activity_id) = (a.unit_id, a.id)
  CROSS JOIN LATERAL unnest(a.kinds) AS k(kind)
  WHERE a.unit_id = ANY(%(units)s) AND p.presence = 1 AND {COUNTED}{{where}}
  GROUP BY 1, 2, 3, 4"""  # noqa: S608 - made of the constants above
INTO_WORK: Final = """INSERT INTO activities_workmonth
  (unit_id, organisation_id, kind, month, times, minutes, longest, late) """
INTO_MEMBER: Final = """INSERT INTO activities_membermonth
  (unit_id, person_id, kind, month, times, minutes) """
IN_MONTH: Final = (
    " AND a.held_on >= make_date(%(month)s / 12, %(month)s %% 12 + 1, 1)"
    " AND a.held_on < make_date(%(month)s / 12, %(month)s %% 12 + 1, 1) + interval '1 month'"
)


def sum_month(
    *,
    unit_id: int,
    month: int,
    organisations: Collection[uuid.UUID],
    persons: Collection[uuid.UUID],
) -> None:
    """Make the sums of these organisations and persons in one month anew from the facts.

    month: year × 12 + month − 1. Runs in the transaction of the change, after the organisations'
    rows were locked, so that two filings at once cannot lose one of them.
    """
    params: dict[str, Any] = {
        "units": [unit_id],
        "month": month,
        "organisations": list(organisations),
        "persons": list(persons),
        "hour_kinds": list(HOUR_KINDS),
    }
    theirs = " AND o.organisation_id = ANY(%(organisations)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM activities_workmonth WHERE unit_id = ANY(%(units)s)"
            " AND organisation_id = ANY(%(organisations)s) AND month = %(month)s",
            params,
        )
        cursor.execute(INTO_WORK + WORK.format(where=IN_MONTH + theirs), params)
        if not persons:
            return
        cursor.execute(
            "DELETE FROM activities_membermonth WHERE unit_id = ANY(%(units)s)"
            " AND person_id = ANY(%(persons)s) AND month = %(month)s",
            params,
        )
        theirs = " AND p.person_id = ANY(%(persons)s)"
        cursor.execute(INTO_MEMBER + MEMBER.format(where=IN_MONTH + theirs), params)


def sum_all(units: Collection[int]) -> None:
    """Make all sums of these units anew from the facts."""
    params: dict[str, Any] = {"units": list(units), "hour_kinds": list(HOUR_KINDS)}
    with connection.cursor() as cursor:
        for table in ("workmonth", "membermonth"):
            cursor.execute(
                f"DELETE FROM activities_{table} WHERE unit_id = ANY(%(units)s)",  # noqa: S608 - two fixed names
                params,
            )
        cursor.execute(INTO_WORK + WORK.format(where=""), params)
        cursor.execute(INTO_MEMBER + MEMBER.format(where=""), params)


def disagreements(units: Collection[int]) -> int:
    """Return how many rows of the sums differ from the facts. 0 is right."""
    params: dict[str, Any] = {"units": list(units), "hour_kinds": list(HOUR_KINDS)}
    kept = "SELECT unit_id, organisation_id, kind, month, times, minutes, longest, late"
    kept_member = "SELECT unit_id, person_id, kind, month, times, minutes"
    work = f"({kept} FROM activities_workmonth WHERE unit_id = ANY(%(units)s))"
    member = f"({kept_member} FROM activities_membermonth WHERE unit_id = ANY(%(units)s))"
    total = 0
    with connection.cursor() as cursor:
        for stored, made in ((work, WORK), (member, MEMBER)):
            facts = f"({made.format(where='')})"
            cursor.execute(
                f"SELECT count(*) FROM (({stored} EXCEPT {facts})"  # noqa: S608 - constants
                f" UNION ALL ({facts} EXCEPT {stored})) AS differing",
                params,
            )
            total += cursor.fetchone()[0]
    return total
