"""What the worker does with a roster: look, check, import, take back, write out."""

import uuid
from dataclasses import asdict
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.exchange.checking.run import Selection, Sums, check_roster
from dangwu.exchange.columns import guess_mapping
from dangwu.exchange.models import RosterExport, RosterImport
from dangwu.exchange.permissions import can_export, can_import, can_reveal
from dangwu.exchange.progress import progress_of
from dangwu.exchange.queries import remembered_mapping
from dangwu.exchange.reading import (
    Book,
    UnreadableFileError,
    find_layout,
    layout_of,
    open_book,
    reopen_book,
    signature_of,
)
from dangwu.exchange.storage import content_of, store_file
from dangwu.exchange.writing.annotated import NOTICES, annotated_workbook
from dangwu.exchange.writing.register import write_rows
from dangwu.exchange.writing.roster import roster_workbook
from dangwu.exchange.writing.undo import take_back
from dangwu.sharding.access import open_units

State = RosterImport.State
_NO_ROSTER: Final = (
    "没有找到花名册的表头；表头至少要有“姓名”“公民身份号码”等栏目名，并且在前30行之内。"
)
_NO_ROWS: Final = "表头下面一行也没有，没有可以导入的人；请填好后再上传，或确认选对了文件。"


def look_into(roster: RosterImport, content: bytes) -> RosterImport:
    """Note the sheets and headings of an uploaded workbook, and guess what each column is.

    Runs in the caller's transaction. Raises UnreadableFileError.
    """
    book = open_book(roster.file.name, content)
    layouts = [find_layout(book, sheet) for sheet in book.sheets]
    rosters = [layout for layout in layouts if layout.is_roster]
    if not rosters:
        raise UnreadableFileError(_NO_ROSTER)
    if not any(layout.rows for layout in rosters):
        raise UnreadableFileError(_NO_ROWS)
    roster.sheets = [asdict(layout) for layout in layouts]
    roster.signature = signature_of(layouts)
    visible = [layout for layout in rosters if not layout.is_hidden] or rosters
    roster.chosen_sheets = [layout.name for layout in visible if layout.rows]
    labels = [label for layout in rosters for label in layout.labels]
    roster.mapping = {
        **guess_mapping(labels),
        **remembered_mapping(roster.unit_id, roster.signature),
    }
    roster.state = State.MAPPING
    roster.save()
    return roster


def run_check(roster: RosterImport, *, units: frozenset[int]) -> RosterImport:
    """Do the dry run and write the annotated workbook; every piece is its own transaction.

    Raises UnreadableFileError and checking.run.SupersededError.
    """
    with transaction.atomic():
        open_units(units)
        content = content_of(roster.file)
    chosen = _selection(roster)
    with progress_of(roster.id) as tell:
        tell("读取", 0, sum(layout.rows for layout in chosen.layouts))
        book = _book_again(roster.file.name, content, chosen)
        sums = check_roster(roster, book, chosen, tell, units)
        annotated = b""
        if sums.rejected:
            with transaction.atomic():
                open_units(units)
                annotated = annotated_workbook(roster, book, chosen.layouts)
    with transaction.atomic():
        open_units(units)
        return _note_check(roster, sums, annotated)


def _book_again(name: str, content: bytes, chosen: Selection) -> Book:
    """Return the workbook; the pass over it for hidden rows is spared where there are none."""
    if any(layout.hidden_rows for layout in chosen.layouts):
        return open_book(name, content)
    return reopen_book(name, content)


def _selection(roster: RosterImport) -> Selection:
    today = timezone.localdate(timezone.now())
    layouts = [layout_of(stored) for stored in roster.sheets]
    return Selection(
        layouts=[item for item in layouts if item.name in roster.chosen_sheets],
        passed_over=[
            item for item in layouts if item.name not in (*roster.chosen_sheets, *NOTICES)
        ],
        mapping=roster.mapping,
        with_hidden=roster.with_hidden,
        member_from=roster.members_from or today,
        today=today,
    )


def _note_check(roster: RosterImport, sums: Sums, annotated: bytes) -> RosterImport:
    now = timezone.now()
    if annotated:
        stem = roster.file.name.rpartition(".")[0]
        roster.annotated = store_file(
            organisation=roster.organisation,
            name=f"{stem}-核对结果.xlsx",
            content=annotated,
            stored_by=roster.uploaded_by,
            at=now,
        )
    roster.total, roster.fresh, roster.changed = sums.total, sums.fresh, sums.changed
    roster.same, roster.rejected = sums.same, sums.rejected
    roster.notices, roster.rows_digest = len(sums.notices), sums.rows_digest
    roster.state, roster.checked_at, roster.refusal = State.CHECKED, now, ""
    roster.save()
    return roster


@transaction.atomic
def run_import(*, actor: Access, roster_id: uuid.UUID, unit_id: int) -> RosterImport:
    """Write the accepted rows to the register and record it, all in one transaction.

    A second call for the same import changes nothing. The units are open.
    Raises PermissionDenied, RegisterMovedError.
    """
    roster = _locked(unit_id, roster_id)
    if roster.state != State.COMMITTING:
        return roster
    if not can_import(actor, roster.organisation):
        raise PermissionDenied
    with progress_of(roster.id) as tell:
        tell("导入", 0, roster.total)
        write_rows(roster, tell)
    roster.state, roster.committed_at, roster.refusal = State.IMPORTED, actor.now, ""
    roster.save()
    record(
        actor=actor,
        verb="exchange.import_roster",
        target=roster,
        file=roster.file.name,
        file_digest=roster.file.digest,
        rows=roster.total,
        fresh=roster.fresh,
        changed=roster.changed if roster.apply_changes else 0,
        same=roster.same,
        rejected=roster.rejected,
        rows_digest=roster.rows_digest,
    )
    return roster


@transaction.atomic
def run_undo(*, actor: Access, roster_id: uuid.UUID, unit_id: int) -> RosterImport:
    """Take a whole import back and record it. A second call changes nothing.

    Raises PermissionDenied, BuiltUponError.
    """
    roster = _locked(unit_id, roster_id)
    if roster.state != State.UNDOING:
        return roster
    if not can_import(actor, roster.organisation):
        raise PermissionDenied
    with progress_of(roster.id) as tell:
        tell("撤销", 0, 1)
        take_back(roster, tell)
    roster.state, roster.undone_at, roster.refusal = State.UNDONE, actor.now, ""
    roster.save()
    record(
        actor=actor,
        verb="exchange.undo_roster",
        target=roster,
        file=roster.file.name,
        fresh=roster.fresh,
        changed=roster.changed if roster.apply_changes else 0,
        rows_digest=roster.rows_digest,
    )
    return roster


@transaction.atomic
def run_export(*, actor: Access, export_id: uuid.UUID, unit_id: int) -> RosterExport:
    """Write the roster that was asked for. A second call changes nothing.

    Raises PermissionDenied.
    """
    export = (
        RosterExport.objects.filter(unit_id=unit_id, id=export_id)
        .select_for_update(of=("self",))
        .select_related("organisation")
        .get()
    )
    if export.state != RosterExport.State.QUEUED:
        return export
    may = can_reveal if export.reveal else can_export
    if not may(actor, export.organisation):
        raise PermissionDenied
    with progress_of(export.id) as tell:
        tell("导出", 0, 0)
        content, rows = roster_workbook(
            export.organisation, export.columns, reveal=export.reveal, tell=tell
        )
    export.file = store_file(
        organisation=export.organisation,
        name=f"{export.organisation}花名册.xlsx",
        content=content,
        stored_by=export.asked_by,
        at=actor.now,
    )
    export.rows, export.state = rows, RosterExport.State.READY
    export.save()
    return export


def _locked(unit_id: int, roster_id: uuid.UUID) -> RosterImport:
    return (
        RosterImport.objects.filter(unit_id=unit_id, id=roster_id)
        .select_for_update(of=("self",))
        .select_related("organisation", "file")
        .get()
    )
