"""What is said on an item, and who keeps out of it."""

from django.db import models
from django.db.models import Q

from dangwu.meetings.models.agenda import AgendaItem
from dangwu.members.models import Person
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet


class Statement(UnitModel):
    """An opinion for the record. A minority's is kept and may be reported upward.

    Only what the speaker wants recorded; nothing is judged or counted of it.
    """

    item = UnitForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="statements")
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("意见")
    minority = models.BooleanField("保留意见", default=False)
    reported_up_on = models.DateField("向上级反映日期", null=True, blank=True)
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="statement_has_text"),
            models.CheckConstraint(
                condition=Q(reported_up_on__isnull=True) | Q(minority=True),
                name="statement_reported_up_is_minority",
            ),
        ]
        indexes = [models.Index(fields=["unit", "item"], name="statements_of_item")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.item_id}"


class Recusal(models.Model):
    """A person whom the matter touches leaves its discussion and vote."""

    pk = models.CompositePrimaryKey("unit_id", "item_id", "person_id")
    unit = UnitKey()
    item = UnitForeignKey(
        AgendaItem, on_delete=models.CASCADE, related_name="recusals", db_index=False
    )
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField("回避原因", max_length=200)

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="recusal_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.person_id}"


class Speech(UnitModel):
    """A turn on the speakers' list of an item; the order is that of asking."""

    item = UnitForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="speeches")
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("登记时间")
    began_at = models.DateTimeField("开始时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("began_at")),
                name="speech_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["unit", "item"],
                condition=Q(began_at__isnull=False, ended_at__isnull=True),
                name="speech_one_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["unit", "item", "asked_at"], name="speeches_of_item")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.item_id}"
