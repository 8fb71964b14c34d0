from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from dangwu.core.rulebook import terms
from dangwu.members.models.person import Person
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import UnitForeignKey
from dangwu.sharding.models import UnitModel


class Membership(UnitModel):
    """Where a person belongs over [from, to). One primary organisation on any day."""

    class Nature(models.TextChoices):
        PRIMARY = "primary", "组织关系"
        REPORTED = "reported", "在职党员报到"
        MOBILE = "mobile", "流动党员参加组织生活"

    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = UnitForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    nature = models.CharField(
        "性质", max_length=10, choices=Nature.choices, default=Nature.PRIMARY
    )
    period = DateRangeField("期间")
    came_by = models.CharField("进入方式", max_length=40, blank=True)
    left_by = models.CharField("离开方式", max_length=40, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            ExclusionConstraint(
                name="membership_one_primary_a_day",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(nature="primary"),
            ),
            models.CheckConstraint(condition=Q(period__isempty=False), name="membership_lasts"),
        ]
        indexes = [
            # 「某日这个支部有哪些人」
            models.Index(fields=["unit", "organisation", "nature"], name="members_on_a_day"),
            # 「此人先后在哪里」
            models.Index(fields=["unit", "person"], name="memberships_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.organisation}"


class GroupPlace(UnitModel):
    """Which group (党小组) of the branch a member sits in over [from, to)."""

    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="groups")
    group = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    period = DateRangeField("期间")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            ExclusionConstraint(
                name="group_one_a_day",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "group"], name="people_of_group"),
            models.Index(fields=["unit", "person"], name="groups_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.group}"


class StandingPeriod(UnitModel):
    """What a person is to the Party over [from, to): applicant … full member, suspended."""

    class Ending(models.TextChoices):
        ADVANCED = "advanced", "进入下一阶段"
        CANCELLED = "cancelled", "取消资格"
        SUSPENDED = "suspended", "停止党籍"
        RESTORED = "restored", "恢复党籍"
        REMOVED = "removed", "除名"
        PERSUADED = "persuaded", "劝其退党"
        EXPELLED = "expelled", "开除党籍"
        RESIGNED = "resigned", "退党"
        DECEASED = "deceased", "去世"
        MOVED = "moved", "转出"

    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="standings")
    standing = models.CharField("人员类别", max_length=12, choices=list(terms.STANDINGS.items()))
    period = DateRangeField("期间")
    ending = models.CharField("结束方式", max_length=12, choices=Ending.choices, blank=True)
    basis = models.CharField("依据", max_length=120, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            ExclusionConstraint(
                name="standing_one_a_day",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(period__isempty=False), name="standing_lasts"),
        ]
        indexes = [
            # 「此人经过哪些阶段」
            models.Index(fields=["unit", "person"], name="standings_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_standing_display()}"
