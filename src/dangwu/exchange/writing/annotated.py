"""The rejected rows as a workbook: reason in front, faulty cells red; repaired, it goes in again."""

import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from dangwu.exchange.cleaning import Cell, shown
from dangwu.exchange.models import RosterFinding, RosterImport
from dangwu.exchange.queries import findings_of
from dangwu.exchange.reading import Book, Layout

if TYPE_CHECKING:
    import xlsxwriter

REASON: Final = "核对结果"
ORIGIN: Final = "原行号"
NOTICES: Final = ("提示", "提示（程序）")  # the second where the workbook has a sheet of that name
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME: Final = 31
_FRONT: Final = 2
_WIDEST_REASON: Final = 60
Problems = dict[int, list[RosterFinding]]


def annotated_workbook(roster: RosterImport, book: Book, layouts: list[Layout]) -> bytes:
    """Return an .xlsx with the rejected rows of each sheet and a sheet of all notices."""
    buffer = io.BytesIO()
    import xlsxwriter  # noqa: PLC0415 - 9 MB that a web process rarely needs

    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as workbook:
        formats = _Formats(workbook)
        for layout in layouts:
            problems = _problems(roster, layout.name)
            if problems:
                _sheet(workbook, formats, book, layout, problems)
        _notices(workbook, formats, roster)
    return buffer.getvalue()


class _Formats:
    def __init__(self, workbook: "xlsxwriter.Workbook") -> None:
        self.head = workbook.add_format({"bold": True, "bg_color": "#EEF0F3", "border": 1})
        self.text = workbook.add_format({"num_format": "@"})
        self.red = workbook.add_format({"num_format": "@", "bg_color": "#F8C9C9"})
        self.reason = workbook.add_format({"text_wrap": True, "font_color": "#8F1417"})


def _problems(roster: RosterImport, sheet: str) -> Problems:
    found: Problems = {}
    for finding in findings_of(roster, notices=False).filter(sheet=sheet).iterator():
        found.setdefault(finding.row or 0, []).append(finding)
    return found


def _sheet(
    workbook: "xlsxwriter.Workbook",
    formats: _Formats,
    book: Book,
    layout: Layout,
    problems: Problems,
) -> None:
    sheet = workbook.add_worksheet(_free_name(workbook, layout.name))
    sheet.set_column(0, 0, _WIDEST_REASON)
    sheet.set_column(_FRONT, _FRONT + len(layout.labels), 18)
    sheet.freeze_panes(1, _FRONT)
    for place, label in enumerate([REASON, ORIGIN, *layout.labels]):
        sheet.write_string(0, place, label, formats.head)
    for line, (number, cells) in enumerate(_wanted(book, layout, problems), start=1):
        found = problems[number]
        reasons = "\n".join(f"【{item.column}】{item.reason}" for item in found)
        sheet.write_string(line, 0, reasons, formats.reason)
        sheet.write_number(line, 1, number)
        red = {item.place for item in found}
        for place in range(len(layout.labels)):
            cell = cells[place] if place < len(cells) else None
            style = formats.red if place in red else formats.text
            sheet.write_string(line, _FRONT + place, _text(cell), style)


def _free_name(workbook: "xlsxwriter.Workbook", wanted: str) -> str:
    """Return a name that an .xlsx takes: other formats allow longer ones and more signs."""
    taken = {sheet.get_name().lower() for sheet in workbook.worksheets()}
    plain = _NOT_IN_NAMES.sub("", wanted).strip("'")[:_LONGEST_NAME] or "名册"
    name, number = plain, 2
    while name.lower() in taken:
        name, number = f"{plain[: _LONGEST_NAME - 4]}({number})", number + 1
    return name


def _wanted(
    book: Book, layout: Layout, problems: Iterable[int]
) -> Iterator[tuple[int, list[Cell]]]:
    wanted = set(problems)
    for number, cells in enumerate(book.rows(layout.name), start=1):
        if number in wanted:
            yield number, cells


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and abs(cell) >= 1e14:
        return f"{cell:.14E}"  # digits that were lost are not made up again
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return cell.isoformat()
    return shown(cell)


def _notices(workbook: "xlsxwriter.Workbook", formats: _Formats, roster: RosterImport) -> None:
    taken = {sheet.get_name() for sheet in workbook.worksheets()}
    name = next((name for name in NOTICES if name not in taken), NOTICES[0])
    sheet = workbook.add_worksheet(_free_name(workbook, name))
    sheet.set_column(0, 1, 18)
    sheet.set_column(2, 2, _WIDEST_REASON)
    for place, label in enumerate(("工作表", "列名", "内容")):
        sheet.write_string(0, place, label, formats.head)
    for line, item in enumerate(findings_of(roster, notices=True).iterator(), start=1):
        sheet.write_string(line, 0, item.sheet)
        sheet.write_string(line, 1, item.column)
        sheet.write_string(line, 2, item.reason, formats.reason)
