"""Gates and reads of imports and exports."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.exchange.models import RememberedMapping, RosterExport, RosterFinding, RosterImport
from dangwu.exchange.permissions import EXPORTERS, IMPORTERS, can_export, can_import
from dangwu.organisations.models import Organisation, OrganisationQuerySet
from dangwu.organisations.queries import organisation_for, visible_organisations

_MOST_CHOICES = 500


def importable_organisations(access: Access) -> OrganisationQuerySet:
    """Return the organisations for which `access` may bring in a roster, a top of each unit first.

    Raises PermissionDenied for who may bring in none.
    """
    return _organisations(access, IMPORTERS)


def exportable_organisations(access: Access) -> OrganisationQuerySet:
    """Return the organisations whose roster `access` may take out. Raises PermissionDenied."""
    return _organisations(access, EXPORTERS)


def _organisations(access: Access, roles: frozenset[Role]) -> OrganisationQuerySet:
    if not access.reaches_as(roles):
        raise PermissionDenied
    found = visible_organisations(access, roles=roles).standing()
    return found.only("unit_id", "id", "name", "path", "kind", "code").order_by("unit_id", "path")


def organisation_choices(
    organisations: OrganisationQuerySet, access: Access
) -> list[tuple[str, str]]:
    """Return ("unit:id", name) of the organisations of the posts and those just below them."""
    own = {reach.organisation_id for reach in access.reaches if reach.organisation_id}
    near = organisations.filter(Q(id__in=own) | Q(parent_id__in=own) | Q(parent__isnull=True))
    return [(f"{item.unit_id}:{item.id}", item.name) for item in near[:_MOST_CHOICES]]


def organisation_to_import(access: Access, unit_id: int, key: uuid.UUID) -> Organisation:
    """Return an organisation to import for; Http404 unseen, PermissionDenied not allowed."""
    organisation = organisation_for(access, unit_id, key)
    if not can_import(access, organisation):
        raise PermissionDenied
    return organisation


def organisation_to_export(access: Access, unit_id: int, key: uuid.UUID) -> Organisation:
    """Return an organisation to export; Http404 unseen, PermissionDenied not allowed."""
    organisation = organisation_for(access, unit_id, key)
    if not can_export(access, organisation):
        raise PermissionDenied
    return organisation


def roster_for(access: Access, unit_id: int, key: uuid.UUID) -> RosterImport:
    """Return an import; Http404 when its organisation is unseen, PermissionDenied otherwise."""
    roster = (
        RosterImport.objects.filter(unit_id=unit_id, id=key)
        .select_related("organisation", "file", "annotated")
        .first()
    )
    if roster is None:
        raise Http404
    if can_import(access, roster.organisation):
        return roster
    organisation_for(access, unit_id, roster.organisation_id)
    raise PermissionDenied


def export_for(access: Access, unit_id: int, key: uuid.UUID) -> RosterExport:
    """Return an export that the same account asked for, else raise Http404."""
    export = (
        RosterExport.objects.filter(unit_id=unit_id, id=key, asked_by=access.account_id)
        .select_related("organisation", "file")
        .first()
    )
    if export is None or access.account_id is None:
        raise Http404
    return export


def roster_history(access: Access) -> QuerySet[RosterImport]:
    """Return the imports of all organisations in reach, the latest first.

    Who may only take rosters out sees none. Raises PermissionDenied for who may do neither.
    """
    if not access.reaches_as(EXPORTERS):
        raise PermissionDenied
    reaches = access.reaches_as(IMPORTERS)
    if not reaches:
        return RosterImport.objects.none()
    condition = Q()
    for reach in reaches:
        condition |= Q(unit_id=reach.unit_id) & (
            Q(organisation__path=reach.path)
            | Q(organisation__path__gt=f"{reach.path}.", organisation__path__lt=f"{reach.path}/")
        )
        if reach.units_below:
            condition |= Q(unit_id__in=sorted(reach.units_below))
    units = {r.unit_id for r in reaches}.union(*(r.units_below for r in reaches))
    return (
        RosterImport.objects.filter(unit_id__in=sorted(units))
        .filter(condition)
        .select_related("organisation", "file")
        .defer("sheets", "mapping", "chosen_sheets")
        .order_by("-uploaded_at")
    )


def findings_of(roster: RosterImport, *, notices: bool) -> QuerySet[RosterFinding]:
    """Return why rows cannot come in, or the notices, in the order of the workbook."""
    return RosterFinding.objects.filter(
        unit_id=roster.unit_id, roster=roster, is_notice=notices
    ).order_by("number")


def remembered_mapping(unit_id: int, signature: str) -> dict[str, str]:
    """Return how the unit last mapped these headings, {} when it never did."""
    found = RememberedMapping.objects.filter(unit_id=unit_id, signature=signature).first()
    return dict(found.mapping) if found else {}
