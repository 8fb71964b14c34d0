from django.contrib.postgres.fields import ArrayField
from django.db import models

from dangwu.members.models import Person
from dangwu.questionnaires.models.questionnaire import Questionnaire
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.models import UnitModel


class Draw(UnitModel):
    """A sample as it was drawn: added, never changed. Whoever has the seed can draw it again.

    table: a line for each stratum with name, population, sample. population_digest: SHA-256 of
    the sorted ids of all who could be drawn.
    """

    unit = UnitKey(append_only=True)
    questionnaire = UnitForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="draws")
    seed = models.CharField("种子", max_length=64)
    seed_given = models.BooleanField("种子由人给定")
    dimensions = ArrayField(models.CharField(max_length=12), verbose_name="分类")
    table = models.JSONField("各类人数")
    population_digest = models.CharField("抽取范围摘要", max_length=64, db_collation="C")
    drawn_at = models.DateTimeField("抽取时间")
    drawn_by = models.UUIDField("抽取账号", null=True)
    drawn_by_name = models.CharField("抽取人", max_length=60)

    class Meta:
        base_manager_name = "objects"
        # 「这份问卷抽过几次」
        indexes = [models.Index(fields=["unit", "questionnaire", "id"], name="draws_of")]

    def __str__(self) -> str:
        return self.seed


class Invitation(UnitModel):
    """That a person is asked, and whether the invitation was used: not when, not for what.

    stratum: as the sample was drawn. part: what the answer is counted under; strata with few
    people are joined, so that no part points to anybody. A declined one may have been used
    before: declining tells nobody which.
    """

    questionnaire = UnitForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="invitations"
    )
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    used = models.BooleanField("已用", default=False)
    declined = models.BooleanField("谢绝", default=False)
    stratum = models.CharField("类别", max_length=200, blank=True)
    part = models.CharField("统计类别", max_length=200, blank=True)
    replaces = models.BooleanField("递补", default=False)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "questionnaire", "person"], name="invited_once"
            ),
        ]
        indexes = [
            # 「我有哪些问卷要填」
            models.Index(fields=["unit", "person", "used"], name="invitations_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} {self.person_id}"
