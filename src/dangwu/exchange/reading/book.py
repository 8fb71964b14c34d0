"""A workbook of any kind that is read, sheet by sheet and row by row."""

import csv
import io
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

import python_calamine

from dangwu.exchange.cleaning import Cell
from dangwu.exchange.reading.refusals import BROKEN, LOCKED, UnreadableFileError, kind_of
from dangwu.exchange.reading.scan import MOST_ROWS, Extent, scan_sheets

_PROBE_MEMORY: Final = 1024 * 1024 * 1024
_PROBE_SECONDS: Final = 60
# Reads every sheet in a process of its own: the older formats declare sizes we cannot count.
_PROBE: Final = (
    "import io,sys,python_calamine as c;"
    "w=c.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()));"
    "[w.get_sheet_by_name(n) for n in w.sheet_names]"
)
Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name, and whether the sheet itself is hidden."""

    name: str
    is_hidden: bool = False


class Book(Protocol):
    """What a workbook gives. Rows begin with the sheet's first, columns with `first_column`."""

    sheets: list[Sheet]

    def rows(self, name: str) -> Iterator[list[Cell]]: ...

    def first_column(self, name: str) -> int: ...

    def hidden_rows(self, name: str) -> set[int]: ...

    def merges(self, name: str) -> list[Merge]: ...


class CalamineBook:
    """An .xlsx, .xls or .ods. Only one sheet is held in memory at a time."""

    def __init__(self, content: bytes, extents: dict[str, Extent]) -> None:
        try:
            self._book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        except python_calamine.PasswordError as error:
            raise UnreadableFileError(LOCKED) from error
        except _FAULTS as error:
            raise UnreadableFileError(BROKEN) from error
        visible = python_calamine.SheetVisibleEnum.Visible
        sheet = python_calamine.SheetTypeEnum.WorkSheet
        self.sheets = [
            Sheet(item.name, item.visible != visible)
            for item in self._book.sheets_metadata
            if item.typ == sheet
        ]
        self._extents = extents
        self._open: tuple[str, python_calamine.CalamineSheet] | None = None

    def _sheet(self, name: str) -> python_calamine.CalamineSheet:
        if self._open is None or self._open[0] != name:
            self._open = None  # lets the last one go before the next is read
            try:
                self._open = (name, self._book.get_sheet_by_name(name))
            except python_calamine.WorksheetNotFound as error:
                raise UnreadableFileError(
                    f"工作簿里没有名为“{name}”的工作表；请重新选择工作表。"
                ) from error
            except _FAULTS as error:
                raise UnreadableFileError(BROKEN) from error
        return self._open[1]

    def rows(self, name: str) -> Iterator[list[Cell]]:
        sheet = self._sheet(name)
        if sheet.start is not None:
            for row in sheet.iter_rows():
                yield list(row)

    def first_column(self, name: str) -> int:
        start = self._sheet(name).start
        return start[1] if start else 0

    def hidden_rows(self, name: str) -> set[int]:
        extent = self._extents.get(name)
        return extent.hidden if extent else set()

    def merges(self, name: str) -> list[Merge]:
        return list(self._sheet(name).merged_cell_ranges or [])


_FAULTS = (
    python_calamine.CalamineError,
    python_calamine.XmlError,
    python_calamine.ZipError,
    OSError,
)


class CsvBook:
    """A text file: one sheet, in the encodings that offices save."""

    NAME: Final = "数据"

    def __init__(self, content: bytes) -> None:
        self.sheets = [Sheet(self.NAME)]
        self._content = content
        self._encoding = _encoding(content)
        head = content[:65_536].decode(self._encoding, "ignore")
        lines = head.splitlines()[:20]
        self._comma = max(",\t;，", key=lambda sign: sum(line.count(sign) for line in lines))

    def rows(self, name: str) -> Iterator[list[Cell]]:
        if name != self.NAME:
            raise UnreadableFileError(f"文件里没有名为“{name}”的工作表；请重新选择工作表。")
        text = io.TextIOWrapper(io.BytesIO(self._content), encoding=self._encoding, newline="")
        try:
            for number, row in enumerate(csv.reader(text, delimiter=self._comma)):
                if number >= MOST_ROWS:
                    raise UnreadableFileError(f"文件超过{MOST_ROWS}行；请分成几个文件上传。")
                yield list(row)
        except csv.Error as error:
            raise UnreadableFileError(
                "文件不是规范的 .csv；请在电子表格软件中另存为 .xlsx 后再上传。"
            ) from error

    def first_column(self, name: str) -> int:  # noqa: ARG002 - every row begins at the first
        return 0

    def hidden_rows(self, name: str) -> set[int]:  # noqa: ARG002 - a text file hides nothing
        return set()

    def merges(self, name: str) -> list[Merge]:  # noqa: ARG002 - nor merges anything
        return []


def open_book(name: str, content: bytes) -> Book:
    """Return the workbook, checked before it is opened. Raises UnreadableFileError."""
    kind = kind_of(name, content)
    if kind == "csv":
        return CsvBook(content)
    if kind == "xlsx":
        return CalamineBook(content, scan_sheets(content))
    _probe(content)
    return CalamineBook(content, {})


def reopen_book(name: str, content: bytes) -> Book:
    """Return a workbook whose very bytes were checked and opened before; it hides no row.

    Raises UnreadableFileError.
    """
    return CsvBook(content) if kind_of(name, content) == "csv" else CalamineBook(content, {})


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            for start in range(0, len(content), 8_388_608):
                # Pieces may part a character: only their inner bytes decide.
                content[start : start + 8_388_608].decode(encoding, "strict")
        except UnicodeDecodeError as error:
            if error.end - error.start > 3 or error.end < error.object.__len__() - 4:
                continue
        return encoding
    raise UnreadableFileError(
        "文件的文字编码认不出；请在电子表格软件中另存为 .xlsx 或“CSV UTF-8”后再上传。"
    )


def _probe(content: bytes) -> None:
    limit = partial(resource.setrlimit, resource.RLIMIT_AS, (_PROBE_MEMORY, _PROBE_MEMORY))
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
            [sys.executable, "-c", _PROBE],
            input=content,
            capture_output=True,
            timeout=_PROBE_SECONDS,
            preexec_fn=limit,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFileError(BROKEN) from error
    if done.returncode:
        if b"PasswordError" in done.stderr:
            raise UnreadableFileError(LOCKED)
        raise UnreadableFileError(BROKEN)
