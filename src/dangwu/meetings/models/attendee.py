from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from dangwu.meetings.models.meeting import Meeting
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.queries import UnitQuerySet


class Attendee(models.Model):
    """Somebody that belongs at a meeting: 应到, 列席, or left out of 应到 with both approvals.

    Derived as of the day until the meeting opens; from then on only presence changes. `voting`
    and `voting_reason`: the right to vote that day, and why not. Natural key: a large table.
    """

    class Part(models.TextChoices):
        ENTITLED = "entitled", "应到"
        LEFT_OUT = "left_out", "不计入应到"
        OBSERVER = "observer", "列席"

    class Presence(models.TextChoices):
        EXPECTED = "expected", "未签到"
        CLAIMED = "claimed", "待确认"
        PRESENT = "present", "到会"
        ON_LEAVE = "on_leave", "请假"
        ABSENT = "absent", "未到"
        LEFT = "left", "中途离会"

    class Way(models.TextChoices):
        PHONE = "phone", "扫码"
        PAPER = "paper", "纸质签到"
        HAND = "hand", "会上点名"

    pk = models.CompositePrimaryKey("unit_id", "meeting_id", "person_id")
    unit = UnitKey()
    meeting = UnitForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="attendees", db_index=False
    )
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = UnitForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    part = models.CharField("名义", max_length=8, choices=Part.choices, default=Part.ENTITLED)
    voting = models.BooleanField("有表决权")
    voting_reason = models.CharField("表决权说明", max_length=120, blank=True)
    left_out_class = models.CharField("不计入的情形", max_length=32, blank=True)
    left_out_approvals = ArrayField(
        models.CharField(max_length=32), verbose_name="不计入的同意", default=list
    )
    presence = models.CharField(
        "到会", max_length=8, choices=Presence.choices, default=Presence.EXPECTED
    )
    way = models.CharField("签到方式", max_length=8, choices=Way.choices, blank=True)
    arrived_at = models.DateTimeField("到会时间", null=True, blank=True)
    left_at = models.DateTimeField("离会时间", null=True, blank=True)
    leave_reason = models.CharField("请假事由", max_length=120, blank=True)
    receipt_at = models.DateTimeField("通知回执", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=~Q(part="observer") | Q(voting=False), name="attendee_observer_no_vote"
            ),
            models.CheckConstraint(
                condition=~Q(part="left_out") | ~Q(left_out_class=""),
                name="attendee_left_out_by_class",
            ),
            models.CheckConstraint(
                condition=~Q(presence__in=["present", "left"]) | Q(arrived_at__isnull=False),
                name="attendee_arrival_known",
            ),
        ]
        # 「我要参加哪些会」
        indexes = [models.Index(fields=["unit", "person"], name="meetings_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.get_presence_display()}"
