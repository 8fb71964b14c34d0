"""What the chair and the recorder fill in while the meeting runs."""

from collections.abc import Iterable

from django import forms

from dangwu.core.rulebook.terms import METHODS
from dangwu.meetings.models.vote import Choice
from dangwu.members.models import Person
from dangwu.web.forms import PlainForm, day_field, number_field, text_field


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
        label=label, required=required, error_messages={"required": f"请选择{label}。"}
    )


class ReasonForm(PlainForm):
    """Why."""

    reason = text_field("原因", limit=200)


class TextForm(PlainForm):
    """What was resolved."""

    text = area("决议内容")


class SpeakerForm(PlainForm):
    """Who asks to speak."""

    person = person_field("发言人")


class StatementForm(PlainForm):
    """What somebody wants in the minutes."""

    person = person_field("发言人")
    text = area("意见")
    minority = forms.BooleanField(label="作为保留意见记录", required=False)


class RecusalForm(PlainForm):
    """Who keeps out, and why."""

    person = person_field()
    reason = text_field("回避原因", limit=200)


class AmendmentForm(PlainForm):
    """A change to the text."""

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
    amendment = forms.UUIDField(required=False)
    booth = forms.ChoiceField(
        choices=[("paper", "纸质选票"), ("online", "手机投票")], required=False
    )
    scrutineer = person_field("监票人", required=False)
    counter = person_field("计票人", required=False)


class CountForm(PlainForm):
    """The count that is announced."""

    yes = number_field("赞成", required=True)
    no = number_field("反对", required=True)
    abstain = number_field("弃权", required=True)


class WrittenForm(PlainForm):
    """A written opinion that came before the meeting."""

    person = person_field()
    choice = forms.ChoiceField(label="意见", choices=Choice.choices)
    received_on = day_field("收到日期")
    text = area("书面意见", required=False)


class RulingForm(PlainForm):
    """What was ruled above."""

    text = area("裁决意见")
    ruled_by = text_field("裁决机关", limit=120)
    ruled_on = day_field("裁决日期")


class LaterForm(forms.Form):
    """The meeting at which a postponed item is discussed again."""

    later = forms.UUIDField(error_messages={"required": "请选择一次会议。", "invalid": "请重选。"})


class NamedForm(forms.Form):
    """How each person votes, by name; nobody is left out of the form."""

    def __init__(self, *args: object, voters: Iterable[Person] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # what a form takes
        for person in voters:
            self.fields[f"p{person.id}"] = forms.ChoiceField(
                label=person.name, choices=Choice.choices, required=False
            )
