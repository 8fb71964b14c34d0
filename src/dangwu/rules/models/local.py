from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from dangwu.sharding.fields import uuid7
from dangwu.sharding.models import Unit


class LocalPackQuerySet(models.QuerySet["LocalPack"]):
    def in_force(self, on: date) -> Self:
        """Packs that apply on that day."""
        return self.filter(since__lte=on).filter(Q(until__isnull=True) | Q(until__gt=on))


class LocalPack(models.Model):
    """A pack that a committee adopted for its unit and all units below, over [since, until).

    A reference table like the units themselves: the units below must be able to read it.
    `text` is the pack file as adopted; it is never edited, a new version is a new row.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="local_packs")
    key = models.CharField("代号", max_length=40)
    title = models.CharField("名称", max_length=120)
    text = models.TextField("规则文件")
    since = models.DateField("施行日期")
    until = models.DateField("停止施行日期", null=True, blank=True)
    adopted_by = models.UUIDField("采用账号", null=True)
    adopted_at = models.DateTimeField("采用时间")

    objects = LocalPackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "key", "since"], name="local_pack_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=models.F("since")),
                name="local_pack_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Holiday(models.Model):
    """A day off from Monday to Friday, or a worked Saturday or Sunday. The same for the nation."""

    day = models.DateField("日期", primary_key=True)
    working = models.BooleanField("上班")
    name = models.CharField("名称", max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.working else '放假'}"
