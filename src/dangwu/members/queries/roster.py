"""The roster: people in reach by filters, in the order of strokes, page by page."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from dangwu.accounts.access import Access
from dangwu.core.calendar import add_months
from dangwu.core.identity import EDUCATION, is_college_or_above
from dangwu.members.models import Person, PersonQuerySet, SpecialStatus
from dangwu.members.permissions import GUARDED, LISTERS
from dangwu.members.queries.gates import HEAVY, people_of
from dangwu.members.queries.search import matching
from dangwu.organisations.models import Organisation

PAGE: Final = 50
MATCHED_AT_MOST: Final = 500
FEW: Final = 1000
HAN: Final = "01"
COLLEGE: Final = tuple(code for code in EDUCATION.codes if is_college_or_above(code))
# Age bands of the yearly statistics: completed years, both ends included.
AGES: Final = {
    "-30": (0, 30),
    "31-35": (31, 35),
    "36-40": (36, 40),
    "41-45": (41, 45),
    "46-50": (46, 50),
    "51-55": (51, 55),
    "56-60": (56, 60),
    "61-": (61, 150),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; empty means all. Days are inclusive."""

    query: str = ""
    organisation: Organisation | None = None
    standing: str = "members"
    sex: str = ""
    ethnicity: str = ""
    age: str = ""
    college: str = ""
    occupation: str = ""
    joined_from: date | None = None
    joined_to: date | None = None
    special: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of people. Tokens are empty where there is no page before or after."""

    people: list[Person]
    total: int
    before: str
    after: str


def roster(access: Access, filters: Filters, *, before: str = "", after: str = "") -> Page:
    """Return a page of the people `access` reaches.

    before, after: tokens of a page that was shown; an unknown one gives the first page.
    Raises InputError when the query cannot be searched for.
    """
    people = filtered(access, filters)
    total = people.count()
    mark = _mark(before or after)
    backwards = bool(before) and mark is not None
    if total <= FEW:
        people = _few(people, total)
    rows = _cut(people, mark, access.units, backwards=backwards)
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    if backwards:
        rows.reverse()
    has_before = more if backwards else mark is not None and bool(rows)
    has_after = True if backwards else more
    return Page(
        people=rows,
        total=total,
        before=_token(rows[0]) if rows and has_before else "",
        after=_token(rows[-1]) if rows and has_after else "",
    )


def filtered(access: Access, filters: Filters) -> PersonQuerySet:
    """Return the people of the filters, without order. Pins the units of `access`.

    Raises InputError when the query cannot be searched for.
    """
    roles = GUARDED.get(SpecialStatus.Kind(filters.special), LISTERS) if filters.special else None
    people = people_of(access, roles=LISTERS & roles if roles else LISTERS)
    for make in CONDITIONS:
        condition = make(filters, access.today)
        if condition is not None:
            people = people.filter(condition)
    if filters.organisation is not None:
        people = people.of(filters.organisation)
    if filters.special:
        people = people.filter(id__in=_with_special(access, filters.special))
    if filters.query:
        found = matching(access, filters.query, most=MATCHED_AT_MOST)
        people = people & found if not found.query.is_empty() else people.none()
    return people


def _few(people: PersonQuerySet, total: int) -> PersonQuerySet:
    """Return the same people by their keys, which the index of the filters holds.

    Without it the planner walks the whole order of strokes to find the few that fit.
    """
    keys = list(people.values_list("unit_id", "id")) if total else []
    if not keys:
        return people.none()
    units, ids = {unit for unit, _ in keys}, [row for _, row in keys]
    return Person.objects.filter(unit_id__in=sorted(units), id__in=ids)


def _with_special(access: Access, kind: str) -> object:
    return SpecialStatus.objects.filter(
        unit_id__in=sorted(access.units), kind=kind, period__contains=access.today
    ).values("person_id")


def _standing(filters: Filters, _today: date) -> Q | None:
    if filters.standing == "members":
        return Q(standing__in=("full", "probationary"))
    if filters.standing == "all":
        return None
    return Q(standing="" if filters.standing == "left" else filters.standing)


def _age(filters: Filters, today: date) -> Q | None:
    if filters.age not in AGES:
        return None
    youngest, oldest = AGES[filters.age]
    return Q(
        born_on__lte=add_months(today, -12 * youngest),
        born_on__gt=add_months(today, -12 * (oldest + 1)),
    )


def _ethnicity(filters: Filters, _today: date) -> Q | None:
    if filters.ethnicity == "han":
        return Q(ethnicity=HAN)
    return Q(ethnicity__gt=HAN) if filters.ethnicity == "minority" else None


def _joined(filters: Filters, _today: date) -> Q | None:
    condition = Q()
    if filters.joined_from:
        condition &= Q(joined_on__gte=filters.joined_from)
    if filters.joined_to:
        condition &= Q(joined_on__lte=filters.joined_to)
    return condition or None


def _plain(filters: Filters, _today: date) -> Q | None:
    condition = Q()
    if filters.sex:
        condition &= Q(sex=filters.sex)
    if filters.college:
        condition &= Q(education__in=COLLEGE)
    if filters.occupation:
        condition &= Q(occupation=filters.occupation)
    return condition or None


CONDITIONS: Final[tuple[Callable[[Filters, date], Q | None], ...]] = (
    _standing,
    _age,
    _ethnicity,
    _joined,
    _plain,
)


def _cut(
    people: PersonQuerySet, mark: Person | None, units: frozenset[int], *, backwards: bool
) -> list[Person]:
    order = ("unit_id", "sort_key", "id")
    if mark is not None:
        people = _beyond(people, mark, "lt" if backwards else "gt", units)
    ordered = people.order_by(*(f"-{name}" for name in order) if backwards else order)
    return list(ordered.select_related("organisation").defer(*HEAVY)[: PAGE + 1])


def _beyond(
    people: PersonQuerySet, mark: Person, way: str, units: frozenset[int]
) -> PersonQuerySet:
    """Return the people after (gt) or before (lt) the mark. The first condition is the index's."""
    same_name = Q((f"sort_key__{way}", mark.sort_key)) | Q((f"id__{way}", mark.id))
    here = Q((f"sort_key__{way}e", mark.sort_key)) & same_name
    if units == {mark.unit_id}:
        return people.filter(here)
    rest = people.filter((f"unit_id__{way}e", mark.unit_id))
    return rest.filter(Q((f"unit_id__{way}", mark.unit_id)) | (Q(unit_id=mark.unit_id) & here))


def _mark(token: str) -> Person | None:
    unit, _, row = token.partition(".")
    if not unit.isdigit():
        return None
    try:
        row_id = uuid.UUID(row)
    except ValueError:
        return None
    return Person.objects.filter(unit_id=int(unit), id=row_id).only("unit_id", "sort_key").first()


def _token(person: Person) -> str:
    return f"{person.unit_id}.{person.id}"
