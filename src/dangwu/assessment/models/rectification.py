from django.db import models
from django.db.models import Q

from dangwu.assessment.models.appraisal import Appraisal
from dangwu.assessment.models.life import LifeCase
from dangwu.sharding.fields import UnitForeignKey
from dangwu.sharding.models import UnitModel
from dangwu.tasks.models import Task


class Rectification(UnitModel):
    """One line of a 整改清单. Owner, day and closing with evidence stand in its task."""

    case = UnitForeignKey(
        LifeCase, on_delete=models.CASCADE, null=True, blank=True, related_name="rectifications"
    )
    appraisal = UnitForeignKey(
        Appraisal, on_delete=models.CASCADE, null=True, blank=True, related_name="rectifications"
    )
    problem = models.CharField("问题", max_length=300)
    task = UnitForeignKey(Task, on_delete=models.PROTECT, related_name="+")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(condition=~Q(problem=""), name="rectification_has_a_problem"),
            models.CheckConstraint(
                condition=Q(case__isnull=False, appraisal__isnull=True)
                | Q(case__isnull=True, appraisal__isnull=False),
                name="rectification_of_one_origin",
            ),
            models.UniqueConstraint(fields=["unit", "task"], name="rectification_one_a_task"),
        ]
        indexes = [
            # 「这次会列了哪些整改」「这次评议列了哪些整改」
            models.Index(
                fields=["unit", "case"],
                condition=Q(case__isnull=False),
                name="rectifications_of_case",
            ),
            models.Index(
                fields=["unit", "appraisal"],
                condition=Q(appraisal__isnull=False),
                name="rectifications_of_appraisal",
            ),
        ]

    def __str__(self) -> str:
        return self.problem
