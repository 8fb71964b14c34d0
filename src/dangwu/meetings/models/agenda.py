from django.db import models
from django.db.models import Q

from dangwu.core.rulebook import terms
from dangwu.meetings.models.meeting import Meeting
from dangwu.members.models import Person
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet


class AgendaItem(UnitModel):
    """One matter on the agenda, taken alone; where the rule asks it, person by person.

    `consulted`: whose opinion was sought beforehand and what came of it. `basis`: the policy
    that was studied first. `follows`: the item of an earlier meeting that was postponed.
    """

    class Kind(models.TextChoices):
        REPORT = "report", "听取"
        DISCUSS = "discuss", "讨论"
        DECIDE = "decide", "表决"

    class State(models.TextChoices):
        WAITING = "waiting", "未议"
        OPEN = "open", "正在议"
        DECIDED = "decided", "已议定"
        POSTPONED = "postponed", "缓议"
        DROPPED = "dropped", "撤下"

    meeting = UnitForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("序号")
    title = models.CharField("议题", max_length=200)
    kind = models.CharField("方式", max_length=8, choices=Kind.choices, default=Kind.DISCUSS)
    subject = models.CharField(
        "事项", max_length=16, choices=list(terms.SUBJECTS.items()), default="resolution"
    )
    by_person = models.BooleanField("逐人表决", default=False)
    seats = models.PositiveSmallIntegerField("应选名额", null=True, blank=True)
    text = models.TextField("议案正文", blank=True)
    basis = models.CharField("依据的政策规定", max_length=300, blank=True)
    consulted = models.TextField("会前征求意见", blank=True)
    proposed_by = models.CharField("提出人", max_length=60, blank=True)
    added_after_notice = models.BooleanField("通知后增加", default=False)
    added_reason = models.CharField("增加原因", max_length=200, blank=True)
    closed_to_hall = models.BooleanField("不上大屏", default=False)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.WAITING)
    opened_at = models.DateTimeField("开议时间", null=True, blank=True)
    closed_at = models.DateTimeField("议定时间", null=True, blank=True)
    state_reason = models.CharField("缓议或撤下的原因", max_length=200, blank=True)
    resolution = models.TextField("决议", blank=True)
    follows = UnitForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    ruling = models.TextField("上级裁决", blank=True)
    ruled_by = models.CharField("裁决机关", max_length=120, blank=True)
    ruled_on = models.DateField("裁决日期", null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "meeting", "position"],
                name="agenda_one_item_a_place",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="agenda_item_has_a_title"),
            models.CheckConstraint(
                condition=Q(added_after_notice=False) | ~Q(added_reason=""),
                name="agenda_added_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["postponed", "dropped"]) | ~Q(state_reason=""),
                name="agenda_put_off_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(ruling="") | (~Q(ruled_by="") & Q(ruled_on__isnull=False)),
                name="agenda_ruling_names_its_source",
            ),
            # The chair has one matter on the table.
            models.UniqueConstraint(
                fields=["unit", "meeting"],
                condition=Q(state="open"),
                name="agenda_one_open_item",
            ),
        ]
        indexes = [
            # 「哪些事项缓议待复议」
            models.Index(
                fields=["unit", "meeting"],
                condition=Q(state="postponed"),
                name="agenda_postponed",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ItemPerson(models.Model):
    """A person that an item is about: an applicant, a candidate, somebody to be rewarded."""

    pk = models.CompositePrimaryKey("unit_id", "item_id", "person_id")
    unit = UnitKey()
    item = UnitForeignKey(
        AgendaItem, on_delete=models.CASCADE, related_name="people", db_index=False
    )
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField("序号")

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["unit", "person"], name="items_about_person")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.person_id}"


class Amendment(UnitModel):
    """A change to the text of an item, moved at the meeting and decided before the text."""

    class State(models.TextChoices):
        MOVED = "moved", "已提出"
        ACCEPTED = "accepted", "采纳"
        REJECTED = "rejected", "未采纳"

    item = UnitForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="amendments")
    position = models.PositiveSmallIntegerField("序号")
    moved_by = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("修改后的正文")
    reason = models.CharField("理由", max_length=300, blank=True)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.MOVED)
    moved_at = models.DateTimeField("提出时间")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "item", "position"], name="amendment_one_a_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.position}"
