from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from dangwu.organisations.models.organisation import Organisation
from dangwu.sharding.fields import UnitForeignKey
from dangwu.sharding.models import UnitModel


class Place(UnitModel):
    """A place for Party activities (阵地)."""

    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="places")
    name = models.CharField("名称", max_length=80)
    address = models.CharField("地址", max_length=200, blank=True)
    area = models.DecimalField(
        "面积（平方米）", max_digits=8, decimal_places=1, null=True, blank=True
    )
    seats = models.PositiveIntegerField("座位数", null=True, blank=True)
    equipment = models.TextField("设备", blank=True, help_text="一行一项，如：投影仪 1台")
    opening = models.CharField("开放时间", max_length=200, blank=True)
    closed_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "organisation", "name"], name="place_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Booking(UnitModel):
    """A place taken for a time. Two bookings of one place never overlap."""

    place = UnitForeignKey(Place, on_delete=models.PROTECT, related_name="bookings")
    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    period = DateTimeRangeField("时间")
    purpose = models.CharField("用途", max_length=120)
    booked_by = models.UUIDField("登记账号")
    cancelled = models.BooleanField("已取消", default=False)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            ExclusionConstraint(
                name="place_booked_once_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.purpose}"
