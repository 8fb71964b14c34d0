"""Work that somebody has to do by a day: who, what, by when, and how it went.

Overdue is computed from the day, never stored. What happened stands in `TaskEntry`, which is
only ever added to; `Task` holds where it stands now.
"""

from datetime import date

from django.db import models
from django.db.models import Q

from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet


class Task(UnitModel):
    """One piece of work with one owner and one day.

    origin_kind, origin_id: what it follows from, e.g. `meetings.agendaitem` and its id; empty
    for a task that stands alone. parent: the task that it is a part of. `proposed`: the owner
    has asked for it to be closed and nobody has answered yet.
    """

    class State(models.TextChoices):
        OPEN = "open", "办理中"
        DONE = "done", "已完成"
        CANCELLED = "cancelled", "已取消"

    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("任务", max_length=120)
    detail = models.TextField("要求", blank=True)
    owner = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField("完成期限")
    state = models.CharField(
        "状态", max_length=10, choices=State.choices, default=State.OPEN, db_collation="C"
    )
    proposed = models.BooleanField("已提请办结", default=False)
    parent = UnitForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    origin_kind = models.CharField("来源类别", max_length=60, db_collation="C", blank=True)
    origin_id = models.UUIDField("来源", null=True, blank=True)
    created_by = models.UUIDField("交办账号", null=True)
    created_at = models.DateTimeField("交办时间")
    closed_on = models.DateField("办结日期", null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "organisation", "owner", "title", "due_on"],
                condition=Q(state="open"),
                name="task_open_once",
            ),
            models.CheckConstraint(
                condition=Q(origin_kind="", origin_id__isnull=True)
                | (~Q(origin_kind="") & Q(origin_id__isnull=False)),
                name="task_origin_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True)
                | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="task_closed_on_a_day",
            ),
        ]
        indexes = [
            # 「这个组织有哪些任务」
            models.Index(
                fields=["unit", "organisation", "state", "due_on", "id"],
                name="tasks_of_organisation",
            ),
            # 「我负责哪些任务」
            models.Index(fields=["unit", "owner", "state", "due_on"], name="tasks_of_owner"),
            # 「这个单位最先到期的是哪些」「最近办结的是哪些」
            models.Index(fields=["unit", "state", "due_on", "id"], name="tasks_by_state_and_day"),
            # 「这个月有哪些到期」「不论办没办的」
            models.Index(fields=["unit", "due_on", "id"], name="tasks_by_day"),
            # 「这项决议派出了哪些任务」
            models.Index(
                fields=["unit", "origin_id"],
                condition=Q(origin_id__isnull=False),
                name="tasks_of_origin",
            ),
            # 「这项任务分成了哪些」
            models.Index(
                fields=["unit", "parent"],
                condition=Q(parent__isnull=False),
                name="tasks_of_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_overdue(self, today: date) -> bool:
        """Whether the day has passed and the work is still open."""
        return self.state == self.State.OPEN and self.due_on < today

    @property
    def days_late(self) -> int:
        """By how many days the work was done after its day; 0 for what was in time or is open."""
        if self.state != self.State.DONE or self.closed_on is None:
            return 0
        return max(0, (self.closed_on - self.due_on).days)


class TaskHelper(models.Model):
    """Somebody who does the work together with the owner."""

    pk = models.CompositePrimaryKey("unit_id", "task_id", "person_id")
    unit = UnitKey()
    task = UnitForeignKey(Task, on_delete=models.CASCADE, related_name="helpers")
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        # 「我协助哪些任务」
        indexes = [models.Index(fields=["unit", "person"], name="tasks_of_helper")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.person_id}"


class TaskEntry(UnitModel):
    """What happened to a task: added, never changed.

    link_kind, link_id: the record or paper that proves it, `activity` or `document`.
    due_from, due_to: of a day that was moved.
    """

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", "交办"
        PROGRESS = "progress", "进展"
        REMINDER = "reminder", "提醒"
        DUE_CHANGED = "due_changed", "调整期限"
        PROPOSED = "proposed", "提请办结"
        CLOSED = "closed", "办结"
        CANCELLED = "cancelled", "取消"
        REOPENED = "reopened", "退回继续办理"

    class Link(models.TextChoices):
        ACTIVITY = "activity", "工作记录"
        DOCUMENT = "document", "公文"

    unit = UnitKey(append_only=True)
    task = UnitForeignKey(Task, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField("事项", max_length=12, choices=Kind.choices)
    text = models.TextField("内容", blank=True)
    link_kind = models.CharField("佐证类别", max_length=10, choices=Link.choices, blank=True)
    link_id = models.UUIDField("佐证", null=True, blank=True)
    due_from = models.DateField("原期限", null=True, blank=True)
    due_to = models.DateField("新期限", null=True, blank=True)
    at = models.DateTimeField("时间")
    by = models.UUIDField("经办账号", null=True)
    by_name = models.CharField("经办人", max_length=60)

    class Meta:
        base_manager_name = "objects"
        # 「这项任务是怎么办的」
        indexes = [models.Index(fields=["unit", "task", "id"], name="entries_of_task")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"
