"""The reference table of units, and the base of every sharded model."""

import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models

from dangwu.sharding.fields import UnitKey, uuid7
from dangwu.sharding.queries import UnitManager


class UnitLevel(models.TextChoices):
    NATION = "nation", "全国"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"


class Unit(models.Model):
    """A county-sized home of rows; committees above the county have units of their own.

    Small, rarely written, present on every node. Its id is opaque and never changes; names,
    codes and parents may. `path` holds the ids from the top, each padded, joined by dots.
    """

    id = models.BigIntegerField("编号", primary_key=True)
    code = models.CharField("代码", max_length=32, unique=True)
    name = models.CharField("名称", max_length=100)
    level = models.CharField("层级", max_length=10, choices=UnitLevel.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField("路径", max_length=200, db_collation="C", unique=True)

    def __str__(self) -> str:
        return self.name


class UnitModel(models.Model):
    """A business row: the unit first, then an identifier that is unique in it.

    A model that is only ever added to declares `unit = UnitKey(append_only=True)` itself.
    """

    unit = UnitKey()
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    unit_id: int
    if TYPE_CHECKING:
        objects: ClassVar[UnitManager[Self]]
    else:
        objects = UnitManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def _do_update(
        self,
        base_qs: Any,
        using: str | None,
        pk_val: Any,
        values: Any,
        update_fields: Any,
        forced_update: bool,
    ) -> bool:
        # The unit is pinned and never written: a cluster refuses its update, even to the same.
        pinned = base_qs.filter(unit_id=self.unit_id)
        rest = [value for value in values if not isinstance(value[0], UnitKey)]
        return bool(super()._do_update(pinned, using, pk_val, rest, update_fields, forced_update))

    def refresh_from_db(
        self, using: str | None = None, fields: Any = None, from_queryset: Any = None
    ) -> None:
        if from_queryset is None:
            from_queryset = type(self)._base_manager.filter(unit_id=self.unit_id)
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)


UnitId = int
RowId = uuid.UUID
