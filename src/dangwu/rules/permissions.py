"""Who may see duties, adopt local rules and exempt from one."""

from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.organisations.models import Organisation


def can_grant_exemption(access: Access, organisation: Organisation) -> bool:
    """The department of a committee above, never the organisation itself."""
    return access.covers(organisation.unit_id, organisation.path, roles={Role.DEPARTMENT})


def can_adopt_pack(access: Access, unit_id: int) -> bool:
    """The department of the committee at the top of the unit, or of a unit above."""
    return any(
        unit_id in reach.units_below or (reach.unit_id == unit_id and "." not in reach.path)
        for reach in access.reaches_as({Role.DEPARTMENT})
        if reach.path != "-"
    )
