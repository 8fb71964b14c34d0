"""Results as files: a workbook, or CSV that a spreadsheet opens as it is."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dangwu.questionnaires.counting import Cross, Result
from dangwu.questionnaires.models import AnonymousAnswer, NamedAnswer, Question, Questionnaire
from dangwu.questionnaires.queries.listing import questions_of
from dangwu.questionnaires.queries.results import report_of
from dangwu.questionnaires.sheet import fields_of

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
FORMS: Final = {
    "workbook": "答卷和汇总（Excel）",
    "answers": "答卷（CSV）",
    "totals": "汇总（CSV）",
}
HELD_BACK: Final = "不足5人"
# What a spreadsheet would take for a formula.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
Line = Sequence[str | int]
Kind = Question.Kind


@dataclass(frozen=True, slots=True)
class File:
    """A file to be handed out."""

    name: str
    content_type: str
    content: bytes


def written(questionnaire: Questionnaire, form: str, *, persons: bool) -> File:
    """Return the file of a form of FORMS. persons: the names may stand in it."""
    name = questionnaire.title
    if form == "workbook":
        sheets = {
            "答卷": answer_lines(questionnaire, persons=persons),
            "汇总": total_lines(questionnaire, persons=persons),
        }
        return File(f"{name}.xlsx", XLSX, _workbook(sheets))
    if form == "answers":
        return File(f"{name}－答卷.csv", CSV, _csv(answer_lines(questionnaire, persons=persons)))
    return File(f"{name}－汇总.csv", CSV, _csv(total_lines(questionnaire, persons=persons)))


def answer_lines(questionnaire: Questionnaire, *, persons: bool) -> Iterator[Line]:
    """Yield a heading and one line an answer. Anonymous ones stand in the order of random ids."""
    questions = questions_of(questionnaire)
    named = questionnaire.named and persons
    yield [*(["姓名"] if named else []), *(head for q in questions for head in _heads(q))]
    for name, content in _answers(questionnaire):
        cells = [cell for question in questions for cell in _cells(question, content)]
        yield [*([name] if named else []), *cells]


def total_lines(questionnaire: Questionnaire, *, persons: bool) -> Iterator[Line]:
    """Yield the totals question by question, then the tables by part."""
    report = report_of(questionnaire, over=True, persons=persons)
    yield ["问卷", questionnaire.title]
    yield ["答卷", report.answers]
    for result in report.results:
        yield []
        yield from _result_lines(result)
    for cross in report.crosses:
        yield []
        yield from _cross_lines(cross)


def _result_lines(result: Result) -> Iterator[Line]:
    yield [f"{result.position}. {result.title}", "作答", result.answered]
    for line in result.lines:
        yield [line.label, line.count, line.share]
    if result.mean:
        yield ["平均", result.mean]
    if result.rows:
        yield ["", *(str(step) for step in result.steps), "作答", "平均"]
    for row in result.rows:
        yield [row.label, *row.counts, row.answered, row.mean]


def _cross_lines(cross: Cross) -> Iterator[Line]:
    yield [f"{cross.position}. {cross.title}", *cross.labels, "作答"]
    for part, total, cells in cross.rows:
        yield [part, *(HELD_BACK if n is None else n for n in (*cells, total))]


def _answers(questionnaire: Questionnaire) -> Iterator[tuple[str, dict[str, int | str]]]:
    where = {"unit_id": questionnaire.unit_id, "questionnaire_id": questionnaire.id}
    if questionnaire.named:
        rows = NamedAnswer.objects.filter(**where).order_by("person__sort_key", "person_id")
        yield from rows.values_list("person__name", "content")
        return
    anonymous = AnonymousAnswer.objects.filter(**where).order_by("id")
    for content in anonymous.values_list("content", flat=True):
        yield "", content


def _heads(question: Question) -> list[str]:
    if question.kind == Kind.MATRIX:
        return [f"{question}：{row}" for row in question.rows]
    return [str(question)]


def _cells(question: Question, content: dict[str, int | str]) -> list[str | int]:
    own = f"q{question.position}"
    if question.kind == Kind.SINGLE:
        value = content.get(own)
        return [question.options[value] if isinstance(value, int) else ""]
    if question.kind == Kind.MULTIPLE:
        ticked = (label for n, label in enumerate(question.options) if f"{own}.{n}" in content)
        return ["；".join(ticked)]
    return [content.get(field.replace("_", "."), "") for field in fields_of(question)]


def _csv(lines: Iterable[Line]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for line in lines:
        writer.writerow([_plain(cell) for cell in line])
    # The mark by which an office program knows UTF-8.
    return buffer.getvalue().encode("utf-8-sig")


def _plain(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _workbook(sheets: dict[str, Iterator[Line]]) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - 9 MB that a web process rarely needs

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as workbook:
        for name, lines in sheets.items():
            sheet = workbook.add_worksheet(name)
            sheet.set_column(0, 30, 24)
            for row, line in enumerate(lines):
                for column, cell in enumerate(line):
                    if isinstance(cell, int):
                        sheet.write_number(row, column, cell)
                    else:
                        sheet.write_string(row, column, cell)
    return buffer.getvalue()
