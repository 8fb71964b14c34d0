"""Who sets up the ways out of the product."""

from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.organisations.models import Organisation


def units_administered(access: Access) -> frozenset[int]:
    """Return the units whose robots and deliveries the person looks after."""
    held = access.reaches_as({Role.ADMINISTRATOR})
    return frozenset(r.unit_id for r in held).union(*(r.units_below for r in held))


def can_keep_robots(access: Access, organisation: Organisation) -> bool:
    """Whether robots of this organisation's group may be added and closed."""
    return organisation.unit_id in units_administered(access)
