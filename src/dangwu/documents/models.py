"""Documents that were issued: numbered without gaps, never changed, voided with a reason."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from dangwu.documents.kinds import KINDS
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet


class DocumentCounter(models.Model):
    """The last number given in a series of an organisation in a year.

    series: 机关代字 such as 「河东支发」. The row is locked until the transaction that draws from it
    ends, so that what was committed has no gap.
    """

    pk = models.CompositePrimaryKey("unit_id", "organisation_id", "series", "year")
    unit = UnitKey()
    organisation = UnitForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    series = models.CharField("机关代字", max_length=30)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("末号", default=0)

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕{self.last}号"


class DocumentQuerySet(UnitQuerySet["Document"]):
    def with_state(self) -> Self:
        """Each document with `voided`: whether it was voided since."""
        gone = Voiding.objects.filter(unit_id=OuterRef("unit_id"), document_id=OuterRef("id"))
        return self.annotate(voided=Exists(gone))


class Document(UnitModel):
    """A paper as it was issued. The web role can add it and read it, nothing else.

    content: the paper in plain form; digest is of it. origin: what it belongs to in a room above,
    such as a meeting. personal: it tells of persons, so that taking it out is recorded.
    """

    unit = UnitKey(append_only=True)
    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("文种", max_length=24, db_collation="C")
    series = models.CharField("机关代字", max_length=30, blank=True)
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("序号", null=True)
    number_text = models.CharField("发文字号", max_length=60, blank=True)
    title = models.CharField("标题", max_length=300)
    addressee = models.CharField("主送", max_length=200, blank=True)
    issued_on = models.DateField("成文日期")
    issued_at = models.DateTimeField("发出时间")
    issued_by = models.UUIDField("经办账号", null=True)
    issued_by_name = models.CharField("经办人", max_length=60)
    origin_kind = models.CharField("来源类别", max_length=60, blank=True, db_collation="C")
    origin_id = models.UUIDField("来源", null=True)
    content = models.JSONField("内容")
    digest = models.CharField("内容摘要", max_length=64)
    personal = models.BooleanField("含个人信息", default=False)

    objects = DocumentQuerySet.as_manager()  # type: ignore[assignment, misc]  # its own queryset

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "organisation", "series", "year", "number"],
                condition=Q(number__isnull=False),
                name="document_number_once",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | ~Q(series=""), name="document_number_has_series"
            ),
        ]
        indexes = [
            # 「这个组织发过什么」
            models.Index(fields=["unit", "organisation", "-issued_on"], name="documents_by_day"),
            # 「全县最近发了什么」
            models.Index(fields=["unit", "-issued_on", "-id"], name="documents_newest"),
            # 「这次会议、这件事有哪些公文」
            models.Index(fields=["unit", "origin_kind", "origin_id"], name="documents_by_origin"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_label(self) -> str:
        return KINDS.get(self.kind, self.kind)


class Voiding(UnitModel):
    """That a document no longer holds, and why. Its number is not given again."""

    unit = UnitKey(append_only=True)
    document = UnitForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("作废原因", max_length=200)
    voided_on = models.DateField("作废日期")
    voided_at = models.DateTimeField("作废时间")
    voided_by = models.UUIDField("经办账号", null=True)
    voided_by_name = models.CharField("经办人", max_length=60)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["unit", "document"], name="document_voided_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="document_voided_with_reason"),
        ]

    def __str__(self) -> str:
        return self.reason
