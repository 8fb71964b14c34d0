"""The delegates of a congress: seats by organisation, who was elected, what the check says."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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


def named_in(organisation: Organisation, names: Iterable[str]) -> tuple[list[Person], list[str]]:
    """Return the full members of these names under an organisation, and the names not found."""
    places = Organisation.objects.under(organisation).values("id")
    found: list[Person] = []
    missing: list[str] = []
    for name in names:
        rows = list(
            Person.objects.filter(
                unit_id=organisation.unit_id, organisation_id__in=places, standing="full",
                name=name,
            ).defer(*HEAVY)[:2]
        )  # fmt: skip
        if len(rows) == 1:
            found.append(rows[0])
        else:
            missing.append(name)
    return found, missing
