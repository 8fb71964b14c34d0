from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from dangwu.organisations.models.organisation import Organisation
from dangwu.sharding.fields import UnitForeignKey
from dangwu.sharding.models import UnitModel


class LeadingBody(UnitModel):
    """One term (届) of an organisation's committee, or of its secretary where it has none.

    `term` is [elected, expires): what the term allows. `ended_on` is when it really ended.
    """

    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="bodies")
    number = models.PositiveSmallIntegerField("届次")
    term = DateRangeField("任期")
    served = DateRangeField("实际任职期间")
    elected_on = models.DateField("选举日期")
    seats = models.PositiveSmallIntegerField("应配职数", null=True, blank=True)
    has_committee = models.BooleanField("设委员会", default=True)
    approved_on = models.DateField("批复日期", null=True, blank=True)
    approval = models.CharField("批复文号", max_length=80, blank=True)
    extended_to = models.DateField("经批准延期至", null=True, blank=True)
    extension_approval = models.CharField("延期批复文号", max_length=80, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "organisation", "number"], name="body_number_once"
            ),
            ExclusionConstraint(
                name="body_one_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("served", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(term__isempty=False), name="body_term_not_empty"),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True) | ~Q(extension_approval=""),
                name="body_extension_is_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} 第{self.number}届"
