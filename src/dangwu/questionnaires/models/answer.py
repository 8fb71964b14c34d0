"""What came back. `content` holds a number under "q3" (question), "q3.0" (row or option), or text.

A choice is the option's number from zero, a scale its step from one; a ticked option is "q3.0": 1
and "q3" says how many were ticked.
"""

import uuid

from django.db import models

from dangwu.members.models import Person
from dangwu.questionnaires.models.questionnaire import Questionnaire
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet


class AnonymousAnswer(UnitModel):
    """An answer of somebody: no person, no invitation, no time, no order.

    Its id is random, unlike those of other rows, so that sorting tells nothing. part: see
    `Invitation.part`; all answers from the public link have none.
    """

    unit = UnitKey(append_only=True)
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = UnitForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="+")
    part = models.CharField("统计类别", max_length=200, blank=True)
    content = models.JSONField("答案")

    class Meta:
        base_manager_name = "objects"
        # 「这份问卷的答卷」
        indexes = [models.Index(fields=["unit", "questionnaire", "id"], name="anonymous_answers")]

    def __str__(self) -> str:
        return str(self.id)


class NamedAnswer(models.Model):
    """An answer given under the own name, as the page said before it was sent."""

    pk = models.CompositePrimaryKey("unit_id", "questionnaire_id", "person_id")
    unit = UnitKey()
    questionnaire = UnitForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="+")
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    part = models.CharField("统计类别", max_length=200, blank=True)
    content = models.JSONField("答案")
    answered_on = models.DateField("填写日期")

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.questionnaire_id} {self.person_id}"


class KeptTotals(UnitModel):
    """The totals of an anonymous questionnaire as they are shown while it is open.

    They move on only by several answers at once: whoever watches the page while somebody answers
    must not read that answer from the difference.
    """

    questionnaire = UnitForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="+")
    answers = models.PositiveIntegerField("答卷数")
    counts = models.JSONField("各项人数")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["unit", "questionnaire"], name="kept_totals_once"),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} {self.answers}"
