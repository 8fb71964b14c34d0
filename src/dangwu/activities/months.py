"""The sums by month and by year: added to by a filing, taken from by a withdrawal, rebuilt, compared.

`rebuild_months` says what the sums are; the steps for one activity lead to the same rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction

from dangwu.activities import years
from dangwu.activities.models import Activity
from dangwu.rules.duties.hours import HOUR_KINDS, MINUTES, PLACES

MONTH: Final = "(extract(year FROM a.held_on) * 12 + extract(month FROM a.held_on) - 1)::int"
COUNTS: Final = "a.withdrawn_at IS NULL AND a.validity <> 'invalid'"
WORK: Final = f"""SELECT ao.unit_id, ao.organisation_id, k.kind, {MONTH} AS month,
    count(*)::int AS times, sum(coalesce(a.minutes, 0))::int AS minutes,
    max(coalesce(a.minutes, 0))::int AS longest, count(*) FILTER (WHERE a.late)::int AS late
  FROM activities_activity a
  JOIN activities_activityorganisation ao
    ON ao.unit_id = a.unit_id AND ao.activity_id = a.id AND ao.part = 'held'
  CROSS JOIN unnest(a.kinds) AS k(kind)
  WHERE a.unit_id = ANY(%(units)s) AND ao.unit_id = ANY(%(units)s) AND {COUNTS}
    AND (%(activity)s::uuid IS NULL OR a.id = %(activity)s)
  GROUP BY 1, 2, 3, 4"""  # noqa: S608 - constants only
MEMBER: Final = f"""SELECT t.unit_id, t.person_id, k.kind, {MONTH} AS month,
    count(*)::int AS times, sum({MINUTES})::int AS minutes
  FROM activities_activity a
  JOIN activities_attendance t
    ON t.unit_id = a.unit_id AND t.activity_id = a.id AND t.presence = 1
  CROSS JOIN unnest(a.kinds) AS k(kind)
  WHERE a.unit_id = ANY(%(units)s) AND t.unit_id = ANY(%(units)s) AND {COUNTS}
    AND (%(activity)s::uuid IS NULL OR a.id = %(activity)s)
  GROUP BY 1, 2, 3, 4"""  # noqa: S608 - constants only
# Rows are touched in the order of their keys, so that two filings wait for each other and never
# hold what the other needs.
INSERT_WORK: Final = f"""INSERT INTO activities_workmonth AS w
    (unit_id, organisation_id, kind, month, times, minutes, longest, late)
  SELECT * FROM ({WORK}) AS s ORDER BY 1, 2, 3, 4"""  # noqa: S608 - constants only
INSERT_MEMBER: Final = f"""INSERT INTO activities_membermonth AS w
    (unit_id, person_id, kind, month, times, minutes)
  SELECT * FROM ({MEMBER}) AS s ORDER BY 1, 2, 3, 4"""  # noqa: S608 - constants only
ADD_WORK: Final = f"""{INSERT_WORK}
  ON CONFLICT (unit_id, organisation_id, kind, month) DO UPDATE SET
    times = w.times + excluded.times, minutes = w.minutes + excluded.minutes,
    longest = greatest(w.longest, excluded.longest), late = w.late + excluded.late"""
ADD_MEMBER: Final = f"""{INSERT_MEMBER}
  ON CONFLICT (unit_id, person_id, kind, month) DO UPDATE SET
    times = w.times + excluded.times, minutes = w.minutes + excluded.minutes"""
# The longest of a month cannot be subtracted: what the activity touched is summed again.
TAKE_WORK: Final = f"""DELETE FROM activities_workmonth w
  USING activities_activityorganisation ao, activities_activity a
  WHERE a.unit_id = ANY(%(units)s) AND ao.unit_id = a.unit_id AND w.unit_id = a.unit_id
    AND a.id = %(activity)s AND ao.activity_id = a.id AND ao.part = 'held'
    AND w.organisation_id = ao.organisation_id AND w.kind = ANY(a.kinds)
    AND w.month = {MONTH}"""  # noqa: S608 - constants only
AGAIN_WORK: Final = f"""INSERT INTO activities_workmonth
    (unit_id, organisation_id, kind, month, times, minutes, longest, late)
  SELECT ao.unit_id, ao.organisation_id, k.kind, {MONTH}, count(*)::int,
    sum(coalesce(a.minutes, 0))::int, max(coalesce(a.minutes, 0))::int,
    count(*) FILTER (WHERE a.late)::int
  FROM activities_activity g
  JOIN activities_activityorganisation go
    ON go.unit_id = g.unit_id AND go.activity_id = g.id AND go.part = 'held'
  JOIN activities_activityorganisation ao
    ON ao.unit_id = go.unit_id AND ao.organisation_id = go.organisation_id AND ao.part = 'held'
  JOIN activities_activity a ON a.unit_id = ao.unit_id AND a.id = ao.activity_id
    AND date_trunc('month', a.held_on) = date_trunc('month', g.held_on)
  CROSS JOIN unnest(a.kinds) AS k(kind)
  WHERE g.unit_id = ANY(%(units)s) AND a.unit_id = ANY(%(units)s) AND {COUNTS}
    AND g.id = %(activity)s AND k.kind = ANY(g.kinds)
  GROUP BY 1, 2, 3, 4"""  # noqa: S608 - constants only
MEMBER_WITHDRAWN: Final = MEMBER.replace("a.withdrawn_at IS NULL AND ", "")
TAKE_MEMBER: Final = f"""UPDATE activities_membermonth w
  SET times = w.times - s.times, minutes = w.minutes - s.minutes
  FROM ({MEMBER_WITHDRAWN}) AS s
  WHERE w.unit_id = s.unit_id AND w.person_id = s.person_id AND w.kind = s.kind
    AND w.month = s.month"""  # noqa: S608 - constants only
EMPTY_MEMBER: Final = """DELETE FROM activities_membermonth w
  USING activities_attendance t
  WHERE t.unit_id = ANY(%(units)s) AND t.activity_id = %(activity)s AND w.unit_id = t.unit_id
    AND w.person_id = t.person_id AND w.times = 0"""
ADD_YEAR: Final = years.add_years(MEMBER)
TAKE_YEAR: Final = years.take_years(MEMBER_WITHDRAWN)
EMPTY_YEAR: Final = """DELETE FROM activities_memberyear w
  USING activities_attendance t
  WHERE t.unit_id = ANY(%(units)s) AND t.activity_id = %(activity)s AND w.unit_id = t.unit_id
    AND w.person_id = t.person_id AND 0 = ALL (w.times)"""
WORK_COLUMNS: Final = "unit_id, organisation_id, kind, month, times, minutes, longest, late"
MEMBER_COLUMNS: Final = "unit_id, person_id, kind, month, times, minutes"
COMPARE: Final = """SELECT count(*) FROM (
  (SELECT {columns} FROM {table} WHERE unit_id = ANY(%(units)s) EXCEPT ALL {source})
  UNION ALL
  ({source} EXCEPT ALL SELECT {columns} FROM {table} WHERE unit_id = ANY(%(units)s))) AS d"""


@dataclass(frozen=True, slots=True)
class MonthsCheck:
    """How many rows of the sums differ from what the activities say."""

    work: int
    members: int
    years: int

    @property
    def ok(self) -> bool:
        return self.work == self.members == self.years == 0


def add_activity(activity: Activity) -> None:
    """Add a filed activity to the sums. Its organisations and attendance are saved before."""
    _run(_params([activity.unit_id], activity), ADD_WORK, ADD_MEMBER, ADD_YEAR)


def take_activity(activity: Activity) -> None:
    """Take an activity that has just been withdrawn out of the sums.

    Its organisations are locked by the caller, so that nothing is filed for them meanwhile.
    """
    params = _params([activity.unit_id], activity)
    _run(params, TAKE_WORK, AGAIN_WORK, TAKE_MEMBER, EMPTY_MEMBER)
    _run(params, TAKE_YEAR, EMPTY_YEAR)


@transaction.atomic
def rebuild_months(units: Iterable[int]) -> None:
    """Sum the activities of whole units anew."""
    _run(
        _params(sorted(set(units)), None),
        "DELETE FROM activities_workmonth WHERE unit_id = ANY(%(units)s)",
        "DELETE FROM activities_membermonth WHERE unit_id = ANY(%(units)s)",
        "DELETE FROM activities_memberyear WHERE unit_id = ANY(%(units)s)",
        INSERT_WORK,
        INSERT_MEMBER,
        years.insert_years(MEMBER),
    )


def check_months(units: Iterable[int]) -> MonthsCheck:
    """Compare the sums of whole units with their activities, both ways."""
    params = _params(sorted(set(units)), None)
    return MonthsCheck(
        work=_differing("activities_workmonth", WORK_COLUMNS, WORK, params),
        members=_differing("activities_membermonth", MEMBER_COLUMNS, MEMBER, params),
        years=_differing("activities_memberyear", years.COLUMNS, years.years_of(MEMBER), params),
    )


def _differing(table: str, columns: str, source: str, params: dict[str, Any]) -> int:
    sql = COMPARE.replace("{table}", table).replace("{columns}", columns)
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{source}", source), params)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _params(units: list[int], activity: Activity | None) -> dict[str, Any]:
    return {
        "units": units,
        "activity": activity.id if activity else None,
        "hour_kinds": list(HOUR_KINDS),
        "places": list(PLACES),
    }


def _run(params: dict[str, Any], *statements: str) -> None:
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql, params)
