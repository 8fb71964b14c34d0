"""The tree of organisations on a day, today or past, read from the periods."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Q

from dangwu.accounts.access import READERS, Access
from dangwu.core.names import QueryKind, search_terms
from dangwu.core.rulebook import terms
from dangwu.organisations.models import Organisation, OrganisationPeriod
from dangwu.organisations.queries.gates import visible_organisations
from dangwu.sharding.queries import UnitQuerySet

IN_THE_PARTY = ("full", "probationary")
FOUND_AT_MOST = 50
FIELDS = ("unit_id", "organisation_id", "name", "kind", "category", "path")


@dataclass(frozen=True, slots=True)
class Node:
    """An organisation on a day.

    `members`: of its subtree, known for today only; a group has none, they belong to its branch.
    """

    unit_id: int
    id: uuid.UUID
    name: str
    kind: str
    category: str
    path: str
    children: int = 0
    members: int | None = None

    @property
    def kind_label(self) -> str:
        return terms.KINDS[self.kind]

    @property
    def depth(self) -> int:
        """How many organisations of the unit stand above it."""
        return self.path.count(".")


def tree_on(access: Access, unit_id: int, on: date) -> list[Node]:
    """Return every organisation of the unit that stood on that day and `access` may see.

    In the order of their paths of that day, without counts.
    """
    return _nodes(_states(access, on).filter(unit_id=unit_id))


def organisation_on(organisation: Organisation, on: date) -> OrganisationPeriod | None:
    """Return how the organisation was on that day; None before it was set up and once abolished.

    The caller holds it through `organisation_for`.
    """
    return (
        OrganisationPeriod.objects.filter(
            unit_id=organisation.unit_id, organisation_id=organisation.id, period__contains=on
        )
        .select_related("parent")
        .first()
    )


def roots_on(access: Access, on: date) -> list[Node]:
    """Return the highest organisations that `access` reaches, with counts; nested ones left out."""
    reaches = access.reaches_as(READERS)
    tops = {(r.unit_id, r.organisation_id) for r in reaches if r.organisation_id}
    below = sorted(set().union(*(r.units_below for r in reaches)))
    wanted = Q(organisation_id__in=sorted(top for _, top in tops))
    if below:
        wanted |= Q(unit_id__in=below, parent__isnull=True)
    nodes = _nodes(_states(access, on).filter(wanted))
    highest = [node for node in nodes if not any(_above(other, node) for other in nodes)]
    return _counted(highest, access, on)


def children_on(access: Access, parent: Node | Organisation, on: date) -> list[Node]:
    """Return the organisations directly below, as they were on that day, with counts."""
    rows = _states(access, on).filter(unit_id=parent.unit_id, parent_id=parent.id)
    return _counted(_nodes(rows), access, on)


def found_on(access: Access, query: str, on: date) -> list[Node]:
    """Return up to fifty organisations by name of that day, or by today's pinyin or code.

    Raises InputError when there is nothing to search for.
    """
    asked = search_terms(query)
    if asked.kind is QueryKind.HAN:
        condition = Q(name__contains=asked.text)
    elif asked.kind is QueryKind.NUMBER:
        condition = Q(organisation__code__startswith=query.strip()) | Q(name__contains=asked.text)
    else:
        condition = Q(organisation__initials__contains=asked.text)
        if asked.kind is QueryKind.PINYIN:
            condition |= Q(organisation__pinyin__contains=asked.text)
    return _nodes(_states(access, on).filter(condition)[:FOUND_AT_MOST])


def _states(access: Access, on: date) -> UnitQuerySet[OrganisationPeriod]:
    """Periods of that day of the organisations that are in reach today."""
    seen = visible_organisations(access)
    units = sorted(access.units)
    return OrganisationPeriod.objects.filter(
        unit_id__in=units, period__contains=on, organisation__in=seen.values("id")
    ).order_by("unit_id", "path")


def _nodes(periods: UnitQuerySet[OrganisationPeriod]) -> list[Node]:
    return [
        Node(
            unit_id=row["unit_id"],
            id=row["organisation_id"],
            name=row["name"],
            kind=row["kind"],
            category=row["category"],
            path=row["path"],
        )
        for row in periods.values(*FIELDS)
    ]


def _above(upper: Node, lower: Node) -> bool:
    return upper.unit_id == lower.unit_id and lower.path.startswith(f"{upper.path}.")


def _counted(nodes: Sequence[Node], access: Access, on: date) -> list[Node]:
    if not nodes:
        return []
    units = sorted({node.unit_id for node in nodes})
    below = (
        _states(access, on)
        .filter(unit_id__in=units, parent_id__in=[node.id for node in nodes])
        .order_by()
        .values_list("parent_id")
        .annotate(n=Count("id"))
    )
    children = dict(below)
    holding = [node for node in nodes if node.kind != "group"]
    members = _members_under(holding) if on >= access.today else {}
    return [
        replace(
            node,
            children=children.get(node.id, 0),
            members=members.get((node.unit_id, node.path)),
        )
        for node in nodes
    ]


def _members_under(nodes: Sequence[Node]) -> dict[tuple[int, str], int]:
    """Count the members under each node in one pass. Nodes of one depth share the pass."""
    counts: dict[tuple[int, str], int] = {}
    for depth in sorted({node.depth for node in nodes}):
        level = [node for node in nodes if node.depth == depth]
        counts |= _members_at(level, depth)
    return counts


def _members_at(level: Iterable[Node], depth: int) -> dict[tuple[int, str], int]:
    inside, units = Q(), set()
    for node in level:
        units.add(node.unit_id)
        inside |= Q(unit_id=node.unit_id) & (
            Q(path=node.path) | Q(path__gt=f"{node.path}.", path__lt=f"{node.path}/")
        )
    # `people` is the relation that the room of members makes: here only their number is read.
    rows = (
        Organisation.objects.filter(inside, unit_id__in=sorted(units))
        .values_list("unit_id", "path")
        .annotate(n=Count("people", filter=Q(people__standing__in=IN_THE_PARTY)))
    )
    counts: dict[tuple[int, str], int] = {}
    for unit_id, path, n in rows:
        head = (unit_id, ".".join(path.split(".")[: depth + 1]))
        counts[head] = counts.get(head, 0) + n
    return counts
