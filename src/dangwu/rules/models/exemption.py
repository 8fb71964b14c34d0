from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import UnitForeignKey
from dangwu.sharding.models import UnitModel


class Exemption(UnitModel):
    """An organisation need not meet one rule over [from, to), by whose approval and why.

    A duty is exempt when the exemption holds on the last day of the duty's period.
    """

    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    rule_id = models.CharField("规则", max_length=60, db_collation="C")
    period = DateRangeField("期间")
    reason = models.CharField("理由", max_length=200)
    approved_by = models.CharField("批准的党组织", max_length=120)
    basis = models.CharField("依据（文号）", max_length=120)
    granted_by = models.UUIDField("经办账号", null=True)
    granted_at = models.DateTimeField("登记时间")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            ExclusionConstraint(
                name="exemption_once_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("rule_id", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(period__isempty=False), name="exemption_lasts"),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(approved_by=""), name="exemption_says_why_and_who"
            ),
        ]
        # 「这个组织豁免了什么」
        indexes = [
            models.Index(fields=["unit", "organisation"], name="exemptions_of_organisation")
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.period}"
