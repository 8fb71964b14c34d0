from django.db import models

from dangwu.ballots.models.ballot import Ballot
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet


class CountSheet(UnitModel):
    """The count of one contest on paper as one person entered it. A mistake is a new sheet.

    The last sheet of each account speaks; two persons' equal sheets are the count.
    """

    unit = UnitKey(append_only=True)
    ballot = UnitForeignKey(Ballot, on_delete=models.PROTECT, related_name="sheets")
    contest = models.PositiveSmallIntegerField("事项")
    account_id = models.UUIDField("录入账号")
    entered_by = models.CharField("录入人", max_length=60)
    entered_at = models.DateTimeField("录入时间")
    content = models.JSONField("票数")
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        base_manager_name = "objects"
        # 「这次投票录入了什么」
        indexes = [models.Index(fields=["unit", "ballot", "contest"], name="sheets_of_contest")]

    def __str__(self) -> str:
        return f"{self.ballot_id}:{self.contest} {self.entered_by}"


class SealedResult(models.Model):
    """The result as it was announced; its digest is in the audit chain."""

    pk = models.CompositePrimaryKey("unit_id", "ballot_id")
    unit = UnitKey(append_only=True)
    ballot = UnitForeignKey(Ballot, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField("结果")
    published = models.JSONField("可以复核的全部内容")
    digest = models.CharField("摘要", max_length=64)
    counted_at = models.DateTimeField("计票时间")

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.digest
