"""Workbooks as offices keep them, made for the tests, and the steps of an import."""

import io
import uuid
import zipfile
from collections.abc import Sequence
from datetime import date

import xlsxwriter

from dangwu.accounts.access import Access
from dangwu.core.identity import synthetic_id_number
from dangwu.exchange import actions, jobs
from dangwu.exchange.models import RosterImport
from dangwu.organisations.models import Organisation

HEADINGS = ("姓名", "公民身份号码", "人员类别", "所在党支部", "入党日期", "转正日期")
Cells = Sequence[object]


def id_number(sequence: int, *, birth: date = date(1980, 5, 1)) -> str:
    """A number that can belong to nobody; odd sequences are men."""
    return synthetic_id_number(birth=birth, sequence=sequence)


def row(name: str, sequence: int, branch: str, standing: str = "正式党员") -> list[object]:
    """A sound row under HEADINGS."""
    return [name, id_number(sequence), standing, branch, "2005.7", "2006-07-01"]


def workbook(*sheets: tuple[str, Sequence[Cells]], hidden: Sequence[int] = ()) -> bytes:
    """An .xlsx with these sheets of rows; `hidden`: rows counted from 1, on every sheet."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for place, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, str):
                        sheet.write_string(place, column, cell)
                    elif cell is not None:
                        sheet.write(place, column, cell)
            for number in hidden:
                sheet.set_row(number - 1, None, None, {"hidden": True})
    return buffer.getvalue()


def ods(*rows: list[str], sheet: str = "表") -> bytes:
    """A minimal OpenDocument workbook of one sheet."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {spaces}><office:body>'
            f'<office:spreadsheet><table:table table:name="{sheet}">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return buffer.getvalue()


def roster_of(*rows: Cells, headings: Cells = HEADINGS) -> bytes:
    """An .xlsx of one sheet with headings and rows."""
    return workbook(("花名册", [headings, *rows]))


def upload(
    actor: Access, organisation: Organisation, content: bytes, name: str = "花名册.xlsx"
) -> RosterImport:
    return actions.upload_roster(
        actor=actor, organisation=organisation, name=name, content=content
    )


def checked(
    actor: Access,
    organisation: Organisation,
    content: bytes,
    *,
    name: str = "花名册.xlsx",
    mapping: dict[str, str] | None = None,
    with_hidden: bool = False,
) -> RosterImport:
    """An import after its dry run, the guessed columns taken as they are."""
    roster = upload(actor, organisation, content, name)
    actions.choose_columns(
        actor=actor,
        roster=roster,
        choices=actions.Choices(
            sheets=list(roster.chosen_sheets),
            mapping=roster.mapping if mapping is None else mapping,
            with_hidden=with_hidden,
            members_from=date(2026, 1, 1),
        ),
    )
    return jobs.run_check(reread(roster), units=frozenset({roster.unit_id}))


def imported(
    actor: Access, organisation: Organisation, content: bytes, *, apply_changes: bool = False
) -> RosterImport:
    """An import that reached the register."""
    roster = checked(actor, organisation, content)
    return commit(actor, roster, apply_changes=apply_changes)


def commit(actor: Access, roster: RosterImport, *, apply_changes: bool = False) -> RosterImport:
    actions.begin_import(
        actor=actor, roster=roster, apply_changes=apply_changes, only_if_all_right=False
    )
    return jobs.run_import(actor=actor, roster_id=roster.id, unit_id=roster.unit_id)


def undo(actor: Access, roster: RosterImport) -> RosterImport:
    actions.begin_undo(actor=actor, roster=roster)
    return jobs.run_undo(actor=actor, roster_id=roster.id, unit_id=roster.unit_id)


def reread(roster: RosterImport) -> RosterImport:
    return by_key(roster.unit_id, roster.id)


def by_key(unit_id: int, key: uuid.UUID) -> RosterImport:
    rows = RosterImport.objects.filter(unit_id=unit_id, id=key)
    return rows.select_related("organisation", "file", "annotated").get()
