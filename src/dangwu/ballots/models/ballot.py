from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet


class Ballot(UnitModel):
    """One secret vote with its state. What may never change after freezing is the `Manifest`.

    `booth`: the contests (`booth.as_json`). `entitled`: the roll while it is prepared.
    `present`: persons present with the right to vote, the base of what elects; None: the roll.
    """

    class Tier(models.TextChoices):
        PAPER = "paper", "纸质选票"
        ONLINE = "online", "线上无记名投票"

    class State(models.TextChoices):
        DRAFT = "draft", "准备中"
        FROZEN = "frozen", "已封定，等待开始"
        OPEN = "open", "正在投票"
        CLOSED = "closed", "已截止，等待计票"
        COUNTED = "counted", "已公布结果"
        CANCELLED = "cancelled", "已取消"

    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="ballots")
    origin_kind = models.CharField("来源类别", max_length=60, blank=True)
    origin_id = models.UUIDField("来源", null=True, blank=True)
    title = models.CharField("题目", max_length=120)
    tier = models.CharField("投票方式", max_length=8, choices=Tier.choices)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    body = models.CharField("会议", max_length=12, blank=True)
    held_on = models.DateField("投票日期")
    booth = models.JSONField("表决和选举事项")
    entitled = ArrayField(models.UUIDField(), verbose_name="有权投票的人（封定前）", default=list)
    should_attend = models.PositiveIntegerField("应到人数", null=True, blank=True)
    present = models.PositiveIntegerField("实到会有选举权人数", null=True, blank=True)
    opens_at = models.DateTimeField("开始时间", null=True, blank=True)
    closes_at = models.DateTimeField("截止时间", null=True, blank=True)
    repeats = UnitForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeated_by"
    )
    cancelled_because = models.CharField("取消原因", max_length=200, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(tier="paper") | Q(opens_at__isnull=False, closes_at__gt=F("opens_at")),
                name="ballot_online_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(tier="paper", state__in=["open", "closed"]),
                name="ballot_paper_is_not_opened",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_because=""),
                name="ballot_cancelled_with_reason",
            ),
        ]
        indexes = [
            # 「这个组织有哪些投票」
            models.Index(fields=["unit", "organisation", "-held_on"], name="ballots_by_day"),
            # 「这个议题的投票」
            models.Index(fields=["unit", "origin_kind", "origin_id"], name="ballots_of_origin"),
            # 「正在投票的」
            models.Index(fields=["unit"], condition=Q(state="open"), name="ballots_open"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_online(self) -> bool:
        return self.tier == self.Tier.ONLINE

    @property
    def stage(self) -> str:
        """The state in words; paper waits for its count where the other waits for its opening."""
        if not self.is_online and self.state == self.State.FROZEN:
            return "已封定，等待投票和清点"
        return self.get_state_display()

    def takes_votes(self, now: datetime) -> bool:
        """Whether an envelope sent at this moment would be taken."""
        return (
            self.state == self.State.OPEN and self.closes_at is not None and now < self.closes_at
        )

    @property
    def is_frozen(self) -> bool:
        """Whether booth, roll and keys stand for good."""
        return self.state not in (self.State.DRAFT, self.State.CANCELLED)


class Teller(UnitModel):
    """Somebody who watches or counts. The key is the public half; the secret one is never here.

    Source: XJ2020 art. ~23
    """

    class Duty(models.TextChoices):
        SCRUTINEER = "scrutineer", "监票人"
        COUNTER = "counter", "计票人"

    ballot = UnitForeignKey(Ballot, on_delete=models.PROTECT, related_name="tellers")
    number = models.PositiveSmallIntegerField("次序")
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("姓名", max_length=60)
    duty = models.CharField("职责", max_length=12, choices=Duty.choices)
    public_key = models.CharField("公钥", max_length=64, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "ballot", "number"], name="teller_number_once"
            ),
            models.UniqueConstraint(fields=["unit", "ballot", "person"], name="teller_once"),
        ]
        # 「我在哪些投票中监票、计票」
        indexes = [models.Index(fields=["unit", "person"], name="tellers_by_person")]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_duty_display()}）"


class Manifest(models.Model):
    """What was frozen: booth, digest of the roll, keys, time. Its digest stands on every page.

    `envelope_bytes`: how long an envelope of this ballot is, the same for all; 0 on paper.
    """

    pk = models.CompositePrimaryKey("unit_id", "ballot_id")
    unit = UnitKey(append_only=True)
    ballot = UnitForeignKey(Ballot, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField("内容")
    digest = models.CharField("摘要", max_length=64)
    envelope_bytes = models.PositiveIntegerField("信封长度")
    frozen_at = models.DateTimeField("封定时间")

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.digest
