from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from dangwu.members.models.person import Person
from dangwu.sharding.fields import UnitForeignKey
from dangwu.sharding.models import UnitModel


class PersonHonour(UnitModel):
    """An honour of a member."""

    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="honours")
    title = models.CharField("名称", max_length=120)
    given_by = models.CharField("授予机关", max_length=120)
    given_on = models.DateField("授予日期")
    document = models.CharField("文号", max_length=80, blank=True)

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["unit", "person"], name="honours_of_person")]

    def __str__(self) -> str:
        return self.title


class Discipline(UnitModel):
    """A penalty with the period of its effect. Seen only by the posts that need it."""

    class Penalty(models.TextChoices):
        WARNING = "warning", "警告"
        SERIOUS_WARNING = "serious_warning", "严重警告"
        REMOVAL = "removal", "撤销党内职务"
        PROBATION = "probation", "留党察看"
        EXPULSION = "expulsion", "开除党籍"

    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="disciplines")
    penalty = models.CharField("处分", max_length=16, choices=Penalty.choices)
    effect = DateRangeField("影响期")
    decided_by = models.CharField("决定机关", max_length=120)
    document = models.CharField("文号", max_length=80, blank=True)

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["unit", "person"], name="discipline_of_person")]

    def __str__(self) -> str:
        return self.get_penalty_display()


class Correction(UnitModel):
    """A change to a person's data that was proposed; the branch accepts or declines it."""

    class State(models.TextChoices):
        OPEN = "open", "待审核"
        ACCEPTED = "accepted", "已采纳"
        DECLINED = "declined", "未采纳"

    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField("项目", max_length=40)
    old_value = models.CharField("原值", max_length=200, blank=True)
    new_value = models.BinaryField("新值（密文）")
    new_mask = models.CharField("新值", max_length=200)
    reason = models.CharField("说明", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    proposed_by = models.UUIDField("提出账号")
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.UUIDField("审核账号", null=True)
    decided_at = models.DateTimeField("审核时间", null=True)
    answer = models.CharField("答复", max_length=200, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "person", "field"],
                condition=Q(state="open"),
                name="correction_one_open_per_field",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by__isnull=True)
                | (~Q(state="open") & Q(decided_by__isnull=False)),
                name="correction_decided_by_someone",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "person", "state"], name="corrections_of_person"),
            # 「还有哪些更正待审核」
            models.Index(fields=["unit", "state", "proposed_at"], name="corrections_open"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.field}"
