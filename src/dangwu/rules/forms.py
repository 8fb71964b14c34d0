"""The numbers a person tries the rules with."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from django import forms

from dangwu.core.rulebook import terms
from dangwu.web.forms import day_field

COUNTED: Final = ("should_attend", "present", "yes", "no", "abstain", "written_yes")
EMPTY: Final = ("", "——")
TRUE_FALSE: Final = (("", "未填"), ("yes", "是"), ("no", "否"))
_BOOLEAN: Final[Mapping[str, bool]] = {"yes": True, "no": False}


def _choice(label: str, table: Mapping[str, str], *, required: bool = True) -> forms.ChoiceField:
    choices = list(table.items()) if required else [EMPTY, *table.items()]
    return forms.ChoiceField(label=label, choices=choices, required=required)


def _count(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100_000, required=False)


def _plain(value: object) -> object:
    """Return a cleaned value as JSON holds it: yes and no as truth, days and amounts as text."""
    if isinstance(value, str):
        return _BOOLEAN.get(value, value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _flag(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=TRUE_FALSE, required=False)


class TryForm(forms.Form):
    """Fields of which only the filled ones are told to the rules."""

    on = day_field("日期（缺省为今天）", required=False)

    def filled(self, *names: str) -> dict[str, object]:
        """Return the named fields that hold something, as the command line takes them."""
        values = {name: self.cleaned_data.get(name) for name in names}
        return {name: _plain(value) for name, value in values.items() if value not in (None, "")}


class MeetingForm(TryForm):
    """A meeting and its vote."""

    regime = _choice("适用制度", terms.REGIMES)
    kind = _choice("党组织类别", terms.KINDS)
    fire_kind = _choice("消防类别", terms.FIRE_KINDS, required=False)
    category = _choice("领域", terms.CATEGORIES, required=False)
    body = _choice("会议", terms.BODIES)
    subject = _choice("事项", terms.SUBJECTS)
    method = _choice("表决方式", terms.METHODS, required=False)
    notice_hours = _count("提前多少小时通知")
    secretary_present = _flag("书记到会")
    deputy_present = _flag("副书记到会")
    added_after_notice = _flag("通知后增加的议题")
    emergency = _flag("紧急情况")
    should_attend = _count("应到会有表决权人数")
    present = _count("实到会有表决权人数")
    yes = _count("赞成")
    no = _count("反对")
    abstain = _count("弃权")
    written_yes = _count("会前书面赞成")

    def given(self) -> dict[str, object]:
        """Return the facts under the names of the command-line contract."""
        rest = self.filled(
            "on", "regime", "body", "subject", "method", "notice_hours",
            "secretary_present", "deputy_present", "added_after_notice", "emergency",
        )  # fmt: skip
        return {
            **rest,
            "organisation": self.filled("kind", "fire_kind", "category"),
            "count": self.filled(*COUNTED),
        }


class StructureForm(TryForm):
    """Headcounts of an organisation."""

    regime = _choice("适用制度", terms.REGIMES)
    category = _choice("领域", terms.CATEGORIES)
    kind = _choice("现有类别", terms.KINDS, required=False)
    fire_kind = _choice("消防类别", terms.FIRE_KINDS, required=False)
    full_members = _count("正式党员")
    probationers = _count("预备党员")
    committee_size = _count("委员会人数")
    units = _count("联合（所辖）单位数")
    term_began = day_field("本届任期起", required=False)
    term_ends = day_field("本届任期止", required=False)

    def given(self) -> dict[str, object]:
        """Return the facts under the names of the command-line contract."""
        return self.filled(*self.fields)


class DuesForm(TryForm):
    """A member's class and base."""

    dues_class = _choice("党员类别", terms.DUES_CLASSES)
    base = forms.DecimalField(
        label="计算基数（元/月）", min_value=0, max_digits=10, decimal_places=2, required=False
    )
    flat = forms.DecimalField(
        label="当地规定的定额（元/月）",
        min_value=0,
        max_digits=6,
        decimal_places=2,
        required=False,
    )
    waived = _flag("经批准免交")

    def given(self) -> dict[str, object]:
        """Return the facts under the names of the command-line contract."""
        return {
            "class": self.cleaned_data["dues_class"],
            **self.filled("on", "base", "flat", "waived"),
        }


class PackForm(forms.Form):
    """A local pack, typed in or as a file."""

    text = forms.CharField(
        label="规则文件内容", widget=forms.Textarea, required=False, max_length=200_000
    )
    file = forms.FileField(label="或选择文件（.yaml）", required=False)

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        upload = cleaned.get("file")
        if upload:
            try:
                cleaned["text"] = upload.read().decode("utf-8")  # type: ignore[attr-defined]  # an upload
            except UnicodeDecodeError:
                raise forms.ValidationError(
                    "文件不是UTF-8编码的文本，请另存为UTF-8后再选。"
                ) from None
        if not cleaned.get("text"):
            raise forms.ValidationError("请粘贴规则文件内容，或者选择文件。")
        return cleaned


class ExemptionForm(forms.Form):
    """From which rule, for how long, why, by whose approval."""

    rule_id = forms.CharField(label="免计的规则", max_length=60)
    since = forms.DateField(label="从")
    until = forms.DateField(label="到（不含）")
    reason = forms.CharField(label="理由", max_length=200)
    approved_by = forms.CharField(label="批准的党组织", max_length=120)
    basis = forms.CharField(label="依据（文号）", max_length=120)


class HolidayForm(forms.Form):
    """One day of the published holidays."""

    day = forms.DateField(label="日期")
    working = forms.TypedChoiceField(
        label="安排",
        choices=[("no", "放假"), ("yes", "调休上班")],
        coerce=lambda value: value == "yes",
    )
    name = forms.CharField(label="名称", max_length=40, required=False)
