"""Terms of leading bodies, what an organisation must have set up, probations that have ended."""

from typing import Final

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.records import Rule
from dangwu.core.rulebook.terms import FIRE_KINDS, KINDS
from dangwu.rules.duties.compiling import Compiled, Part, columns
from dangwu.rules.duties.people import COMMITTEE_POSTS
from dangwu.rules.duties.windows import last_day, month_of

TERM_END: Final = "term_end"
PROBATION: Final = "probationary"
TEMPORARY_END: Final = "临时机构撤销"
# Structures that an organisation of the register visibly has or has not.
SEEN: Final = ("branch_committee", "secretary", "deputy", "groups")

TERM_DEMAND: Final = """SELECT * FROM unnest(%(term_class)s::int[], %(term_rule)s::int[],
  %(term_years)s::int[], %(term_shift)s::int[], %(term_remind)s::int[])
  AS t(class, rule, years, shift, remind)"""
# An approved extension moves the end, but never further than the rule lets it.
TERM_BODY: Final = """SELECT o.no, t.rule, t.years, t.remind, b.id AS body,
    lower(b.term) AS first, upper(b.term) - 1 AS expires,
    CASE WHEN b.extended_to IS NULL THEN upper(b.term) - 1
         ELSE greatest(upper(b.term) - 1, least(b.extended_to,
           (upper(b.term) - 1 + make_interval(months => t.shift))::date)) END AS last
  FROM org o JOIN term_demand t ON t.class = o.class
  LEFT JOIN organisations_leadingbody b ON b.unit_id = o.unit_id AND b.organisation_id = o.id
    AND b.unit_id = ANY(%(units)s) AND b.served @> %(on)s::date"""
TERM_SELECT: Final = """SELECT t.no, t.rule, coalesce(t.first, %(on)s) AS first,
  coalesce(t.last, %(on)s) AS last, t.years AS needs, NULL::int AS has,
  coalesce(t.last - t.expires, 0) AS base, 0 AS late,
  CASE WHEN t.body IS NULL THEN 'unknown' WHEN t.last < %(on)s THEN 'overdue'
       WHEN (t.last + 1 - make_interval(months => t.remind))::date <= %(on)s THEN 'due'
       ELSE 'met' END AS state,
  t.last AS due_on, %(on)s::date AS exempt_on, NULL AS subject
FROM term_body t"""

STRUCTURE_DEMAND: Final = """SELECT * FROM unnest(%(structure_class)s::int[],
  %(structure_rule)s::int[], %(structure_test)s::text[], %(structure_of)s::text[],
  %(structure_least)s::int[], %(structure_most)s::int[], %(structure_word)s::text[])
  AS t(class, rule, test, of, least, most, word)"""
HEADS: Final = """SELECT m.no, count(*) FILTER (WHERE m.standing = 'full')::int AS full_members,
    count(*)::int AS members
  FROM member m
  WHERE m.here @> %(on)s::date AND m.stood @> %(on)s::date
    AND m.standing IN ('full', 'probationary')
  GROUP BY m.no"""
GROUP_HEADS: Final = """SELECT o.no, count(*)::int AS members
  FROM org o
  JOIN members_groupplace g ON g.unit_id = o.unit_id AND g.group_id = o.id
    AND g.period @> %(on)s::date
  WHERE o.kind = 'group' AND g.unit_id = ANY(%(units)s)
  GROUP BY o.no"""
POSTS: Final = """SELECT o.no, bool_or(h.post = 'secretary') AS secretary,
    bool_or(h.post = 'deputy') AS deputy,
    count(DISTINCT h.person_id) FILTER (WHERE h.post = ANY(%(committee_posts)s))::int AS holders
  FROM org o
  JOIN members_postholding h ON h.unit_id = o.unit_id AND h.organisation_id = o.id
    AND h.period @> %(on)s::date
  WHERE h.unit_id = ANY(%(units)s)
  GROUP BY o.no"""
STANDS: Final = """SELECT o.no, o.class, o.founded_on,
    CASE WHEN o.kind = 'group' THEN coalesce(g.members, 0)
         ELSE coalesce(h.full_members, 0) END AS full_members,
    CASE WHEN o.kind = 'group' THEN coalesce(g.members, 0)
         ELSE coalesce(h.members, 0) END AS members,
    o.joint_units AS units,
    coalesce(b.has_committee, false) AS has_committee,
    CASE WHEN b.has_committee THEN coalesce(b.seats, nullif(p.holders, 0)) END AS seats,
    array_remove(ARRAY[o.kind, nullif(o.fire_kind, ''),
      CASE WHEN b.has_committee THEN 'branch_committee' END,
      CASE WHEN p.secretary THEN 'secretary' END, CASE WHEN p.deputy THEN 'deputy' END,
      CASE WHEN o.groups @> %(on)s::date THEN 'groups' END], NULL)
      AS set_up
  FROM org o
  LEFT JOIN heads h ON h.no = o.no
  LEFT JOIN group_heads g ON g.no = o.no
  LEFT JOIN post_heads p ON p.no = o.no
  LEFT JOIN organisations_leadingbody b ON b.unit_id = o.unit_id AND b.organisation_id = o.id
    AND b.unit_id = ANY(%(units)s) AND b.served @> %(on)s::date"""
MEASURED: Final = """SELECT s.no, d.rule, d.test, d.least, d.most, d.word = ANY(s.set_up) AS is_set_up,
    s.founded_on, CASE d.of WHEN 'full_members' THEN s.full_members WHEN 'members' THEN s.members
      WHEN 'units' THEN s.units ELSE s.seats END AS n
  FROM stands s JOIN structure_demand d ON d.class = s.class
  WHERE d.of <> 'seats' OR s.has_committee"""
STRUCTURE_SELECT: Final = """SELECT m.no, m.rule, m.founded_on AS first, %(on)s::date AS last,
  CASE m.test WHEN 'must' THEN 1 WHEN 'must_not' THEN 0
       ELSE CASE WHEN m.n < m.least THEN m.least ELSE coalesce(m.most, m.least) END END AS needs,
  CASE WHEN m.test IN ('must', 'must_not') THEN m.is_set_up::int ELSE m.n END AS has,
  coalesce(m.n, 0) AS base, 0 AS late,
  CASE WHEN m.test = 'must' THEN CASE WHEN m.is_set_up THEN 'met' ELSE 'overdue' END
       WHEN m.test = 'must_not' THEN CASE WHEN m.is_set_up THEN 'overdue' ELSE 'met' END
       WHEN m.n IS NULL THEN 'unknown'
       WHEN m.n < m.least OR m.n > m.most THEN 'overdue' ELSE 'met' END AS state,
  NULL::date AS due_on, %(on)s::date AS exempt_on, NULL AS subject
FROM measured m
WHERE m.test NOT IN ('must', 'must_not')
   OR (m.n >= coalesce(m.least, m.n) AND m.n <= coalesce(m.most, m.n))"""

TEMPORARY_SELECT: Final = """SELECT o.no, t.rule, o.founded_on AS first,
  coalesce(o.ends_on, %(on)s) AS last, NULL::int AS needs, NULL::int AS has, 0 AS base, 0 AS late,
  CASE WHEN o.ends_on IS NULL THEN 'unknown' WHEN o.ends_on < %(on)s THEN 'overdue'
       ELSE 'met' END AS state,
  o.ends_on AS due_on, %(on)s::date AS exempt_on, NULL AS subject
FROM org o JOIN unnest(%(end_class)s::int[], %(end_rule)s::int[]) AS t(class, rule)
  ON t.class = o.class"""

# Due in the month in which the probation ends, overdue from the day after it ended.
PROBATION_SELECT: Final = """SELECT m.no, t.rule, min(q.ends_on) AS first, max(q.ends_on) AS last,
  count(*)::int AS needs, 0 AS has, 0 AS base, 0 AS late,
  CASE WHEN min(q.ends_on) < %(on)s THEN 'overdue' ELSE 'due' END AS state,
  min(q.ends_on) AS due_on, %(on)s::date AS exempt_on, NULL AS subject
FROM member m
JOIN unnest(%(probation_class)s::int[], %(probation_rule)s::int[], %(probation_months)s::int[])
  AS t(class, rule, months) ON t.class = m.class
JOIN members_person r ON r.unit_id = m.unit_id AND r.id = m.person_id
CROSS JOIN LATERAL (SELECT coalesce(r.probation_ends_on,
  (r.joined_on + make_interval(months => t.months))::date) AS ends_on) AS q
WHERE m.standing = 'probationary' AND m.here @> %(on)s::date AND m.stood @> %(on)s::date
  AND r.unit_id = ANY(%(units)s) AND q.ends_on <= %(month_end)s
GROUP BY m.no, t.rule"""


def parts(compiled: Compiled) -> list[Part]:
    """Return the statements of terms, structure, temporary bodies and probations."""
    found = [_terms(compiled), _structure(compiled), _temporary(compiled), _probation(compiled)]
    return [part for part in found if part is not None]


def _terms(compiled: Compiled) -> Part | None:
    remind = {
        number: rule.shape.n
        for number, rule in compiled.standing(shapes.Reminder)
        if isinstance(rule.shape, shapes.Reminder)
        and rule.shape.event == TERM_END
        and rule.shape.unit == "month"
    }
    rows: list[tuple[object, ...]] = [
        (
            number,
            compiled.number(rule),
            rule.shape.years,
            rule.shape.shift_max_months or 0,
            remind.get(number, 0),
        )
        for number, rule in compiled.standing(shapes.Term)
        if isinstance(rule.shape, shapes.Term)
    ]
    if not rows:
        return None
    params = columns("term", ("class", "rule", "years", "shift", "remind"), rows)
    ctes = (("term_demand AS MATERIALIZED", TERM_DEMAND), ("term_body AS", TERM_BODY))
    return Part(ctes, TERM_SELECT, params)


def _structure(compiled: Compiled) -> Part | None:
    rows = [
        (number, compiled.number(rule), *test)
        for shape in (shapes.Headcount, shapes.Limit, shapes.Size)
        for number, rule in compiled.standing(shape)
        for test in tests(rule)
    ]
    if not rows:
        return None
    names = ("class", "rule", "test", "of", "least", "most", "word")
    params = {**columns("structure", names, rows), "committee_posts": list(COMMITTEE_POSTS)}
    ctes = (
        ("structure_demand AS MATERIALIZED", STRUCTURE_DEMAND),
        ("heads AS", HEADS),
        ("group_heads AS", GROUP_HEADS),
        ("post_heads AS", POSTS),
        ("stands AS", STANDS),
        ("measured AS", MEASURED),
    )
    return Part(ctes, STRUCTURE_SELECT, params)


def tests(rule: Rule) -> list[tuple[str, str, int | None, int | None, str]]:
    """Return the tests of a structure rule: (test, of, least, most, structure).

    What a rule demands to be set up is tested where the register shows whether it is there; that
    an organisation itself should not stand as its kind is tested too.
    """
    shape = rule.shape
    if isinstance(shape, shapes.Limit):
        return [("limit", shape.of, shape.min, shape.max, "")]
    if isinstance(shape, shapes.Size):
        return [("size", "seats", shape.usual_min, shape.usual_max, "")]
    if not isinstance(shape, shapes.Headcount) or shape.verdict == "may":
        return []
    kinds = {*KINDS, *FIRE_KINDS} if shape.verdict == "must_not" else set()
    return [
        (shape.verdict, shape.of, shape.min, shape.max, word)
        for word in shape.sets_up
        if word in SEEN or word in kinds
    ]


def _temporary(compiled: Compiled) -> Part | None:
    rows: list[tuple[object, ...]] = [
        (number, compiled.number(rule))
        for number, rule in compiled.standing(shapes.Trigger)
        if isinstance(rule.shape, shapes.Trigger) and rule.shape.event == TEMPORARY_END
    ]
    if not rows:
        return None
    return Part((), TEMPORARY_SELECT, columns("end", ("class", "rule"), rows))


def _probation(compiled: Compiled) -> Part | None:
    rows: list[tuple[object, ...]] = []
    for number, rule in compiled.standing(shapes.TimedStatus):
        shape = rule.shape
        if isinstance(shape, shapes.TimedStatus) and shape.status == PROBATION and shape.min:
            months = shape.min * (12 if shape.unit == "year" else 1)
            rows.append((number, compiled.number(rule), months))
    if not rows:
        return None
    month = month_of(compiled.on)
    params = {
        **columns("probation", ("class", "rule", "months"), rows),
        "month_end": last_day(month),
    }
    return Part((), PROBATION_SELECT, params)
