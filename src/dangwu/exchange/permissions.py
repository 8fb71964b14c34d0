"""Who may bring rosters in and take them out."""

from typing import Final

from dangwu.accounts.access import KEEPERS, Access
from dangwu.accounts.models import Role
from dangwu.organisations.models import Organisation

IMPORTERS: Final = KEEPERS | {Role.DEPARTMENT}
EXPORTERS: Final = IMPORTERS | {Role.COMMITTEE_MEMBER}


def can_import(access: Access, organisation: Organisation) -> bool:
    """Whether `access` may bring a roster into this organisation and those below it."""
    return access.covers(organisation.unit_id, organisation.path, roles=IMPORTERS)


def can_export(access: Access, organisation: Organisation) -> bool:
    """Whether `access` may take out the roster of this organisation, numbers masked."""
    return access.covers(organisation.unit_id, organisation.path, roles=EXPORTERS)


def can_reveal(access: Access, organisation: Organisation) -> bool:
    """Whether `access` may take out personal numbers in full; it is recorded."""
    return access.covers(organisation.unit_id, organisation.path, roles=IMPORTERS)
