"""The roll, the box and its opening. Rows here are only ever added.

Nothing in this module may join a person to an envelope: an envelope has no person, no time and
no number, a used right has no time and no envelope. A test reads the fields.
"""

from django.db import models

from dangwu.ballots.models.ballot import Ballot
from dangwu.members.models import Person
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.queries import UnitQuerySet


class RollEntry(models.Model):
    """One person entitled to vote, written when the ballot is frozen."""

    pk = models.CompositePrimaryKey("unit_id", "ballot_id", "person_id")
    unit = UnitKey(append_only=True)
    ballot = UnitForeignKey(Ballot, on_delete=models.PROTECT, related_name="+")
    person = UnitForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("姓名", max_length=60)
    sort_key = models.CharField("姓氏笔画", max_length=200, db_collation="C")

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        # 「我可以投哪些票」
        indexes = [models.Index(fields=["unit", "person"], name="roll_of_person")]

    def __str__(self) -> str:
        return self.name


class UsedRight(models.Model):
    """That a person on the roll has voted. Added once, never taken back; without its moment."""

    pk = models.CompositePrimaryKey("unit_id", "ballot_id", "person_id")
    unit = UnitKey(append_only=True)
    ballot = UnitForeignKey(
        Ballot, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    person = UnitForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.ballot_id}:{self.person_id}"


class Envelope(models.Model):
    """One sealed vote, known by its digest alone."""

    pk = models.CompositePrimaryKey("unit_id", "ballot_id", "digest")
    unit = UnitKey(append_only=True)
    ballot = UnitForeignKey(Ballot, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField("摘要", max_length=64)
    content = models.BinaryField("密封内容")

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.digest


class Box(models.Model):
    """The closed box: how many envelopes, and the digest of their sorted digests."""

    pk = models.CompositePrimaryKey("unit_id", "ballot_id")
    unit = UnitKey(append_only=True)
    ballot = UnitForeignKey(Ballot, on_delete=models.PROTECT, related_name="+")
    entitled = models.PositiveIntegerField("有权投票人数")
    envelopes = models.PositiveIntegerField("收到选票")
    digest = models.CharField("票箱摘要", max_length=64)
    signature = models.CharField("签名", max_length=128)
    closed_at = models.DateTimeField("截止时间")
    closed_early = models.CharField("提前截止的原因", max_length=200, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.digest


class Batch(models.Model):
    """What one teller handed back: every item with one layer less, sorted, so in no order.

    `content`: items of equal length one after another. `refused`: items that did not open.
    """

    pk = models.CompositePrimaryKey("unit_id", "ballot_id", "layer")
    unit = UnitKey(append_only=True)
    ballot = UnitForeignKey(Ballot, on_delete=models.PROTECT, related_name="+")
    layer = models.PositiveSmallIntegerField("第几层")
    content = models.BinaryField("内容")
    items = models.PositiveIntegerField("件数")
    refused = models.JSONField("打不开的", default=list)
    digest = models.CharField("摘要", max_length=64)

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.ballot_id}:{self.layer}"
