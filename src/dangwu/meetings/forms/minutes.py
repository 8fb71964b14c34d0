"""What is filled in about minutes and the work that follows."""

from collections.abc import Iterable

from django import forms

from dangwu.meetings.forms.conduct import area
from dangwu.members.models import Person
from dangwu.members.queries.namesakes import choices_of
from dangwu.web.forms import PlainForm, day_field, text_field


class CorrectionForm(PlainForm):
    """What was wrong in sealed minutes, and what is right."""

    wrong = area("原记录", rows=2)
    right = area("更正为", rows=2)
    reason = text_field("更正原因", limit=300)


class AssignForm(PlainForm):
    """Who does what by when."""

    title = text_field("做什么", limit=120)
    owner = forms.ChoiceField(
        label="责任人",
        error_messages={"required": "请选择责任人。", "invalid_choice": "请重选责任人。"},
    )
    due_on = day_field("完成期限")
    detail = area("要求", required=False)

    def offer(self, people: Iterable[Person]) -> None:
        """Offer those who may be given work."""
        choices = [("", "请选择"), *choices_of(people)]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]  # a choice field
