"""The record of every change: added in the transaction of the change, chained by the sealer."""

from django.db import models

from dangwu.audit import words
from dangwu.audit.verbs import VERBS
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet


class Entry(UnitModel):
    """Who did what to which thing, when. Never changed, never removed.

    `facts` holds what a person needs to understand the entry, without personal numbers.
    `digest` is over the canonical form of all other columns.
    """

    unit = UnitKey(append_only=True)
    recorded_at = models.DateTimeField("记录时间")
    account_id = models.UUIDField("账号", null=True)
    actor_name = models.CharField("经办人", max_length=60)
    verb = models.CharField("动作", max_length=60)
    target_kind = models.CharField("对象类别", max_length=60)
    target_id = models.UUIDField("对象", null=True)
    organisation_id = models.UUIDField("党组织", null=True)
    facts = models.JSONField("内容", default=dict)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        base_manager_name = "objects"
        indexes = [
            # 「这个对象发生过什么」
            models.Index(fields=["unit", "target_id", "recorded_at"], name="entry_of_target"),
            # 「这个组织最近发生了什么」
            models.Index(
                fields=["unit", "organisation_id", "recorded_at"], name="entry_of_organisation"
            ),
            # 「还有哪些没有封存」
            models.Index(fields=["unit", "recorded_at"], name="entry_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.recorded_at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb}"

    @property
    def verb_label(self) -> str:
        return VERBS.get(self.verb, self.verb)

    @property
    def facts_told(self) -> list[tuple[str, str]]:
        """The facts as pairs: a template would take a fact named "items" for the method."""
        return words.facts_told(self.facts)

    @property
    def about(self) -> str:
        """What kind of thing the entry is about, in Chinese; empty where no page shows it."""
        return words.place_of(self.target_kind, self.target_id)[0]

    @property
    def page(self) -> str:
        """The name of that thing's page; empty where it has none."""
        return words.place_of(self.target_kind, self.target_id)[1]


class Seal(UnitModel):
    """One link of a unit's chain: the head over the previous head and a batch of entries."""

    unit = UnitKey(append_only=True)
    number = models.PositiveIntegerField("序号")
    previous_head = models.CharField("上一摘要", max_length=64)
    head = models.CharField("链头摘要", max_length=64)
    entries = models.PositiveIntegerField("条数")
    sealed_at = models.DateTimeField("封存时间")
    signature = models.CharField("签名", max_length=128)
    key_id = models.CharField("密钥编号", max_length=32)
    algorithm = models.CharField("摘要算法", max_length=10)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="seal_number_once"),
            models.UniqueConstraint(fields=["unit", "previous_head"], name="seal_no_fork"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}-{self.number}"


class SealedEntry(models.Model):
    """The place of an entry in its seal. One entry is sealed once."""

    pk = models.CompositePrimaryKey("unit_id", "entry_id")
    unit = UnitKey(append_only=True)
    entry = UnitForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)
    seal = UnitForeignKey(Seal, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveIntegerField("位置")
    digest = models.CharField("摘要", max_length=64)

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["unit", "seal", "position"], name="seal_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seal_id}:{self.position}"
