"""To whom, when, under which promise."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from dangwu.organisations.forms.places import clock_field
from dangwu.organisations.models import Organisation
from dangwu.questionnaires.actions import Setting
from dangwu.questionnaires.models import Questionnaire
from dangwu.questionnaires.models.questionnaire import DIMENSIONS
from dangwu.web.forms import PlainForm, day_field, number_field, text_field


class SettingForm(PlainForm):
    """The setting of a questionnaire."""

    title = text_field("题目", limit=120)
    intro = forms.CharField(
        label="说明",
        required=False,
        max_length=2000,
        help_text="为什么调查、结果怎么用",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    named = forms.ChoiceField(
        label="匿名还是记名",
        choices=[("no", "匿名：答卷上没有姓名"), ("yes", "记名：书记、干事看得到是谁填的")],
        help_text="填写人在提交前会看到这一条，发出以后不能改",
    )
    audience = forms.ChoiceField(label="填写范围", choices=Questionnaire.Audience.choices)
    organisations = forms.MultipleChoiceField(
        label="指定的党组织",
        required=False,
        help_text="填写范围选了“指定党组织的党员”时才要选；抽样也可以选，不选就在全部范围里抽",
        widget=forms.CheckboxSelectMultiple,
    )
    dimensions = forms.MultipleChoiceField(
        label="按什么分类（最多选两项）",
        choices=list(DIMENSIONS.items()),
        required=False,
        help_text="抽样按它分配人数，结果按它分开列；不足5人的类自动并入“其余”。不需要就不选",
        widget=forms.CheckboxSelectMultiple,
    )
    opens_on = day_field("开始日期")
    opens_clock = clock_field("开始时间")
    closes_on = day_field("截止日期")
    closes_clock = clock_field("截止时间")
    shown_to_all = forms.BooleanField(label="结束后，填写人也能看汇总结果", required=False)

    def offer(self, organisations: Iterable[Organisation]) -> None:
        """Offer the organisations that may be named."""
        choices = [(str(row.id), row.name) for row in organisations]
        self.fields["organisations"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def setting(self) -> Setting:
        """Return what was filled in."""
        data = self.cleaned_data
        return Setting(
            title=data["title"],
            intro=data["intro"],
            audience=data["audience"],
            organisations=tuple(uuid.UUID(each) for each in data["organisations"]),
            named=data["named"] == "yes",
            dimensions=tuple(data["dimensions"]),
            shown_to_all=data["shown_to_all"],
            opens_at=_moment(data["opens_on"], data["opens_clock"]),
            closes_at=_moment(data["closes_on"], data["closes_clock"]),
        )


def filled_from(row: Questionnaire) -> dict[str, Any]:
    """Return what the form shows of a questionnaire."""
    opens, closes = timezone.localtime(row.opens_at), timezone.localtime(row.closes_at)
    return {
        "title": row.title,
        "intro": row.intro,
        "audience": row.audience,
        "organisations": [str(each) for each in row.organisations],
        "named": "yes" if row.named else "no",
        "dimensions": row.dimensions,
        "shown_to_all": row.shown_to_all,
        "opens_on": opens.date(),
        "opens_clock": opens.strftime("%H:%M"),
        "closes_on": closes.date(),
        "closes_clock": closes.strftime("%H:%M"),
    }


class DrawForm(PlainForm):
    """A draw."""

    size = number_field("抽多少人", low=1, required=True)
    seed = text_field(
        "种子",
        limit=64,
        required=False,
        help_text="任意一段文字，如当众掷骰子的点数；不填就由系统随机产生。种子会公布，谁都可以照它复核",
    )


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())
