"""The days of tasks, for the calendar: one's own, and those of the organisations one keeps."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse

from dangwu.accounts.access import READERS, Access
from dangwu.notices.sources import Entry
from dangwu.tasks.models import Task, TaskHelper

MOST = 300  # tasks in one month of one person


def task_entries(access: Access, first: date, last: date) -> Iterator[Entry]:
    """Yield the tasks that fall due: those the person does, those of the organisations held."""
    held = [r.organisation_id for r in access.reaches_as(READERS) if r.organisation_id]
    helped = TaskHelper.objects.filter(
        unit_id=access.unit_id or 0, person_id__in=[access.person_id]
    ).values("task_id")
    own = Q(unit_id=access.unit_id) & (Q(owner_id__in=[access.person_id]) | Q(id__in=helped))
    rows = (
        Task.objects.filter(unit_id__in=sorted(access.units), due_on__gte=first, due_on__lte=last)
        .filter(Q(organisation_id__in=held) | own)
        .exclude(state=Task.State.CANCELLED)
        .select_related("organisation")
        .order_by("due_on", "id")[:MOST]
    )
    for task in rows:
        yield Entry(
            uid=f"task-{task.id}",
            on=task.due_on,
            kind="任务",
            title=task.title,
            organisation=str(task.organisation),
            link=reverse("tasks:show", args=(task.unit_id, task.id)),
            state="overdue" if task.is_overdue(access.today) else "",
            done=task.state == Task.State.DONE,
        )
