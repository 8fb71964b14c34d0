from django.db import models

from dangwu.exchange.models.file import RosterFile
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import UnitForeignKey
from dangwu.sharding.models import UnitModel


class RosterExport(UnitModel):
    """A roster asked for that is too long for a request: the worker writes it."""

    class State(models.TextChoices):
        QUEUED = "queued", "正在生成"
        READY = "ready", "可以下载"
        REFUSED = "refused", "没有生成"

    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    columns = models.JSONField("栏目", default=list)
    reveal = models.BooleanField("含完整号码", default=False)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.QUEUED)
    refusal = models.TextField("未能生成的原因", blank=True)
    rows = models.PositiveIntegerField("人数", default=0)
    asked_by = models.UUIDField("经办账号", null=True)
    asked_at = models.DateTimeField("提出时间")
    file = UnitForeignKey(
        RosterFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["unit", "asked_by", "asked_at"], name="roster_exports_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_state_display()}"
