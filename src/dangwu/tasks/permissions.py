"""Who assigns work, who reports on it, who closes it, who reads it."""

from dangwu.accounts.access import KEEPERS, READERS, Access
from dangwu.organisations.models import Organisation
from dangwu.tasks.models import Task


def can_assign(access: Access, organisation: Organisation) -> bool:
    """Whether work of this organisation is assigned, moved, closed: its keepers and those above."""
    return access.covers(organisation.unit_id, organisation.path, roles=KEEPERS)


def can_keep(access: Access, task: Task) -> bool:
    """Whether this task may be moved to another day, closed, cancelled or given back."""
    return can_assign(access, task.organisation)


def owns(access: Access, task: Task) -> bool:
    """Whether the one who acts answers for the task."""
    return access.is_person(task.unit_id, task.owner_id)


def can_read_below(access: Access, organisation: Organisation) -> bool:
    """Whether tasks of this organisation are read: the posts that reach it."""
    return access.covers(organisation.unit_id, organisation.path, roles=READERS)
