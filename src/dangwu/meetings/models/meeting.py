from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from dangwu.activities.models import Activity
from dangwu.core.rulebook import terms
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet


class Meeting(UnitModel):
    """A meeting of one body, called by one organisation, held by it alone or with others.

    `kinds`: codes of `terms.ACTIVITIES`, what it will count as. `activity`: the fact that closing
    it filed. The door token lets a phone say who is there, from the notice to the close.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "筹备"
        NOTICED = "noticed", "已通知"
        OPEN = "open", "进行中"
        CLOSED = "closed", "已结束"
        CALLED_OFF = "called_off", "已取消"

    organisation = UnitForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="meetings_called"
    )
    kinds = ArrayField(models.CharField(max_length=24), verbose_name="类别")
    body = models.CharField("会议组织", max_length=32, choices=list(terms.BODIES.items()))
    title = models.CharField("题目", max_length=120)
    starts_at = models.DateTimeField("开始时间")
    minutes_planned = models.PositiveSmallIntegerField("预计时长（分钟）", null=True, blank=True)
    place = models.CharField("地点", max_length=80, blank=True)
    chair = UnitForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorder = UnitForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    emergency = models.BooleanField("紧急会议", default=False)
    emergency_reason = models.CharField("紧急原因", max_length=200, blank=True)
    designated_convener = UnitForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    rerun_of = UnitForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reruns"
    )
    rerun_reason = models.CharField("重开原因", max_length=200, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.PLANNED)
    called_by = models.UUIDField("召集账号", null=True)
    called_at = models.DateTimeField("筹备时间")
    notice_text = models.TextField("通知内容", blank=True)
    noticed_at = models.DateTimeField("通知时间", null=True, blank=True)
    opened_at = models.DateTimeField("开会时间", null=True, blank=True)
    closed_at = models.DateTimeField("散会时间", null=True, blank=True)
    called_off_at = models.DateTimeField("取消时间", null=True, blank=True)
    called_off_reason = models.CharField("取消原因", max_length=200, blank=True)
    door_token = models.CharField("签到令牌", max_length=48, db_collation="C", blank=True)
    activity = UnitForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(condition=~Q(kinds=[]), name="meeting_has_a_kind"),
            models.CheckConstraint(condition=~Q(title=""), name="meeting_has_a_title"),
            models.CheckConstraint(
                condition=Q(emergency=False) | ~Q(emergency_reason=""),
                name="meeting_emergency_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(rerun_of__isnull=True) | ~Q(rerun_reason=""),
                name="meeting_rerun_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="called_off") | ~Q(called_off_reason=""),
                name="meeting_called_off_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "called_off"]) | Q(noticed_at__isnull=False),
                name="meeting_noticed_at_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["open", "closed"]) | Q(opened_at__isnull=False),
                name="meeting_opened_at_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed")
                | Q(closed_at__gte=models.F("opened_at"), activity__isnull=False),
                name="meeting_closed_is_filed",
            ),
            models.UniqueConstraint(
                fields=["unit", "door_token"],
                condition=~Q(door_token=""),
                name="meeting_door_token_once",
            ),
            # A form sent twice plans one meeting.
            models.UniqueConstraint(
                fields=["unit", "organisation", "kinds", "title", "starts_at"],
                condition=Q(state__in=["planned", "noticed"]),
                name="meeting_planned_once",
            ),
        ]
        indexes = [
            # 「这个组织开过哪些会」
            models.Index(
                fields=["unit", "organisation", "-starts_at", "id"], name="meetings_of_org"
            ),
            # 「最近开过哪些会」, over a subtree
            models.Index(fields=["unit", "-starts_at", "-id"], name="meetings_by_day"),
            # 「哪些会要开了、正在开」
            models.Index(
                fields=["unit", "state", "starts_at"],
                condition=Q(state__in=["planned", "noticed", "open"]),
                name="meetings_ahead",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MeetingOrganisation(models.Model):
    """An organisation that holds the meeting: the one that called it and those that join it."""

    pk = models.CompositePrimaryKey("unit_id", "meeting_id", "organisation_id")
    unit = UnitKey()
    meeting = UnitForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="organisations", db_index=False
    )
    organisation = UnitForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["unit", "organisation"], name="meetings_held_with")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.organisation_id}"
