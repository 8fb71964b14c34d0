"""Who runs the accounts of the units."""

from dangwu.accounts.access import Access
from dangwu.accounts.models import Role


def units_administered(access: Access) -> frozenset[int]:
    """Return the units whose accounts the person runs."""
    held = access.reaches_as({Role.ADMINISTRATOR})
    return frozenset(r.unit_id for r in held).union(*(r.units_below for r in held))
