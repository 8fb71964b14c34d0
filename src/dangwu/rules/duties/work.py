"""Cadence: work so often in each natural period, counted from the sums by month.

Where length or several kinds matter at once, the activities themselves are counted.
"""

import json
from typing import Final

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.judging.work import HALF_DAY
from dangwu.rules.duties.asking import Demand
from dangwu.rules.duties.compiling import Compiled, Part, columns
from dangwu.rules.duties.windows import Span, first_day, month_of

# When the committee, the groups or the members abroad were there that a demand is about.
THERE: Final = """(CASE d.condition WHEN 'committee' THEN o.committee WHEN 'groups' THEN o.groups
  ELSE o.abroad END * datemultirange(daterange(d.first, d.last, '[]')))"""
# The first day from which a demand binds, and whether it binds at all in its period.
START: Final = f"""CASE d.condition WHEN '' THEN o.founded_on
  ELSE greatest(o.founded_on, lower({THERE})) END"""
BINDS: Final = f"""CASE d.condition WHEN '' THEN o.founded_on <= d.last
  ELSE o.founded_on <= d.last AND NOT isempty({THERE}) END"""

DEMAND: Final = """SELECT * FROM unnest(
  %(work_d)s::int[], %(work_class)s::int[], %(work_rule)s::int[], %(work_first)s::date[],
  %(work_last)s::date[], %(work_times)s::int[], %(work_condition)s::text[],
  %(work_exempt_first)s::bool[])
  AS t(d, class, rule, first, last, times, condition, exempt_first)"""
DEMAND_MONTH: Final = """SELECT * FROM unnest(
  %(month_class)s::int[], %(month_kind)s::text[], %(month_month)s::int[], %(month_d)s::int[])
  AS t(class, kind, month, d)"""
SUMS: Final = """SELECT unit_id, organisation_id, kind, month, times, late FROM activities_workmonth
  WHERE unit_id = ANY(%(units)s) AND month BETWEEN %(oldest)s AND %(newest)s
    AND kind = ANY(%(work_kinds)s)"""
# The month of a past day is counted from the activities that were held by then.
SUMS_BY_DAY: Final = """
  UNION ALL
  SELECT ao.unit_id, ao.organisation_id, k.kind, %(newest)s + 1, count(*)::int,
         count(*) FILTER (WHERE a.late)::int
  FROM activities_activity a
  JOIN activities_activityorganisation ao
    ON ao.unit_id = a.unit_id AND ao.activity_id = a.id AND ao.part = 'held'
  CROSS JOIN unnest(a.kinds) AS k(kind)
  WHERE a.unit_id = ANY(%(units)s) AND a.held_on BETWEEN %(month_start)s AND %(on)s
    AND a.withdrawn_at IS NULL AND a.validity <> 'invalid'
  GROUP BY ao.unit_id, ao.organisation_id, k.kind"""
# The fence (OFFSET 0) keeps the order of the joins: organisations, their sums, then the demands.
COUNTED: Final = """SELECT w.no, m.d, sum(w.times)::int AS n, sum(w.times - w.late)::int AS in_time
  FROM (SELECT o.no, o.class, w.kind, w.month, w.times, w.late
        FROM org o JOIN work_sums w ON w.unit_id = o.unit_id AND w.organisation_id = o.id
        OFFSET 0) AS w
  JOIN work_month m ON m.class = w.class AND m.kind = w.kind AND m.month = w.month
  GROUP BY w.no, m.d"""
SELECT: Final = f"""SELECT o.no, d.rule, d.first, d.last, d.times AS needs, coalesce(c.n, 0) AS has,
  0 AS base, coalesce(c.n - c.in_time, 0) AS late,
  CASE WHEN c.in_time >= d.times THEN 'met' WHEN c.n >= d.times THEN 'late'
       WHEN d.exempt_first AND {START} > d.first THEN 'exempt'
       WHEN d.last >= %(on)s THEN 'due'
       WHEN o.records_from > d.first THEN 'unknown' ELSE 'overdue' END AS state,
  d.last AS due_on, d.last AS exempt_on, NULL AS subject
FROM org o JOIN work_demand d ON d.class = o.class
LEFT JOIN work_counted c ON c.no = o.no AND c.d = d.d
WHERE {BINDS}"""  # noqa: S608 - constants only

EXACT_DEMAND: Final = """SELECT * FROM jsonb_to_recordset(%(exact)s::jsonb) AS t(
  d int, class int, rule int, first date, last date, times int, each int, total int,
  kinds varchar[], ways jsonb, condition text, exempt_first bool)"""
LENGTHS: Final = """SELECT o.no, d.d, array_agg(a.minutes) AS lengths,
  coalesce(array_agg(a.minutes) FILTER (WHERE NOT a.late), '{}') AS in_time
  FROM org o
  JOIN exact_demand d ON d.class = o.class
  JOIN activities_activityorganisation ao
    ON ao.unit_id = o.unit_id AND ao.organisation_id = o.id AND ao.part = 'held'
  JOIN activities_activity a ON a.unit_id = ao.unit_id AND a.id = ao.activity_id
    AND a.kinds && d.kinds AND a.held_on BETWEEN d.first AND least(d.last, %(on)s)
    AND a.withdrawn_at IS NULL AND a.validity <> 'invalid'
  WHERE ao.unit_id = ANY(%(units)s) AND a.unit_id = ANY(%(units)s)
  GROUP BY o.no, d.d"""
DAY: Final = 1440  # an unknown length is taken as a whole day to see whether it could be enough


def _enough(lengths: str, unknown: int) -> str:
    """Return the condition that one of the ways is satisfied by these lengths."""
    return f"""EXISTS (SELECT FROM jsonb_to_recordset(d.ways) AS v(times int, each int, total int)
    WHERE (SELECT count(*) FILTER (WHERE coalesce(x, {unknown}) >= v.each) >= v.times
             AND coalesce(sum(coalesce(x, {unknown})), 0) >= v.total
           FROM unnest({lengths}) AS u(x)))"""  # noqa: S608 - constants only


EXACT_SELECT: Final = f"""SELECT o.no, d.rule, d.first, d.last,
  CASE WHEN d.total > 0 THEN d.total ELSE d.times END AS needs,
  (SELECT CASE WHEN d.total > 0 THEN coalesce(sum(x), 0)
          ELSE count(*) FILTER (WHERE coalesce(x, 0) >= d.each) END
   FROM unnest(l.lengths) AS u(x))::int AS has,
  coalesce(cardinality(l.lengths), 0) AS base,
  coalesce(cardinality(l.lengths) - cardinality(l.in_time), 0) AS late,
  CASE WHEN {_enough("l.in_time", 0)} THEN 'met' WHEN {_enough("l.lengths", 0)} THEN 'late'
       WHEN d.exempt_first AND {START} > d.first THEN 'exempt'
       WHEN d.last >= %(on)s THEN 'due'
       WHEN o.records_from > d.first OR {_enough("l.lengths", DAY)} THEN 'unknown'
       ELSE 'overdue' END AS state,
  d.last AS due_on, d.last AS exempt_on, NULL AS subject
FROM org o JOIN exact_demand d ON d.class = o.class
LEFT JOIN exact_lengths l ON l.no = o.no AND l.d = d.d
WHERE {BINDS}"""  # noqa: S608 - constants only


def parts(compiled: Compiled) -> list[Part]:
    """Return the statements of the cadence rules."""
    plain: list[tuple[int, Demand]] = []
    exact: list[tuple[int, Demand]] = []
    for number, demand in compiled.periodic(shapes.Cadence):
        (exact if _needs_activities(_cadence(demand)) else plain).append((number, demand))
    found = []
    if plain:
        found.append(_plain(compiled, plain))
    if exact:
        found.append(_exact(compiled, exact))
    return found


def conditions(compiled: Compiled) -> frozenset[str]:
    """Return the conditions that some cadence of these organisations names."""
    return frozenset(_cadence(d).condition for _, d in compiled.periodic(shapes.Cadence)) - {""}


def _cadence(demand: Demand) -> shapes.Cadence:
    shape = demand.rule.shape
    assert isinstance(shape, shapes.Cadence)  # noqa: S101 - chosen by shape
    return shape


def _needs_activities(shape: shapes.Cadence) -> bool:
    timed = shape.minutes_each or shape.minutes_total or shape.alternatives
    return bool(timed) or (len(shape.kinds) > 1 and shape.times > 1)


def _plain(compiled: Compiled, demands: list[tuple[int, Demand]]) -> Part:
    rows: list[tuple[object, ...]] = []
    months: list[tuple[object, ...]] = []
    for d, (number, demand) in enumerate(demands):
        shape, span = _cadence(demand), demand.span
        exempt = shape.first_period == "exempt"
        rule = compiled.number(demand.rule)
        rows.append((d, number, rule, span.first, span.last, shape.times, shape.condition, exempt))
        months += [
            (number, kind, month, d)
            for kind in shape.kinds
            for month in range(span.start, min(span.end, month_of(compiled.on) + 1))
        ]
    names = ("d", "class", "rule", "first", "last", "times", "condition", "exempt_first")
    newest = month_of(compiled.on)
    whole = compiled.whole_months
    params = {
        **columns("work", names, rows),
        **columns("month", ("class", "kind", "month", "d"), months),
        "work_kinds": sorted({kind for _, d in demands for kind in _cadence(d).kinds}),
        "oldest": min(demand.span.start for _, demand in demands),
        "newest": newest if whole else newest - 1,
        "month_start": first_day(newest),
    }
    ctes = (
        ("work_demand AS MATERIALIZED", DEMAND),
        ("work_month AS MATERIALIZED", DEMAND_MONTH),
        ("work_sums AS", SUMS if whole else SUMS + SUMS_BY_DAY),
        ("work_counted AS", COUNTED),
    )
    return Part(ctes, SELECT, params)


def _exact(compiled: Compiled, demands: list[tuple[int, Demand]]) -> Part:
    rows = [
        {
            "d": d,
            "class": number,
            "rule": compiled.number(demand.rule),
            "first": demand.span.first.isoformat(),
            "last": demand.span.last.isoformat(),
            "times": _cadence(demand).times,
            "each": _cadence(demand).minutes_each,
            "total": _cadence(demand).minutes_total,
            "kinds": list(_cadence(demand).kinds),
            "ways": _ways(_cadence(demand), demand.span),
            "condition": _cadence(demand).condition,
            "exempt_first": _cadence(demand).first_period == "exempt",
        }
        for d, (number, demand) in enumerate(demands)
    ]
    ctes = (("exact_demand AS MATERIALIZED", EXACT_DEMAND), ("exact_lengths AS", LENGTHS))
    return Part(ctes, EXACT_SELECT, {"exact": json.dumps(rows)})


def _ways(shape: shapes.Cadence, span: Span) -> list[dict[str, int]]:
    main = shapes.Alternative(shape.times, shape.minutes_each, shape.minutes_total)
    return [
        {
            "times": way.times,
            "each": way.minutes_each,
            "total": way.minutes_total + way.half_days_per_week * HALF_DAY * span.weeks,
        }
        for way in (main, *shape.alternatives)
    ]
