"""Who has slipped out of organisation life: proposals with reasons, never conclusions.

Five kinds as the field calls them. What the register cannot show is said so and not guessed.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import connection

from dangwu.accounts.access import Access
from dangwu.core.calendar import add_months
from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.loader import load_rulebook
from dangwu.core.rulebook.records import Rule
from dangwu.core.rulebook.rights import months_between, years_and_months
from dangwu.members.models import Person
from dangwu.members.permissions import LISTERS
from dangwu.organisations.models import Organisation

LIFE: Final = (
    *("assembly", "group_meeting", "lecture", "theme_day", "organisation_life", "appraisal"),
    *("democratic_life", "committee_meeting", "study", "training", "secretary_lecture"),
)
POCKET, NOMINAL, ROVING, HIDDEN, LOST = "口袋", "挂名", "游击", "地下", "失联"
KINDS: Final = {
    POCKET: "组织关系转出后没有落地，或者有党籍而没有编入支部",
    NOMINAL: "人在支部，连续6个月以上没有参加组织生活的记录",
    ROVING: "外出6个月以上，流出地和流入地都没有参加组织生活的记录",
    HIDDEN: "不亮明党员身份",
    LOST: "已登记失去联系",
}
CANNOT_TELL: Final = "无法从现有资料判断：名册和活动记录不反映是否亮明身份，系统不作猜测。"
SHOWN_AT_MOST: Final = 200
ABSENT_MONTHS: Final = 6
NAMED: Final = ("unit", "name", "sort_key", "standing")
MANY: Final = 3000  # from this number of people on
_LIFE_RULE: Final = "ZC2022-9-life"
_LETTER_RULE: Final = "LOCAL-6-letter"


@dataclass(frozen=True, slots=True)
class Slipped:
    """A proposal to look into one person. months: whole months since `since`."""

    person: Person
    organisation: Organisation | None
    kind: str
    reason: str
    rule: str
    article: str
    instrument_title: str
    months: int
    since: date


@dataclass(frozen=True, slots=True)
class _Row:
    """A person found by one of the statements, not yet in words."""

    person_id: uuid.UUID
    organisation_id: uuid.UUID | None
    since: date
    mark: str  # what the statement found: see WORDS


# Exempt for the time being: these do not have to take part, or are counted elsewhere.
_MEMBER = """
org AS MATERIALIZED (
  SELECT o.id, o.records_from FROM organisations_organisation o
  WHERE o.unit_id = %(unit)s
    AND (o.path = %(path)s OR (o.path > %(path)s || '.' AND o.path < %(path)s || '/'))),
member AS MATERIALIZED (
  SELECT m.person_id, m.organisation_id, lower(m.period) AS since, o.records_from
  FROM members_membership m
  JOIN org o ON o.id = m.organisation_id
  JOIN members_standingperiod s ON s.unit_id = %(unit)s AND s.person_id = m.person_id
    AND s.period @> %(on)s::date AND s.standing IN ('full', 'probationary')
  WHERE m.unit_id = %(unit)s AND m.nature = 'primary' AND m.period @> %(on)s::date),
special AS MATERIALIZED (
  SELECT x.person_id, x.kind, lower(x.period) AS since, x.receiving_id
  FROM members_specialstatus x
  WHERE x.unit_id = %(unit)s AND x.period @> %(on)s::date),
seen AS MATERIALIZED (
  SELECT DISTINCT w.person_id FROM activities_membermonth w
  WHERE w.unit_id = %(unit)s AND w.month BETWEEN %(first)s AND %(newest)s
    AND w.kind = ANY(%(life)s) AND w.times > 0
    AND (%(many)s OR w.person_id IN (SELECT person_id FROM member))),
recorded AS MATERIALIZED (
  SELECT DISTINCT m.organisation_id FROM member m JOIN seen USING (person_id))"""
_FOUND = f"""
WITH {_MEMBER},
absent AS MATERIALIZED (
  SELECT m.* FROM member m
  WHERE NOT EXISTS (SELECT FROM seen WHERE seen.person_id = m.person_id)
    AND m.since <= %(half_year)s
    AND coalesce(m.records_from <= %(window)s, true)),
nominal AS (
  SELECT a.person_id, a.organisation_id,
    coalesce(
      (SELECT make_date(max(w.month + 1) / 12, max(w.month + 1) %% 12 + 1, 1)
       FROM activities_membermonth w
       WHERE w.unit_id = %(unit)s AND w.person_id = a.person_id AND w.month < %(first)s
         AND w.kind = ANY(%(life)s) AND w.times > 0),
      greatest(a.since, a.records_from)) AS since
  FROM absent a JOIN recorded r ON r.organisation_id = a.organisation_id
  WHERE NOT EXISTS (SELECT FROM special x WHERE x.person_id = a.person_id
    AND x.kind IN ('ill', 'aged', 'excused', 'abroad', 'mobile', 'lost', 'in_transit')))
SELECT person_id, organisation_id, since, 'nominal' AS mark FROM nominal
UNION ALL
SELECT a.person_id, a.organisation_id, x.since,
  CASE WHEN x.receiving_id IS NULL THEN 'roving' ELSE 'received' END
FROM absent a JOIN special x ON x.person_id = a.person_id AND x.kind = 'mobile'
WHERE x.since <= %(half_year)s
  AND NOT EXISTS (SELECT FROM special e WHERE e.person_id = a.person_id
    AND e.kind IN ('ill', 'aged', 'excused', 'abroad', 'lost', 'in_transit'))
  AND (a.organisation_id IN (SELECT organisation_id FROM recorded)
    OR x.receiving_id IN (SELECT organisation_id FROM recorded))
UNION ALL
SELECT m.person_id, m.organisation_id, x.since, 'in_transit'
FROM member m JOIN special x ON x.person_id = m.person_id AND x.kind = 'in_transit'
WHERE x.since <= %(letter_day)s
UNION ALL
SELECT m.person_id, m.organisation_id, x.since,
  CASE WHEN x.since <= %(half_year)s THEN 'lost' ELSE 'losing' END
FROM member m JOIN special x ON x.person_id = m.person_id AND x.kind = 'lost'
UNION ALL
SELECT m.person_id, m.organisation_id, lower(s.period),
  CASE WHEN lower(s.period) <= %(two_years)s THEN 'removable' ELSE 'suspended' END
FROM members_membership m
JOIN org o ON o.id = m.organisation_id
JOIN members_standingperiod s ON s.unit_id = %(unit)s AND s.person_id = m.person_id
  AND s.period @> %(on)s::date AND s.standing = 'suspended'
WHERE m.unit_id = %(unit)s AND m.nature = 'primary' AND m.period @> %(on)s::date
  AND EXISTS (SELECT FROM special x WHERE x.person_id = m.person_id AND x.kind = 'lost')
UNION ALL
SELECT l.person_id, l.organisation_id, upper(l.period), 'nowhere'
FROM members_membership l
JOIN org o ON o.id = l.organisation_id
JOIN members_standingperiod s ON s.unit_id = %(unit)s AND s.person_id = l.person_id
  AND s.period @> %(on)s::date AND s.standing IN ('full', 'probationary')
WHERE l.unit_id = %(unit)s AND l.nature = 'primary' AND upper(l.period) <= %(letter_day)s
  AND NOT EXISTS (SELECT FROM members_membership n
    WHERE n.unit_id = %(unit)s AND n.person_id = l.person_id AND n.nature = 'primary'
      AND upper_inf(n.period) OR n.unit_id = %(unit)s AND n.person_id = l.person_id
      AND n.nature = 'primary' AND upper(n.period) > upper(l.period))
UNION ALL
SELECT NULL, NULL, NULL, count(*)::text FROM member m
WHERE NOT EXISTS (SELECT FROM recorded r WHERE r.organisation_id = m.organisation_id)
"""  # noqa: S608 - constants only
_HASH_ALL = """SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off;
SET LOCAL enable_sort = off; SET LOCAL work_mem = '64MB'"""
_AS_BEFORE = """SET LOCAL enable_nestloop = DEFAULT; SET LOCAL enable_mergejoin = DEFAULT;
SET LOCAL enable_sort = DEFAULT; SET LOCAL work_mem = DEFAULT"""


def slipped(access: Access, organisation: Organisation, on: date) -> list[Slipped]:
    """Return the members of the subtree, inside its unit, who seem to have slipped away.

    The ill, the aged, the excused and those abroad are left out, as are members of less than
    half a year and branches whose records begin later. Longest first, kind by kind.
    Raises PermissionDenied.
    Source: ZC2022 art. 9
    Source: JY19 art. 24
    Source: JY19 art. 25
    Source: JY19 art. 32
    """
    return _look(access, organisation, on)[0]


def _look(access: Access, organisation: Organisation, on: date) -> tuple[list[Slipped], int]:
    """Return who was found, and how many members sit in branches without attendance."""
    if not access.covers(organisation.unit_id, organisation.path, roles=LISTERS):
        raise PermissionDenied
    rows, unjudged = _found(organisation, on)
    people = _people(organisation.unit_id, {row.person_id for row in rows})
    homes = _homes(organisation.unit_id, rows)
    found = [
        _told(people[row.person_id], homes.get(row.organisation_id), row, on)
        for row in rows
        if row.person_id in people
    ]
    order = list(KINDS)
    ordered = sorted(
        found,
        key=lambda one: (order.index(one.kind), one.since, one.person.sort_key, one.person.id),
    )
    return ordered, unjudged


def finder_page(access: Access, organisation: Organisation, on: date) -> dict[str, object]:
    """Return the context of `workbench/finder.html`. Raises PermissionDenied."""
    found, unjudged = _look(access, organisation, on)
    by_kind = {kind: [one for one in found if one.kind == kind] for kind in KINDS}
    return {
        "organisation": organisation,
        "on": on,
        "groups": [
            {
                "kind": kind,
                "meaning": meaning,
                "count": len(by_kind[kind]),
                "rows": by_kind[kind][:SHOWN_AT_MOST],
                "hidden": max(len(by_kind[kind]) - SHOWN_AT_MOST, 0),
                "cannot_tell": CANNOT_TELL if kind == HIDDEN else "",
            }
            for kind, meaning in KINDS.items()
        ],
        "total": len(found),
        "unjudged": unjudged,
        "letter_days": letter_days(),
    }


def letter_days() -> int:
    """Return how many days a letter of introduction is valid where nothing else was fixed.

    Source: LOCAL art. 6
    """
    shape = _rule(_LETTER_RULE).shape
    if not isinstance(shape, shapes.Parameter):
        raise TypeError(f"{_LETTER_RULE} is not a parameter")
    return int(shape.value)


def _params(organisation: Organisation, on: date) -> dict[str, str | int | date | list[str]]:
    month = on.year * 12 + on.month - 1
    first = month - ABSENT_MONTHS
    return {
        "unit": organisation.unit_id,
        "path": organisation.path,
        "on": on,
        "life": list(LIFE),
        "first": first,
        "newest": month,
        "window": date(first // 12, first % 12 + 1, 1),
        "half_year": add_months(on, -ABSENT_MONTHS),
        "two_years": add_months(on, -24),
        "letter_day": on - timedelta(days=letter_days()),
    }


def _found(organisation: Organisation, on: date) -> tuple[list[_Row], int]:
    """Run the statement. For many people whole tables are hashed once.

    The planner cannot know how many periods hold a day; left alone it looks 200,000 people up
    one by one.
    """
    many = Person.objects.of(organisation)[:MANY].count() == MANY
    with connection.cursor() as cursor:
        if many:
            cursor.execute(_HASH_ALL)
        cursor.execute(_FOUND, {**_params(organisation, on), "many": many})
        rows = cursor.fetchall()
        if many:
            cursor.execute(_AS_BEFORE)
    found = [_Row(*row) for row in rows if row[0] is not None]
    return found, sum(int(row[3]) for row in rows if row[0] is None)


def _people(unit_id: int, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Person]:
    rows = Person.objects.filter(unit_id=unit_id, id__in=list(ids)).only(*NAMED)
    return {row.id: row for row in rows}


def _homes(unit_id: int, rows: Iterable[_Row]) -> Mapping[uuid.UUID | None, Organisation]:
    ids = {row.organisation_id for row in rows if row.organisation_id}
    homes = Organisation.objects.filter(unit_id=unit_id, id__in=ids).only(
        "unit", "name", "short_name"
    )
    return {home.id: home for home in homes}


def _told(person: Person, home: Organisation | None, row: _Row, on: date) -> Slipped:
    kind, rule_id, words = WORDS[row.mark]
    rule = _rule(_mobile_rule(on) if rule_id == "mobile" else rule_id)
    months = months_between(row.since, on)
    return Slipped(
        person=person,
        organisation=home,
        kind=kind,
        reason=words(years_and_months(months), (on - row.since).days),
        rule=rule.id,
        article=rule.article.lstrip("~"),
        instrument_title=rule.instrument.title,
        months=months,
        since=row.since,
    )


def _mobile_rule(on: date) -> str:
    newer = "LD24-0-mobile"
    return newer if _rule(newer).in_force(on) else "JY19-32-mobile"


def _rule(rule_id: str) -> Rule:
    return _rules()[rule_id]


@cache
def _rules() -> dict[str, Rule]:
    return {rule.id: rule for rule in load_rulebook().rules()}


Words = Callable[[str, int], str]
# What a statement found → kind, rule, the reason in words (how long, days).
WORDS: Final[Mapping[str, tuple[str, str, Words]]] = {
    "nominal": (
        NOMINAL,
        _LIFE_RULE,
        lambda long, _: f"已{long}没有参加组织生活的记录。请核实有无正当理由，先谈话提醒。",
    ),
    "roving": (
        ROVING,
        "mobile",
        lambda long, _: (
            f"外出{long}，没有登记流入地党组织，两地都没有组织生活记录。"
            "请联系本人，落实流入地或者转移组织关系。"
        ),
    ),
    "received": (
        ROVING,
        "mobile",
        lambda long, _: f"外出{long}，流入地和流出地都没有组织生活记录。请与流入地党组织核实。",
    ),
    "in_transit": (
        POCKET,
        "JY19-25-move",
        lambda _, days: (
            f"组织关系转出{days}天仍在途，超过介绍信有效期"
            f"{letter_days()}天（本地参数）。请查问接收方，催办回执。"
        ),
    ),
    "nowhere": (
        POCKET,
        "JY19-25-move",
        lambda long, _: f"有党籍，但{long}没有编入任何党支部。请核实去向，编入支部。",
    ),
    "losing": (LOST, "JY19-24-lost", lambda long, _: f"失去联系{long}，未满6个月。请继续查找。"),
    "lost": (
        LOST,
        "JY19-24-lost",
        lambda long, _: f"失去联系{long}。经各种方式查找仍联系不上的，提请研究停止党籍。",
    ),
    "suspended": (
        LOST,
        "JY19-24-suspended",
        lambda long, _: f"停止党籍{long}，未满2年。请继续查找，恢复联系的按程序办理。",
    ),
    "removable": (
        LOST,
        "JY19-24-suspended",
        lambda long, _: f"停止党籍{long}，仍联系不上的，提请支部大会讨论按自行脱党除名。",
    ),
}
