from django.db import models
from django.db.models import Q

from dangwu.meetings.models.agenda import AgendaItem
from dangwu.meetings.models.meeting import Meeting
from dangwu.sharding.fields import UnitForeignKey
from dangwu.sharding.models import UnitModel


class Material(UnitModel):
    """A paper for the meeting: pasted text or one file, with its digest. Kept in the database."""

    meeting = UnitForeignKey(Meeting, on_delete=models.CASCADE, related_name="materials")
    item = UnitForeignKey(
        AgendaItem, on_delete=models.CASCADE, null=True, blank=True, related_name="materials"
    )
    title = models.CharField("名称", max_length=120)
    text = models.TextField("正文", blank=True)
    file_name = models.CharField("文件名", max_length=200, blank=True)
    content_type = models.CharField("文件类型", max_length=100, blank=True)
    content = models.BinaryField("文件", null=True)
    digest = models.CharField("摘要", max_length=64)
    added_at = models.DateTimeField("添加时间")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(content__isnull=False), name="material_has_content"
            ),
        ]
        indexes = [models.Index(fields=["unit", "meeting"], name="materials_of_meeting")]

    def __str__(self) -> str:
        return self.title
