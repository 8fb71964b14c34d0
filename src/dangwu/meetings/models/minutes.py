from django.db import models
from django.db.models import Q

from dangwu.meetings.models.meeting import Meeting
from dangwu.sharding.fields import UnitForeignKey, UnitKey, uuid7
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet


class Minutes(UnitModel):
    """The draft: computed from the facts at first, then edited. Sealing it ends the editing."""

    meeting = UnitForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    text = models.TextField("会议记录")
    drafted_at = models.DateTimeField("起草时间")
    edited_at = models.DateTimeField("修改时间", null=True, blank=True)
    edited_by = models.UUIDField("修改账号", null=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["unit", "meeting"], name="minutes_one_draft"),
        ]

    def __str__(self) -> str:
        return str(self.meeting_id)

    @property
    def version(self) -> str:
        """A word that changes with every edit; forms carry it along."""
        return (self.edited_at or self.drafted_at).isoformat()


class SealedMinutes(models.Model):
    """The signed minutes with everything they rest on, and the digest of it.

    `content`: canonical plain form (people, items, votes with their verdicts, resolutions, text).
    `late_days`: days after the last day for filing; 0 is in time. Never changed, never removed.
    """

    unit = UnitKey(append_only=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = UnitForeignKey(Meeting, on_delete=models.PROTECT, related_name="sealed")
    content = models.JSONField("内容")
    digest = models.CharField("摘要", max_length=64)
    signed_by = models.UUIDField("签字账号", null=True)
    signed_name = models.CharField("签字人", max_length=60)
    signed_post = models.CharField("签字人职务", max_length=20)
    sealed_at = models.DateTimeField("封存时间")
    sealed_on = models.DateField("封存日期")
    late_days = models.PositiveIntegerField("迟记天数", default=0)

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["unit", "meeting"], name="minutes_sealed_once"),
        ]

    def __str__(self) -> str:
        return self.digest[:12]


class Correction(models.Model):
    """A correction beside sealed minutes: what was wrong, what is right, why. Never changed."""

    unit = UnitKey(append_only=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sealed = UnitForeignKey(SealedMinutes, on_delete=models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField("序号")
    wrong = models.TextField("原记录")
    right = models.TextField("更正为")
    reason = models.CharField("更正原因", max_length=300)
    previous_digest = models.CharField("前一摘要", max_length=64)
    digest = models.CharField("摘要", max_length=64)
    signed_by = models.UUIDField("签字账号", null=True)
    signed_name = models.CharField("签字人", max_length=60)
    corrected_at = models.DateTimeField("更正时间")

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "sealed", "number"], name="correction_one_a_number"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.sealed_id} {self.number}"
