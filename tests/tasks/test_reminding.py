"""Reminders: three days before the day and on it, once each, written in the timeline."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import make
from dangwu.accounts.models import Role
from dangwu.notices.models import Notice
from dangwu.tasks.actions import Evidence, assign_task, change_due, close_task
from dangwu.tasks.models import Task, TaskEntry
from dangwu.tasks.reminding import remind

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 10)


def night(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 0, 50, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def task() -> Task:
    branch = make.organisation(unit=make.unit())
    secretary = make.access(role=Role.SECRETARY, organisation=branch)
    return assign_task(
        actor=secretary,
        organisation=branch,
        title="安装健身器材",
        owner=make.person("王建国", organisation=branch),
        helpers=[make.person("李梅", organisation=branch)],
        due_on=DUE,
    )


def reminded(task: Task) -> list[str]:
    rows = Notice.objects.filter(unit_id=task.unit_id, recipient_id=task.owner_id)
    return [n.subject for n in rows.order_by("id") if not n.subject.startswith("新任务")]


def test_who_does_it_is_reminded_three_days_before_and_on_the_day(task: Task) -> None:
    counts = [
        remind(task.unit_id, now=night(DUE + timedelta(days=n))) for n in (-4, -3, -2, -1, 0, 1)
    ]

    assert counts == [0, 1, 0, 0, 1, 0]
    assert reminded(task) == ["任务快到期了：安装健身器材", "任务今天到期：安装健身器材"]
    entries = TaskEntry.objects.filter(unit_id=task.unit_id, kind="reminder")
    assert [(e.by, e.by_name) for e in entries] == [(None, "系统"), (None, "系统")]


def test_a_second_turn_in_the_same_night_reminds_nobody(task: Task) -> None:
    assert remind(task.unit_id, now=night(DUE)) == 1
    assert remind(task.unit_id, now=night(DUE)) == 0


def test_a_night_that_was_missed_is_made_up(task: Task) -> None:
    assert remind(task.unit_id, now=night(DUE - timedelta(days=1))) == 1

    assert reminded(task) == ["任务快到期了：安装健身器材"]


def test_a_moved_day_is_reminded_of_anew(task: Task) -> None:
    remind(task.unit_id, now=night(DUE - timedelta(days=3)))
    keeper = make.access(role=Role.SECRETARY, organisation=task.organisation)
    later = DUE + timedelta(days=30)
    change_due(actor=keeper, task=task, due_on=later, reason="雨季停工")

    assert remind(task.unit_id, now=night(DUE)) == 0
    assert remind(task.unit_id, now=night(later - timedelta(days=3))) == 1


def test_settled_tasks_are_left_alone(task: Task) -> None:
    keeper = make.access(role=Role.SECRETARY, organisation=task.organisation)
    close_task(actor=keeper, task=task, evidence=Evidence("已装好"))

    assert remind(task.unit_id, now=night(DUE)) == 0
