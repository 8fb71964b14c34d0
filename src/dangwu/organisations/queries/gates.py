"""Gates and reads of organisations."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.http import Http404

from dangwu.accounts.access import READERS, Access, Reach
from dangwu.accounts.models import Account, Grant, Role
from dangwu.organisations.models import Organisation, OrganisationQuerySet
from dangwu.sharding.models import Unit


def reaches_of(account: Account, *, on: date) -> tuple[Reach, ...]:
    """Return the reaches of the account's grants in force that day.

    The row security of the transaction must be open for the units of the grants.
    """
    grants = list(Grant.objects.in_force(on).filter(account=account))
    ids = {g.organisation_id for g in grants if g.organisation_id}
    units = {g.unit_id for g in grants}
    paths = {
        (o.unit_id, o.id): o.path
        for o in Organisation.objects.filter(unit_id__in=units, id__in=ids).only("path", "unit_id")
    }
    return tuple(_reach(grant, paths) for grant in grants)


def _reach(grant: Grant, paths: dict[tuple[int, uuid.UUID], str]) -> Reach:
    organisation_id = grant.organisation_id
    path = paths.get((grant.unit_id, organisation_id), "-") if organisation_id else "-"
    return Reach(
        role=Role(grant.role),
        unit_id=grant.unit_id,
        organisation_id=organisation_id,
        path=path,
        units_below=_units_below(grant.unit_id) if "." not in path else frozenset(),
    )


def _units_below(unit_id: int) -> frozenset[int]:
    unit = Unit.objects.get(pk=unit_id)
    return frozenset(
        Unit.objects.filter(path__gt=f"{unit.path}.", path__lt=f"{unit.path}/").values_list(
            "id", flat=True
        )
    )


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
