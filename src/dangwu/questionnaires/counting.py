"""From counts to what the page shows: shares, means, tables; small cells are held back.

Values only: no answer is read here, only how many gave each.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Protocol

FEWEST: Final = 5  # answers, and people in a cell of a cross table

Counts = Mapping[str, Mapping[int, int]]  # key of the answer → its value → how many
Cells = list[list[int | None]]


class Asked(Protocol):
    """A question as far as its results need it."""

    @property
    def position(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def options(self) -> Sequence[str]: ...
    @property
    def rows(self) -> Sequence[str]: ...
    @property
    def steps(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One option or one step, how many chose it, and their part of those who answered."""

    label: str
    count: int
    share: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a matrix: how many chose each step, and the mean."""

    label: str
    counts: tuple[int, ...]
    answered: int
    mean: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came back to one question. Questions with text have no lines."""

    position: int
    kind: str
    title: str
    answered: int
    lines: tuple[Line, ...] = ()
    rows: tuple[Row, ...] = ()
    steps: tuple[int, ...] = ()
    mean: str = ""


@dataclass(frozen=True, slots=True)
class Cross:
    """A question by part: how many of each part chose what. None: held back."""

    position: int
    title: str
    labels: tuple[str, ...]
    rows: tuple[tuple[str, int | None, tuple[int | None, ...]], ...]


def result_of(question: Asked, counts: Counts) -> Result:
    """Return the result of one question."""
    own = f"q{question.position}"
    facts = (question.position, question.kind, question.title)
    if question.kind == "multiple":
        answered = sum(counts.get(own, {}).values())
        chosen = [counts.get(f"{own}.{n}", {}).get(1, 0) for n in range(len(question.options))]
        return Result(*facts, answered, _lines(question.options, chosen, answered))
    steps = tuple(range(1, question.steps + 1))
    if question.kind == "matrix":
        rows = tuple(
            _row(label, counts.get(f"{own}.{n}", {}), steps)
            for n, label in enumerate(question.rows)
        )
        answered = max((row.answered for row in rows), default=0)
        return Result(*facts, answered, rows=rows, steps=steps)
    given = counts.get(own, {})
    answered = sum(given.values())
    if question.kind == "scale":
        lines = _lines([str(step) for step in steps], [given.get(s, 0) for s in steps], answered)
        return Result(*facts, answered, lines, steps=steps, mean=mean_of(given))
    chosen = [given.get(n, 0) for n in range(len(question.options))]
    return Result(*facts, answered, _lines(question.options, chosen, answered))


def cross_of(question: Asked, parts: Mapping[str, Counts], *, guarded: bool) -> Cross | None:
    """Return a choice or a scale by part, or None where it cannot be told apart.

    guarded: cells of fewer than five are held back, and others with them, so that none can be
    reckoned from the sums.
    """
    if question.kind not in ("single", "scale") or len(parts) < 2:
        return None
    values, labels = _values(question)
    own = f"q{question.position}"
    names = sorted(parts)
    cells: Cells = [[parts[name].get(own, {}).get(v, 0) for v in values] for name in names]
    sums: list[int | None] = [sum(value or 0 for value in row) for row in cells]
    if guarded:
        sums = [total if total and total >= FEWEST else None for total in sums]
        known = zip(cells, sums, strict=True)
        cells = held_back([row if total else [None] * len(row) for row, total in known])
    rows = tuple(
        (name, total, tuple(row)) for name, total, row in zip(names, sums, cells, strict=True)
    )
    return Cross(question.position, question.title, tuple(labels), rows)


def held_back(cells: Cells, fewest: int = FEWEST) -> Cells:
    """Return the table without its small cells; sums of rows and columns may be known.

    Where a row or a column would miss only one cell, its smallest other one is held back too.
    A zero says that nobody did and points to nobody, but it goes too when it is the smallest.
    """
    shown: Cells = [
        [None if value is None or 0 < value < fewest else value for value in row] for row in cells
    ]
    while True:
        lone = _lone(shown)
        if lone is None:
            return shown
        row, column = lone
        shown[row][column] = None


def mean_of(given: Mapping[int, int]) -> str:
    """Return the mean with two decimals, halves up; nothing for no answer."""
    answered = sum(given.values())
    if not answered:
        return ""
    hundredths = int(
        Fraction(sum(v * n for v, n in given.items()) * 100, answered) + Fraction(1, 2)
    )
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def share_of(count: int, base: int) -> str:
    """Return the part of the base in percent with one decimal; nothing for no base."""
    if not base:
        return ""
    tenths = int(Fraction(count * 1000, base) + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}%"


def summed(parts: Iterable[Counts]) -> dict[str, dict[int, int]]:
    """Return the counts of all parts together."""
    found: dict[str, dict[int, int]] = {}
    for counts in parts:
        for key, given in counts.items():
            into = found.setdefault(key, {})
            for value, number in given.items():
                into[value] = into.get(value, 0) + number
    return found


def _values(question: Asked) -> tuple[list[int], list[str]]:
    if question.kind == "scale":
        steps = list(range(1, question.steps + 1))
        return steps, [str(step) for step in steps]
    return list(range(len(question.options))), list(question.options)


def _lines(labels: Sequence[str], counts: Sequence[int], base: int) -> tuple[Line, ...]:
    return tuple(
        Line(label, count, share_of(count, base))
        for label, count in zip(labels, counts, strict=True)
    )


def _row(label: str, given: Mapping[int, int], steps: Sequence[int]) -> Row:
    counts = tuple(given.get(step, 0) for step in steps)
    return Row(label, counts, sum(counts), mean_of(given))


def _lone(shown: Cells) -> tuple[int, int] | None:
    """Return the cell to hold back next: beside the only missing one of its row or column."""
    rows = [[(r, c) for c in range(len(row))] for r, row in enumerate(shown)]
    columns = [list(line) for line in zip(*rows, strict=True)]
    for line in rows + columns:
        open_cells = [(shown[r][c], r, c) for r, c in line if shown[r][c] is not None]
        if open_cells and len(line) - len(open_cells) == 1:
            _value, row, column = min(
                open_cells, key=lambda cell: (cell[0] or 0, cell[1], cell[2])
            )
            return row, column
    return None
