"""What is filled in of an agenda item."""

from typing import Any

from django import forms

from dangwu.core.rulebook import terms
from dangwu.meetings.models import AgendaItem
from dangwu.web.forms import PlainForm, number_field, text_field


class NewItemForm(PlainForm):
    """One more item; after the notice with the reason."""

    title = text_field("议题", limit=200)
    reason = text_field("增加的特殊原因", limit=200, required=False)


class ItemForm(PlainForm):
    """An item in full."""

    title = text_field("议题", limit=200)
    kind = forms.ChoiceField(label="怎样处理", choices=AgendaItem.Kind.choices)
    subject = forms.ChoiceField(
        label="事项性质",
        choices=list(terms.SUBJECTS.items()),
        help_text="决定用什么方式表决、多少票通过",
    )
    by_person = forms.BooleanField(label="逐人表决", required=False)
    people = forms.CharField(
        label="涉及的人（一行一个，姓名或党员编号）",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如：入党申请人、候选人、受奖励的人；按会上逐个讨论的次序写",
    )
    seats = number_field("应选名额", low=1, high=99, help_text="选举才填")
    consulted = forms.CharField(
        label="会前征求意见",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="征求了谁的意见、意见怎样",
    )
    basis = text_field(
        "依据的政策规定", limit=300, required=False, help_text="会上先学习的规定、文件"
    )
    proposed_by = text_field("提出人", limit=60, required=False)
    text = forms.CharField(
        label="议案正文",
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    closed_to_hall = forms.BooleanField(label="不上会场大屏", required=False)


def initial_of(item: AgendaItem, names: list[str]) -> dict[str, Any]:
    """Return what the form shows at first."""
    fields = [name for name in ItemForm.base_fields if name != "people"]
    return {**{name: getattr(item, name) for name in fields}, "people": "\n".join(names)}
