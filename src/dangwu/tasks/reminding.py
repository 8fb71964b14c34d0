"""Reminding those who do a task: three days before its day, and on it. Not more."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from dangwu.accounts.access import Access
from dangwu.tasks.models import Task, TaskEntry
from dangwu.tasks.timeline import doers, note, tell

AHEAD: Final = timedelta(days=3)


def remind(unit_id: int, *, now: datetime) -> int:
    """Tell owners and helpers of a unit what is due; return how many tasks were reminded of.

    Once for each task and day of notice, also when the nights between were missed. Runs in a
    transaction in which the unit is open.
    """
    today = timezone.localdate(now)
    program = Access(account_id=None, name="系统", today=today, now=now)
    due = (
        Task.objects.filter(
            unit_id=unit_id,
            state=Task.State.OPEN,
            due_on__gte=today,
            due_on__lte=today + AHEAD,
        )
        .select_related("owner")
        .order_by("due_on", "id")
    )
    return sum(_remind(program, task) for task in due)


def _remind(program: Access, task: Task) -> bool:
    last = task.due_on == program.today
    when = "今天到期" if last else "快到期了"
    key = f"tasks.{'today' if last else 'soon'}:{task.id}:{task.due_on}"
    if not tell(task, doers(task), key, f"任务{when}：{task.title}"):
        return False
    note(program, task, TaskEntry.Kind.REMINDER, f"已提醒负责人和协助人：{when}。")
    return True
