"""People who may stand in the register twice."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.db.models import Count

from dangwu.accounts.access import Access
from dangwu.members.fields import FIELDS, shown
from dangwu.members.models import Person, PersonQuerySet
from dangwu.members.permissions import STRUCTURE
from dangwu.members.queries.gates import people_of

SHOWN_AT_MOST: Final = 50
HIDDEN: Final = ("id_number", "id_digest", "phone", "ngrams")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two records that may be one person. `differences`: label, value here, value there."""

    reason: str
    first: Person
    second: Person
    differences: list[tuple[str, str, str]]


def duplicate_candidates(access: Access) -> list[Candidate]:
    """Return pairs with the same name and birth date, or the same telephone, side by side."""
    people = people_of(access, roles=STRUCTURE).exclude(standing="")
    pairs: dict[tuple[object, object], Candidate] = {}
    for first, second in _pairs(people, ("name", "born_on")):
        pairs[first.id, second.id] = _candidate("姓名和出生日期相同", first, second)
    for first, second in _pairs(people, ("phone_digest",)):
        pairs.setdefault((first.id, second.id), _candidate("手机号码相同", first, second))
    return list(pairs.values())[:SHOWN_AT_MOST]


def _pairs(people: PersonQuerySet, same: tuple[str, ...]) -> list[tuple[Person, Person]]:
    known = people.filter(**{f"{name}__isnull": False for name in same})
    twice = (
        known.order_by()
        .values("unit_id", *same)
        .annotate(n=Count("id"))
        .filter(n__gt=1)
        .order_by("unit_id", *same)[:SHOWN_AT_MOST]
    )
    keys = [tuple(_plain(row[name]) for name in ("unit_id", *same)) for row in twice]
    if not keys:
        return []
    rows = known.filter(**{f"{same[0]}__in": [key[1] for key in keys]})
    groups: dict[tuple[object, ...], list[Person]] = defaultdict(list)
    for row in rows.select_related("organisation").defer(*HIDDEN).order_by("unit_id", "id"):
        groups[tuple(_plain(getattr(row, name)) for name in ("unit_id", *same))].append(row)
    return [pair for key in keys for pair in _neighbours(groups[key])]


def _neighbours(rows: list[Person]) -> Iterable[tuple[Person, Person]]:
    return pairwise(rows)


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def _candidate(reason: str, first: Person, second: Person) -> Candidate:
    lines = [(f.label, shown(first, f.name), shown(second, f.name)) for f in FIELDS.values()]
    return Candidate(reason, first, second, [line for line in lines if line[1] != line[2]])
