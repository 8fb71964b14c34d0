"""How many of the persons of a demand have done enough.

Whole half-years of a year are read from `MemberYear`, one row for a person; what is shorter,
goes over the turn of a year, or has work later than the day asked about, from `MemberMonth`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dangwu.rules.duties.compiling import Compiled, Params, Part, columns
from dangwu.rules.duties.hours import HOUR_KINDS, MINUTES, index
from dangwu.rules.duties.windows import Span, first_day, month_of

# Kinds that are training held as such (集中培训), for the sessions that an accumulator asks.
SESSIONS: Final = ("training", "secretary_training")
HALF: Final = 6  # months


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted for a person: work of these kinds in one natural period."""

    kinds: tuple[str, ...]
    span: Span

    def in_years(self, compiled: Compiled) -> bool:
        """Whether one row of a year says it: whole half-years, nothing after the day asked about."""
        start, end = self.span.start, self.span.end
        whole = start % HALF == 0 and end % HALF == 0 and start // 12 == (end - 1) // 12
        return whole and (compiled.on >= compiled.today or self.span.last <= compiled.on)


ENOUGH: Final = """coalesce(w.times, 0) >= d.times AND coalesce(w.minutes, 0) >= d.minutes
      AND coalesce(w.sessions, 0) >= d.sessions"""
REACHED_IN_YEARS: Final = """SELECT t.no, t.d, count(*)::int AS needs,
    count(*) FILTER (WHERE CASE t.measure {enough} ELSE false END)::int AS has
  FROM people_target t
  JOIN people_demand d ON d.d = t.d
  LEFT JOIN activities_memberyear y ON y.unit_id = t.unit_id AND y.person_id = t.person_id
    AND y.year = d.year AND y.unit_id = ANY(%(units)s)
  WHERE d.year IS NOT NULL
  GROUP BY t.no, t.d"""
REACHED_IN_MONTHS: Final = f"""SELECT t.no, t.d, count(*)::int AS needs,
    count(*) FILTER (WHERE {ENOUGH})::int AS has
  FROM people_target t
  JOIN people_demand d ON d.d = t.d
  LEFT JOIN people_done w ON w.unit_id = t.unit_id AND w.person_id = t.person_id
    AND w.measure = t.measure
  WHERE d.year IS NULL
  GROUP BY t.no, t.d"""  # noqa: S608 - constants only

MEASURE: Final = """SELECT * FROM unnest(
  %(measure_kind)s::text[], %(measure_month)s::int[], %(measure_measure)s::int[])
  AS t(kind, month, measure)"""
MONTHS: Final = """SELECT unit_id, person_id, kind, month, times, minutes
  FROM activities_membermonth
  WHERE unit_id = ANY(%(units)s) AND month BETWEEN %(measure_oldest)s AND %(measure_newest)s
    AND kind = ANY(%(measure_kinds)s){only}"""
# For named organisations: their persons are read by their keys.
ONLY: Final = """
    AND (unit_id, person_id) IN (SELECT g.unit_id, g.person_id FROM people_target g)"""
MONTH_BY_DAY: Final = f"""
  UNION ALL
  SELECT t.unit_id, t.person_id, k.kind, %(measure_newest)s + 1, count(*)::int,
         sum({MINUTES})::int
  FROM activities_activity a
  JOIN activities_attendance t
    ON t.unit_id = a.unit_id AND t.activity_id = a.id AND t.presence = 1
  CROSS JOIN unnest(a.kinds) AS k(kind)
  WHERE a.unit_id = ANY(%(units)s) AND t.unit_id = ANY(%(units)s)
    AND a.held_on BETWEEN %(measure_month_start)s AND %(on)s
    AND a.withdrawn_at IS NULL AND a.validity <> 'invalid'
    AND (t.unit_id, t.person_id) IN (SELECT g.unit_id, g.person_id FROM people_target g)
    AND k.kind = ANY(%(measure_kinds)s)
  GROUP BY t.unit_id, t.person_id, k.kind"""  # noqa: S608 - constants only
DONE: Final = """SELECT w.unit_id, w.person_id, m.measure, sum(w.times) AS times,
    sum(w.minutes) AS minutes,
    coalesce(sum(w.times) FILTER (WHERE w.kind = ANY(%(session_kinds)s)), 0) AS sessions
  FROM people_months w
  JOIN people_measure m ON m.kind = w.kind AND m.month = w.month
  WHERE (w.unit_id, w.person_id, m.measure)
    IN (SELECT g.unit_id, g.person_id, g.measure FROM people_target g)
  GROUP BY w.unit_id, w.person_id, m.measure"""


def part(compiled: Compiled, measures: Mapping[Measure, int]) -> Part:
    """Return the sub-queries and the select of (no, d, needs, has), by number of measure."""
    yearly = {m: number for m, number in measures.items() if m.in_years(compiled)}
    monthly = {m: number for m, number in measures.items() if m not in yearly}
    selects = []
    if yearly:
        enough = "\n      ".join(_enough(measure, number) for measure, number in yearly.items())
        selects.append(REACHED_IN_YEARS.replace("{enough}", enough))
    if not monthly:
        return Part((), selects[0], {})
    selects.append(REACHED_IN_MONTHS)
    ctes = (
        ("people_measure AS MATERIALIZED", MEASURE),
        ("people_months AS", _months(compiled)),
        ("people_done AS", DONE),
    )
    return Part(ctes, "\n  UNION ALL\n  ".join(selects), _params(compiled, monthly))


def _enough(measure: Measure, number: int) -> str:
    """Return one case: what a row of a year must say. What is not asked is not looked at."""
    sessions = tuple(kind for kind in measure.kinds if kind in SESSIONS)
    sums = {
        "times": _sum("times", measure.kinds, measure.span),
        "minutes": _sum("minutes", measure.kinds, measure.span),
        "sessions": _sum("times", sessions, measure.span),
    }
    tests = " AND ".join(f"(d.{n} = 0 OR {total} >= d.{n})" for n, total in sums.items())
    return f"WHEN {number} THEN {tests}"


def _sum(column: str, kinds: tuple[str, ...], span: Span) -> str:
    """Return the sum of the kinds' half-years. A row written before a kind was known is shorter."""
    halves = range(span.start % 12 // HALF, (span.end - 1) % 12 // HALF + 1)
    places = (index(kind, half) for kind in kinds for half in halves)
    return " + ".join(f"coalesce(y.{column}[{place}], 0)" for place in places) or "0"


def _months(compiled: Compiled) -> str:
    only = ONLY if compiled.over.organisations else ""
    sql = MONTHS.replace("{only}", only)
    return sql if compiled.whole_months else sql + MONTH_BY_DAY


def _params(compiled: Compiled, measures: Mapping[Measure, int]) -> Params:
    newest = month_of(compiled.on)
    months = [
        (kind, month, number)
        for measure, number in measures.items()
        for kind in measure.kinds
        for month in range(measure.span.start, min(measure.span.end, newest + 1))
    ]
    return {
        **columns("measure", ("kind", "month", "measure"), months),
        "measure_oldest": min(measure.span.start for measure in measures),
        "measure_newest": newest if compiled.whole_months else newest - 1,
        "measure_month_start": first_day(newest),
        "measure_kinds": sorted({kind for measure in measures for kind in measure.kinds}),
        "hour_kinds": list(HOUR_KINDS),
        "session_kinds": list(SESSIONS),
    }
