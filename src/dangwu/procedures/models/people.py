from django.db import models
from django.db.models import Q

from dangwu.ballots.models import Teller
from dangwu.core.rulebook import terms
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.procedures.models.case import SEATS, TermChange
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet


class Candidate(models.Model):
    """Somebody put forward for a seat: nominated, then 预备人选, then approved from above.

    Where a 差额预选 goes before the election, whom it leaves out is not chosen.
    """

    class Stage(models.TextChoices):
        NOMINATED = "nominated", "推荐人选"
        PREPARED = "prepared", "候选人预备人选"
        APPROVED = "approved", "候选人"
        DROPPED = "dropped", "未列入"
        NOT_CHOSEN = "not_chosen", "预选未入选"

    pk = models.CompositePrimaryKey("unit_id", "case_id", "post", "person_id")
    unit = UnitKey()
    case = UnitForeignKey(
        TermChange, on_delete=models.PROTECT, related_name="candidates", db_index=False
    )
    post = models.CharField("选举", max_length=16, choices=SEATS)
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    stage = models.CharField("阶段", max_length=10, choices=Stage.choices, default=Stage.NOMINATED)
    proposed_by = models.CharField("推荐情况", max_length=200, blank=True)
    resume = models.TextField("简历", blank=True)
    strengths = models.TextField("主要表现", blank=True)
    dropped_reason = models.CharField("未列入的原因", max_length=200, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage="dropped") | ~Q(dropped_reason=""),
                name="candidate_dropped_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.get_post_display()}"


class CaseTeller(models.Model):
    """Who is proposed to watch and count at the election; never a candidate.

    Source: XJ2020 art. ~23
    """

    pk = models.CompositePrimaryKey("unit_id", "case_id", "person_id")
    unit = UnitKey()
    case = UnitForeignKey(
        TermChange, on_delete=models.PROTECT, related_name="tellers", db_index=False
    )
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    duty = models.CharField("职责", max_length=12, choices=Teller.Duty.choices)

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.person_id} {self.get_duty_display()}"


class Elected(models.Model):
    """Somebody who was elected, from the counted ballots. `work`: the post in the division."""

    pk = models.CompositePrimaryKey("unit_id", "case_id", "post", "person_id")
    unit = UnitKey()
    case = UnitForeignKey(
        TermChange, on_delete=models.PROTECT, related_name="elected", db_index=False
    )
    post = models.CharField("选举", max_length=16, choices=SEATS)
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    yes = models.PositiveIntegerField("赞成票")
    elected_on = models.DateField("选举日期")
    work = models.CharField("分工", max_length=20, choices=list(terms.POSTS.items()), blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.person_id} {self.get_post_display()}"


class Delegation(UnitModel):
    """The delegates that one organisation elects to the congress: seats, candidates, the day.

    Source: XJ2020 art. 8, art. 9, art. 10
    """

    case = UnitForeignKey(TermChange, on_delete=models.PROTECT, related_name="delegations")
    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveSmallIntegerField("代表名额")
    candidates = models.PositiveSmallIntegerField("候选人数", null=True, blank=True)
    elected_on = models.DateField("选举日期", null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "case", "organisation"], name="delegation_once"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="delegation_has_seats"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.seats}"


class Delegate(models.Model):
    """A delegate, with what the examination of the election and of the person came to.

    Source: XJ2020 art. 11
    """

    class Check(models.TextChoices):
        PENDING = "pending", "待审查"
        FORMAL = "formal", "资格有效"
        REFUSED = "refused", "资格无效"

    pk = models.CompositePrimaryKey("unit_id", "case_id", "person_id")
    unit = UnitKey()
    case = UnitForeignKey(
        TermChange, on_delete=models.PROTECT, related_name="chosen_delegates", db_index=False
    )
    delegation = UnitForeignKey(
        Delegation, on_delete=models.PROTECT, related_name="chosen", db_index=False
    )
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    check_result = models.CharField(
        "资格审查", max_length=8, choices=Check.choices, default=Check.PENDING
    )
    check_note = models.CharField("审查说明", max_length=200, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=~Q(check_result="refused") | ~Q(check_note=""),
                name="delegate_refused_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.get_check_result_display()}"
