"""What a person does with rosters. The long work is the worker's."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from procrastinate.contrib.django import app

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.exchange.columns import COLUMNS, REQUIRED
from dangwu.exchange.jobs import look_into
from dangwu.exchange.models import KEPT_FOR, RememberedMapping, RosterExport, RosterImport
from dangwu.exchange.permissions import can_export, can_import, can_reveal
from dangwu.exchange.progress import progress_for
from dangwu.exchange.reading import kind_of, layout_of
from dangwu.exchange.retention import give_up
from dangwu.exchange.storage import store_file
from dangwu.exchange.writing.roster import IN_A_REQUEST, people_of, roster_workbook
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import uuid7

State = RosterImport.State
# Small workbooks are looked into at once; larger ones by the worker.
SMALL_FILE: Final = 1024 * 1024
# A job that told nothing for so long was interrupted and may be started anew.
SILENCE: Final = timedelta(minutes=3)
LOOK, CHECK = "exchange.look_into_roster", "exchange.check_roster"
IMPORT, UNDO = "exchange.import_roster", "exchange.undo_roster"
EXPORT = "exchange.export_roster"
_RESUMED: Final = {State.UPLOADED: LOOK, State.COMMITTING: IMPORT, State.UNDOING: UNDO}


class MappingError(DomainError):
    """The columns cannot be mapped so."""


class NotReadyError(DomainError):
    """The import is not at the step that this needs."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the mapping screen asks. `mapping`: folded heading → field, "" to leave out."""

    sheets: list[str]
    mapping: dict[str, str]
    with_hidden: bool
    members_from: date | None


def _defer(task: str, actor: Access, unit_id: int, key: uuid.UUID, run: str = "") -> None:
    account = str(actor.account_id) if actor.account_id else ""
    app.configure_task(task).defer(unit=unit_id, key=str(key), account=account, run=run)


@transaction.atomic
def upload_roster(
    *, actor: Access, organisation: Organisation, name: str, content: bytes
) -> RosterImport:
    """Keep an uploaded workbook and return its import, looked into when it is small.

    Raises PermissionDenied, UnreadableFileError.
    """
    if not can_import(actor, organisation):
        raise PermissionDenied
    kind_of(name, content)
    file = store_file(
        organisation=organisation,
        name=name,
        content=content,
        stored_by=actor.account_id,
        at=actor.now,
    )
    roster = RosterImport.objects.create(
        id=uuid7(),
        unit_id=organisation.unit_id,
        organisation=organisation,
        file=file,
        uploaded_by=actor.account_id,
        uploaded_by_name=actor.name,
        uploaded_at=actor.now,
        members_from=actor.today,
    )
    record(
        actor=actor,
        verb="exchange.upload_roster",
        target=roster,
        file=name,
        file_digest=file.digest,
    )
    if len(content) <= SMALL_FILE:
        return look_into(roster, content)
    _defer(LOOK, actor, roster.unit_id, roster.id)
    return roster


@transaction.atomic
def choose_columns(*, actor: Access, roster: RosterImport, choices: Choices) -> RosterImport:
    """Take the mapping, remember it for these headings, and let the dry run begin.

    Raises PermissionDenied, MappingError, NotReadyError.
    """
    roster = _mine(actor, roster)
    if roster.state not in (State.MAPPING, State.CHECKED):
        raise NotReadyError("这份花名册已在办理，不能再改栏目；请看办理结果。")
    _refuse_wrong(roster, choices)
    roster.chosen_sheets, roster.mapping = choices.sheets, choices.mapping
    roster.with_hidden, roster.members_from = choices.with_hidden, choices.members_from
    RememberedMapping.objects.update_or_create(
        unit_id=roster.unit_id,
        signature=roster.signature,
        defaults={"mapping": choices.mapping},
    )
    record(actor=actor, verb="exchange.map_roster", target=roster, sheets=choices.sheets)
    return _begin_check(actor, roster)


def _begin_check(actor: Access, roster: RosterImport) -> RosterImport:
    roster.state, roster.run, roster.refusal = State.CHECKING, uuid7(), ""
    roster.save()
    _defer(CHECK, actor, roster.unit_id, roster.id, str(roster.run))
    return roster


def _refuse_wrong(roster: RosterImport, choices: Choices) -> None:
    layouts = {item["name"]: layout_of(item) for item in roster.sheets}
    chosen = [layouts[name] for name in choices.sheets if name in layouts]
    if not chosen or len(chosen) != len(choices.sheets):
        raise MappingError("没有选中要导入的工作表；请至少选择一张。")
    if plain := [layout.name for layout in chosen if not layout.is_roster]:
        raise MappingError(f"工作表“{plain[0]}”里没有找到表头；请不要选它。")
    fields = [field for field in choices.mapping.values() if field]
    if unknown := [field for field in fields if field not in COLUMNS]:
        raise MappingError(f"没有“{unknown[0]}”这一栏；请重新选择。")
    for field in fields:
        if fields.count(field) > 1:
            title = COLUMNS[field].title
            raise MappingError(f"有几列都对应“{title}”；请只留一列，其余选“不导入”。")
    if missing := [COLUMNS[name].title for name in REQUIRED if name not in fields]:
        raise MappingError(f"还没有对应必需的栏目：{'、'.join(missing)}；请选择它们所在的列。")


@transaction.atomic
def check_again(*, actor: Access, roster: RosterImport) -> RosterImport:
    """Begin the dry run anew, or go on with what was interrupted.

    Asked while the worker is at it, it does nothing. Raises PermissionDenied, NotReadyError.
    """
    roster = _mine(actor, roster)
    if roster.is_running and not is_silent(actor, roster):
        return roster
    if roster.state not in (State.CHECKED, State.CHECKING, *_RESUMED):
        raise NotReadyError("这份花名册现在不能重新核对；请看办理结果。")
    record(actor=actor, verb="exchange.check_roster_again", target=roster)
    if roster.state in _RESUMED:
        # Each of these tasks locks the import and does its work at most once.
        _defer(_RESUMED[State(roster.state)], actor, roster.unit_id, roster.id)
        return roster
    return _begin_check(actor, roster)


@transaction.atomic
def begin_import(
    *, actor: Access, roster: RosterImport, apply_changes: bool, only_if_all_right: bool
) -> RosterImport:
    """Let the worker import the accepted rows. Asked again while it runs, it does nothing.

    apply_changes: also write what differs of people who are in the register.
    Raises PermissionDenied, NotReadyError.
    """
    roster = _mine(actor, roster)
    if roster.state in (State.COMMITTING, State.IMPORTED):
        return roster
    if roster.state != State.CHECKED:
        raise NotReadyError("还没有核对完，不能导入；请先完成核对。")
    if only_if_all_right and roster.rejected:
        raise NotReadyError(
            f"有{roster.rejected}行不能导入，您选择了“全部正确才导入”；"
            "请下载核对结果，改好后重新上传。"
        )
    if not roster.fresh and not (apply_changes and roster.changed):
        raise NotReadyError("没有要导入的内容：没有新增的人，也没有要采用的更改。")
    roster.apply_changes, roster.state, roster.refusal = apply_changes, State.COMMITTING, ""
    roster.save()
    record(actor=actor, verb="exchange.begin_import", target=roster)
    _defer(IMPORT, actor, roster.unit_id, roster.id)
    return roster


@transaction.atomic
def begin_undo(*, actor: Access, roster: RosterImport) -> RosterImport:
    """Let the worker take the whole import back. Asked again while it runs, it does nothing.

    Raises PermissionDenied, NotReadyError.
    """
    roster = _mine(actor, roster)
    if roster.state in (State.UNDOING, State.UNDONE):
        return roster
    if roster.state != State.IMPORTED:
        raise NotReadyError("这份花名册没有导入，没有可撤销的。")
    if roster.undo_until is None or actor.now > roster.undo_until:
        raise NotReadyError(
            f"导入已超过{KEPT_FOR.days}天，导入时的数据已清除，不能整批撤销；请逐人办理更正。"
        )
    roster.state, roster.refusal = State.UNDOING, ""
    roster.save()
    record(actor=actor, verb="exchange.begin_undo", target=roster)
    _defer(UNDO, actor, roster.unit_id, roster.id)
    return roster


@transaction.atomic
def discard_roster(*, actor: Access, roster: RosterImport) -> RosterImport:
    """Give an import up before it reached the register; its staged rows and bytes go.

    Raises PermissionDenied, NotReadyError.
    """
    roster = _mine(actor, roster)
    if roster.state not in (State.UPLOADED, State.MAPPING, State.CHECKING, State.CHECKED):
        raise NotReadyError("这份花名册已导入或正在导入，不能放弃；导入后可以撤销。")
    give_up(roster)
    record(actor=actor, verb="exchange.discard_roster", target=roster)
    return roster


@transaction.atomic
def export_roster(
    *, actor: Access, organisation: Organisation, columns: list[str], reveal: bool
) -> bytes | RosterExport:
    """Return the workbook, or for a long roster the export that the worker will write.

    reveal: personal numbers in full; recorded with the export. Raises PermissionDenied,
    MappingError.
    """
    if not columns or not set(columns) <= set(COLUMNS):
        raise MappingError("没有选择栏目；请至少选择一栏。")
    record_export(actor=actor, organisation=organisation, columns=columns, reveal=reveal)
    if people_of(organisation).count() <= IN_A_REQUEST:
        return roster_workbook(organisation, columns, reveal=reveal)[0]
    export = RosterExport.objects.create(
        id=uuid7(),
        unit_id=organisation.unit_id,
        organisation=organisation,
        columns=columns,
        reveal=reveal,
        asked_by=actor.account_id,
        asked_at=actor.now,
    )
    _defer(EXPORT, actor, export.unit_id, export.id)
    return export


@transaction.atomic
def record_export(
    *, actor: Access, organisation: Organisation, columns: list[str], reveal: bool
) -> None:
    """Record that a roster was taken out, and whether with numbers in full.

    Raises PermissionDenied.
    """
    may = can_reveal if reveal else can_export
    if not may(actor, organisation):
        raise PermissionDenied
    record(
        actor=actor,
        verb="exchange.export_roster",
        target=organisation,
        organisation_id=organisation.id,
        columns=columns,
        numbers_in_full=reveal,
    )


def _mine(actor: Access, roster: RosterImport) -> RosterImport:
    """Return the import as it stands now, locked against a second click."""
    if not can_import(actor, roster.organisation):
        raise PermissionDenied
    return (
        RosterImport.objects.filter(unit_id=roster.unit_id, id=roster.id)
        .select_for_update(of=("self",))
        .select_related("organisation", "file", "annotated")
        .get()
    )


def is_silent(actor: Access, roster: RosterImport) -> bool:
    """Whether the worker has told nothing for so long that it was interrupted."""
    progress = progress_for(roster.id)
    last = progress.told_at if progress else roster.uploaded_at
    return actor.now - last > SILENCE
