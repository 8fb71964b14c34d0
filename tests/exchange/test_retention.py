"""Staged rows serve the undo for a stated time; afterwards they are cleared."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import make
from dangwu.accounts.models import Role
from dangwu.audit.models import Entry
from dangwu.exchange import actions, tasks
from dangwu.exchange.models import KEPT_FOR, RosterImport
from dangwu.exchange.retention import clear_expired
from dangwu.members.models import Person
from dangwu.web.templatetags.components import moment
from exchange import workbooks
from exchange.town import Town

State = RosterImport.State
LATER = KEPT_FOR + timedelta(minutes=1)


def content() -> bytes:
    return workbooks.roster_of(
        workbooks.row("张三", 1, "东村党支部"), workbooks.row("李四", 2, "没有的支部")
    )


def held(roster: RosterImport) -> tuple[int, int, int]:
    """Staged rows, findings with notices, and pieces of the workbook."""
    unit = roster.unit_id
    return (
        roster.rows.filter(unit_id=unit).count(),
        roster.findings.filter(unit_id=unit).count(),
        roster.file.chunks.filter(unit_id=unit).count(),
    )


def clear(roster: RosterImport, now: datetime) -> int:
    return clear_expired(unit_id=roster.unit_id, now=now)


def page_of(town: Town, roster: RosterImport) -> str:
    client = Client()
    client.force_login(
        make.account(role=Role.CLERK, organisation=town.committee),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client.get(
        reverse("exchange:roster", args=[roster.unit_id, roster.id])
    ).content.decode()


def test_undo_is_possible_until_the_rows_are_cleared(town: Town) -> None:
    roster = workbooks.imported(town.clerk, town.committee, content())
    assert roster.undo_until

    assert clear(roster, roster.undo_until) == 0
    on_the_last_day = replace(town.clerk, now=roster.undo_until)
    assert workbooks.undo(on_the_last_day, roster).state == State.UNDONE
    assert Person.objects.filter(unit_id=roster.unit_id).count() == 0


def test_rows_of_an_import_go_after_its_time_and_undo_is_refused(town: Town) -> None:
    roster = workbooks.imported(town.clerk, town.committee, content())
    assert roster.committed_at
    now = roster.committed_at + LATER

    assert clear(roster, now) == 1

    after = workbooks.reread(roster)
    assert (after.state, held(after)[0]) == (State.IMPORTED, 0)
    assert Person.objects.filter(unit_id=roster.unit_id).count() == 1
    with pytest.raises(actions.NotReadyError, match="导入已超过30天"):
        actions.begin_undo(actor=replace(town.clerk, now=now), roster=after)
    assert clear(roster, now) == 0


def test_undo_is_refused_after_its_time_though_nothing_was_cleared_yet(town: Town) -> None:
    roster = workbooks.imported(town.clerk, town.committee, content())
    assert roster.undo_until
    late = replace(town.clerk, now=roster.undo_until + timedelta(seconds=1))
    with pytest.raises(actions.NotReadyError, match="请逐人办理更正"):
        actions.begin_undo(actor=late, roster=roster)


def test_abandoned_check_is_given_up_with_its_rows_findings_and_bytes(town: Town) -> None:
    roster = workbooks.checked(town.clerk, town.committee, content())
    assert held(roster) == (1, 2, 1)
    assert roster.checked_at

    assert clear(roster, roster.checked_at + LATER) == 1

    after = workbooks.reread(roster)
    assert (after.state, held(after)) == (State.DISCARDED, (0, 0, 0))
    entry = Entry.objects.get(unit_id=roster.unit_id, verb="exchange.clear_roster")
    assert (entry.actor_name, entry.target_id) == ("系统", roster.id)


def test_workbook_whose_columns_were_never_chosen_is_given_up(town: Town) -> None:
    roster = workbooks.upload(town.clerk, town.committee, content())
    assert clear(roster, roster.uploaded_at + LATER) == 1
    assert workbooks.reread(roster).state == State.DISCARDED


def test_undo_that_broke_off_long_ago_leaves_the_import(town: Town) -> None:
    roster = workbooks.imported(town.clerk, town.committee, content())
    actions.begin_undo(actor=town.clerk, roster=roster)
    assert roster.committed_at

    clear(roster, roster.committed_at + LATER)

    after = workbooks.reread(roster)
    assert (after.state, held(after)[0]) == (State.IMPORTED, 0)
    assert Person.objects.filter(unit_id=roster.unit_id).count() == 1


def test_daily_task_clears_what_is_past_its_time_and_nothing_else(town: Town) -> None:
    old = workbooks.checked(town.clerk, town.committee, content())
    new = workbooks.checked(town.clerk, town.committee, content())
    RosterImport.objects.filter(unit_id=old.unit_id, id=old.id).update(
        checked_at=timezone.now() - LATER
    )

    tasks.clear_rosters(0)

    assert workbooks.reread(old).state == State.DISCARDED
    assert (workbooks.reread(new).state, held(new)) == (State.CHECKED, (1, 2, 1))


def test_page_says_until_when_undo_is_possible(town: Town) -> None:
    roster = workbooks.imported(town.clerk, town.committee, content())
    assert f"可以撤销至 {moment(roster.undo_until)}" in page_of(town, roster)
    assert "撤销这次导入" in page_of(town, roster)


def test_page_offers_no_undo_after_its_time(town: Town) -> None:
    roster = workbooks.imported(town.clerk, town.committee, content())
    RosterImport.objects.filter(unit_id=roster.unit_id, id=roster.id).update(
        committed_at=timezone.now() - LATER
    )
    page = page_of(town, roster)
    assert "不能再撤销" in page
    assert "撤销这次导入" not in page
