"""Reading the tallies: one organisation, its children, by rule. Counts of duties, never of people.

A page reads them in two queries, three at the top of a unit, however many stand below.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeAlias

from django.db import connection
from django.db.models import Q

from dangwu.accounts.access import READERS, Access
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries import units_below

Key: TypeAlias = tuple[int, uuid.UUID]

# One row for each organisation over all rules; with `tops`, one for each rule over all of these.
TALLIES: Final = """SELECT t.rule_id, CASE WHEN t.rule_id = '' THEN t.unit_id END,
  CASE WHEN t.rule_id = '' THEN t.organisation_id END,
  sum(t.organisations)::int, sum(t.behind)::int, sum(t.met)::int, sum(t.due)::int,
  sum(t.overdue)::int, sum(t.late)::int, sum(t.exempt)::int, sum(t.unknown)::int, min(t.as_of)
FROM rules_subtreetally t
WHERE t.unit_id = ANY(%(units)s)
  AND (t.organisation_id = ANY(%(rows)s) AND t.rule_id = ''
    OR t.organisation_id = ANY(%(tops)s) AND t.rule_id <> '')
GROUP BY 1, 2, 3"""


@dataclass(frozen=True, slots=True)
class Counts:
    """Duties by state over some organisations, as of a day (the oldest of those summed).

    organisations: how many have such duties. behind: how many of them have one overdue.
    """

    organisations: int = 0
    behind: int = 0
    met: int = 0
    due: int = 0
    overdue: int = 0
    late: int = 0
    exempt: int = 0
    unknown: int = 0
    as_of: date | None = None

    def __add__(self, other: "Counts") -> "Counts":
        days = [day for day in (self.as_of, other.as_of) if day]
        return Counts(
            organisations=self.organisations + other.organisations,
            behind=self.behind + other.behind,
            met=self.met + other.met,
            due=self.due + other.due,
            overdue=self.overdue + other.overdue,
            late=self.late + other.late,
            exempt=self.exempt + other.exempt,
            unknown=self.unknown + other.unknown,
            as_of=min(days, default=None),
        )


@dataclass(frozen=True, slots=True)
class ChildTally:
    """A child of an organisation with the counts of its whole subtree."""

    organisation: Organisation
    counts: Counts


@dataclass(frozen=True, slots=True)
class Subtree:
    """An organisation and all below it, in its unit and in the units below.

    children: those that may be seen, by path. rules: the counts by rule, where asked for.
    """

    total: Counts
    children: tuple[ChildTally, ...]
    rules: Mapping[str, Counts] = field(default_factory=dict)

    @property
    def behind_below(self) -> int:
        """How many organisations below have something overdue."""
        return sum(child.counts.behind for child in self.children)


def subtree_of(access: Access, organisation: Organisation, *, by_rule: bool = False) -> Subtree:
    """Return how an organisation and those below it stand.

    The top organisations of the units directly below are children of the top of their unit.
    """
    units = _units_below(organisation)
    near = _near(organisation, units)
    tops = [_key(organisation), *(_key(top) for top in near if top.unit_id in units)]
    direct = _directly_below(units) | {organisation.unit_id}
    shown = [row for row in near if row.unit_id in direct]
    sums, rules = _tallies([_key(organisation), *map(_key, near)], tops if by_rule else [])
    return Subtree(
        total=sum((sums.get(key, Counts()) for key in tops), Counts()),
        children=tuple(
            ChildTally(child, _with_units_below(child, units, sums))
            for child in shown
            if access.covers(child.unit_id, child.path, roles=READERS)
        ),
        rules=rules,
    )


def _units_below(organisation: Organisation) -> dict[int, str]:
    """Return the units below the unit that the organisation is the top of, with their paths."""
    unit = organisation.unit_id
    return {} if "." in organisation.path else units_below([unit])[unit]


def _near(organisation: Organisation, units: Mapping[int, str]) -> list[Organisation]:
    """Return the children in the own unit, and the tops of the units below."""
    own = organisation.unit_id
    found = Organisation.objects.filter(unit_id=own, parent_id=organisation.id)
    if units:
        found = Organisation.objects.filter(unit_id__in=[own, *units]).filter(
            Q(unit_id=own, parent_id=organisation.id)
            | Q(unit_id__in=list(units), parent_id__isnull=True)
        )
    shown = found.standing().only("unit_id", "path", "name", "short_name")
    return sorted(shown, key=lambda row: (row.unit_id, row.path))


def _directly_below(units: Mapping[int, str]) -> set[int]:
    """Return those of the units below that have no other of them above."""
    depth = min((path.count(".") for path in units.values()), default=0)
    return {unit for unit, path in units.items() if path.count(".") == depth}


def _with_units_below(
    child: Organisation, units: Mapping[int, str], sums: Mapping[Key, Counts]
) -> Counts:
    """Return the sums of a child; at the top of a unit those of the units below it too."""
    own = sums.get(_key(child), Counts())
    if child.unit_id not in units:
        return own
    below = {unit for unit, path in units.items() if path.startswith(f"{units[child.unit_id]}.")}
    return sum((sums[key] for key in sums if key[0] in below), own)


def _key(organisation: Organisation) -> Key:
    return organisation.unit_id, organisation.id


def _tallies(
    rows: Iterable[Key], tops: Iterable[Key]
) -> tuple[dict[Key, Counts], dict[str, Counts]]:
    """Return the sums of these organisations over all rules, and by rule over all tops."""
    wanted, above = list(rows), list(tops)
    params: dict[str, Any] = {
        "units": sorted({unit for unit, _ in wanted}),
        "rows": [row for _, row in wanted],
        "tops": [row for _, row in above],
    }
    sums: dict[Key, Counts] = {}
    rules: dict[str, Counts] = {}
    with connection.cursor() as cursor:
        cursor.execute(TALLIES, params)
        for rule_id, unit, row, *counts in cursor.fetchall():
            if rule_id:
                rules[rule_id] = Counts(*counts)
            else:
                sums[unit, row] = Counts(*counts)
    return sums, rules
