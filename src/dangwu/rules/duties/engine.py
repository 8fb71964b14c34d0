"""All duties in one statement: for one organisation, a subtree, whole units.

Every family gives rows of one form; only the filter on organisations differs, so that what one
organisation is told and what a county counts can never differ.
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Final

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from dangwu.core.rulebook import shapes
from dangwu.rules.duties import bodies, meetings, people, roll, words, work
from dangwu.rules.duties.compiling import Books, Compiled, Params, Part, columns, compile_rules
from dangwu.rules.duties.prepared import rows_of
from dangwu.rules.duties.reach import Over
from dangwu.rules.duties.values import Duty, Records, State
from dangwu.rules.duties.windows import WINDOW, first_day, month_of

CLASS: Final = """SELECT * FROM unnest(%(class_unit)s::bigint[], %(class_regime)s::text[],
  %(class_kind)s::text[], %(class_fire_kind)s::text[], %(class_category)s::text[],
  %(class_class)s::int[]) AS t(unit_id, regime, kind, fire_kind, category, class)"""
# Left joins on purpose: every organisation has its class, and the planner then knows how many
# organisations there are.
ORG: Final = """SELECT row_number() OVER ()::int AS no, o.unit_id, o.id, k.class, o.code,
    coalesce(p.name, o.name) AS name, coalesce(p.path, o.path) AS path,
    coalesce(p.kind, o.kind) AS kind, o.fire_kind,
    o.founded_on, o.records_from, o.joint_units, o.ends_on,
    {committee} AS committee, {groups} AS groups, {abroad} AS abroad
  FROM organisations_organisation o
  LEFT JOIN organisations_organisationperiod p
    ON p.unit_id = o.unit_id AND p.organisation_id = o.id AND p.period @> %(on)s::date
    AND p.unit_id = ANY(%(units)s)
  LEFT JOIN class k
    ON k.unit_id = o.unit_id AND k.regime = o.regime AND k.fire_kind = o.fire_kind
    AND k.kind = coalesce(p.kind, o.kind) AND k.category = coalesce(p.category, o.category)
  {joins}
  WHERE o.founded_on <= %(on)s AND (o.dissolved_on IS NULL OR o.dissolved_on > %(on)s)
    AND """
COMMITTEE: Final = """coalesce((SELECT range_agg(b.served) FROM organisations_leadingbody b
      WHERE b.unit_id = ANY(%(units)s) AND b.unit_id = o.unit_id AND b.organisation_id = o.id
        AND b.has_committee), '{}')"""
GROUPS: Final = """coalesce((SELECT range_agg(daterange(g.founded_on, g.dissolved_on))
      FROM organisations_organisation g
      WHERE g.unit_id = ANY(%(units)s) AND g.unit_id = o.unit_id AND g.parent_id = o.id
        AND g.kind = 'group'), '{}')"""
ABROAD_JOIN: Final = """LEFT JOIN (
    SELECT m.unit_id, m.organisation_id, range_agg(x.period * m.period) AS there
    FROM members_specialstatus x
    JOIN members_membership m ON m.unit_id = x.unit_id AND m.person_id = x.person_id
      AND m.nature = 'primary' AND m.period && x.period
    WHERE x.unit_id = ANY(%(units)s) AND m.unit_id = ANY(%(units)s) AND x.kind = 'abroad'
    GROUP BY m.unit_id, m.organisation_id) AS abroad
    ON abroad.unit_id = o.unit_id AND abroad.organisation_id = o.id"""
EXEMPTIONS: Final = """SELECT unit_id, organisation_id, rule_id, lower(period), upper(period)
FROM rules_exemption WHERE unit_id = ANY(%(units)s)
  AND (%(organisations)s::uuid[] = '{}' OR organisation_id = ANY(%(organisations)s))
  AND period && daterange(%(window_start)s, NULL)"""
EXEMPTED: Final = """SELECT o.no, r.rule, daterange(e.since, e.until) AS period
  FROM unnest(%(exempt_unit)s::bigint[], %(exempt_organisation)s::uuid[], %(exempt_rule)s::text[],
    %(exempt_since)s::date[], %(exempt_until)s::date[])
    AS e(unit_id, organisation_id, rule_id, since, until)
  JOIN org o ON o.unit_id = e.unit_id AND o.id = e.organisation_id
  JOIN unnest(%(rule_id)s::text[], %(rule_rule)s::int[]) AS r(id, rule) ON r.id = e.rule_id"""
JUDGED: Final = "SELECT v.* FROM verdict v"
JUDGED_WITH_EXEMPTIONS: Final = """SELECT v.no, v.rule, v.first, v.last, v.needs, v.has, v.base,
    v.late, CASE WHEN e.rule IS NOT NULL AND v.state IN ('due', 'overdue', 'unknown')
      THEN 'exempt' ELSE v.state END AS state, v.due_on, v.subject
  FROM verdict v
  LEFT JOIN exempted e ON e.no = v.no AND e.rule = v.rule AND e.period @> v.exempt_on"""
LIST: Final = """SELECT o.unit_id, o.id, o.code, o.name, j.rule, j.first, j.last, j.needs, j.has,
  j.base, j.late, j.state, j.due_on, j.subject
FROM judged j JOIN org o ON o.no = j.no
ORDER BY o.unit_id, o.path, j.rule, j.first, j.subject"""
COUNTS: Final = """SELECT o.unit_id, o.id AS organisation_id, r.id AS rule_id,
  c.met, c.due, c.overdue, c.late, c.exempt, c.unknown
FROM (SELECT j.no, j.rule,
    count(*) FILTER (WHERE j.state = 'met') AS met, count(*) FILTER (WHERE j.state = 'due') AS due,
    count(*) FILTER (WHERE j.state = 'overdue') AS overdue,
    count(*) FILTER (WHERE j.state = 'late') AS late,
    count(*) FILTER (WHERE j.state = 'exempt') AS exempt,
    count(*) FILTER (WHERE j.state = 'unknown') AS unknown
  FROM judged j GROUP BY j.no, j.rule) AS c
JOIN org o ON o.no = c.no
JOIN unnest(%(rule_id)s::text[], %(rule_rule)s::int[]) AS r(id, rule) ON r.rule = c.rule"""


# Compiling to machine code costs more than such a statement; merge joins would sort the sums.
PLAN: Final = {"jit": "off", "enable_mergejoin": "off", "work_mem": "'64MB'"}
# The planner cannot know how many rows the demands lead to; many organisations are read in scans.
PLAN_MANY: Final = {**PLAN, "enable_nestloop": "off", "enable_sort": "off"}
# A unit is a part of each table; units run beside each other, not processes of one statement.
PLAN_UNIT: Final = {**PLAN_MANY, "max_parallel_workers_per_gather": "0"}
PLAN_UNITS: Final = {**PLAN_MANY, "enable_bitmapscan": "off"}


@contextmanager
def planned(over: Over) -> Iterator[CursorWrapper]:
    """A cursor whose statements are planned for scans of many small rows, or for few organisations."""
    whole = PLAN_UNIT if len(over.units) == 1 else PLAN_UNITS
    plan = PLAN if over.organisations else whole
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET LOCAL {name} = {value}" for name, value in plan.items()))
        yield cursor
        cursor.execute("; ".join(f"SET LOCAL {name} = DEFAULT" for name in plan))


def duties_of(over: Over, *, on: date, today: date, book_of: Books) -> list[Duty]:
    """Return every duty of the organisations over the twelve months that end with the month of `on`.

    In the order of the tree; those of one organisation by rule and period, whoever else is asked.
    on: the day asked about; only work held by then counts. today: nothing was held after it.
    book_of: gives the book in force in a unit.
    """
    compiled = compile_rules(over, on=on, today=today, book_of=book_of)
    if not compiled.classes:
        return []
    rows = _listed(compiled)
    known = [words.about(rule) for rule in compiled.rules]
    found = [_duty(compiled, known, row) for row in rows]
    # The statement's numbers of rules go by the classes that were met; a rule's name does not.
    place = {key: n for n, key in enumerate(dict.fromkeys(map(_holder, found)))}
    return sorted(found, key=lambda duty: (place[_holder(duty)], duty.rule))


def _listed(compiled: Compiled) -> list[tuple[Any, ...]]:
    sql, params = statement(compiled, LIST)
    if compiled.over.organisations:
        return rows_of(sql, params)
    with planned(compiled.over) as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def statement(compiled: Compiled, ending: str) -> tuple[str, Params]:
    """Return one statement over the duties, with its parameters.

    ending: what is asked of `judged` and `org`.
    """
    found = _parts(compiled)
    ctes = [("class AS MATERIALIZED", CLASS), ("org AS MATERIALIZED", _org(compiled))]
    ctes.append(("member AS MATERIALIZED", roll.MEMBER))
    ctes += [cte for part in found for cte in part.ctes]
    ctes.append(("verdict AS", "\nUNION ALL\n".join(part.select for part in found)))
    params: Params = {**compiled.over.params, **roll.params(compiled), "on": compiled.on}
    if exempted := _exemptions(compiled):
        names = ("unit", "organisation", "rule", "since", "until")
        params |= columns("exempt", names, exempted)
        ctes += [("exempted AS MATERIALIZED", EXEMPTED), ("judged AS", JUDGED_WITH_EXEMPTIONS)]
    else:
        ctes.append(("judged AS", JUDGED))
    classes = ("unit", "regime", "kind", "fire_kind", "category", "class")
    params |= columns("class", classes, [tuple(row) for row in compiled.classes])
    for part in found:
        params |= part.params
    numbered = [(rule.id, number) for number, rule in enumerate(compiled.rules)]
    params |= columns("rule", ("id", "rule"), [tuple(row) for row in numbered])
    opening = ",\n".join(f"{name} (\n{sql})" for name, sql in ctes)
    return f"WITH {opening}\n{ending}", params


def _exemptions(compiled: Compiled) -> list[tuple[object, ...]]:
    """Return the exemptions that may matter: few, so they are handed to the statement."""
    start = first_day(month_of(compiled.on) - 2 * WINDOW)
    with connection.cursor() as cursor:
        cursor.execute(EXEMPTIONS, {**compiled.over.params, "window_start": start})
        return list(cursor.fetchall())


NOTHING: Final = """SELECT 0 AS no, 0 AS rule, NULL::date AS first, NULL::date AS last,
  0 AS needs, 0 AS has, 0 AS base, 0 AS late, '' AS state, NULL::date AS due_on,
  NULL::date AS exempt_on, NULL AS subject WHERE false"""


def _parts(compiled: Compiled) -> list[Part]:
    families = (work, people, bodies, meetings)
    found: Iterable[Part] = (part for family in families for part in family.parts(compiled))
    return [Part((), NOTHING, {}), *found]


def _org(compiled: Compiled) -> str:
    named = work.conditions(compiled)
    groups = "groups" in named or any(
        "groups" in rule.shape.sets_up
        for _, rule in compiled.standing(shapes.Headcount)
        if isinstance(rule.shape, shapes.Headcount)
    )
    none = "'{}'::datemultirange"
    abroad = "members_abroad" in named
    opening = ORG.replace("{committee}", COMMITTEE if "committee" in named else none)
    opening = opening.replace("{groups}", GROUPS if groups else none)
    opening = opening.replace("{abroad}", f"coalesce(abroad.there, {none})" if abroad else none)
    return opening.replace("{joins}", ABROAD_JOIN if abroad else "") + compiled.over.where


def _holder(duty: Duty) -> tuple[int, uuid.UUID]:
    return duty.unit_id, duty.organisation_id


def _duty(compiled: Compiled, known: list[words.About], row: tuple[Any, ...]) -> Duty:
    unit, organisation, code, name, number, first, last, *figures, state, due, title = row
    needs, has, base, late = figures
    rule, about = compiled.rules[number], known[number]
    verdict = words.Verdict(rule, first, last, needs, has, base, State(state), about, title or "")
    return Duty(
        unit_id=unit,
        organisation_id=organisation,
        organisation=code,
        organisation_name=name,
        rule=rule.id,
        instrument=rule.instrument.key,
        article=rule.article,
        strength=rule.strength.value,
        subject=title or about.subject,
        period=words.half_open(first, last),
        needs=needs,
        has=has,
        late=late,
        state=verdict.state,
        due_on=due,
        text=words.sentence(verdict),
        records=Records(about.kinds, first, min(last, compiled.on)),
    )
