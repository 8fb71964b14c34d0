"""One pass over the raw sheets of an .xlsx before it is read: true size, extent, hidden rows.

The size that an archive declares may be a lie, and one cell in the last corner makes a reader
ask for half a terabyte; so both are counted here, in constant memory.
"""

import html
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from dangwu.exchange.reading.refusals import BROKEN, UnreadableFileError, refuse_blown_up

MOST_CELLS: Final = 12_000_000
MOST_ROWS: Final = 300_000
LARGEST_DIRECTORY: Final = 2 * 1024 * 1024
_PIECE: Final = 1024 * 1024
# Patterns begin with plain text, so that a quarter of a gigabyte is searched in a second.
_ROW = re.compile(rb"<row\b[^>]*>")
_PREFIXED_ROW = re.compile(rb"<\w+:row\b[^>]*>")
_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_BEYOND_Z = re.compile(rb'r="([A-Z]{2,3})\d')
_LETTERS: Final = 26
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')


@dataclass(slots=True)
class Extent:
    """How far a sheet reaches, counted from 1, and which of its rows are hidden.

    `columns` is told apart from 26 on only.
    """

    rows: int = 0
    columns: int = 0
    hidden: set[int] = field(default_factory=set)


def scan_sheets(content: bytes) -> dict[str, Extent]:
    """Return the extent of every sheet of an .xlsx by name. Raises UnreadableFileError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            paths = _sheet_paths(archive)
            return _scan(archive, content, paths)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError) as error:
        raise UnreadableFileError(BROKEN) from error


def _scan(archive: zipfile.ZipFile, content: bytes, paths: dict[str, str]) -> dict[str, Extent]:
    found: dict[str, Extent] = {}
    unfolded = packed = 0
    for part in archive.infolist():
        packed += part.compress_size
        extent, rest = Extent(), b""
        for piece in _unfold(content, part):
            unfolded += len(piece)
            refuse_blown_up(unfolded, packed)
            if part.filename in paths:
                rest = _look(rest + piece, extent)
        if part.filename in paths:
            _refuse_wide(extent)
            found[paths[part.filename]] = extent
    return found


def _unfold(content: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what a part really unfolds to, whatever size it declares."""
    head = part.header_offset
    names = int.from_bytes(content[head + 26 : head + 28], "little")
    extra = int.from_bytes(content[head + 28 : head + 30], "little")
    begin = head + 30 + names + extra
    data = memoryview(content)[begin : begin + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield bytes(data)
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile("compression")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    pending: bytes | memoryview = data
    while not inflater.eof:
        piece = inflater.decompress(pending, _PIECE)
        pending = inflater.unconsumed_tail
        if not piece and not pending:
            raise zipfile.BadZipFile("truncated")
        yield piece


def _look(text: bytes, extent: Extent) -> bytes:
    """Note the rows and columns of a piece of a sheet; return the end that is not whole yet."""
    end = text.rfind(b">") + 1
    whole, rest = text[:end], text[end:]
    for tag in _ROW.findall(whole) or (_PREFIXED_ROW.findall(whole) if b":row" in whole else ()):
        number = _NUMBER.search(tag)
        extent.rows = int(number[1]) if number else extent.rows + 1
        if _HIDDEN.search(tag):
            extent.hidden.add(extent.rows)
    extent.columns = max(extent.columns, _LETTERS)
    for letters in set(_BEYOND_Z.findall(whole)):
        extent.columns = max(extent.columns, _column(letters))
    return rest[-_PIECE:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _refuse_wide(extent: Extent) -> None:
    if extent.rows * extent.columns > MOST_CELLS:
        raise UnreadableFileError(
            f"工作表有{extent.rows}行、{extent.columns}列，超出能读的范围；"
            "请删去多余的行列，另存后再上传。"
        )


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return path of the part → name of the sheet."""
    relations = {
        item["Id"]: item["Target"]
        for item in _tags(archive, "xl/_rels/workbook.xml.rels", _RELATION)
        if "Id" in item and "Target" in item
    }
    paths = {}
    for item in _tags(archive, "xl/workbook.xml", _SHEET):
        key = next((value for name, value in item.items() if name.endswith(":id")), "")
        target = relations.get(key, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        paths[posixpath.normpath(path)] = item.get("name", "")
    return paths


def _tags(archive: zipfile.ZipFile, path: str, pattern: re.Pattern[str]) -> list[dict[str, str]]:
    with archive.open(path) as part:
        text = part.read(LARGEST_DIRECTORY).decode("utf-8", "replace")
    return [
        {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
        for tag in pattern.findall(text)
    ]
