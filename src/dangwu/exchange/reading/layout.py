"""Where the headings of a sheet stand, and what they say."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from dangwu.exchange.cleaning import Cell, is_blank, shown
from dangwu.exchange.columns import fold, guess
from dangwu.exchange.reading.book import Book, Merge, Sheet

_SEARCHED_ROWS: Final = 30
_FEWEST_HEADINGS: Final = 2
_SAMPLES: Final = 3
# Telephone and ID numbers; a day or a code is shorter and shown as it is.
_PERSONAL = re.compile(r"\d{6,}(?=\d{4})")


@dataclass(frozen=True, slots=True)
class Layout:
    """One sheet as found. Rows count from 1; headings stand in [header_from, header_to].

    `first_column`: of the first label, counted from 0. `header_from` is 0 where no headings were
    found. `samples`: for each label what the first rows hold, digits of numbers hidden. `rows`: those
    with anything in them, below the headings if there are any.
    """

    name: str
    is_hidden: bool
    header_from: int
    header_to: int
    first_column: int
    labels: list[str]
    samples: list[str]
    rows: int
    hidden_rows: int

    @property
    def is_roster(self) -> bool:
        """Whether headings of a roster were found in it."""
        return self.header_from > 0


def layout_of(stored: dict[str, object]) -> Layout:
    """Return a layout from the form in which it is stored."""
    return Layout(**stored)  # type: ignore[arg-type]  # written by dataclasses.asdict


def find_layout(book: Book, sheet: Sheet) -> Layout:
    """Return what is seen of a sheet: titles above are passed over, two heading rows made one."""
    rows = book.rows(sheet.name)
    head = list(islice(rows, _SEARCHED_ROWS))
    first, last, labels = _headings(head, book.merges(sheet.name), book.first_column(sheet.name))
    hidden = book.hidden_rows(sheet.name)
    data = head[last:]
    filled = sum(1 for row in (*data, *rows) if _is_filled(row))
    return Layout(
        name=sheet.name,
        is_hidden=sheet.is_hidden,
        header_from=first,
        header_to=last,
        first_column=book.first_column(sheet.name),
        labels=labels,
        samples=[_sample(data, place) for place in range(len(labels))],
        rows=filled,
        hidden_rows=sum(1 for row in hidden if row > last) if first else 0,
    )


def signature_of(layouts: Iterable[Layout]) -> str:
    """Return what tells workbooks with the same headings, whatever their order."""
    labels = {fold(label) for layout in layouts if layout.is_roster for label in layout.labels}
    return hashlib.sha256("\n".join(sorted(labels)).encode()).hexdigest()


def _is_filled(row: Sequence[Cell]) -> bool:
    return any(not is_blank(cell) for cell in row)


def _headings(
    head: list[list[Cell]], merges: list[Merge], first_column: int
) -> tuple[int, int, list[str]]:
    """Return first and last heading row from 1 and the labels; (0, 0, []) where there are none."""
    best: tuple[float, int, int, list[str]] = (0, 0, 0, [])
    for place in range(len(head)):
        for size in (1, 2):
            if place + size > len(head):
                continue
            labels = _labels(head[place : place + size], place, merges, first_column)
            score = sum(1 for label in labels if guess(label) is not None)
            # One row is preferred; a second counts only when it brings headings of its own.
            if score >= _FEWEST_HEADINGS and score - (size - 1) * 0.5 > best[0]:
                best = (score - (size - 1) * 0.5, place + 1, place + size, labels)
    return best[1], best[2], best[3]


def _labels(
    block: list[list[Cell]], top: int, merges: list[Merge], first_column: int
) -> list[str]:
    upper = [shown(cell) for cell in block[0]]
    if len(block) == 1:
        return upper
    spread = _spread(upper, top, merges, first_column)
    lower = [shown(cell) for cell in block[1]]
    return [_label(above, below) for above, below in zip(spread, lower, strict=False)]


def _spread(upper: list[str], top: int, merges: list[Merge], first_column: int) -> list[str]:
    """Return the upper row with the text of merged cells in all their columns."""
    spread = list(upper)
    for (row, left), (_last, right) in merges:
        if row == top and first_column <= left < first_column + len(upper):
            text = upper[left - first_column]
            for column in range(left, min(right + 1, first_column + len(upper))):
                spread[column - first_column] = text
    return spread


def _label(above: str, below: str) -> str:
    """Return one heading for two cells: the lower where it says enough, else both."""
    if not above or not below:
        return above or below
    if guess(below) is None and guess(above + below) is not None:
        return above + below
    return below if guess(below) is not None else f"{above}{below}"


def _sample(rows: list[list[Cell]], place: int) -> str:
    texts = (shown(row[place]) for row in rows if place < len(row) and not is_blank(row[place]))
    return "；".join(_PERSONAL.sub(_stars, text)[:20] for text in islice(texts, _SAMPLES))


def _stars(digits: re.Match[str]) -> str:
    return "*" * len(digits[0])
