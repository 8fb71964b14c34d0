from django.db import models
from django.db.models import F, Q

from dangwu.core.rulebook import terms
from dangwu.meetings.models.agenda import AgendaItem, Amendment
from dangwu.members.models import Person
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet


class Choice(models.TextChoices):
    YES = "yes", "赞成"
    NO = "no", "反对"
    ABSTAIN = "abstain", "弃权"


class Vote(UnitModel):
    """One vote on an item, on one person of it, or on an amendment to its text.

    The numbers it was judged by are frozen with the verdict and its findings (the JSON of
    `core.rulebook.decide`, or of `elect`). Persons with the right to vote; written opinions are
    counted apart. `ballot_id`: the secret ballot that brought the numbers.
    """

    class State(models.TextChoices):
        OPEN = "open", "表决中"
        CLOSED = "closed", "已表决"
        VOID = "void", "作废"

    item = UnitForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="votes")
    person = UnitForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    amendment = UnitForeignKey(
        Amendment, on_delete=models.PROTECT, null=True, blank=True, related_name="votes"
    )
    round = models.PositiveSmallIntegerField("轮次", default=1)
    method = models.CharField("方式", max_length=8, choices=list(terms.METHODS.items()))
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.OPEN)
    ballot_id = models.UUIDField("无记名投票", null=True, blank=True)
    should_attend = models.PositiveIntegerField("应到", null=True)
    present = models.PositiveIntegerField("实到", null=True)
    yes = models.PositiveIntegerField("赞成", null=True)
    no = models.PositiveIntegerField("反对", null=True)
    abstain = models.PositiveIntegerField("弃权", null=True)
    written_yes = models.PositiveIntegerField("书面赞成", default=0)
    written_no = models.PositiveIntegerField("书面反对", default=0)
    valid = models.BooleanField("会议有效", null=True)
    passed = models.BooleanField("通过", null=True)
    verdict = models.JSONField("依据", default=dict)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)
    opened_at = models.DateTimeField("开始表决")
    closed_at = models.DateTimeField("表决结束", null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "item", "person", "amendment", "round"],
                nulls_distinct=False,
                name="vote_once_a_round",
            ),
            models.CheckConstraint(
                condition=Q(present__isnull=True)
                | Q(should_attend__isnull=True)
                | Q(present__lte=F("should_attend")),
                name="vote_present_within_should_attend",
            ),
            models.CheckConstraint(
                condition=Q(present__isnull=True)
                | Q(yes__isnull=True)
                | Q(present__gte=F("yes") + F("no") + F("abstain")),
                name="vote_cast_within_present",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
                name="vote_closed_at_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | ~Q(void_reason=""), name="vote_void_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.get_method_display()}"


class NamedVote(models.Model):
    """How a person voted in a vote by name."""

    pk = models.CompositePrimaryKey("unit_id", "vote_id", "person_id")
    unit = UnitKey()
    vote = UnitForeignKey(Vote, on_delete=models.CASCADE, related_name="named", db_index=False)
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    choice = models.CharField("意见", max_length=8, choices=Choice.choices)

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.person_id} {self.choice}"


class WrittenVote(models.Model):
    """The opinion of somebody absent, handed in before the meeting; counts where the rule says."""

    pk = models.CompositePrimaryKey("unit_id", "item_id", "person_id")
    unit = UnitKey()
    item = UnitForeignKey(
        AgendaItem, on_delete=models.CASCADE, related_name="written", db_index=False
    )
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    choice = models.CharField("意见", max_length=8, choices=Choice.choices)
    text = models.TextField("书面意见", blank=True)
    received_on = models.DateField("收到日期")

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.person_id} {self.choice}"
