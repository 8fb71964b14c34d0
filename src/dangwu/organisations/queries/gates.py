"""Gates and reads of organisations."""

import uuid
from collections.abc import Collection, Iterable
from datetime import date
from typing import Final

from django.db import connection
from django.db.models import Q
from django.http import Http404

from dangwu.accounts.access import READERS, Access, Reach
from dangwu.accounts.models import Account, Grant, Role
from dangwu.organisations.models import Organisation, OrganisationQuerySet


def reaches_of(account: Account, *, on: date) -> tuple[Reach, ...]:
    """Return the reaches of the account's grants in force that day.

    The row security of the transaction must be open for the units of the grants.
    """
    return reaches_from(Grant.objects.in_force(on).filter(account=account).order_by("id"))


def reaches_from(grants: Iterable[Grant]) -> tuple[Reach, ...]:
    """Return the reaches of grants that have been read, in their order."""
    held = list(grants)
    ids = {grant.organisation_id for grant in held if grant.organisation_id}
    units = {grant.unit_id for grant in held}
    rows = Organisation.objects.filter(unit_id__in=units, id__in=ids)
    paths = {(unit, row): path for unit, row, path in rows.values_list("unit_id", "id", "path")}
    placed = [(g, paths.get((g.unit_id, g.organisation_id or g.id), "-")) for g in held]
    below = units_below({grant.unit_id for grant, path in placed if "." not in path})
    return tuple(
        Reach(
            role=Role(grant.role),
            unit_id=grant.unit_id,
            organisation_id=grant.organisation_id,
            path=path,
            units_below=frozenset() if "." in path else frozenset(below[grant.unit_id]),
        )
        for grant, path in placed
    )


UNITS_BELOW: Final = """SELECT u.id, b.id, b.path FROM sharding_unit u
JOIN sharding_unit b ON b.path > u.path || '.' AND b.path < u.path || '/'
WHERE u.id = ANY(%s)"""


def units_below(units: Collection[int]) -> dict[int, dict[int, str]]:
    """Return for each of these units all that stand below it with their paths, in one query."""
    found: dict[int, dict[int, str]] = {unit: {} for unit in units}
    if found:
        with connection.cursor() as cursor:
            cursor.execute(UNITS_BELOW, [sorted(found)])
            for unit, below, path in cursor.fetchall():
                found[unit][below] = path
    return found


def visible_organisations(
    access: Access, *, roles: Iterable[Role] = READERS
) -> OrganisationQuerySet:
    """Return the organisations that these roles of `access` reach. Pins its units."""
    reaches = access.reaches_as(roles)
    if not reaches:
        return Organisation.objects.none()
    condition = Q()
    for reach in reaches:
        condition |= Q(unit_id=reach.unit_id) & (
            Q(path=reach.path) | Q(path__gt=f"{reach.path}.", path__lt=f"{reach.path}/")
        )
        if reach.units_below:
            condition |= Q(unit_id__in=sorted(reach.units_below))
    units = {r.unit_id for r in reaches}.union(*(r.units_below for r in reaches))
    return Organisation.objects.filter(unit_id__in=sorted(units)).filter(condition)


def organisation_for(access: Access, unit_id: int, organisation_id: uuid.UUID) -> Organisation:
    """Return an organisation that `access` may see, else raise Http404.

    Posts see their subtree; a member and a resident see the organisation they belong to.
    """
    organisation = (
        Organisation.objects.filter(unit_id=unit_id, id=organisation_id)
        .select_related("parent")
        .first()
    )
    if organisation is None or not can_see_organisation(access, organisation):
        raise Http404
    return organisation


def can_see_organisation(access: Access, organisation: Organisation) -> bool:
    """Whether `access` may see the organisation's own facts."""
    if access.covers(organisation.unit_id, organisation.path, roles=READERS):
        return True
    own = access.reaches_as({Role.MEMBER, Role.RESIDENT})
    return any(r.organisation_id == organisation.id for r in own)
