"""What people type to write a document, to find and to void one."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from django import forms

from dangwu.documents.kinds import KINDS
from dangwu.web.forms import PlainForm, day_field, number_field, text_field

LONGEST_BODY: Final = 20000
BODY_NOTE: Final = "一行一段。以“一、”“（一）”“1.”“（1）”开头的行按标题排印。"
ADDRESSEE_NOTE: Final = "只写一个上级机关，其他机关写到“抄送”。"


def _text_area(
    label: str, note: str = "", *, rows: int = 4, required: bool = True
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_BODY,
        help_text=note,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}。"},
    )


class DraftForm(PlainForm):
    """What every document asks. key: of this draft, so that it is issued once."""

    series = text_field(
        "机关代字", limit=30, required=False, help_text="如“河东支发”，年份和序号发文时自动编。"
    )
    dated = day_field("成文日期")
    key = forms.UUIDField(widget=forms.HiddenInput)

    field_order: Iterable[str] | None = (
        "title",
        "addressee",
        "body",
        "attachments",
        "series",
        "dated",
    )


class CorrespondenceForm(DraftForm):
    """通知 and 函, and what the others of this family add to."""

    title = text_field("标题", limit=150)
    addressee = text_field("主送", limit=150)
    body = _text_area("正文", BODY_NOTE, rows=12)
    attachments = _text_area("附件名称", "一行一个，没有不填。", rows=2, required=False)
    copies_to = text_field("抄送", limit=200, required=False, help_text="多个机关用逗号隔开。")
    note = text_field("附注", limit=100, required=False, help_text="如联系人和电话。")
    sealed = forms.BooleanField(label="要盖印章，留出位置", required=False, initial=True)


class UpwardForm(CorrespondenceForm):
    """请示 and 报告."""

    addressee = text_field("主送", limit=80, help_text=ADDRESSEE_NOTE)
    signatories = text_field("签发人", limit=40, required=False, help_text="几个人用顿号隔开。")


class ReplyForm(CorrespondenceForm):
    """批复."""

    asked = text_field("来文标题", limit=150, help_text="所答复的请示的标题。")
    asked_number = text_field("来文字号", limit=60, required=False)
    asked_on = day_field("来文日期", required=False)

    field_order = (
        *("title", "addressee", "asked", "asked_number", "asked_on", "body"),
        *("attachments", "series", "dated"),
    )


class CertificateForm(DraftForm):
    """证明."""

    title = text_field("标题", limit=60)
    addressee = text_field("写给", limit=80, required=False)
    body = _text_area("证明的内容", "写清证明什么人、什么事。", rows=6)


class IntroductionForm(DraftForm):
    """介绍信."""

    bearer = text_field("持信人", limit=40)
    companions = number_field("同行人数", high=99, help_text="除持信人外还有几人。")
    addressee = text_field("前往单位", limit=80)
    matter = text_field("联系什么事", limit=100)
    valid_days = number_field("有效天数", low=1, high=90, required=True)

    field_order = ("bearer", "companions", "addressee", "matter", "valid_days")


class ReceiptForm(DraftForm):
    """收据."""

    payer = text_field("交款人", limit=60)
    item = text_field("交款事由", limit=80)
    amount = forms.DecimalField(
        label="金额（元）",
        min_value=Decimal("0.01"),
        max_digits=12,
        decimal_places=2,
        error_messages={"required": "请填写金额。"},
    )
    method = text_field("交款方式", limit=20, required=False, help_text="如现金、转账。")
    receiver = text_field("收款人", limit=40)

    field_order = ("payer", "item", "amount", "method", "receiver")


# The kinds that are written by hand; all others are made where the work is done.
FORMS: Final[Mapping[str, type[DraftForm]]] = {
    "notice": CorrespondenceForm,
    "request": UpwardForm,
    "reply": ReplyForm,
    "report": UpwardForm,
    "letter": CorrespondenceForm,
    "certificate": CertificateForm,
    "introduction": IntroductionForm,
    "receipt": ReceiptForm,
}


class ListForm(PlainForm):
    """What to list."""

    kind = forms.ChoiceField(label="文种", choices=[("", "全部"), *KINDS.items()], required=False)
    year = forms.IntegerField(label="年份", required=False, min_value=1949, max_value=2200)
    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    organisation = forms.UUIDField(required=False, widget=forms.HiddenInput)


class VoidForm(PlainForm):
    """Why a document is voided."""

    reason = text_field("作废原因", limit=200)
