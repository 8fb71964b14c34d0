"""One row as read: clean values, and what is wrong with it."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from dangwu.core.identity import IdNumber, mask_id_number, mask_phone
from dangwu.core.names import normalise
from dangwu.exchange import cleaning
from dangwu.exchange.checking.scope import Scope
from dangwu.exchange.cleaning import Cell, CellError, Day
from dangwu.exchange.columns import COLUMNS, REQUIRED, Column, fold

Value = str | int | bool | float | date | uuid.UUID | None
Read = Callable[[Cell], object]
_MOST_KNOWN: Final = 20_000
_NEVER_TWICE: Final = frozenset({"id", "phone", "record"})


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a row cannot come in: the column of the register, what the cell shows, the sentence."""

    field: str
    reason: str
    value: str = ""


@dataclass(slots=True)
class Draft:
    """A row on its way. `masked`: personal numbers given with stars, to compare with the mask."""

    position: int
    sheet: str
    row: int
    values: dict[str, Value] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    id_number: str | None = None
    phone: str | None = None
    masked: dict[str, str] = field(default_factory=dict)
    record: uuid.UUID | None = None
    digest: bytes | None = None
    month_only: bool = False

    def fail(self, name: str, reason: str, value: str = "") -> None:
        """Add a failure in the column `name` of the register."""
        self.failures.append(Failure(name, reason, value))


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of each row that is read: where it is, what it is called, how it is read.

    `known`: texts read before, where the same ones return: codes, branches, places, whole days.
    What it holds goes into the draft as it is.
    """

    index: int
    heading: str
    column: Column
    read: Read
    known: dict[Cell, Value]
    field: str

    def keep(self, cell: Cell, value: Value) -> None:
        """Keep what a text means for the next one like it."""
        kept = isinstance(cell, str) and self.column.kind not in _NEVER_TWICE
        if kept and len(self.known) < _MOST_KNOWN:
            self.known[cell] = value


def places_of(labels: Sequence[str], mapping: dict[str, str], scope: Scope) -> list[Place]:
    """Return the cells to read of a sheet with these labels."""
    found: list[Place] = []
    taken: set[str] = set()
    for index, label in enumerate(labels):
        target = mapping.get(fold(label), "")
        if target in COLUMNS and target not in taken:
            taken.add(target)
            column = COLUMNS[target]
            found.append(Place(index, label, column, _reader(column, scope), {}, target))
    return found


def read_row(draft: Draft, cells: Sequence[Cell], places: list[Place], today: date) -> None:
    """Fill a draft from the cells of its row; what cannot be used becomes a failure."""
    width, values = len(cells), draft.values
    for place in places:
        cell = cells[place.index] if place.index < width else None
        if not cell and cleaning.is_blank(cell):
            continue
        # Most cells of a roster repeat those of other rows: no more than a look-up for them.
        known = place.known.get(cell)
        if known is not None:
            values[place.field] = known
            continue
        try:
            _take(draft, place, cell, today)
        except CellError as error:
            draft.fail(place.field, str(error), shown_value(place.field, cell))


def _take(draft: Draft, place: Place, cell: Cell, today: date) -> None:
    name, value = place.field, place.read(cell)
    if isinstance(value, Day):
        _take_day(draft, name, value, today)
        if value.whole:
            place.keep(cell, value.value)
    elif isinstance(value, IdNumber):
        draft.id_number = value.number
        draft.values["id_sex"], draft.values["id_born"] = value.sex, value.birth_on
    elif isinstance(value, Masked):
        draft.masked[name] = value.text
    elif name == "phone":
        draft.phone = str(value)
    elif name == "record" and isinstance(value, uuid.UUID):
        draft.record = value
    else:
        draft.values[name] = value  # type: ignore[assignment]  # readers return Values
        place.keep(cell, draft.values[name])


def _take_day(draft: Draft, name: str, day: Day, today: date) -> None:
    if day.value > today and name != "probation_ends_on":
        raise CellError("日期在今天之后；请核对。")
    if not day.whole and name not in ("born_on", "dues_paid_to"):
        draft.notes.append((name, "只有年月，按当月1日登记"))
    draft.values[name] = day.value
    if name == "born_on":
        draft.month_only = not day.whole


@dataclass(frozen=True, slots=True)
class Masked:
    """A number that came back with stars."""

    text: str


def shown_value(name: str, cell: Cell) -> str:
    """Return a cell as the findings show it: personal numbers masked."""
    text = cleaning.shown(cell)
    if name == "id_number":
        return mask_id_number(text) if len(text) >= 15 else mask_phone(text)
    return mask_phone(text) if name == "phone" else text[:200]


def missing_columns(draft: Draft) -> list[str]:
    """Return the fields that must be filled and are not, and did not fail by themselves."""
    given = set(draft.values) | set(draft.masked)
    if draft.id_number:
        given.add("id_number")
    return [name for name in (*REQUIRED, "organisation") if name not in given]


def _name(cell: Cell) -> str:
    text = normalise(cleaning.shown(cell))
    if not 2 <= len(text) <= 60 or any(c.isdigit() for c in text):
        raise CellError("不像姓名；请填写完整的姓名。")
    return text


def _id(cell: Cell) -> IdNumber | Masked:
    if cleaning.is_masked(cell):
        return Masked(cleaning.shown(cell))
    return cleaning.clean_id(cell)


def _phone(cell: Cell) -> str | Masked:
    if cleaning.is_masked(cell):
        return Masked(cleaning.shown(cell))
    return cleaning.clean_phone(cell)


def _record(cell: Cell) -> uuid.UUID:
    try:
        return uuid.UUID(cleaning.shown(cell))
    except ValueError:
        raise CellError("记录标识不对；请保留导出时的原样，或清空这一格。") from None


def _month(cell: Cell) -> Day:
    return Day(cleaning.clean_day(cell).value.replace(day=1), whole=False)


_READERS: Final[dict[str, Read]] = {
    "name": _name,
    "id": _id,
    "phone": _phone,
    "record": _record,
    "day": cleaning.clean_day,
    "month": _month,
    "standing": cleaning.clean_standing,
    "yesno": cleaning.clean_yes_no,
    "money": lambda cell: float(cleaning.clean_money(cell)),
    "months": cleaning.clean_months,
}


def _reader(column: Column, scope: Scope) -> Read:
    if column.kind in _READERS:
        return _READERS[column.kind]
    if column.kind == "branch":
        return scope.find
    if column.kind == "text":
        return lambda cell: cleaning.clean_text(cell, limit=column.limit)
    return lambda cell: cleaning.clean_code(cell, kind=column.kind)
