"""Coverage and accumulators over persons, counted from the members' sums by month."""

from math import gcd
from typing import Final

from dangwu.core.rulebook import shapes
from dangwu.rules.duties.asking import Demand, months_of
from dangwu.rules.duties.compiling import Compiled, Params, Part, columns
from dangwu.rules.duties.hours import HOUR_KINDS, MINUTES
from dangwu.rules.duties.windows import first_day, month_of

# Kinds that are training held as such (集中培训), for the sessions that an accumulator asks.
SESSIONS: Final = ("training", "secretary_training")
COMMITTEE_POSTS: Final = (
    *("secretary", "deputy", "organisation", "publicity", "discipline", "youth"),
    "member",
)

DEMAND: Final = """SELECT * FROM unnest(
  %(people_d)s::int[], %(people_class)s::int[], %(people_rule)s::int[], %(people_first)s::date[],
  %(people_last)s::date[], %(people_snapshot)s::date[], %(people_over)s::text[],
  %(people_measure)s::int[], %(people_times)s::int[], %(people_minutes)s::int[],
  %(people_sessions)s::int[], %(people_exempt_first)s::bool[])
  AS t(d, class, rule, first, last, snapshot, over, measure, times, minutes, sessions,
       exempt_first)"""
MEASURE: Final = """SELECT * FROM unnest(
  %(measure_kind)s::text[], %(measure_bucket)s::int[], %(measure_measure)s::int[])
  AS t(kind, bucket, measure)"""

# Persons a demand is about: there since the period began and still there on its last day, or on
# the day asked about. Whoever joined on the way is left out of that period.
TARGETS: Final = {
    "members": """SELECT o.no, d.d, d.measure, o.unit_id, m.person_id
  FROM org o JOIN people_demand d ON d.class = o.class AND d.over = 'members'
  JOIN members_membership m ON m.unit_id = o.unit_id AND m.organisation_id = o.id
    AND m.nature = 'primary' AND m.period @> d.snapshot
  JOIN members_standingperiod s ON s.unit_id = m.unit_id AND s.person_id = m.person_id
    AND s.period @> d.snapshot
    AND (s.standing = 'full' OR (s.standing = 'probationary' AND lower(s.period) <= d.first))
  WHERE m.unit_id = ANY(%(units)s) AND s.unit_id = ANY(%(units)s)
    AND NOT EXISTS (SELECT FROM members_specialstatus x
      WHERE x.unit_id = ANY(%(units)s) AND x.unit_id = m.unit_id AND x.person_id = m.person_id
        AND x.kind = 'excused' AND x.period @> d.snapshot)""",
    "activists": """SELECT o.no, d.d, d.measure, o.unit_id, m.person_id
  FROM org o JOIN people_demand d ON d.class = o.class AND d.over = 'activists'
  JOIN members_membership m ON m.unit_id = o.unit_id AND m.organisation_id = o.id
    AND m.nature = 'primary' AND m.period @> d.snapshot
  JOIN members_standingperiod s ON s.unit_id = m.unit_id AND s.person_id = m.person_id
    AND s.period @> d.snapshot AND s.standing = 'activist' AND lower(s.period) <= d.first
  WHERE m.unit_id = ANY(%(units)s) AND s.unit_id = ANY(%(units)s)""",
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
# Summed to the length of the shortest period that asks for the kind (its buckets), before
# anything is joined: this part is read by several processes at once.
SUMS: Final = """SELECT unit_id, person_id, kind, month / {length} AS bucket,
    sum(times)::int AS times, sum(minutes)::int AS minutes
  FROM activities_membermonth
  WHERE unit_id = ANY(%(units)s) AND month BETWEEN %(people_oldest)s AND %(people_newest)s
    AND kind = ANY(%(people_kinds)s){only}
  GROUP BY unit_id, person_id, kind, month / {length}"""
# For named organisations: their persons are read by their keys.
ONLY: Final = """
    AND (unit_id, person_id) IN (SELECT g.unit_id, g.person_id FROM people_target g)"""
SUMS_BY_DAY: Final = f"""
  UNION ALL
  SELECT t.unit_id, t.person_id, k.kind, (%(people_newest)s + 1) / {{length}}, count(*)::int,
         sum({MINUTES})::int
  FROM activities_activity a
  JOIN activities_attendance t
    ON t.unit_id = a.unit_id AND t.activity_id = a.id AND t.presence = 1
  CROSS JOIN unnest(a.kinds) AS k(kind)
  WHERE a.unit_id = ANY(%(units)s) AND t.unit_id = ANY(%(units)s)
    AND a.held_on BETWEEN %(people_month_start)s AND %(on)s
    AND a.withdrawn_at IS NULL AND a.validity <> 'invalid'
    AND (t.unit_id, t.person_id) IN (SELECT g.unit_id, g.person_id FROM people_target g)
    AND k.kind = ANY(%(people_kinds)s)
  GROUP BY t.unit_id, t.person_id, k.kind"""  # noqa: S608 - constants only
DONE: Final = """SELECT w.unit_id, w.person_id, m.measure, sum(w.times) AS times,
    sum(w.minutes) AS minutes,
    coalesce(sum(w.times) FILTER (WHERE w.kind = ANY(%(session_kinds)s)), 0) AS sessions
  FROM people_sums w
  JOIN people_measure m ON m.kind = w.kind AND m.bucket = w.bucket
  WHERE (w.unit_id, w.person_id, m.measure)
    IN (SELECT g.unit_id, g.person_id, g.measure FROM people_target g)
  GROUP BY w.unit_id, w.person_id, m.measure"""
REACHED: Final = """SELECT t.no, t.d, count(*)::int AS needs,
    count(*) FILTER (WHERE coalesce(w.times, 0) >= d.times AND coalesce(w.minutes, 0) >= d.minutes
      AND coalesce(w.sessions, 0) >= d.sessions)::int AS has
  FROM people_target t
  JOIN people_demand d ON d.d = t.d
  LEFT JOIN people_done w ON w.unit_id = t.unit_id AND w.person_id = t.person_id
    AND w.measure = t.measure
  GROUP BY t.no, t.d"""
SELECT: Final = """SELECT o.no, d.rule, d.first, d.last, r.needs, r.has, 0 AS base, 0 AS late,
  CASE WHEN r.has >= r.needs THEN 'met'
       WHEN d.exempt_first AND o.founded_on > d.first THEN 'exempt'
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
    measures: dict[tuple[object, ...], int] = {}
    rows: list[tuple[object, ...]] = []
    for d, (number, demand) in enumerate(demands):
        span = demand.span
        measure = measures.setdefault((kinds_of(demand), span), len(measures))
        head = (d, number, compiled.number(demand.rule), span.first, span.last)
        snapshot = min(span.last, compiled.on)
        rows.append((*head, snapshot, over(demand), measure, *_amounts(demand), True))
    names = (
        *("d", "class", "rule", "first", "last", "snapshot", "over", "measure", "times"),
        *("minutes", "sessions", "exempt_first"),
    )
    newest = month_of(compiled.on)
    whole = compiled.whole_months
    lengths = _lengths(demands)
    params = {
        **columns("people", names, rows),
        **_measures(compiled, demands, measures, lengths),
        "people_oldest": min(demand.span.start for _, demand in demands),
        "people_newest": newest if whole else newest - 1,
        "people_month_start": first_day(newest),
        "people_kinds": sorted({kind for _, d in demands for kind in kinds_of(d)}),
        "hour_kinds": list(HOUR_KINDS),
        "session_kinds": list(SESSIONS),
        "committee_posts": list(COMMITTEE_POSTS),
    }
    wanted = sorted({over(demand) for _, demand in demands})
    ctes = (
        ("people_demand AS MATERIALIZED", DEMAND),
        ("people_measure AS MATERIALIZED", MEASURE),
        ("people_target AS MATERIALIZED", "\nUNION ALL\n".join(TARGETS[name] for name in wanted)),
        ("people_sums AS MATERIALIZED", _sums(compiled, lengths)),
        ("people_done AS", DONE),
        ("people_reached AS", REACHED),
    )
    return Part(ctes, SELECT, params)


def _lengths(demands: list[tuple[int, Demand]]) -> dict[str, int]:
    """Return for each kind the months of its buckets: every period that asks for it is made of them."""
    found: dict[str, int] = {}
    for _, demand in demands:
        for kind in kinds_of(demand):
            found[kind] = gcd(found.get(kind, 0), months_of(demand.rule))
    return found


def _sums(compiled: Compiled, lengths: dict[str, int]) -> str:
    """Return the sub-query of the sums of persons."""
    months = sorted(set(lengths.values()))
    length = f"{months[-1]}"
    for shorter in months[:-1]:
        kinds = ", ".join(f"'{kind}'" for kind in sorted(lengths) if lengths[kind] == shorter)
        length = f"CASE WHEN kind IN ({kinds}) THEN {shorter} ELSE {length} END"
    sql = SUMS.replace("{length}", length)
    sql = sql.replace("{only}", ONLY if compiled.over.organisations else "")
    return sql if compiled.whole_months else sql + SUMS_BY_DAY.replace("{length}", length)


def _measures(
    compiled: Compiled,
    demands: list[tuple[int, Demand]],
    measures: dict[tuple[object, ...], int],
    lengths: dict[str, int],
) -> Params:
    newest = month_of(compiled.on)
    found: set[tuple[str, int, int]] = set()
    for _, demand in demands:
        measure = measures[(kinds_of(demand), demand.span)]
        months = range(demand.span.start, min(demand.span.end, newest + 1))
        found.update(
            (kind, month // lengths[kind], measure)
            for kind in kinds_of(demand)
            for month in months
        )
    return columns("measure", ("kind", "bucket", "measure"), sorted(found))
