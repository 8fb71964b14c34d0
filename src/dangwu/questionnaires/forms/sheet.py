"""The sheet that is filled in: parsing only; what has to be answered is the act's to say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.utils import ErrorList

from dangwu.questionnaires.models import Question
from dangwu.questionnaires.sheet import LONGEST, SheetError, fields_of

Kind = Question.Kind
WRONG = {"invalid_choice": "这一项不在选项里，请重新选。"}


@dataclass(frozen=True, slots=True)
class Part:
    """A question on the page, with its fields: one, or one for each row of a matrix."""

    question: Question
    fields: tuple[tuple[str, BoundField], ...]

    @property
    def errors(self) -> list[str]:
        return [str(error) for _label, field in self.fields for error in field.errors]


class SheetForm(forms.Form):
    """All questions of a questionnaire."""

    def __init__(self, questions: Iterable[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            for name in fields_of(question):
                self.fields[name] = _field(question)

    def parts(self) -> Iterator[Part]:
        """Yield the questions with their fields."""
        for question in self.questions:
            labels = question.rows if question.kind == Kind.MATRIX else [""]
            names = fields_of(question)
            yield Part(question, tuple((r, self[n]) for r, n in zip(labels, names, strict=True)))

    def explain(self, refusal: SheetError) -> None:
        """Put the refusals at their questions, and mark the fields."""
        for name, text in refusal.errors.items():
            self.add_error(name if name in self.fields else None, text)
        for name in self.errors:
            if name in self.fields:
                self.fields[name].widget.attrs |= {
                    "aria-invalid": "true",
                    "aria-describedby": f"id_{name}_error",
                }

    def summary(self) -> ErrorList | list[str]:
        """Return the refusals of no question in particular."""
        return self.non_field_errors()


def _field(question: Question) -> forms.Field:
    if question.kind == Kind.TEXT:
        area = forms.Textarea(attrs={"rows": 4, "class": "form-control", "maxlength": LONGEST})
        return forms.CharField(label=question.title, required=False, widget=area)
    look = {"class": "form-check-input"}
    if question.kind == Kind.MULTIPLE:
        return forms.TypedMultipleChoiceField(
            label=question.title, required=False, coerce=int, error_messages=WRONG,
            choices=list(enumerate(question.options)),
            widget=forms.CheckboxSelectMultiple(attrs=look),
        )  # fmt: skip
    if question.kind == Kind.SINGLE:
        choices = list(enumerate(question.options))
    else:
        choices = [(step, str(step)) for step in range(1, question.steps + 1)]
    return forms.TypedChoiceField(
        label=question.title, required=False, coerce=int, empty_value=None, choices=choices,
        error_messages=WRONG, widget=forms.RadioSelect(attrs=look),
    )  # fmt: skip
