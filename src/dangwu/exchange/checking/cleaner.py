"""Rows of a workbook made into drafts, and sound ones into lines for the staging table."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from dangwu.exchange.checking.draft import Draft, Place, Value, places_of, read_row
from dangwu.exchange.checking.lines import new_person
from dangwu.exchange.checking.nobody import BLANK, no_person
from dangwu.exchange.checking.rules import check_within
from dangwu.exchange.checking.scope import Scope, Standing
from dangwu.exchange.cleaning import Cell
from dangwu.members.secrets import seal_id

_HIDDEN: Final = "隐藏的行没有导入"


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one sheet that follow each other.

    first: number of the first in its sheet, from 1. position: its number in the whole workbook.
    """

    sheet: str
    first: int
    position: int
    rows: list[list[Cell]]


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What is known of a sheet before its rows are read. `hidden`: rows to leave out."""

    name: str
    labels: list[str]
    header_to: int
    hidden: frozenset[int]


@dataclass(frozen=True, slots=True)
class Plan:
    """All that cleaning stands on; it can be handed to another process.

    member_from: since when people are members where no column says it. today: no day may lie
    after it.
    """

    sheets: tuple[SheetPlan, ...]
    mapping: dict[str, str]
    standing: tuple[Standing, ...]
    only: uuid.UUID | None
    member_from: date
    today: date


class Ready(NamedTuple):
    """A sound row as it goes into the staging table, if nobody has the number yet."""

    text: str
    line: bytes

    def values(self) -> dict[str, Value]:
        """Return the clean values of the row, days and the like as they stand in JSON."""
        held: dict[str, Value] = json.loads(self.text)
        return {**held, "organisation": uuid.UUID(str(held["organisation_id"]))}


@dataclass(slots=True)
class Cleaned:
    """What became of some blocks: the rows about people, in order, and what was left out.

    `ready`: position → the row as a new person's; its draft goes without values, which most rows
    are never asked for and which cost a third of the way between processes. `left_out`: sheet, sentence, row.
    """

    drafts: list[Draft] = field(default_factory=list)
    ready: dict[int, Ready] = field(default_factory=dict)
    left_out: list[tuple[str, str, int]] = field(default_factory=list)


class Cleaner:
    """Cleans rows of one workbook; what it does with one does not hang on the others."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._scope = Scope(plan.standing, plan.only)
        self._sheets = {sheet.name: sheet for sheet in plan.sheets}
        self._places = {
            sheet.name: places_of(sheet.labels, plan.mapping, self._scope) for sheet in plan.sheets
        }

    def clean(self, blocks: list[Block]) -> Cleaned:
        """Return drafts of the rows, checked in themselves."""
        cleaned = Cleaned()
        for block in blocks:
            for draft in self._drafts(block, cleaned):
                cleaned.drafts.append(draft)
                if draft.id_number and not draft.failures:
                    sealed = seal_id(draft.id_number)
                    draft.digest = sealed.digest
                    ready = new_person(draft, sealed, self._plan.member_from)
                    cleaned.ready[draft.position] = Ready(*ready)
                    draft.values = {}
        return cleaned

    def _drafts(self, block: Block, cleaned: Cleaned) -> Iterator[Draft]:
        plan, places = self._sheets[block.sheet], self._places[block.sheet]
        key = [place for place in places if place.field in ("name", "id_number")]
        key.sort(key=lambda place: place.field, reverse=True)
        branch = self._branch_of(block.sheet, places)
        for number, cells in enumerate(block.rows, start=block.first):
            if number <= plan.header_to:
                continue
            if reason := no_person(cells, key) or (number in plan.hidden and _HIDDEN):
                if reason != BLANK:
                    cleaned.left_out.append((block.sheet, reason, number))
                continue
            position = block.position + number - block.first
            draft = Draft(position, block.sheet, number)
            if branch:
                draft.values["organisation"] = branch
            read_row(draft, cells, places, self._plan.today)
            check_within(draft)
            yield draft

    def _branch_of(self, sheet: str, places: list[Place]) -> uuid.UUID | None:
        """The branch of a sheet without a column for it: the only one, or the sheet's name."""
        if any(place.field == "organisation" for place in places):
            return None
        return self._scope.only or self._scope.named(sheet)
