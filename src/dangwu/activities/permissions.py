"""Who may file and withdraw work."""

from typing import Final

from dangwu.accounts.access import READERS, Access
from dangwu.accounts.models import Role
from dangwu.activities.models import Activity
from dangwu.organisations.models import Organisation

FILERS: Final = frozenset({Role.SECRETARY, Role.CLERK, Role.COMMITTEE_MEMBER})


def can_file_activity(access: Access, organisation: Organisation) -> bool:
    """Secretary, clerk and committee member; those who supervise only read."""
    return access.covers(organisation.unit_id, organisation.path, roles=FILERS)


def can_withdraw_activity(access: Access, activity: Activity) -> bool:
    """Whoever may file for the organisation that held it."""
    return can_file_activity(access, activity.organisation)


def can_see_activity(access: Access, organisation: Organisation) -> bool:
    """The posts that reach the organisation."""
    return access.covers(organisation.unit_id, organisation.path, roles=READERS)
