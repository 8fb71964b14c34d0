"""Who has slipped out of organisation life: proposals with reasons, never conclusions.

Five kinds as the field calls them. What the register cannot show is said so and not guessed.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final, TypeAlias

from django.core.exceptions import PermissionDenied
from django.db import connection

from dangwu.accounts.access import Access
from dangwu.core.calendar import add_months
from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.findings import citation
from dangwu.core.rulebook.loader import load_rulebook
from dangwu.core.rulebook.records import Rule
from dangwu.core.rulebook.rights import months_between, years_and_months
from dangwu.members.models import Person
from dangwu.members.permissions import LISTERS
from dangwu.organisations.models import Organisation
from dangwu.workbench.finder_statements import AS_BEFORE, FOUND, FOUND_ANYWHERE, HASH_ALL, LIFE

POCKET, NOMINAL, ROVING, HIDDEN, LOST = "口袋", "挂名", "游击", "地下", "失联"
KINDS: Final = {
    POCKET: "组织关系转出后没有落地，或者有党籍而没有编入支部",
    NOMINAL: "人在支部，连续6个月以上没有参加组织生活或者没有交纳党费的记录",
    ROVING: "外出6个月以上，流出地和流入地都没有参加组织生活的记录",
    HIDDEN: "不亮明党员身份",
    LOST: "已登记失去联系",
}
CANNOT_TELL: Final = "无法从现有资料判断：名册和活动记录不反映是否亮明身份，系统不作猜测。"
SHOWN_AT_MOST: Final = 200
ABSENT_MONTHS: Final = 6
NAMED: Final = ("unit", "name", "sort_key", "standing")
MANY: Final = 3000  # from this number of people on
HALF: Final = 6  # months
_Params: TypeAlias = dict[str, str | int | date | list[str] | list[int]]
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
    citation: str
    months: int
    since: date


@dataclass(frozen=True, slots=True)
class _Row:
    """A person found by one of the statements, not yet in words."""

    person_id: uuid.UUID
    organisation_id: uuid.UUID | None
    since: date
    mark: str  # what the statement found: see WORDS


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
    rows, unjudged = _found(organisation, on, access.today)
    people = _people(organisation.unit_id, {row.person_id for row in rows})
    homes = _homes(organisation.unit_id, rows)
    found = [
        _told(people[row.person_id], homes.get(row.organisation_id), row, on)
        for row in rows
        if row.person_id in people
    ]
    return sorted(found, key=_order), unjudged


def _order(one: Slipped) -> tuple[int, date, str, uuid.UUID]:
    """Kind by kind, the longest first."""
    return list(KINDS).index(one.kind), one.since, one.person.sort_key, one.person.id


def _apart(places: Sequence[Organisation]) -> list[Organisation]:
    """Return the places that lie in none of the others, each once."""
    found: list[Organisation] = []
    for place in sorted(places, key=lambda row: (row.unit_id, row.path)):
        above = found[-1] if found else None
        inside = above is not None and f"{place.path}.".startswith(f"{above.path}.")
        if above is None or above.unit_id != place.unit_id or not inside:
            found.append(place)
    return found


def finder_page(access: Access, places: Sequence[Organisation], on: date) -> dict[str, object]:
    """Return the context of `workbench/finder.html` for these subtrees together.

    Of places that lie within each other the outer one is looked through. Raises PermissionDenied.
    """
    looked = [_look(access, place, on) for place in _apart(places)]
    found = sorted((one for part, _ in looked for one in part), key=_order)
    unjudged = sum(number for _, number in looked)
    by_kind = {kind: [one for one in found if one.kind == kind] for kind in KINDS}
    return {
        "organisation": places[0] if len(places) == 1 else None,
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


def _params(organisation: Organisation, on: date, today: date) -> _Params:
    month = on.year * 12 + on.month - 1
    first = month - ABSENT_MONTHS
    # Half-years within these months; the running one too, when nothing of it lies after the day.
    end = month + HALF if on >= today else month + 1
    halves = [half for half in range(first // HALF, end // HALF) if half * HALF >= first]
    return {
        "unit": organisation.unit_id,
        "path": organisation.path,
        "on": on,
        "life": list(LIFE),
        "first_halves": [half // 2 for half in halves if half % 2 == 0],
        "second_halves": [half // 2 for half in halves if half % 2 == 1],
        "first": first,
        "newest": month,
        "window": date(first // 12, first % 12 + 1, 1),
        "half_year": add_months(on, -ABSENT_MONTHS),
        "two_years": add_months(on, -24),
        "letter_day": on - timedelta(days=letter_days()),
    }


def _found(organisation: Organisation, on: date, today: date) -> tuple[list[_Row], int]:
    """Run the statement. For many people whole tables are hashed once.

    The planner cannot know how many periods hold a day; left alone it looks 200,000 people up
    one by one.
    """
    many = Person.objects.of(organisation)[:MANY].count() == MANY
    with connection.cursor() as cursor:
        if many:
            cursor.execute(HASH_ALL)
        cursor.execute(FOUND_ANYWHERE if many else FOUND, _params(organisation, on, today))
        rows = cursor.fetchall()
        if many:
            cursor.execute(AS_BEFORE)
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
        citation=citation(rule),
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
    "unpaid": (
        NOMINAL,
        "ZC2022-9-dues",
        lambda long, _: (
            f"已{long}没有交纳党费的记录。请核实有无正当理由，提醒本人补交；已交的请更新“党费交至”。"
        ),
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
