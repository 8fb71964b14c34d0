from datetime import datetime
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import UnitForeignKey
from dangwu.sharding.models import UnitModel

DIMENSIONS: Final = {
    "sex": "性别",
    "age": "年龄段",
    "organisation": "党支部",
    "below": "直接下级党组织",
    "standing": "人员类别",
    "category": "领域",
}


class Questionnaire(UnitModel):
    """Questions put to people, with the promise under which they answer.

    origin_kind, origin_id: what it serves, e.g. `assessment.appraisal` and its id; empty for one
    that stands alone. organisations: of the named ones, their ids. dimensions: by what the sample
    is drawn and the results are broken down.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        OPEN = "open", "填写中"
        CLOSED = "closed", "已结束"

    class Audience(models.TextChoices):
        MEMBERS = "members", "本组织及下级的全体党员"
        ORGANISATIONS = "organisations", "指定党组织的党员"
        SAMPLE = "sample", "按类别抽取一部分党员"
        PUBLIC = "public", "群众（凭公开链接填写）"

    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("题目", max_length=120)
    intro = models.TextField("说明", blank=True)
    state = models.CharField(
        "状态", max_length=8, choices=State.choices, default=State.DRAFT, db_collation="C"
    )
    audience = models.CharField(
        "填写范围", max_length=16, choices=Audience.choices, db_collation="C"
    )
    organisations = ArrayField(models.UUIDField(), verbose_name="指定的党组织", default=list)
    named = models.BooleanField("记名", default=False)
    dimensions = ArrayField(
        models.CharField(max_length=12, choices=list(DIMENSIONS.items())),
        verbose_name="分类",
        default=list,
    )
    opens_at = models.DateTimeField("开始填写")
    closes_at = models.DateTimeField("截止填写")
    shown_to_all = models.BooleanField("结束后填写人可看结果", default=False)
    # Of the link for everybody; empty until a questionnaire for the public opens.
    link_token = models.CharField("公开链接", max_length=43, db_collation="C", blank=True)
    origin_kind = models.CharField("来源类别", max_length=60, db_collation="C", blank=True)
    origin_id = models.UUIDField("来源", null=True, blank=True)
    created_by = models.UUIDField("建立账号", null=True)
    created_at = models.DateTimeField("建立时间")
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(origin_kind="", origin_id__isnull=True)
                | (~Q(origin_kind="") & Q(origin_id__isnull=False)),
                name="questionnaire_origin_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="questionnaire_closes_after_opening"
            ),
            models.CheckConstraint(
                condition=~Q(audience="public", named=True), name="questionnaire_public_is_unnamed"
            ),
        ]
        indexes = [
            # 「这些党组织有哪些问卷」「最新的在前」
            models.Index(
                fields=["unit", "organisation", "id"], name="questionnaires_of_organisation"
            ),
            # 「凭这个链接填哪一份」
            models.Index(
                fields=["unit", "link_token"],
                condition=~Q(link_token=""),
                name="questionnaires_by_link",
            ),
            # 「这件事发过哪些问卷」
            models.Index(
                fields=["unit", "origin_id"],
                condition=Q(origin_id__isnull=False),
                name="questionnaires_of_origin",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def public(self) -> bool:
        return self.audience == self.Audience.PUBLIC

    def takes_answers(self, now: datetime) -> bool:
        """Whether answers are taken at this moment."""
        return self.state == self.State.OPEN and self.opens_at <= now < self.closes_at

    def is_over(self, now: datetime) -> bool:
        """Whether no answer can come any more: closed by hand, or past its end."""
        return self.state == self.State.CLOSED or (
            self.state == self.State.OPEN and now >= self.closes_at
        )


class Question(UnitModel):
    """One question. Numbers in answers count from zero in `options` and `rows`.

    options: of choices. rows: of a matrix, all on one scale. steps: how many steps the scale has,
    2 to 10, from 1 (`low_label`) upward. most: how many options may be ticked, zero for any.
    """

    class Kind(models.TextChoices):
        SINGLE = "single", "单选题"
        MULTIPLE = "multiple", "多选题"
        SCALE = "scale", "量表题"
        MATRIX = "matrix", "矩阵题"
        TEXT = "text", "问答题"

    questionnaire = UnitForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="questions"
    )
    position = models.PositiveSmallIntegerField("题号")
    kind = models.CharField("题型", max_length=8, choices=Kind.choices, db_collation="C")
    title = models.CharField("题目", max_length=200)
    note = models.CharField("补充说明", max_length=200, blank=True)
    required = models.BooleanField("必答", default=True)
    options = ArrayField(models.CharField(max_length=100), verbose_name="选项", default=list)
    most = models.PositiveSmallIntegerField("最多选几项", default=0)
    rows = ArrayField(models.CharField(max_length=100), verbose_name="各行", default=list)
    steps = models.PositiveSmallIntegerField("级数", default=0)
    low_label = models.CharField("最低一级", max_length=20, blank=True)
    high_label = models.CharField("最高一级", max_length=20, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "questionnaire", "position"], name="question_position_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("scale", "matrix"), steps__gte=2, steps__lte=10)
                | (~Q(kind__in=("scale", "matrix")) & Q(steps=0)),
                name="question_steps_of_scales",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"
