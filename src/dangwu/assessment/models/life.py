from django.db import models
from django.db.models import F, Q

from dangwu.meetings.models import Meeting
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet


class LifeCase(UnitModel):
    """One 民主生活会 or 组织生活会 with what goes before and what follows it.

    A round that the superior has ordered to be held again stays as it was; the new round names
    it in `rerun_of`. `filed_on`: the day the superior put the papers on file.
    """

    class Kind(models.TextChoices):
        DEMOCRATIC = "democratic_life", "民主生活会"
        ORGANISATION = "organisation_life", "组织生活会"

    class ThemeBy(models.TextChoices):
        SUPERIOR = "superior", "上级党组织统一确定"
        SELF = "self", "本级自定"

    class State(models.TextChoices):
        OPEN = "open", "办理中"
        ORDERED = "ordered", "责令重开"
        CLOSED = "closed", "已办结"

    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=24, choices=Kind.choices, db_collation="C")
    year = models.PositiveSmallIntegerField("年度")
    theme = models.CharField("主题", max_length=200)
    theme_by = models.CharField("主题由谁确定", max_length=10, choices=ThemeBy.choices)
    state = models.CharField(
        "状态", max_length=10, choices=State.choices, default=State.OPEN, db_collation="C"
    )
    meeting = UnitForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    rerun_of = UnitForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="rounds"
    )
    started_by = models.UUIDField("发起账号", null=True)
    started_at = models.DateTimeField("发起时间")
    closed_on = models.DateField("办结日期", null=True, blank=True)
    filed_on = models.DateField("上级备案日期", null=True, blank=True)
    filed_by_name = models.CharField("备案人", max_length=60, blank=True)
    guidance = models.TextField("上级指导意见", blank=True)
    order_reason = models.CharField("责令重开的原因", max_length=200, blank=True)
    ordered_on = models.DateField("责令重开日期", null=True, blank=True)
    ordered_by = models.UUIDField("责令账号", null=True)
    ordered_by_name = models.CharField("责令人", max_length=60, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(condition=~Q(theme=""), name="life_case_has_a_theme"),
            models.CheckConstraint(
                condition=Q(state="ordered", ordered_on__isnull=False) & ~Q(order_reason="")
                | ~Q(state="ordered") & Q(ordered_on__isnull=True),
                name="life_case_ordered_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False)
                | ~Q(state="closed") & Q(closed_on__isnull=True),
                name="life_case_closed_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["unit", "organisation", "kind"],
                condition=Q(state="open"),
                name="life_case_one_open",
            ),
            models.UniqueConstraint(
                fields=["unit", "rerun_of"],
                condition=Q(rerun_of__isnull=False),
                name="life_case_rerun_once",
            ),
            models.UniqueConstraint(
                fields=["unit", "meeting"],
                condition=Q(meeting__isnull=False),
                name="life_case_of_meeting",
            ),
        ]
        indexes = [
            # 「这个组织办过哪些」
            models.Index(
                fields=["unit", "organisation", "-year", "-id"], name="life_cases_of_org"
            ),
            # 「这一年办到哪里了」, over a subtree
            models.Index(fields=["unit", "-year", "-id"], name="life_cases_by_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度{self.get_kind_display()}"


class LifeRecord(UnitModel):
    """That a step was done, on which day, with the text of its paper where it has one."""

    case = UnitForeignKey(LifeCase, on_delete=models.CASCADE, related_name="records")
    step = models.CharField("步骤", max_length=24, db_collation="C")
    done_on = models.DateField("办理日期")
    text = models.TextField("材料内容", blank=True)
    recorded_by_name = models.CharField("登记人", max_length=60)
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "case", "step"], name="life_record_one_a_step"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}"


class LifePart(models.Model):
    """What one person brings to the meeting. `text`: the 对照检查材料, read by few, judged by nobody.

    `spoken_on`: the self-check was made at the meeting. `written`: somebody absent handed in a
    written speech. `told_on`: somebody absent was told how it went.
    """

    pk = models.CompositePrimaryKey("unit_id", "case_id", "person_id")
    unit = UnitKey()
    case = UnitForeignKey(LifeCase, on_delete=models.CASCADE, related_name="parts", db_index=False)
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField("对照检查材料", blank=True)
    handed_in_on = models.DateField("提交日期", null=True, blank=True)
    handed_in_by_name = models.CharField("提交人", max_length=60, blank=True)
    spoken_on = models.DateField("会上对照检查日期", null=True, blank=True)
    written = models.BooleanField("提交书面发言", default=False)
    told_on = models.DateField("告知会议情况日期", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(text="") | Q(handed_in_on__isnull=False),
                name="life_part_handed_in_on_a_day",
            ),
        ]
        # 「我要参加哪些」
        indexes = [models.Index(fields=["unit", "person"], name="life_parts_of_person")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id}"


class Talk(UnitModel):
    """That two people had their talk before the meeting, and the day. What was said is not held."""

    case = UnitForeignKey(LifeCase, on_delete=models.CASCADE, related_name="talks")
    first = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField("谈话日期")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            # Kept with the lower identifier first, so that a pair stands once.
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="talk_of_two"),
            models.UniqueConstraint(
                fields=["unit", "case", "first", "second"], name="talk_pair_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"
