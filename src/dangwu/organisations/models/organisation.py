from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from dangwu.core.rulebook import terms
from dangwu.sharding.fields import UnitForeignKey
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet

# Kinds that a person belongs to directly; committees and general branches hold organisations.
BRANCH_KINDS = ("branch", "joint_branch", "temporary_branch", "mobile_branch")


class OrganisationQuerySet(UnitQuerySet["Organisation"]):
    def standing(self) -> Self:
        """Organisations that exist today."""
        return self.filter(dissolved_on__isnull=True)

    def under(self, organisation: "Organisation") -> Self:
        """The organisation itself and all below it."""
        return self.filter(unit_id=organisation.unit_id).within(organisation.path)

    def within(self, path: str) -> Self:
        # '/' is the character after '.': a range, so that the index and row security both serve.
        return self.filter(Q(path=path) | Q(path__gt=f"{path}.", path__lt=f"{path}/"))


class Organisation(UnitModel):
    """A Party organisation as it stands today; `OrganisationPeriod` tells how it was.

    `path`: labels from the top of the unit joined by dots, for subtrees. `ngrams`: one- and
    two-character pieces of the name, for search.
    """

    code = models.CharField("组织代码", max_length=40, db_collation="C")
    name = models.CharField("名称", max_length=120)
    short_name = models.CharField("简称", max_length=60, blank=True)
    kind = models.CharField("类别", max_length=20, choices=list(terms.KINDS.items()))
    category = models.CharField("领域", max_length=20, choices=list(terms.CATEGORIES.items()))
    regime = models.CharField(
        "适用制度", max_length=20, choices=list(terms.REGIMES.items()), default=terms.CIVIL
    )
    fire_kind = models.CharField(
        "消防类别", max_length=24, choices=list(terms.FIRE_KINDS.items()), blank=True
    )
    parent = UnitForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    label = models.CharField("路径标号", max_length=8, db_collation="C")
    path = models.CharField("路径", max_length=200, db_collation="C")
    approves_members = models.BooleanField("有权审批预备党员", default=False)
    founded_on = models.DateField("成立日期")
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)
    records_from = models.DateField("本系统记录起始日", null=True, blank=True)
    home_name = models.CharField("所在单位名称", max_length=120, blank=True)
    joint_units = models.PositiveSmallIntegerField("联合单位数", null=True, blank=True)
    address = models.CharField("通讯地址", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    ends_on = models.DateField("临时组织到期日", null=True, blank=True)
    approver = models.CharField("批准设立的党组织", max_length=120, blank=True)
    ngrams = ArrayField(models.CharField(max_length=120), default=list)
    pinyin = models.CharField("拼音", max_length=400, db_collation="C", blank=True)
    initials = models.CharField("拼音首字母", max_length=120, db_collation="C", blank=True)

    objects = OrganisationQuerySet.as_manager()  # type: ignore[assignment, misc]  # its own queryset

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], name="organisation_code_once"),
            models.UniqueConstraint(fields=["unit", "path"], name="organisation_path_once"),
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True)
                | Q(dissolved_on__gte=models.F("founded_on")),
                name="organisation_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(regime=terms.FIRE_2011) | Q(fire_kind=""),
                name="fire_kind_only_under_the_fire_regime",
            ),
        ]
        indexes = [
            # 「下面有哪些组织」
            models.Index(fields=["unit", "parent"], name="organisation_children"),
            GinIndex(fields=["ngrams"], name="organisation_ngrams"),
            models.Index(fields=["unit", "initials"], name="organisation_initials"),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def rule_kinds(self) -> tuple[str, ...]:
        """The kinds under which rules address it: its kind and, in the fire force, that kind."""
        return (self.kind, self.fire_kind) if self.fire_kind else (self.kind,)

    @property
    def is_branch(self) -> bool:
        return self.kind in BRANCH_KINDS


class OrganisationPeriod(UnitModel):
    """How an organisation was over [from, to): name, kind, place in the tree."""

    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="periods")
    period = DateRangeField("期间")
    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=20, choices=list(terms.KINDS.items()))
    category = models.CharField("领域", max_length=20, choices=list(terms.CATEGORIES.items()))
    parent = UnitForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    path = models.CharField("路径", max_length=200, db_collation="C")
    reason = models.CharField("变动", max_length=20)
    basis = models.CharField("依据（批复文号）", max_length=120, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            ExclusionConstraint(
                name="organisation_one_state_a_day",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False), name="organisation_period_not_empty"
            ),
        ]
        indexes = [
            # 「某日的组织树」
            models.Index(fields=["unit", "path"], name="organisation_periods_by_path"),
            models.Index(fields=["unit", "organisation"], name="periods_of_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.period}"


def ancestor_paths(path: str) -> list[str]:
    """Return the paths above and including this one, from the top."""
    labels = path.split(".")
    return [".".join(labels[: depth + 1]) for depth in range(len(labels))]
