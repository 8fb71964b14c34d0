"""The dry run of one workbook, in pieces, each its own transaction."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Final

from django.db import transaction

from dangwu.exchange.checking.draft import Draft, Failure, Place, places_of, read_row
from dangwu.exchange.checking.register import Change, Register
from dangwu.exchange.checking.rules import check_within
from dangwu.exchange.checking.scope import Scope
from dangwu.exchange.checking.staging import Staging
from dangwu.exchange.cleaning import Cell, is_blank
from dangwu.exchange.columns import COLUMNS
from dangwu.exchange.models import RosterFinding, RosterImport, RosterRow
from dangwu.exchange.progress import Tell
from dangwu.exchange.reading import Book, Layout
from dangwu.sharding.access import open_units

_BATCH: Final = 4_000
_FEW_CELLS: Final = 3


@dataclass(frozen=True, slots=True)
class Selection:
    """What the person chose on the mapping screen. `today`: no day may lie after it."""

    layouts: list[Layout]
    mapping: dict[str, str]
    with_hidden: bool
    member_from: date
    today: date


@dataclass(slots=True)
class Sums:
    """What a check found, to be shown on the page."""

    total: int = 0
    fresh: int = 0
    changed: int = 0
    same: int = 0
    rejected: int = 0
    rows_digest: str = ""
    notices: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)

    def note(self, sheet: str, column: str, text: str, row: int) -> None:
        """Count a notice; the first row it is about is kept."""
        self.notices.setdefault((sheet, column, text), [0, row])[0] += 1


class SupersededError(Exception):
    """Another check of the same workbook began; this one ends without a word."""


def check_roster(
    roster: RosterImport, book: Book, chosen: Selection, tell: Tell, units: Iterable[int]
) -> Sums:
    """Read every row into the staging tables and return the sums.

    units: to open in each transaction. Raises SupersededError when `roster.run` is not the
    current run any more.
    """
    opened = sorted(set(units))
    with transaction.atomic():
        open_units(opened)
        RosterRow.objects.filter(unit_id=roster.unit_id, roster=roster).delete()
        RosterFinding.objects.filter(unit_id=roster.unit_id, roster=roster).delete()
        check = _Check(roster, chosen)
    expected = sum(layout.rows for layout in chosen.layouts)
    for layout in chosen.layouts:
        drafts = check.drafts(book, layout)
        while batch := list(islice(drafts, _BATCH)):
            with transaction.atomic():
                open_units(opened)
                _still_current(roster, roster.run)
                check.settle(batch)
            tell("核对", check.sums.total, expected)
    with transaction.atomic():
        open_units(opened)
        return check.finish()


def _still_current(roster: RosterImport, run: uuid.UUID | None) -> None:
    current = RosterImport.objects.select_for_update().filter(
        unit_id=roster.unit_id, id=roster.id, run=run, state=RosterImport.State.CHECKING
    )
    if not current.exists():
        raise SupersededError


class _Check:
    def __init__(self, roster: RosterImport, chosen: Selection) -> None:
        self._scope = Scope(roster.organisation)
        self._register = Register(roster.unit_id, self._scope)
        self._staging = Staging(roster, chosen.member_from)
        self._chosen = chosen
        self._places: dict[str, dict[str, Place]] = {}
        self.sums = Sums()

    def drafts(self, book: Book, layout: Layout) -> Iterator[Draft]:
        """Yield the rows of a sheet as read."""
        places = places_of(layout.labels, self._chosen.mapping, self._scope)
        by_field = self._places[layout.name] = {p.column.field: p for p in places}
        hidden = set() if self._chosen.with_hidden else book.hidden_rows(layout.name)
        branch = self._branch_of(layout.name, by_field)
        for number, cells in enumerate(book.rows(layout.name), start=1):
            if number <= layout.header_to or not _is_person(cells, by_field, self, layout, number):
                continue
            if number in hidden:
                self.sums.note(layout.name, "", "隐藏的行没有导入", number)
                continue
            self.sums.total += 1
            draft = Draft(self.sums.total, layout.name, number)
            if branch:
                draft.values["organisation"] = branch
            read_row(draft, cells, places, self._chosen.today)
            check_within(draft)
            yield draft

    def _branch_of(self, sheet: str, places: dict[str, Place]) -> uuid.UUID | None:
        """The branch of a sheet without a column for it: the only one, or the sheet's name."""
        if "organisation" in places:
            return None
        if self._scope.only:
            return self._scope.only
        return self._scope.named(sheet)

    def settle(self, batch: list[Draft]) -> None:
        """Compare a batch with the register and store it."""
        changes = self._register.compare(batch)
        good = [draft for draft in batch if not draft.failures]
        self._staging.rows(good, changes)
        self._staging.findings(self._lines(batch))
        for draft in batch:
            self._count(draft, changes.get(draft.position))
            for name, text in draft.notes:
                self.sums.note(draft.sheet, self._heading(draft.sheet, name), text, draft.row)

    def _count(self, draft: Draft, change: Change | None) -> None:
        if draft.failures:
            self.sums.rejected += 1
        elif change is None:
            self.sums.fresh += 1
        elif change.values:
            self.sums.changed += 1
        else:
            self.sums.same += 1

    def _lines(self, batch: Iterable[Draft]) -> Iterator[tuple[object, ...]]:
        for draft in batch:
            for failure in draft.failures:
                yield self._line(draft, failure)

    def _line(self, draft: Draft, failure: Failure) -> tuple[object, ...]:
        place = self._places[draft.sheet].get(failure.field)
        index = place.index if place else None
        heading = self._heading(draft.sheet, failure.field)
        value = failure.value[:200]
        return (False, draft.sheet, draft.row, heading, index, value, failure.reason)

    def _heading(self, sheet: str, name: str) -> str:
        place = self._places[sheet].get(name)
        return (place.heading if place else COLUMNS[name].title)[:200]

    def finish(self) -> Sums:
        """Store the notices and return the sums."""
        self.sums.rows_digest = self._staging.rows_digest
        self._staging.findings(
            (True, sheet, row, column, None, "", f"{text}（共{count}行，首见第{row}行）。")
            for (sheet, column, text), (count, row) in self.sums.notices.items()
        )
        return self.sums


def _is_person(
    cells: list[Cell], places: dict[str, Place], check: _Check, layout: Layout, number: int
) -> bool:
    """Whether a row is about a person: not blank, no repeated heading, no total at the end."""
    key = [places[name] for name in ("name", "id_number") if name in places]
    held = [cells[p.index] for p in key if p.index < len(cells) and not is_blank(cells[p.index])]
    if held and held[0] != key[0].heading:
        return True
    filled = sum(1 for cell in cells if not is_blank(cell))
    if not held and filled > _FEW_CELLS:
        return True
    if filled:
        check.sums.note(layout.name, "", "不是人员的行（小计、表头、落款等）没有导入", number)
    return False
