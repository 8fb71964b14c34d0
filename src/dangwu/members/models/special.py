from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from dangwu.members.models.person import Person
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import UnitForeignKey
from dangwu.sharding.models import UnitModel


class SpecialStatus(UnitModel):
    """A circumstance of a member that rules treat apart, over [from, to)."""

    class Kind(models.TextChoices):
        MOBILE = "mobile", "流动党员"
        RETIRED = "retired", "离退休党员"
        LOST = "lost", "失联党员"
        AGED = "aged", "高龄党员"
        HARDSHIP = "hardship", "生活困难党员"
        ABROAD = "abroad", "出国（境）"
        ILL = "ill", "长期患病卧床"
        IN_TRANSIT = "in_transit", "组织关系在转"
        PROBATION_MEASURE = "on_probation", "留党察看"
        CORRECTION = "correction", "限期改正"
        EXCUSED = "excused", "经批准不参加组织生活"

    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="specials")
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    period = DateRangeField("期间")
    place = models.CharField("流向或去处", max_length=120, blank=True)
    receiving = UnitForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    basis = models.CharField("依据", max_length=120, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            ExclusionConstraint(
                name="special_once_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(period__isempty=False), name="special_lasts"),
        ]
        indexes = [
            models.Index(fields=["unit", "kind"], name="people_with_special"),
            models.Index(fields=["unit", "person"], name="specials_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()}"
