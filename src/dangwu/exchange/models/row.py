from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models

from dangwu.exchange.models.roster import RosterImport
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.queries import UnitManager


class RosterRow(models.Model):
    """A row that passed the dry run, ready for the register.

    `values`: columns of `members_person` in JSON, encrypted ones apart; of a changed person only
    what differs. `position`: of the row in the whole workbook, rows about nobody counted. `before`: what those columns held, to check nothing moved and to undo.
    """

    class Verdict(models.TextChoices):
        FRESH = "N", "新增"
        CHANGED = "C", "有更改"

    pk = models.CompositePrimaryKey("unit_id", "roster_id", "position")
    unit = UnitKey()
    roster = UnitForeignKey(RosterImport, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField("顺序")
    sheet = models.CharField("工作表", max_length=100)
    row = models.PositiveIntegerField("行")
    verdict = models.CharField("核对结果", max_length=1, choices=Verdict.choices)
    name = models.CharField("姓名", max_length=60)
    person_id = models.UUIDField("人员")
    organisation_id = models.UUIDField("党组织")
    membership_id = models.UUIDField("组织关系", null=True)
    standing_id = models.UUIDField("人员类别期间", null=True)
    probation_id = models.UUIDField("预备期", null=True)
    member_from = models.DateField("组织关系起", null=True)
    standing_from = models.DateField("人员类别起", null=True)
    probation_from = models.DateField("预备期起", null=True)
    values = models.JSONField("内容", default=dict)
    before = models.JSONField("原内容", null=True)
    id_number = models.BinaryField("公民身份号码（密文）", null=True)
    phone = models.BinaryField("手机号码（密文）", null=True)

    if TYPE_CHECKING:
        objects: ClassVar[UnitManager[Self]]
    else:
        objects = UnitManager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"


class RosterFinding(models.Model):
    """Why a row cannot come in, or what the reader should know. Values of numbers are masked."""

    pk = models.CompositePrimaryKey("unit_id", "roster_id", "number")
    unit = UnitKey()
    roster = UnitForeignKey(RosterImport, on_delete=models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField("序号")
    is_notice = models.BooleanField("只是提示", default=False)
    sheet = models.CharField("工作表", max_length=100)
    row = models.PositiveIntegerField("行", null=True)
    column = models.CharField("列", max_length=200, blank=True)
    place = models.PositiveSmallIntegerField("单元格", null=True)
    value = models.CharField("内容", max_length=200, blank=True)
    reason = models.TextField("原因")

    if TYPE_CHECKING:
        objects: ClassVar[UnitManager[Self]]
    else:
        objects = UnitManager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.reason


class RosterProgress(models.Model):
    """How far a task has come. Written beside the task's transaction, so that others see it.

    It has no unit and refers to nothing: its writer must not wait for the rows of the task.
    """

    job_id = models.UUIDField("任务", primary_key=True)
    phase = models.CharField("阶段", max_length=60)
    done = models.PositiveIntegerField("已完成", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    told_at = models.DateTimeField("时间")

    def __str__(self) -> str:
        return f"{self.phase} {self.done}/{self.total}"

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0
