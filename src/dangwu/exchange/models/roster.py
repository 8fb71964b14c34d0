from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.db.models import Q

from dangwu.exchange.models.file import RosterFile
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import UnitForeignKey
from dangwu.sharding.models import UnitModel

# Our choice, no rule says it: what a workbook got wrong shows within a month, when branches hold
# their meetings and collect dues by the new roster; after that people go on by procedures, and the
# second copy of their data has no use any more.
KEPT_FOR: Final = timedelta(days=30)


class RosterImport(UnitModel):
    """One workbook brought in: from the upload over the dry run to the register, and back.

    `sheets`: what was seen of each sheet (see `reading.layout.Layout`). `mapping`: folded heading
    → column of the register, "" for a column that is left out. `rows_digest`: SHA-256 over the
    canonical form of the accepted rows, in order; the audit entry repeats it.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", "正在读取"
        MAPPING = "mapping", "待对应栏目"
        CHECKING = "checking", "正在核对"
        CHECKED = "checked", "已核对，待导入"
        COMMITTING = "committing", "正在导入"
        IMPORTED = "imported", "已导入"
        UNDOING = "undoing", "正在撤销"
        UNDONE = "undone", "已撤销"
        REFUSED = "refused", "文件不能用"
        DISCARDED = "discarded", "已放弃"

    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    file = UnitForeignKey(RosterFile, on_delete=models.PROTECT, related_name="+")
    annotated = UnitForeignKey(
        RosterFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.UPLOADED)
    refusal = models.TextField("未能办理的原因", blank=True)
    uploaded_by = models.UUIDField("上传账号", null=True)
    uploaded_by_name = models.CharField("上传人", max_length=60)
    uploaded_at = models.DateTimeField("上传时间")
    sheets = models.JSONField("工作表", default=list)
    signature = models.CharField("表头特征", max_length=64, blank=True)
    chosen_sheets = models.JSONField("所选工作表", default=list)
    mapping = models.JSONField("栏目对应", default=dict)
    with_hidden = models.BooleanField("隐藏的行也导入", default=False)
    members_from = models.DateField("组织关系起始日", null=True, blank=True)
    run = models.UUIDField("本次核对", null=True)
    apply_changes = models.BooleanField("采用对已有人员的更改", default=False)
    total = models.PositiveIntegerField("行数", default=0)
    fresh = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("有更改", default=0)
    same = models.PositiveIntegerField("无变化", default=0)
    rejected = models.PositiveIntegerField("不能导入", default=0)
    notices = models.PositiveIntegerField("提示", default=0)
    rows_digest = models.CharField("数据摘要", max_length=64, blank=True)
    checked_at = models.DateTimeField("核对时间", null=True, blank=True)
    committed_at = models.DateTimeField("导入时间", null=True, blank=True)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["imported", "undoing", "undone"])
                | Q(committed_at__isnull=False),
                name="roster_imported_at_some_time",
            ),
        ]
        indexes = [
            # 「这个组织导入过哪些花名册」
            models.Index(fields=["unit", "organisation", "uploaded_at"], name="rosters_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.get_state_display()}"

    @property
    def accepted(self) -> int:
        """Rows that can be imported, or need not be because nothing differs."""
        return self.fresh + self.changed + self.same

    @property
    def undo_until(self) -> datetime | None:
        """Until when the whole import can be undone; None when it is not in the register."""
        if self.state != self.State.IMPORTED or self.committed_at is None:
            return None
        return self.committed_at + KEPT_FOR

    @property
    def is_running(self) -> bool:
        """Whether the worker has it in hand."""
        return self.state in (
            self.State.UPLOADED,
            self.State.CHECKING,
            self.State.COMMITTING,
            self.State.UNDOING,
        )


class RememberedMapping(UnitModel):
    """How a unit last mapped workbooks with these headings."""

    signature = models.CharField("表头特征", max_length=64)
    mapping = models.JSONField("栏目对应", default=dict)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["unit", "signature"], name="mapping_once_a_heading"),
        ]

    def __str__(self) -> str:
        return self.signature[:8]
