"""What a cell may hold, and its text."""

import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias

from dangwu.core.errors import DomainError

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None

# Full-width letters, digits and signs; brackets and stops of Chinese text stay as they are.
_WIDE: Final = {
    code: code - 0xFEE0
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
} | {0xFF0D: 0x2D, 0xFF0E: 0x2E, 0xFF0F: 0x2F, 0xFF0B: 0x2B, 0xFF0A: 0x2A}


class CellError(DomainError):
    """A cell cannot be used; the sentence says why and what to write instead."""


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing a person can see."""
    return cell is None or (isinstance(cell, str) and (not cell or not visible(cell)))


def visible(text: str) -> str:
    """Return the text without invisible characters, its blanks single and none at the ends."""
    if text.isprintable() and " " not in text:
        return text  # the usual case; isprintable() is false for every other blank
    kept = [
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C"
    ]
    return " ".join("".join(kept).split())


def shown(cell: Cell) -> str:
    """Return a cell's text as the sheet shows it: whole numbers without a point, days as ISO."""
    if isinstance(cell, str):
        return visible(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell)


def narrow(cell: Cell) -> str:
    """Return the text with half-width letters and digits and without any blank."""
    text = unicodedata.normalize("NFKC", shown(cell))
    return "".join(text.split())


def clean_text(cell: Cell, *, limit: int) -> str:
    """Return the text with half-width letters and digits, at most `limit` characters.

    Raises CellError.
    """
    text = shown(cell)
    if not text.isascii():
        text = text.translate(_WIDE)
    if len(text) > limit:
        raise CellError(f"有{len(text)}个字，最多{limit}个；请缩短。")
    return text
