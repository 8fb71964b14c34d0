from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from dangwu.core.rulebook import terms
from dangwu.members.models.person import Person
from dangwu.organisations.models import LeadingBody, Organisation
from dangwu.sharding.fields import UnitForeignKey
from dangwu.sharding.models import UnitModel


class PostHolding(UnitModel):
    """A post in an organisation held by a person over [from, to)."""

    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    body = UnitForeignKey(
        LeadingBody, on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    post = models.CharField("职务", max_length=20, choices=list(terms.POSTS.items()))
    period = DateRangeField("任职期间")
    came_by = models.CharField("产生方式", max_length=20, blank=True)
    approval = models.CharField("批复（备案）文号", max_length=80, blank=True)
    also_head = models.BooleanField("书记主任“一肩挑”", default=False)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            ExclusionConstraint(
                name="post_one_secretary_a_day",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(post="secretary"),
            ),
            ExclusionConstraint(
                name="post_held_once_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "organisation"], name="posts_of_organisation"),
            models.Index(fields=["unit", "person"], name="posts_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_post_display()}"


class Worker(UnitModel):
    """A Party-affairs worker (党务工作者): a person with this work, full or part time."""

    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="worker")
    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="workers")
    full_time = models.BooleanField("专职")
    period = DateRangeField("从事党务工作期间")
    job = models.CharField("岗位", max_length=60)
    strengths = ArrayField(models.CharField(max_length=20), default=list, verbose_name="能力特长")
    workload = models.CharField("分管工作", max_length=200, blank=True)

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["unit", "organisation"], name="workers_of_organisation")]
        constraints = [
            ExclusionConstraint(
                name="worker_once_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.job}"


class WorkerExperience(UnitModel):
    """Work, training or exchange in the record of a Party-affairs worker."""

    class Nature(models.TextChoices):
        WORK = "work", "工作经历"
        TRAINING = "training", "培训"
        EXCHANGE = "exchange", "交流任职"

    worker = UnitForeignKey(Worker, on_delete=models.PROTECT, related_name="experiences")
    nature = models.CharField("类别", max_length=10, choices=Nature.choices)
    period = DateRangeField("期间")
    place = models.CharField("单位或班次", max_length=120)
    remark = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["unit", "worker"], name="experiences_of_worker")]

    def __str__(self) -> str:
        return self.place
