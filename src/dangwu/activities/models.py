"""The facts of work done: what was held, by whom, when, how long, who came, when it was filed.

Filed once; every duty, figure and report is computed from here. `WorkMonth` and `MemberMonth`
sum the same facts by month, `MemberYear` by person and year, so that a year of a city is a scan of
small rows; the action that files or withdraws an activity writes them in the same transaction, and
`verify` compares them.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet


class Activity(UnitModel):
    """Work that was done once, for one organisation or several.

    `kinds`: codes of `terms.ACTIVITIES`; one event may satisfy several duties. Counts are of
    persons. `filed_on` is the day of keying, `held_on` the day of the event; `late` was judged
    at filing and stays. A mistake is withdrawn and filed anew; nothing is edited.
    """

    class Validity(models.TextChoices):
        VALID = "valid", "有效"
        INVALID = "invalid", "未达法定人数等，不计入"
        UNKNOWN = "unknown", "人数未填，暂按有效计"

    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="hosted")
    kinds = ArrayField(models.CharField(max_length=24), verbose_name="类别")
    title = models.CharField("题目", max_length=120)
    held_on = models.DateField("日期")
    minutes = models.PositiveSmallIntegerField("时长（分钟）", null=True, blank=True)
    place = models.CharField("地点", max_length=80, blank=True)
    host = models.CharField("主持人", max_length=60, blank=True)
    noticed_on = models.DateField("通知日期", null=True, blank=True)
    should_attend = models.PositiveIntegerField("应到人数", null=True, blank=True)
    present = models.PositiveIntegerField("实到人数", null=True, blank=True)
    on_leave = models.PositiveIntegerField("请假人数", null=True, blank=True)
    summary = models.TextField("内容摘要", blank=True)
    validity = models.CharField("有效性", max_length=8, choices=Validity.choices)
    filed_on = models.DateField("填报日期")
    filed_at = models.DateTimeField("填报时间")
    filed_by = models.UUIDField("填报账号", null=True)
    late = models.BooleanField("补记", default=False)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = models.UUIDField("撤回账号", null=True, blank=True)
    withdrawal_reason = models.CharField("撤回原因", max_length=200, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(present__isnull=True)
                | Q(should_attend__isnull=True)
                | Q(present__lte=models.F("should_attend")),
                name="activity_present_within_should_attend",
            ),
            models.CheckConstraint(
                condition=Q(filed_on__gte=models.F("held_on")), name="activity_filed_after_held"
            ),
            models.CheckConstraint(
                condition=Q(noticed_on__isnull=True) | Q(noticed_on__lte=models.F("held_on")),
                name="activity_noticed_before_held",
            ),
            models.CheckConstraint(condition=~Q(kinds=[]), name="activity_has_a_kind"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""),
                name="activity_withdrawn_with_reason",
            ),
            # A form that is sent twice files once.
            models.UniqueConstraint(
                fields=["unit", "organisation", "held_on", "title", "kinds"],
                condition=Q(withdrawn_at__isnull=True),
                name="activity_filed_once",
            ),
        ]
        indexes = [
            # 「这个组织最近做了什么」
            models.Index(fields=["unit", "organisation", "-held_on"], name="activities_by_day"),
            # 「哪些活动补记了、没有开成」
            models.Index(
                fields=["unit", "organisation", "held_on"],
                condition=Q(late=True) | Q(validity="invalid"),
                name="activities_at_fault",
            ),
            # 「这个月做了什么」: duties as of a past day count its month from the activities
            models.Index(fields=["unit", "held_on"], name="activities_of_month"),
        ]

    def __str__(self) -> str:
        return self.title


class ActivityOrganisation(models.Model):
    """An organisation that an activity counts for (held), or that it was about (target)."""

    class Part(models.TextChoices):
        HELD = "held", "计入"
        TARGET = "target", "对象"

    pk = models.CompositePrimaryKey("unit_id", "activity_id", "organisation_id")
    unit = UnitKey()
    activity = UnitForeignKey(
        Activity, on_delete=models.PROTECT, related_name="organisations", db_index=False
    )
    organisation = UnitForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    part = models.CharField("关系", max_length=8, choices=Part.choices, default=Part.HELD)

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["unit", "organisation"], name="activities_counted")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.part}"


class Attendance(models.Model):
    """Who should have come and whether they did. Natural key: the largest table there is."""

    class Presence(models.IntegerChoices):
        PRESENT = 1, "到会"
        ON_LEAVE = 2, "请假"
        ABSENT = 3, "未到"
        OBSERVER = 4, "列席"

    pk = models.CompositePrimaryKey("unit_id", "activity_id", "person_id")
    unit = UnitKey()
    activity = UnitForeignKey(
        Activity, on_delete=models.PROTECT, related_name="attendance", db_index=False
    )
    person = UnitForeignKey(
        Person, on_delete=models.PROTECT, related_name="attendance", db_index=False
    )
    presence = models.SmallIntegerField("到会情况", choices=Presence.choices)

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        # 「此人参加过什么」
        indexes = [models.Index(fields=["unit", "person"], name="attendance_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.get_presence_display()}"


class WorkMonth(models.Model):
    """Valid work of one kind that counts for one organisation in one month.

    month: year × 12 + month − 1. `persons`: distinct persons present. `late`: filed late.
    """

    pk = models.CompositePrimaryKey("unit_id", "organisation_id", "kind", "month")
    unit = UnitKey()
    organisation = UnitForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=24, db_collation="C")
    month = models.IntegerField()
    times = models.SmallIntegerField()
    minutes = models.IntegerField()
    longest = models.SmallIntegerField()
    late = models.SmallIntegerField()

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind} {self.month}"


class MemberMonth(models.Model):
    """One person's organisation life of one kind in one month: times present and minutes."""

    pk = models.CompositePrimaryKey("unit_id", "person_id", "kind", "month")
    unit = UnitKey()
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=24, db_collation="C")
    month = models.IntegerField()
    times = models.SmallIntegerField()
    minutes = models.IntegerField()

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.month}"


class MemberYear(models.Model):
    """One person's organisation life of one year, all kinds in one row, by half-years.

    times, minutes: of the kinds in the order of `rules.duties.hours.PLACES`, two numbers for each:
    January to June, July to December. What `MemberMonth` says, added up.
    """

    pk = models.CompositePrimaryKey("unit_id", "person_id", "year")
    unit = UnitKey()
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.SmallIntegerField()
    times = ArrayField(models.SmallIntegerField())
    minutes = ArrayField(models.IntegerField())

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.person_id} {self.year}"
