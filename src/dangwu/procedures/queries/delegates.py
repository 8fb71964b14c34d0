"""The delegates of a congress: seats by organisation, who was elected, what the check says."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from dangwu.members.models import Person
from dangwu.members.queries.gates import HEAVY
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries.rulebook import Check
from dangwu.procedures.models import Delegate, Delegation, TermChange
from dangwu.procedures.queries.demands import delegate_checks


@dataclass(frozen=True, slots=True)
class DelegationShown:
    """An organisation's delegates with the check of candidates against seats."""

    row: Delegation
    delegates: tuple[Delegate, ...]
    checks: tuple[Check, ...]

    @property
    def pending(self) -> int:
        """How many are still to be examined."""
        return sum(one.check_result == Delegate.Check.PENDING for one in self.delegates)


def delegations_of(case: TermChange, on: date) -> list[DelegationShown]:
    """Return the delegations in the order of the tree, each with its delegates by strokes."""
    rows = Delegation.objects.filter(unit_id=case.unit_id, case_id=case.id)
    found = list(rows.select_related("organisation").order_by("organisation__path"))
    chosen: dict[uuid.UUID, list[Delegate]] = {}
    for one in delegates_of(case):
        chosen.setdefault(one.delegation_id, []).append(one)
    return [
        DelegationShown(
            row,
            tuple(chosen.get(row.id, ())),
            tuple(
                delegate_checks(case, seats=row.seats, candidates=row.candidates, on=on)
                if row.candidates is not None
                else ()
            ),
        )
        for row in found
    ]


def delegates_of(case: TermChange) -> list[Delegate]:
    """Return every delegate, in the order of strokes."""
    rows = Delegate.objects.filter(unit_id=case.unit_id, case_id=case.id)
    shown = rows.select_related("person", "delegation__organisation")
    unread = (f"person__{name}" for name in HEAVY)
    return list(shown.defer(*unread).order_by("person__sort_key", "person_id"))


def below(case: TermChange) -> list[Organisation]:
    """Return the organisations directly under the committee that may send delegates."""
    rows = Organisation.objects.standing().filter(
        unit_id=case.unit_id, parent_id=case.organisation_id
    )
    return list(rows.exclude(kind="group").order_by("path"))


def full_members_of(places: Iterable[Organisation]) -> dict[uuid.UUID, int]:
    """Return how many full members each of these organisations has, with all below it."""
    kept = list(places)
    found = dict.fromkeys((each.id for each in kept), 0)
    if not kept:
        return found
    rows = Person.objects.filter(unit_id=kept[0].unit_id, standing="full").filter(
        organisation__path__gte=min(each.path for each in kept),
        organisation__path__lt=f"{max(each.path for each in kept)}/",
    )
    counted = rows.values_list("organisation__path").annotate(many=Count("id")).order_by()
    for path, many in counted:
        for each in kept:
            if path == each.path or path.startswith(f"{each.path}."):
                found[each.id] += many
    return found


def named_in(organisation: Organisation, lines: Iterable[str]) -> tuple[list[Person], list[str]]:
    """Return the full members of these lines under an organisation, and what is wrong with others.

    A line is a name, and the number behind it where several have the name.
    """
    asked = [(line, *_split(line)) for line in lines]
    places = Organisation.objects.under(organisation).values("id")
    rows = Person.objects.filter(
        unit_id=organisation.unit_id, organisation_id__in=places, standing="full",
        name__in=[name for _, name, _ in asked],
    ).defer(*HEAVY)  # fmt: skip
    by_name: dict[str, list[Person]] = {}
    for person in rows.order_by("number"):
        by_name.setdefault(person.name, []).append(person)
    found: list[Person] = []
    wrong: list[str] = []
    for line, name, number in asked:
        same = [one for one in by_name.get(name, ()) if number in ("", one.number)]
        if len(same) == 1:
            found.append(same[0])
        elif same:
            numbers = "、".join(f"{one.name} {one.number}" for one in same)
            wrong.append(f"有{len(same)}名“{name}”，请在姓名后面写党员编号：{numbers}")
        else:
            wrong.append(f"没有找到正式党员“{line}”")
    return found, wrong


def _split(line: str) -> tuple[str, str]:
    """Return name and number of a line; the number is empty where none was written."""
    name, _, number = line.rpartition(" ")
    if name and any(sign.isdigit() for sign in number):
        return name.strip(), number
    return line, ""
