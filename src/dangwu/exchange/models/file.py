from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models

from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitManager


class RosterFile(UnitModel):
    """A workbook as it was uploaded, or as the program wrote it. Its bytes lie in chunks."""

    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveIntegerField("字节数")
    digest = models.CharField("摘要", max_length=64)
    created_at = models.DateTimeField("存入时间")
    created_by = models.UUIDField("存入账号", null=True)

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.name


class RosterChunk(models.Model):
    """A piece of a file, encrypted: a workbook holds personal numbers in clear."""

    pk = models.CompositePrimaryKey("unit_id", "file_id", "number")
    unit = UnitKey()
    file = UnitForeignKey(RosterFile, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveSmallIntegerField("序号")
    data = models.BinaryField("内容（密文）")

    if TYPE_CHECKING:
        objects: ClassVar[UnitManager[Self]]
    else:
        objects = UnitManager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}"
