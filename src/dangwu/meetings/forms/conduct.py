"""What the chair and the recorder fill in while the meeting runs."""

import uuid
from collections.abc import Iterable, Mapping

from django import forms

from dangwu.core.rulebook.terms import METHODS
from dangwu.meetings.models.vote import Choice
from dangwu.members.models import Person
from dangwu.members.queries.namesakes import choices_of
from dangwu.web.forms import PlainForm, day_field, text_field

MOST = 100000  # votes


def area(label: str, *, required: bool = True, rows: int = 3) -> forms.CharField:
    """Return a field for a longer text."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}。"},
    )


def person_field(label: str = "人员", *, required: bool = True) -> forms.UUIDField:
    """Return a field for somebody on the list; the page offers the names."""
    return forms.UUIDField(
        label=label,
        required=required,
        widget=forms.Select,
        error_messages={"required": f"请选择{label}。", "invalid": f"请重新选择{label}。"},
    )


def offer_people(form: forms.BaseForm, people: Iterable[Person]) -> None:
    """Offer these people wherever the form asks for somebody on the list."""
    choices = [("", "请选择"), *choices_of(people)]
    for field in form.fields.values():
        if isinstance(field, forms.UUIDField) and isinstance(field.widget, forms.Select):
            field.widget.choices = choices


def votes_field(label: str) -> forms.IntegerField:
    """Return a field for a number of votes."""
    told = f"请填写{label}的票数，没有的填0。"
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": told,
            "invalid": told,
            "min_value": "票数不能小于0。",
            "max_value": "票数太大，请核对。",
        },
    )


class TakeForm(PlainForm):
    """Nothing but the button."""


class ReasonForm(PlainForm):
    """Why an item is put off."""

    words = "缓议或撤下"

    reason = text_field("原因", limit=200)


class VoidForm(ReasonForm):
    """Why a vote is void."""

    words = "作废这次表决"


class TextForm(PlainForm):
    """What was resolved."""

    words = "记下决议，议下一项"

    text = area("决议内容")


class SpeakerForm(PlainForm):
    """Who asks to speak."""

    words = "登记发言"

    person = person_field("发言人")


class StatementForm(PlainForm):
    """What somebody wants in the minutes."""

    words = "记下意见"

    person = person_field("发言人")
    text = area("意见")
    minority = forms.BooleanField(label="作为保留意见记录", required=False)


class RecusalForm(PlainForm):
    """Who keeps out, and why."""

    words = "记下回避"

    person = person_field()
    reason = text_field("回避原因", limit=200)


class AmendmentForm(PlainForm):
    """A change to the text."""

    words = "提出修改"

    person = person_field("提出人")
    text = area("修改后的正文")
    reason = text_field("理由", limit=300, required=False)


class OpenVoteForm(PlainForm):
    """How, on whom or on which change."""

    method = forms.ChoiceField(
        label="表决方式",
        choices=list(METHODS.items()),
        error_messages={"required": "请选择表决方式。"},
    )
    person = person_field("表决对象", required=False)
    amendment = forms.UUIDField(required=False, widget=forms.HiddenInput)
    booth = forms.ChoiceField(
        choices=[("paper", "纸质选票"), ("online", "手机投票")], required=False
    )
    scrutineer = person_field("监票人", required=False)
    counter = person_field("计票人", required=False)


class CountForm(PlainForm):
    """The count that is announced."""

    yes = votes_field("赞成")
    no = votes_field("反对")
    abstain = votes_field("弃权")


class WrittenForm(PlainForm):
    """A written opinion that came before the meeting."""

    words = "登记书面意见"

    person = person_field()
    choice = forms.ChoiceField(label="意见", choices=Choice.choices)
    received_on = day_field("收到日期")
    text = area("书面意见", required=False)


class RulingForm(PlainForm):
    """What was ruled above."""

    words = "记下上级裁决"

    text = area("裁决意见")
    ruled_by = text_field("裁决机关", limit=120)
    ruled_on = day_field("裁决日期")


class LaterForm(forms.Form):
    """The meeting at which a postponed item is discussed again."""

    later = forms.UUIDField(error_messages={"required": "请选择一次会议。", "invalid": "请重选。"})


class NamedForm(forms.Form):
    """How each person votes, by name; nobody is left out of the form.

    kept: what is known already.
    """

    def __init__(
        self,
        *args: object,
        voters: Iterable[Person] = (),
        kept: Mapping[uuid.UUID, str] | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # what a form takes
        for person in voters:
            self.fields[f"p{person.id}"] = forms.ChoiceField(
                label=person.name,
                choices=Choice.choices,
                required=False,
                initial=(kept or {}).get(person.id),
                widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
            )

    def choices(self) -> dict[uuid.UUID, str]:
        """Return how those voted of whom it is filled in."""
        given = {uuid.UUID(name[1:]): choice for name, choice in self.cleaned_data.items()}
        return {person: choice for person, choice in given.items() if choice}
