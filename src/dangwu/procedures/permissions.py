"""Who may run a change of term, who may decide on it from above, who may look on."""

from dangwu.accounts.access import KEEPERS, READERS, Access
from dangwu.organisations.models import Organisation
from dangwu.organisations.permissions import can_arrange


def can_run(access: Access, organisation: Organisation) -> bool:
    """Whether the case may be started and its steps filed."""
    return access.covers(organisation.unit_id, organisation.path, roles=KEEPERS)


def can_decide(access: Access, organisation: Organisation) -> bool:
    """Whether the superior's replies are entered by the superior itself."""
    return can_arrange(access, organisation)


def can_file(access: Access, organisation: Organisation) -> bool:
    """Whether anything of the case may be entered."""
    return can_run(access, organisation) or can_decide(access, organisation)


def can_read(access: Access, organisation: Organisation) -> bool:
    """Whether the case is shown."""
    return access.covers(organisation.unit_id, organisation.path, roles=READERS)
