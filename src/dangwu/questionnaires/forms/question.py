"""Questions as they are written: one form for each kind."""

from typing import Any, Final

from django import forms

from dangwu.questionnaires.actions import Wording
from dangwu.questionnaires.models import Question
from dangwu.web.forms import PlainForm, number_field, text_field

Kind = Question.Kind


def _lines_field(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": f"请填写{label}，一行一个。"},
    )


class QuestionForm(PlainForm):
    """A question with a text for its answer; the base of the others."""

    title = text_field("题目", limit=200)
    note = text_field("补充说明", limit=200, required=False)
    required = forms.BooleanField(label="必答", required=False)

    def wording(self, kind: str) -> Wording:
        """Return what was written."""
        data = self.cleaned_data
        return Wording(
            kind=kind,
            title=data["title"],
            note=data["note"],
            required=data["required"],
            options=tuple(data.get("options", "").splitlines()),
            most=data.get("most") or 0,
            rows=tuple(data.get("rows", "").splitlines()),
            steps=data.get("steps") or 0,
            low_label=data.get("low_label", ""),
            high_label=data.get("high_label", ""),
        )


class ChoiceForm(QuestionForm):
    """One of several options."""

    options = _lines_field("选项", "一行一个")


class TicksForm(ChoiceForm):
    """Any of several options."""

    most = number_field("最多选几项", high=30, help_text="不限就不填")


class ScaleForm(QuestionForm):
    """Steps from one end to the other."""

    steps = number_field("分几级", low=2, high=10, required=True)
    low_label = text_field("最低一级表示", limit=20)
    high_label = text_field("最高一级表示", limit=20)


class MatrixForm(ScaleForm):
    """Several rows on one scale."""

    rows = _lines_field("各行", "一行一项，每一项都按同一个量表来选")


FORMS: Final[dict[str, type[QuestionForm]]] = {
    Kind.SINGLE.value: ChoiceForm,
    Kind.MULTIPLE.value: TicksForm,
    Kind.SCALE.value: ScaleForm,
    Kind.MATRIX.value: MatrixForm,
    Kind.TEXT.value: QuestionForm,
}
START: Final[dict[str, dict[str, Any]]] = {
    Kind.SCALE.value: {"steps": 5, "low_label": "很不满意", "high_label": "很满意"},
    Kind.MATRIX.value: {"steps": 5, "low_label": "很不满意", "high_label": "很满意"},
}


def filled_from(question: Question) -> dict[str, Any]:
    """Return what the form shows of a question."""
    return {
        "title": question.title,
        "note": question.note,
        "required": question.required,
        "options": "\n".join(question.options),
        "most": question.most or None,
        "rows": "\n".join(question.rows),
        "steps": question.steps,
        "low_label": question.low_label,
        "high_label": question.high_label,
    }
