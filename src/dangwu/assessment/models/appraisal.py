from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from dangwu.activities.models import Activity
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import UnitForeignKey, UnitKey, uuid7
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet


class Appraisal(UnitModel):
    """People or a body looked at by others on a scale: once a year, by steps, with a result told.

    `title`: what it is called. `quota_reason`: why more got the best grade than is usual.
    `activity`: the fact of work that closing it filed, or that of the meeting where it was held.
    """

    class Kind(models.TextChoices):
        MEMBERS = "appraisal", "民主评议党员"
        DUTY = "duty_review", "述职评议（双述双评）"
        SATISFACTION = "satisfaction", "满意度测评"

    class State(models.TextChoices):
        OPEN = "open", "办理中"
        CLOSED = "closed", "已办结"

    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=16, choices=Kind.choices, db_collation="C")
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=120)
    state = models.CharField(
        "状态", max_length=8, choices=State.choices, default=State.OPEN, db_collation="C"
    )
    quota_reason = models.CharField("超过比例的原因", max_length=200, blank=True)
    activity = UnitForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    started_by = models.UUIDField("发起账号", null=True)
    started_at = models.DateTimeField("发起时间")
    closed_on = models.DateField("办结日期", null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="appraisal_has_a_title"),
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True)
                | Q(state="closed", closed_on__isnull=False),
                name="appraisal_closed_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["unit", "organisation", "kind", "year", "title"],
                name="appraisal_once_a_year",
            ),
        ]
        indexes = [
            # 「这个组织评议过哪些」
            models.Index(
                fields=["unit", "organisation", "-year", "-id"], name="appraisals_of_org"
            ),
            # 「这一年评议到哪里了」, over a subtree
            models.Index(fields=["unit", "-year", "-id"], name="appraisals_by_year"),
        ]

    def __str__(self) -> str:
        return self.title


class AppraisalRecord(UnitModel):
    """That a step was done, on which day, with the text of its paper where it has one."""

    appraisal = UnitForeignKey(Appraisal, on_delete=models.CASCADE, related_name="records")
    step = models.CharField("步骤", max_length=24, db_collation="C")
    done_on = models.DateField("办理日期")
    text = models.TextField("材料内容", blank=True)
    recorded_by_name = models.CharField("登记人", max_length=60)
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "appraisal", "step"], name="appraisal_record_one_a_step"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appraisal_id} {self.step}"


class Audience(UnitModel):
    """Those who fill in the sheets, with the scale they use: 党员, 群众代表, 上级党委.

    `grades`: best first. `basis`: the rule the scale comes from, empty for a local one.
    `ballot_ids`: the secret ballots on line, each for at most twelve subjects; none on paper.
    `asked`: the subjects in the order in which these ballots ask about them.
    """

    appraisal = UnitForeignKey(Appraisal, on_delete=models.CASCADE, related_name="audiences")
    position = models.PositiveSmallIntegerField("次序")
    name = models.CharField("测评对象", max_length=40)
    grades = ArrayField(models.CharField(max_length=12), verbose_name="等次")
    basis = models.CharField("依据", max_length=60, blank=True, db_collation="C")
    ballot_ids = ArrayField(models.UUIDField(), verbose_name="线上测评", default=list)
    asked = ArrayField(models.UUIDField(), verbose_name="线上测评的次序", default=list)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "appraisal", "position"], name="audience_position_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="audience_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Subject(UnitModel):
    """Whom or what is looked at, and what the committee concluded: shown to the person alone.

    `person` is empty for a thing, e.g. the work of the branch; then `title` names it. `graded`:
    false for a probationer, who takes part. `post`: what a secretary reports on. `told_on`: the
    day the result was made known to the person.
    """

    appraisal = UnitForeignKey(Appraisal, on_delete=models.CASCADE, related_name="subjects")
    person = UnitForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField("测评内容", max_length=80, blank=True)
    graded = models.BooleanField("评定等次", default=True)
    post = models.CharField("职务", max_length=60, blank=True)
    grade = models.CharField("等次", max_length=12, blank=True)
    conclusion = models.TextField("评定意见", blank=True)
    concluded_on = models.DateField("评定日期", null=True, blank=True)
    told_on = models.DateField("反馈日期", null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(title=""), name="subject_is_named"
            ),
            models.CheckConstraint(
                condition=Q(graded=True) | Q(grade=""), name="subject_ungraded_has_no_grade"
            ),
            models.CheckConstraint(
                condition=Q(grade="") | Q(concluded_on__isnull=False),
                name="subject_graded_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["unit", "appraisal", "person"],
                condition=Q(person__isnull=False),
                name="subject_once",
            ),
        ]
        indexes = [
            # 「这次评议了谁」
            models.Index(fields=["unit", "appraisal"], name="subjects_of_appraisal"),
            # 「我的评议结果」
            models.Index(
                fields=["unit", "person"],
                condition=Q(person__isnull=False),
                name="subjects_by_person",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.person_id)

    @property
    def name(self) -> str:
        """The person's name, or what the thing is called."""
        return self.person.name if self.person is not None else self.title


class GradeSheet(models.Model):
    """The count of one audience's sheets as one person typed it in. A mistake is a new sheet.

    `content`: issued, returned, invalid, and for each subject how many sheets gave each grade.
    The last sheet of each account speaks; two persons' equal sheets are the count.
    """

    unit = UnitKey(append_only=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    audience = UnitForeignKey(Audience, on_delete=models.PROTECT, related_name="sheets")
    account_id = models.UUIDField("录入账号")
    entered_by_name = models.CharField("录入人", max_length=60)
    entered_at = models.DateTimeField("录入时间")
    content = models.JSONField("票数")
    digest = models.CharField("摘要", max_length=64, db_collation="C")

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        # 「这些测评票录入了什么」
        indexes = [models.Index(fields=["unit", "audience", "id"], name="grade_sheets_of")]

    def __str__(self) -> str:
        return f"{self.audience_id} {self.entered_by_name}"
