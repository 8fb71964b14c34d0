"""Reading the tallies: one organisation, its children, by rule. Counts of duties, never of people."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, TypeAlias

from django.db.models import Min, Q, Sum

from dangwu.accounts.access import READERS, Access
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries import visible_organisations
from dangwu.rules.models import DutyTally, SubtreeTally
from dangwu.sharding.models import Unit

Key: TypeAlias = tuple[int, uuid.UUID]
STATES = ("met", "due", "overdue", "late", "exempt", "unknown")


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


@dataclass(frozen=True, slots=True)
class ChildTally:
    """A child of an organisation with the counts of its whole subtree."""

    organisation: Organisation
    counts: Counts


def subtree_counts(organisation: Organisation, *, rule_id: str = "") -> Counts:
    """Return the counts of an organisation and all below it, in the units below it too.

    rule_id: only this rule; empty for all rules.
    """
    return _total(_tops(organisation), rule_id)


def rule_counts(organisation: Organisation) -> dict[str, Counts]:
    """Return the counts of the subtree by rule."""
    rows = (
        SubtreeTally.objects.filter(_these(_tops(organisation)))
        .exclude(rule_id="")
        .values("rule_id")
        .annotate(**_sums())
        .order_by("rule_id")
    )
    return {row.pop("rule_id"): _counts(row) for row in rows}


def children_tallies(
    access: Access, organisation: Organisation, *, rule_id: str = ""
) -> list[ChildTally]:
    """Return the children that `access` may see, each with its subtree's counts, by path.

    The top organisations of the units directly below are children of the top of their unit.
    rule_id: only this rule; empty for all rules.
    """
    children = list(
        visible_organisations(access, roles=READERS)
        .standing()
        .filter(_children(organisation))
        .order_by("unit_id", "path")
    )
    below = _units_below([child.unit_id for child in children if "." not in child.path])
    keys = {child.pk: [(child.unit_id, child.id), *_inside(child, below)] for child in children}
    rows = {
        (row.unit_id, row.organisation_id): row
        for row in SubtreeTally.objects.filter(
            _these(list(chain(*keys.values()))), rule_id=rule_id
        )
    }
    return [
        ChildTally(child, _added(rows[key] for key in keys[child.pk] if key in rows))
        for child in children
    ]


def _inside(child: Organisation, below: dict[int, list[Key]]) -> list[Key]:
    """Return the tops of the units below a child that is the top of its own unit."""
    return below.get(child.unit_id, []) if "." not in child.path else []


def _added(rows: Iterable[SubtreeTally]) -> Counts:
    found = list(rows)
    if not found:
        return Counts()
    names = ("organisations", "behind", *STATES)
    sums = {name: sum(getattr(row, name) for row in found) for name in names}
    return Counts(**sums, as_of=min(row.as_of for row in found))


def organisations_behind(
    access: Access, organisation: Organisation, *, rule_id: str, limit: int = 100
) -> list[Organisation]:
    """Return organisations of the subtree with an overdue duty by one rule, by path."""
    late = DutyTally.objects.filter(
        unit_id=organisation.unit_id, rule_id=rule_id, overdue__gt=0
    ).values("organisation_id")
    return list(
        visible_organisations(access, roles=READERS)
        .under(organisation)
        .filter(id__in=late)
        .order_by("path")[:limit]
    )


def _children(organisation: Organisation) -> Q:
    inside = Q(unit_id=organisation.unit_id, parent_id=organisation.id)
    if "." in organisation.path:
        return inside
    units = Unit.objects.filter(parent_id=organisation.unit_id).values_list("id", flat=True)
    return inside | (Q(unit_id__in=list(units), parent_id__isnull=True))


def _tops(organisation: Organisation) -> list[Key]:
    own = (organisation.unit_id, organisation.id)
    if "." in organisation.path:
        return [own]
    return [own, *_units_below([organisation.unit_id]).get(organisation.unit_id, [])]


def _units_below(units: Iterable[int]) -> dict[int, list[Key]]:
    """Return the top organisations of all units below each of these units."""
    found: dict[int, list[Key]] = {}
    wanted = {unit.path: unit.id for unit in Unit.objects.filter(id__in=sorted(set(units)))}
    if not wanted:
        return found
    condition = Q()
    for path in wanted:
        condition |= Q(path__gt=f"{path}.", path__lt=f"{path}/")
    paths = dict(Unit.objects.filter(condition).values_list("id", "path"))
    tops = Organisation.objects.filter(unit_id__in=sorted(paths), parent_id__isnull=True)
    for unit_id, row_id in tops.values_list("unit_id", "id"):
        for path, above in wanted.items():
            if paths[unit_id].startswith(f"{path}."):
                found.setdefault(above, []).append((unit_id, row_id))
    return found


def _these(keys: list[Key]) -> Q:
    units = sorted({unit for unit, _ in keys})
    return Q(unit_id__in=units, organisation_id__in=[row for _, row in keys])


def _sums() -> dict[str, Any]:
    names = ("organisations", "behind", *STATES)
    return {**{f"{name}_sum": Sum(name) for name in names}, "oldest": Min("as_of")}


def _total(keys: list[Key], rule_id: str) -> Counts:
    return _counts(SubtreeTally.objects.filter(_these(keys), rule_id=rule_id).aggregate(**_sums()))


def _counts(row: dict[str, Any]) -> Counts:
    as_of = row.pop("oldest")
    return Counts(**{k.removesuffix("_sum"): v or 0 for k, v in row.items()}, as_of=as_of)
