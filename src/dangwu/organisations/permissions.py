"""Who may change the tree of organisations, its posts, places and honours."""

from dangwu.accounts.access import KEEPERS, READERS, Access
from dangwu.accounts.models import Role
from dangwu.organisations.models import Organisation

ARRANGERS = KEEPERS | {Role.DEPARTMENT}
BOOKERS = ARRANGERS | {Role.COMMITTEE_MEMBER}
# Posts that the organisation above approves or appoints; the others are divided inside the body.
APPROVED_POSTS = frozenset({"secretary", "deputy", "chief_inspector"})


def can_read_record(access: Access, organisation: Organisation) -> bool:
    """Whether structure, terms and history are shown, beyond the public facts."""
    return access.covers(organisation.unit_id, organisation.path, roles=READERS)


def can_arrange_below(access: Access, organisation: Organisation) -> bool:
    """Whether organisations may be set up under this one."""
    return access.covers(organisation.unit_id, organisation.path, roles=ARRANGERS)


def can_arrange(access: Access, organisation: Organisation) -> bool:
    """Whether this organisation itself may be renamed, moved, merged, split or abolished.

    The department may over its subtree; secretary and clerk only from an organisation above.
    """
    unit_id, path = organisation.unit_id, organisation.path
    if access.covers(unit_id, path, roles={Role.DEPARTMENT}):
        return True
    return any(
        reach.covers(unit_id, path) and (reach.unit_id, reach.path) != (unit_id, path)
        for reach in access.reaches_as(KEEPERS)
    )


def can_keep(access: Access, organisation: Organisation) -> bool:
    """Whether contact data, places and honours of this organisation may be changed."""
    return access.covers(organisation.unit_id, organisation.path, roles=ARRANGERS)


def can_book(access: Access, organisation: Organisation) -> bool:
    """Whether a place may be booked for this organisation."""
    return access.covers(organisation.unit_id, organisation.path, roles=BOOKERS)


def can_change_term(access: Access, organisation: Organisation) -> bool:
    """Whether the change of term of this organisation may be begun and gone on with."""
    return access.covers(organisation.unit_id, organisation.path, roles=KEEPERS)


def can_assign_post(access: Access, organisation: Organisation, post: str) -> bool:
    """Whether this post of the organisation may be filled or ended."""
    if post in APPROVED_POSTS:
        return can_arrange(access, organisation)
    return can_keep(access, organisation)
