"""What single activities show: too few came, the notice was short, it was filed late.

And coverage over bodies below, which is counted from the activities about them.
"""

import json
from collections.abc import Iterator
from typing import Final

from dangwu.core.rulebook import shapes
from dangwu.rules.duties.asking import late_days
from dangwu.rules.duties.compiling import Compiled, Params, Part, columns
from dangwu.rules.duties.people import over
from dangwu.rules.duties.windows import WINDOW, first_day, month_of

ACTIVITY: Final = """ a.unit_id = o.unit_id AND a.organisation_id = o.id
    AND a.unit_id = ANY(%(units)s) AND a.held_on BETWEEN %(window_start)s AND %(on)s
    AND a.withdrawn_at IS NULL"""
ROW: Final = """a.held_on AS first, a.held_on AS last, {needs} AS needs, {has} AS has,
  coalesce(a.should_attend, 0) AS base, {late} AS late, '{state}' AS state, a.held_on AS due_on,
  a.held_on AS exempt_on, a.title AS subject"""

QUORUM_SELECT: Final = f"""SELECT o.no, t.rule, {
    ROW.format(
        needs="CASE WHEN t.over THEN a.should_attend * t.num / t.den + 1"
        " ELSE (a.should_attend * t.num + t.den - 1) / t.den END",
        has="a.present",
        late="0",
        state="overdue",
    )
}
FROM org o
JOIN unnest(%(quorum_class)s::int[], %(quorum_rule)s::int[], %(quorum_kind)s::text[],
  %(quorum_since)s::date[], %(quorum_until)s::date[], %(quorum_num)s::int[],
  %(quorum_den)s::int[], %(quorum_over)s::bool[])
  AS t(class, rule, kind, since, until, num, den, over) ON t.class = o.class
JOIN activities_activity a ON {ACTIVITY} AND a.validity = 'invalid'
  AND t.kind = ANY(a.kinds) AND a.held_on >= t.since AND a.held_on < t.until
WHERE a.present < CASE WHEN t.over THEN a.should_attend * t.num / t.den + 1
  ELSE (a.should_attend * t.num + t.den - 1) / t.den END"""  # noqa: S608 - constants only

# Working days are counted from the table of holidays; the days of notice are those between.
NOTICE_SELECT: Final = f"""SELECT o.no, t.rule, {
    ROW.format(needs="t.n", has="g.days", late="0", state="overdue")
}
FROM org o
JOIN unnest(%(notice_class)s::int[], %(notice_rule)s::int[], %(notice_kind)s::text[],
  %(notice_since)s::date[], %(notice_until)s::date[], %(notice_n)s::int[],
  %(notice_working)s::bool[])
  AS t(class, rule, kind, since, until, n, working) ON t.class = o.class
JOIN activities_activity a ON {ACTIVITY} AND a.noticed_on IS NOT NULL
  AND t.kind = ANY(a.kinds) AND a.held_on >= t.since AND a.held_on < t.until
CROSS JOIN LATERAL (SELECT CASE WHEN NOT t.working THEN a.held_on - a.noticed_on
  ELSE (SELECT count(*)::int FROM generate_series(a.noticed_on + 1, a.held_on, '1 day') AS s(day)
    LEFT JOIN rules_holiday h ON h.day = s.day::date
    WHERE coalesce(h.working, extract(isodow FROM s.day) < 6)) END AS days) AS g
WHERE g.days < t.n"""  # noqa: S608 - constants only

LATE_SELECT: Final = f"""SELECT o.no, t.rule, {
    ROW.format(needs="t.days", has="a.filed_on - a.held_on", late="1", state="late")
}
FROM org o
JOIN unnest(%(late_unit)s::bigint[], %(late_rule)s::int[], %(late_days)s::int[])
  AS t(unit_id, rule, days) ON t.unit_id = o.unit_id
JOIN activities_activity a ON {ACTIVITY} AND a.late"""  # noqa: S608 - constants only

CHILD_DEMAND: Final = """SELECT * FROM jsonb_to_recordset(%(child)s::jsonb) AS t(
  class int, rule int, first date, last date, times int, kinds varchar[])"""
CHILD_REACHED: Final = """SELECT o.no, d.rule, d.first, d.last, o.founded_on, o.records_from,
    count(*)::int AS needs, count(*) FILTER (WHERE (
      SELECT count(*) FROM activities_activityorganisation ao
      JOIN activities_activity a ON a.unit_id = ao.unit_id AND a.id = ao.activity_id
      WHERE ao.unit_id = ANY(%(units)s) AND a.unit_id = ANY(%(units)s)
        AND ao.unit_id = c.unit_id AND ao.organisation_id = c.id AND ao.part = 'target'
        AND a.organisation_id = o.id AND a.kinds && d.kinds
        AND a.held_on BETWEEN d.first AND least(d.last, %(on)s)
        AND a.withdrawn_at IS NULL AND a.validity <> 'invalid') >= d.times)::int AS has
  FROM org o
  JOIN child_demand d ON d.class = o.class
  JOIN organisations_organisation c ON c.unit_id = o.unit_id AND c.parent_id = o.id
    AND c.founded_on <= d.first
    AND (c.dissolved_on IS NULL OR c.dissolved_on > least(d.last, %(on)s))
  WHERE c.unit_id = ANY(%(units)s)
  GROUP BY o.no, d.rule, d.first, d.last, o.founded_on, o.records_from"""
CHILD_SELECT: Final = """SELECT r.no, r.rule, r.first, r.last, r.needs, r.has, 0 AS base,
  0 AS late, CASE WHEN r.has >= r.needs THEN 'met' WHEN r.founded_on > r.first THEN 'exempt'
    WHEN r.last >= %(on)s THEN 'due' WHEN r.records_from > r.first THEN 'unknown'
    ELSE 'overdue' END AS state,
  r.last AS due_on, r.last AS exempt_on, NULL AS subject
FROM child_reached r"""


def parts(compiled: Compiled) -> list[Part]:
    """Return the statements of single activities and of coverage over bodies below."""
    return [*_quorum(compiled), *_notice(compiled), *_late(compiled), *_children(compiled)]


def _window(compiled: Compiled) -> Params:
    return {"window_start": first_day(month_of(compiled.on) - WINDOW + 1)}


def _quorum(compiled: Compiled) -> Iterator[Part]:
    rows: list[tuple[object, ...]] = []
    for number, found in compiled.meetings():
        shape = found.rule.shape
        if isinstance(shape, shapes.Quorum) and shape.base == "should_attend":
            head = (number, compiled.number(found.rule), found.kind, found.since, found.until)
            share = shape.fraction
            rows.append((*head, share.numerator, share.denominator, shape.op == ">"))
    names = ("class", "rule", "kind", "since", "until", "num", "den", "over")
    if rows:
        yield Part((), QUORUM_SELECT, {**columns("quorum", names, rows), **_window(compiled)})


def _notice(compiled: Compiled) -> Iterator[Part]:
    rows: list[tuple[object, ...]] = []
    for number, found in compiled.meetings():
        shape = found.rule.shape
        if (
            isinstance(shape, shapes.LeadTime)
            and (shape.anchor, shape.event) == ("notice", "meeting")
            and shape.unit in ("day", "working_day")
        ):
            head = (number, compiled.number(found.rule), found.kind, found.since, found.until)
            rows.append((*head, shape.n, shape.unit == "working_day"))
    names = ("class", "rule", "kind", "since", "until", "n", "working")
    if rows:
        yield Part((), NOTICE_SELECT, {**columns("notice", names, rows), **_window(compiled)})


def _late(compiled: Compiled) -> Iterator[Part]:
    rows: list[tuple[object, ...]] = []
    for unit, book in compiled.books.items():
        if found := late_days(book, compiled.on):
            rows.append((unit, compiled.number(found[0]), found[1]))
    if rows:
        params = {**columns("late", ("unit", "rule", "days"), rows), **_window(compiled)}
        yield Part((), LATE_SELECT, params)


def _children(compiled: Compiled) -> Iterator[Part]:
    rows = [
        {
            "class": number,
            "rule": compiled.number(demand.rule),
            "first": demand.span.first.isoformat(),
            "last": demand.span.last.isoformat(),
            "times": demand.rule.shape.times,
            "kinds": list(demand.rule.shape.kinds),
        }
        for number, demand in compiled.periodic(shapes.Coverage)
        if isinstance(demand.rule.shape, shapes.Coverage) and over(demand) == "children"
    ]
    if rows:
        ctes = (
            ("child_demand AS MATERIALIZED", CHILD_DEMAND),
            ("child_reached AS", CHILD_REACHED),
        )
        yield Part(ctes, CHILD_SELECT, {"child": json.dumps(rows)})
