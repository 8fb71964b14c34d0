"""Special groups: how many of each kind, and both ends of those who are away."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.members.models import SpecialStatus
from dangwu.members.permissions import GUARDED, LISTERS, special_kinds_for
from dangwu.members.queries.gates import people_of
from dangwu.organisations.queries import visible_organisations
from dangwu.sharding.queries import UnitQuerySet

SHOWN_AT_MOST: Final = 200
Kind = SpecialStatus.Kind


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many people of the reach have a circumstance today."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Ends:
    """Mobile members: who went from here, and who came here from elsewhere in the unit."""

    went: list[SpecialStatus]
    came: list[SpecialStatus]


def group_counts(access: Access) -> list[GroupCount]:
    """Return the kinds this person may list, with their counts, in the order of the field."""
    found: dict[str, int] = {}
    kinds = special_kinds_for(access)
    guarded = [kind for kind in kinds if Kind(kind) in GUARDED]
    for roles, some in _by_roles(kinds, guarded):
        rows = _now(access).filter(
            kind__in=some, person_id__in=people_of(access, roles=roles).values("id")
        )
        found |= dict(rows.values_list("kind").annotate(n=Count("id")).order_by())
    return [GroupCount(kind, str(Kind(kind).label), found.get(kind, 0)) for kind in kinds]


def ends_of_mobile(access: Access) -> Ends:
    """Return mobile members of the reach and those who take part here, earliest first."""
    rows = (
        _now(access)
        .filter(kind=Kind.MOBILE)
        .select_related("person__organisation", "receiving")
        .order_by("period")
    )
    homes = people_of(access).values("id")
    here = visible_organisations(access, roles=LISTERS).values("id")
    return Ends(
        went=list(rows.filter(person_id__in=homes)[:SHOWN_AT_MOST]),
        came=list(rows.filter(receiving_id__in=here).exclude(person_id__in=homes)[:SHOWN_AT_MOST]),
    )


def _now(access: Access) -> UnitQuerySet[SpecialStatus]:
    return SpecialStatus.objects.filter(
        Q(unit_id__in=sorted(access.units)), period__contains=access.today
    )


def _by_roles(kinds: list[str], guarded: list[str]) -> list[tuple[frozenset[Role], list[str]]]:
    """Return the kinds by the roles that may list them: one count for each set of roles."""
    parts: dict[frozenset[Role], list[str]] = {}
    for kind in kinds:
        roles = LISTERS & GUARDED[Kind(kind)] if kind in guarded else LISTERS
        parts.setdefault(roles, []).append(kind)
    return list(parts.items())
