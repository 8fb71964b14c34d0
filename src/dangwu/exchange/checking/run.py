"""The dry run of one workbook, in pieces, each its own transaction."""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Final

from django.db import transaction

from dangwu.exchange.checking.aside import ALONE, Batch, clean_here, cleaned_aside
from dangwu.exchange.checking.cleaner import Block, Cleaned, Plan, SheetPlan
from dangwu.exchange.checking.draft import Draft, Failure, Place, places_of
from dangwu.exchange.checking.register import Change, Register, standing_organisations
from dangwu.exchange.checking.scope import Scope
from dangwu.exchange.checking.staging import Staging
from dangwu.exchange.columns import COLUMNS
from dangwu.exchange.models import RosterFinding, RosterImport, RosterRow
from dangwu.exchange.progress import Tell
from dangwu.exchange.reading import Book, Layout
from dangwu.organisations.models.organisation import BRANCH_KINDS
from dangwu.sharding.access import open_units

_BATCH: Final = 3_000


@dataclass(frozen=True, slots=True)
class Selection:
    """What the person chose on the mapping screen.

    passed_over: the sheets not to import. today: no day may lie after it.
    """

    layouts: list[Layout]
    passed_over: list[Layout]
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

    def note_sheet(self, layout: Layout) -> None:
        """Say that a sheet is not imported."""
        why = "没有选这张工作表" if layout.is_roster else "这张工作表里没有找到表头"
        first = layout.header_to + 1
        self.notices[layout.name, "", f"{why}，里面的行没有导入"] = [layout.rows, first]


class SupersededError(Exception):
    """Another check of the same workbook began; this one ends without a word."""


def check_roster(
    roster: RosterImport, book: Book, chosen: Selection, tell: Tell, units: Iterable[int]
) -> Sums:
    """Read every row into the staging tables and return the sums.

    units: to open in each transaction. Raises SupersededError when `roster.run` is not the
    current run any more, UnreadableFileError, CleaningStoppedError.
    """
    opened = sorted(set(units))
    with transaction.atomic():
        open_units(opened)
        RosterRow.objects.filter(unit_id=roster.unit_id, roster=roster).delete()
        RosterFinding.objects.filter(unit_id=roster.unit_id, roster=roster).delete()
        plan = _plan(roster, book, chosen)
    check = _Check(roster, plan)
    for layout in chosen.passed_over:
        if layout.rows:
            check.sums.note_sheet(layout)
    expected = sum(layout.rows for layout in chosen.layouts)
    with _cleaned(plan, book, chosen.layouts, expected) as batches:
        for batch in batches:
            with transaction.atomic():
                open_units(opened)
                _still_current(roster, roster.run)
                check.settle(batch)
            tell("核对", check.sums.total, expected)
    with transaction.atomic():
        open_units(opened)
        return check.finish()


def _plan(roster: RosterImport, book: Book, chosen: Selection) -> Plan:
    hidden = (
        {} if chosen.with_hidden else {n.name: book.hidden_rows(n.name) for n in chosen.layouts}
    )
    organisation = roster.organisation
    return Plan(
        sheets=tuple(
            SheetPlan(item.name, item.labels, item.header_to, frozenset(hidden.get(item.name, ())))
            for item in chosen.layouts
        ),
        mapping=chosen.mapping,
        standing=standing_organisations(organisation),
        only=organisation.id if organisation.kind in BRANCH_KINDS else None,
        member_from=chosen.member_from,
        today=chosen.today,
    )


@contextmanager
def _cleaned(
    plan: Plan, book: Book, layouts: list[Layout], expected: int
) -> Iterator[Iterator[Cleaned]]:
    """Give the rows cleaned, batch by batch: a large workbook's by a process beside this one."""
    batches = _batches(book, layouts)
    if expected < ALONE:
        yield clean_here(plan, batches)
        return
    with cleaned_aside(plan, batches) as cleaned:
        yield cleaned


def _batches(book: Book, layouts: list[Layout]) -> Iterator[Batch]:
    """Yield the rows of the sheets, so many at a time; a small sheet shares its batch."""
    batch: Batch = []
    room, position = _BATCH, 1
    for layout in layouts:
        rows, first = book.rows(layout.name), 1
        while taken := list(islice(rows, room)):
            batch.append(Block(layout.name, first, position, taken))
            first, room = first + len(taken), room - len(taken)
            position += len(taken)
            if not room:
                yield batch
                batch, room = [], _BATCH
    if batch:
        yield batch


def _still_current(roster: RosterImport, run: uuid.UUID | None) -> None:
    current = RosterImport.objects.select_for_update().filter(
        unit_id=roster.unit_id, id=roster.id, run=run, state=RosterImport.State.CHECKING
    )
    if not current.exists():
        raise SupersededError


class _Check:
    def __init__(self, roster: RosterImport, plan: Plan) -> None:
        scope = Scope(plan.standing, plan.only)
        self._register = Register(roster.unit_id, scope)
        self._staging = Staging(roster)
        self._places: dict[str, dict[str, Place]] = {
            sheet.name: {p.field: p for p in places_of(sheet.labels, plan.mapping, scope)}
            for sheet in plan.sheets
        }
        self.sums = Sums()

    def settle(self, batch: Cleaned) -> None:
        """Compare a batch with the register and store it."""
        for sheet, text, row in batch.left_out:
            self.sums.note(sheet, "", text, row)
        changes = self._register.compare(batch.drafts, batch.ready)
        good = [draft for draft in batch.drafts if not draft.failures]
        self._staging.rows(good, batch.ready, changes)
        self._staging.findings(self._lines(batch.drafts))
        self.sums.total += len(batch.drafts)
        for draft in batch.drafts:
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
