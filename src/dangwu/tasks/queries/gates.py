"""The way to one task: its owner, its helpers, and the posts that reach the organisation."""

import uuid

from django.http import Http404

from dangwu.accounts.access import Access
from dangwu.tasks.models import Task, TaskHelper
from dangwu.tasks.permissions import can_read_below, owns


def task_for(access: Access, unit_id: int, task_id: uuid.UUID) -> Task:
    """Return a task that `access` may see, else raise Http404."""
    found = (
        Task.objects.filter(unit_id=unit_id, id=task_id)
        .select_related("organisation", "owner", "parent")
        .first()
    )
    if found is None:
        raise Http404
    if not can_read_below(access, found.organisation) and not does(access, found):
        raise Http404
    return found


def does(access: Access, task: Task) -> bool:
    """Whether the one who acts is the owner or a helper."""
    if owns(access, task):
        return True
    if access.person_id is None or access.unit_id != task.unit_id:
        return False
    return TaskHelper.objects.filter(
        unit_id=task.unit_id, task_id=task.id, person_id=access.person_id
    ).exists()
