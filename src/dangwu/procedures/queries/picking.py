"""Choosing among the members of an organisation: the few at once, the many by name and page."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from dangwu.core.errors import InputError
from dangwu.core.names import QueryKind, search_terms
from dangwu.members.models import Person, PersonQuerySet
from dangwu.members.queries.gates import HEAVY
from dangwu.members.queries.past import members_on
from dangwu.members.queries.posts import posts_on
from dangwu.procedures.models import TermChange
from dangwu.procedures.queries.people import elected_of

PAGE: Final = 10
FEW: Final = 50  # so many are shown without being searched for
AFTER_LETTERS: Final = "{"
SEATED: Final = {"first": "member", "inspectors_first": "inspector"}


@dataclass(frozen=True, slots=True)
class Picks:
    """People to choose from, in the order of strokes; those already chosen stand first.

    total: how many the query finds. many: whether the organisation is searched at all. refused:
    why the query finds nobody, where it says nothing that could be searched for.
    """

    people: tuple[Person, ...]
    total: int
    query: str = ""
    number: int = 1
    many: bool = False
    refused: str = ""

    @property
    def before(self) -> int:
        """The number of the page before, 0 for none."""
        return self.number - 1

    @property
    def after(self) -> int:
        """The number of the page behind, 0 for none."""
        return self.number + 1 if self.number * PAGE < self.total else 0


def electable(case: TermChange, on: date) -> PersonQuerySet:
    """Return the full members of the organisation, in the order of strokes."""
    people = members_on(case.organisation, on).filter(standing="full")
    return people.select_related("organisation").defer(*HEAVY).order_by("sort_key", "id")


def picks_of(
    case: TermChange,
    on: date,
    *,
    query: str = "",
    number: int = 1,
    kept: Collection[uuid.UUID] = (),
    without: Collection[uuid.UUID] = (),
) -> Picks:
    """Return a page of the members whom the query finds.

    kept: who was chosen before and stays on every page. without: who is not offered.
    """
    people = electable(case, on)
    if people.count() <= FEW:
        few = [one for one in people if one.id in kept or one.id not in without]
        return Picks(tuple(few), len(few))
    chosen = list(people.filter(id__in=kept)) if kept else []
    found = people.exclude(id__in=[*without, *kept])
    try:
        found = found.filter(_named(query)) if query else found
    except InputError as refusal:
        return Picks(tuple(chosen), 0, query, many=True, refused=refusal.words)
    total = found.count()
    number = max(1, min(number, -(-total // PAGE)))
    rows = list(found[(number - 1) * PAGE : number * PAGE])
    return Picks((*chosen, *rows), total, query, number, many=True)


def chairs_for(case: TermChange, sitting: str, on: date) -> list[Person]:
    """Return who may be asked to chair a meeting of the case.

    The first meeting of a new body is chaired by one of its members. Of a large organisation
    those are offered who hold a post in it.
    Source: XJ2020 art. ~21
    """
    seated = [one.person for one in elected_of(case, SEATED.get(sitting, ""))]
    if seated:
        return seated
    people = electable(case, on)
    if people.count() <= FEW:
        return list(people)
    held = {one.person_id: one.person for one in posts_on(case.organisation, on)}
    return sorted(held.values(), key=lambda person: (person.sort_key, person.id))


def namesakes(case: TermChange, names: Collection[str], on: date) -> dict[str, list[Person]]:
    """Return the members of each name, for a name that was written in on ballots."""
    found: dict[str, list[Person]] = {name: [] for name in names}
    for person in electable(case, on).filter(name__in=list(found)) if found else ():
        found[person.name].append(person)
    return found


def _named(query: str) -> Q:
    """Return the condition that a name, its pinyin, its initials or the number is like this."""
    asked = search_terms(query)
    if asked.kind is QueryKind.HAN:
        return Q(ngrams__contains=list(asked.grams))
    if asked.kind is QueryKind.NUMBER:
        return Q(number__startswith=asked.text)
    initials = _range("initials", asked.text)
    if asked.kind is QueryKind.INITIALS:
        return initials
    pinyin = _range("pinyin", asked.text)
    return pinyin | initials if asked.may_be_initials else pinyin


def _range(field: str, text: str) -> Q:
    return Q((f"{field}__gte", text), (f"{field}__lt", text + AFTER_LETTERS))
