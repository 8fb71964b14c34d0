"""Who may run a ballot, who may look on. Voting and telling hang on the roll and the list."""

from typing import Final

from dangwu.accounts.access import READERS, Access
from dangwu.accounts.models import Role
from dangwu.organisations.models import Organisation

ORGANISERS: Final = frozenset({Role.SECRETARY, Role.CLERK, Role.COMMITTEE_MEMBER})


def can_organise(access: Access, organisation: Organisation) -> bool:
    """Whether ballots of this organisation may be prepared, opened and closed."""
    return access.covers(organisation.unit_id, organisation.path, roles=ORGANISERS)


def can_watch(access: Access, organisation: Organisation) -> bool:
    """Whether state and turnout are shown: the posts that reach the organisation."""
    return access.covers(organisation.unit_id, organisation.path, roles=READERS)
