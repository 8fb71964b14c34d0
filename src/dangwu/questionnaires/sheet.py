"""A filled-in sheet: from what was typed to what is kept, with the refusals at their questions.

Fields are named "q3", and "q3_0" for the rows of a matrix.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from dangwu.core.errors import DomainError
from dangwu.questionnaires.models import Question
from dangwu.questionnaires.wording import holds_number

LONGEST: Final = 1000  # characters of one text
Kind = Question.Kind
Content = dict[str, int | str]
Given = Mapping[str, object]


class SheetError(DomainError):
    """Questions that are not answered as they have to be. errors: field → what to do."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("有的题还没有填好，请看题目下面的说明。")
        self.errors = dict(errors)


def fields_of(question: Question) -> list[str]:
    """Return the names of the fields of a question."""
    own = f"q{question.position}"
    if question.kind == Kind.MATRIX:
        return [f"{own}_{n}" for n in range(len(question.rows))]
    return [own]


def filled(questions: Iterable[Question], given: Given) -> Content:
    """Return what is kept of a sheet. What was left empty is left out. Raises SheetError."""
    content: Content = {}
    errors: dict[str, str] = {}
    for question in questions:
        content |= _READ[Kind(question.kind)](question, given, errors)
    if not errors and not content:
        errors[""] = "一道题也没有填，请至少填一道。"
    if errors:
        raise SheetError(errors)
    return content


def _choice(question: Question, given: Given, errors: dict[str, str]) -> Content:
    return _number(question, given, errors, range(len(question.options)), "请选一项。")


def _scale(question: Question, given: Given, errors: dict[str, str]) -> Content:
    return _number(question, given, errors, range(1, question.steps + 1), "请选一级。")


def _number(
    question: Question, given: Given, errors: dict[str, str], allowed: range, missing: str
) -> Content:
    field = f"q{question.position}"
    value = given.get(field)
    if value is None:
        if question.required:
            errors[field] = missing
        return {}
    if not isinstance(value, int) or value not in allowed:
        errors[field] = "这一项不在选项里，请重新选。"
        return {}
    return {field: value}


def _ticks(question: Question, given: Given, errors: dict[str, str]) -> Content:
    field = f"q{question.position}"
    value = given.get(field)
    chosen: Sequence[object] = value if isinstance(value, list | tuple) else []
    if not chosen:
        if question.required:
            errors[field] = "请至少选一项。"
        return {}
    known = {n for n in chosen if isinstance(n, int) and 0 <= n < len(question.options)}
    if len(known) != len(chosen):
        errors[field] = "这一项不在选项里，请重新选。"
    elif question.most and len(known) > question.most:
        errors[field] = f"最多选{question.most}项，现在选了{len(known)}项，请去掉几项。"
    return {field: len(known), **{f"{field}.{n}": 1 for n in sorted(known)}}


def _matrix(question: Question, given: Given, errors: dict[str, str]) -> Content:
    content: Content = {}
    for n, field in enumerate(fields_of(question)):
        value = given.get(field)
        if value is None:
            if question.required:
                errors[field] = f"“{question.rows[n]}”这一行请选一级。"
        elif not isinstance(value, int) or not 1 <= value <= question.steps:
            errors[field] = "这一项不在选项里，请重新选。"
        else:
            content[f"q{question.position}.{n}"] = value
    return content


def _text(question: Question, given: Given, errors: dict[str, str]) -> Content:
    field = f"q{question.position}"
    text = str(given.get(field) or "").replace("\x00", "").strip()
    if not text and question.required:
        errors[field] = "请写几句；实在没有，写“无”。"
    elif len(text) > LONGEST:
        errors[field] = f"最多{LONGEST}字，现有{len(text)}字，请缩短。"
    elif holds_number(text):
        errors[field] = "里面好像有手机号码或身份证号码。问卷不收号码，请去掉后再提交。"
    return {field: text} if text else {}


_READ: Final = {
    Kind.SINGLE: _choice,
    Kind.MULTIPLE: _ticks,
    Kind.SCALE: _scale,
    Kind.MATRIX: _matrix,
    Kind.TEXT: _text,
}
