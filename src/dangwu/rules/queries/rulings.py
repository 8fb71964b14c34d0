"""What is in force for organisations: built-in and local packs, and what they need not meet."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date

from dangwu.organisations.models import Organisation
from dangwu.organisations.ruling import Ruling
from dangwu.rules.models import Exemption
from dangwu.rules.queries.rulebook import books_for


def rulings(
    organisations: Iterable[Organisation], on: date
) -> Mapping[tuple[object, ...], Ruling]:
    """Return the ruling of each organisation on that day by its key `(unit, id)`."""
    keys = [(row.unit_id, row.id) for row in organisations]
    units = sorted({unit_id for unit_id, _ in keys})
    books = books_for(units, on)
    exempt = _exempt(units, [row_id for _, row_id in keys], on)
    return {
        (unit_id, row_id): Ruling(books[unit_id].rulebook, frozenset(exempt.get(row_id, ())))
        for unit_id, row_id in keys
    }


def _exempt(
    units: list[int], organisations: list[uuid.UUID], on: date
) -> Mapping[uuid.UUID, set[str]]:
    found: dict[uuid.UUID, set[str]] = {}
    rows = Exemption.objects.filter(
        unit_id__in=units, organisation_id__in=organisations, period__contains=on
    )
    for organisation_id, rule_id in rows.values_list("organisation_id", "rule_id"):
        found.setdefault(organisation_id, set()).add(rule_id)
    return found
