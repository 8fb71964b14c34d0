"""Coverage and accumulators over persons: whom they are about, and what each of them needs."""

from typing import Final

from dangwu.core.rulebook import shapes
from dangwu.rules.duties import counting
from dangwu.rules.duties.asking import Demand
from dangwu.rules.duties.compiling import Compiled, Part, columns
from dangwu.rules.duties.counting import Measure

COMMITTEE_POSTS: Final = (
    *("secretary", "deputy", "organisation", "publicity", "discipline", "youth"),
    "member",
)

DEMAND: Final = """SELECT * FROM unnest(
  %(people_d)s::int[], %(people_class)s::int[], %(people_rule)s::int[], %(people_first)s::date[],
  %(people_last)s::date[], %(people_snapshot)s::date[], %(people_over)s::text[],
  %(people_measure)s::int[], %(people_times)s::int[], %(people_minutes)s::int[],
  %(people_sessions)s::int[], %(people_year)s::smallint[])
  AS t(d, class, rule, first, last, snapshot, over, measure, times, minutes, sessions, year)"""

# Persons a demand is about: there since the period began and still there on its last day, or on
# the day asked about. Whoever joined on the way is left out of that period.
TARGETS: Final = {
    "members": """SELECT m.no, d.d, d.measure, m.unit_id, m.person_id
  FROM member m JOIN people_demand d ON d.class = m.class AND d.over = 'members'
  WHERE m.here @> d.snapshot AND m.stood @> d.snapshot
    AND (m.standing = 'full' OR (m.standing = 'probationary' AND lower(m.stood) <= d.first))
    AND NOT EXISTS (SELECT FROM members_specialstatus x
      WHERE x.unit_id = ANY(%(units)s) AND x.unit_id = m.unit_id AND x.person_id = m.person_id
        AND x.kind = 'excused' AND x.period @> d.snapshot)""",
    "activists": """SELECT m.no, d.d, d.measure, m.unit_id, m.person_id
  FROM member m JOIN people_demand d ON d.class = m.class AND d.over = 'activists'
  WHERE m.here @> d.snapshot AND m.stood @> d.snapshot
    AND m.standing = 'activist' AND lower(m.stood) <= d.first""",
    "committee_members": """SELECT DISTINCT o.no, d.d, d.measure, o.unit_id, h.person_id
  FROM org o JOIN people_demand d ON d.class = o.class AND d.over = 'committee_members'
  JOIN members_postholding h ON h.unit_id = o.unit_id AND h.organisation_id = o.id
    AND h.post = ANY(%(committee_posts)s) AND h.period @> d.snapshot
    AND (lower(h.period) <= d.first OR EXISTS (SELECT FROM members_postholding e
      WHERE e.unit_id = ANY(%(units)s) AND e.unit_id = h.unit_id AND e.person_id = h.person_id
        AND e.organisation_id = h.organisation_id AND e.period @> d.first))
  WHERE h.unit_id = ANY(%(units)s)""",
    "secretaries": """SELECT o.no, d.d, d.measure, o.unit_id, h.person_id
  FROM org o JOIN people_demand d ON d.class = o.class AND d.over = 'secretaries'
  JOIN members_postholding h ON h.unit_id = o.unit_id AND h.organisation_id = o.id
    AND h.post = 'secretary' AND h.period @> d.snapshot AND (lower(h.period) <= d.first OR EXISTS (SELECT FROM members_postholding e
      WHERE e.unit_id = ANY(%(units)s) AND e.unit_id = h.unit_id AND e.person_id = h.person_id
        AND e.organisation_id = h.organisation_id AND e.period @> d.first))
  WHERE h.unit_id = ANY(%(units)s)""",
    "secretaries_below": """SELECT o.no, d.d, d.measure, o.unit_id, h.person_id
  FROM org o JOIN people_demand d ON d.class = o.class AND d.over = 'secretaries_below'
  JOIN organisations_organisation b ON b.unit_id = o.unit_id
    AND b.path > o.path || '.' AND b.path < o.path || '/'
  JOIN members_postholding h ON h.unit_id = b.unit_id AND h.organisation_id = b.id
    AND h.post = 'secretary' AND h.period @> d.snapshot AND (lower(h.period) <= d.first OR EXISTS (SELECT FROM members_postholding e
      WHERE e.unit_id = ANY(%(units)s) AND e.unit_id = h.unit_id AND e.person_id = h.person_id
        AND e.organisation_id = h.organisation_id AND e.period @> d.first))
  WHERE b.unit_id = ANY(%(units)s) AND h.unit_id = ANY(%(units)s)""",
}
SELECT: Final = """SELECT o.no, d.rule, d.first, d.last, r.needs, r.has, 0 AS base, 0 AS late,
  CASE WHEN r.has >= r.needs THEN 'met'
       WHEN o.founded_on > d.first THEN 'exempt'
       WHEN d.last >= %(on)s THEN 'due'
       WHEN o.records_from > d.first THEN 'unknown' ELSE 'overdue' END AS state,
  d.last AS due_on, d.last AS exempt_on, NULL AS subject
FROM people_reached r JOIN org o ON o.no = r.no JOIN people_demand d ON d.d = r.d"""


def parts(compiled: Compiled) -> list[Part]:
    """Return the statement of coverage and accumulators over persons, if any applies."""
    demands = [
        (number, demand)
        for shape in (shapes.Coverage, shapes.Accumulator)
        for number, demand in compiled.periodic(shape)
        if over(demand) != "children"
    ]
    return [_part(compiled, demands)] if demands else []


def over(demand: Demand) -> str:
    """Return whom a demand is about. A coverage over secretaries means those of bodies below."""
    shape = demand.rule.shape
    assert isinstance(shape, shapes.Coverage | shapes.Accumulator)  # noqa: S101 - chosen by shape
    below = isinstance(shape, shapes.Coverage) and shape.over == "secretaries"
    return "secretaries_below" if below else shape.over


def _amounts(demand: Demand) -> tuple[int, int, int]:
    """Return what each person needs: times, minutes, sessions of training."""
    shape = demand.rule.shape
    if isinstance(shape, shapes.Accumulator):
        return 0, shape.hours * 60, shape.sessions
    assert isinstance(shape, shapes.Coverage)  # noqa: S101 - chosen by shape
    return shape.times, 0, 0


def kinds_of(demand: Demand) -> tuple[str, ...]:
    """Return the kinds of work that count for a demand over persons."""
    shape = demand.rule.shape
    assert isinstance(shape, shapes.Coverage | shapes.Accumulator)  # noqa: S101 - chosen by shape
    return shape.kinds


def _part(compiled: Compiled, demands: list[tuple[int, Demand]]) -> Part:
    measures: dict[Measure, int] = {}
    rows: list[tuple[object, ...]] = []
    for d, (number, demand) in enumerate(demands):
        span = demand.span
        measure = Measure(kinds_of(demand), span)
        place = measures.setdefault(measure, len(measures))
        head = (d, number, compiled.number(demand.rule), span.first, span.last)
        year = span.start // 12 if measure.in_years(compiled) else None
        snapshot = min(span.last, compiled.on)
        rows.append((*head, snapshot, over(demand), place, *_amounts(demand), year))
    names = (
        *("d", "class", "rule", "first", "last", "snapshot", "over", "measure", "times"),
        *("minutes", "sessions", "year"),
    )
    counted = counting.part(compiled, measures)
    wanted = sorted({over(demand) for _, demand in demands})
    ctes = (
        ("people_demand AS MATERIALIZED", DEMAND),
        ("people_target AS MATERIALIZED", "\nUNION ALL\n".join(TARGETS[name] for name in wanted)),
        *counted.ctes,
        ("people_reached AS", counted.select),
    )
    posts = {"committee_posts": list(COMMITTEE_POSTS)}
    return Part(ctes, SELECT, {**columns("people", names, rows), **counted.params, **posts})
