"""What is filled in about minutes and the work that follows."""

from collections.abc import Iterable

from django import forms

from dangwu.meetings.forms.conduct import area
from dangwu.members.models import Person
from dangwu.web.forms import PlainForm, day_field, text_field


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
        choices = [("", "请选择"), *((str(person.id), person.name) for person in people)]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]  # a choice field
