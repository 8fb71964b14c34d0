import io
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

import make
from dangwu.accounts.models import Role
from dangwu.audit.models import Entry
from dangwu.exchange import actions, jobs
from dangwu.exchange.columns import COLUMNS
from dangwu.exchange.models import RosterExport, RosterImport
from dangwu.exchange.storage import content_of
from dangwu.exchange.writing import roster as writing
from dangwu.members.models import Membership, Person, StandingPeriod
from dangwu.members.secrets import open_number
from exchange import workbooks
from exchange.town import Town

HEADINGS = (
    "党员编号", "姓名", "身份证号", "民族", "籍贯", "婚姻状况", "学历", "学位", "人员类别", "党支部",
    "进入支部日期", "入党日期", "转正日期", "申请入党日期", "党龄校正值", "手机号", "工作单位",
    "是否农民工", "参加工作时间", "现居住地", "月应交党费", "党费交至", "备注",
)  # fmt: skip
FULL = [
    "D1", "买买提·吐尔逊", workbooks.id_number(1), "维吾尔族", "示范县", "已婚", "大学本科毕业",
    "学士", "正式党员", "东村党支部", "2015.7", "2005-07-01", "2006-07-01", "2003-01-01", "-3",
    "10012345678", "示范镇（东村）", "否", "2001-01-01", "东村1号", "20.50", "2026.10", "无",
]  # fmt: skip


def export(town: Town, *, reveal: bool) -> bytes:
    done = actions.export_roster(
        actor=town.clerk, organisation=town.committee, columns=list(COLUMNS), reveal=reveal
    )
    assert isinstance(done, bytes)
    return done


def state(town: Town) -> list[dict[str, Any]]:
    """Everything the register holds of the people, identifiers and ciphers apart."""
    rows = []
    for person in Person.objects.filter(unit_id=town.east.unit_id).order_by("name").values():
        row: dict[str, Any] = {**person}
        key = row.pop("id")
        for name in ("id_number", "phone"):
            row[name] = open_number(bytes(row[name])) if row[name] else None
        for name in ("id_digest", "phone_digest"):
            row[name] = bytes(row[name]) if row[name] else None
        same = {"unit_id": town.east.unit_id, "person_id": key}
        row["memberships"] = [(m.organisation_id, m.period) for m in
                              Membership.objects.filter(**same)]  # fmt: skip
        row["standings"] = sorted((s.standing, str(s.period)) for s in
                                  StandingPeriod.objects.filter(**same))  # fmt: skip
        rows.append(row)
    return rows


def set_up(town: Town) -> RosterImport:
    content = workbooks.roster_of(FULL, headings=HEADINGS)
    roster = workbooks.imported(town.clerk, town.committee, content)
    assert (roster.fresh, roster.rejected) == (1, 0)
    return roster


@pytest.mark.parametrize("reveal", [True, False])
def test_export_comes_back_as_the_same(town: Town, *, reveal: bool) -> None:
    set_up(town)
    roster = workbooks.checked(town.clerk, town.committee, export(town, reveal=reveal))
    assert (roster.total, roster.same, roster.changed, roster.rejected) == (1, 1, 0, 0)


def test_export_goes_into_an_empty_register_without_loss(town: Town) -> None:
    first = set_up(town)
    before, content = state(town), export(town, reveal=True)
    workbooks.undo(town.clerk, first)
    assert state(town) == []

    workbooks.imported(town.clerk, town.committee, content)

    assert state(town) == before


def test_masked_number_of_somebody_unknown_is_refused(town: Town) -> None:
    first = set_up(town)
    content = export(town, reveal=False)
    workbooks.undo(town.clerk, first)
    roster = workbooks.checked(town.clerk, town.committee, content)
    assert (roster.fresh, roster.rejected) == (0, 1)


def test_numbers_are_masked_unless_asked_for_and_the_asking_is_recorded(town: Town) -> None:
    set_up(town)
    masked = openpyxl.load_workbook(io.BytesIO(export(town, reveal=False))).active
    full = openpyxl.load_workbook(io.BytesIO(export(town, reveal=True))).active
    assert masked is not None
    assert full is not None
    shown = {str(cell.value) for cell in masked[2]}
    assert not {workbooks.id_number(1), "10012345678"} & shown
    assert {workbooks.id_number(1), "10012345678"} <= {str(cell.value) for cell in full[2]}
    entries = Entry.objects.filter(
        unit_id=town.east.unit_id, verb="exchange.export_roster"
    ).order_by("id")
    assert [entry.facts["numbers_in_full"] for entry in entries] == [False, True]


def test_long_roster_is_written_by_the_worker(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(town)
    monkeypatch.setattr(actions, "IN_A_REQUEST", 0)
    asked = actions.export_roster(
        actor=town.clerk, organisation=town.committee, columns=["name"], reveal=False
    )
    assert isinstance(asked, RosterExport)
    done = jobs.run_export(actor=town.clerk, export_id=asked.id, unit_id=asked.unit_id)
    assert (done.state, done.rows) == (RosterExport.State.READY, 1)
    assert done.file is not None
    sheet = openpyxl.load_workbook(io.BytesIO(content_of(done.file))).active
    assert sheet is not None
    assert [cell.value for cell in sheet["A"]] == ["姓名", "买买提·吐尔逊"]


def test_committee_member_may_export_masked_only(town: Town) -> None:
    actor = make.access(role=Role.COMMITTEE_MEMBER, organisation=town.committee)
    done = actions.export_roster(
        actor=actor, organisation=town.committee, columns=["name"], reveal=False
    )
    assert isinstance(done, bytes)
    with pytest.raises(PermissionDenied):
        actions.export_roster(
            actor=actor, organisation=town.committee, columns=["name"], reveal=True
        )


def test_usual_columns_are_columns() -> None:
    assert set(writing.USUAL) <= set(COLUMNS)
