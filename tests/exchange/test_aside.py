"""Cleaning in a second process: the same answers, and a clear end whatever happens to it."""

import contextlib
import os
import select
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import date
from itertools import repeat
from pathlib import Path

import pytest

import make
from dangwu.accounts.models import Role
from dangwu.exchange import actions, tasks
from dangwu.exchange.checking.aside import (
    ALONE,
    PROCESSES,
    Batch,
    CleaningFailedError,
    CleaningStoppedError,
    clean_here,
    cleaned_aside,
)
from dangwu.exchange.checking.cleaner import Block, Plan, SheetPlan
from dangwu.exchange.checking.scope import Standing
from dangwu.exchange.models import RosterImport
from dangwu.exchange.reading import UnreadableFileError
from dangwu.members.models import Person
from exchange import workbooks
from exchange.town import Town

EAST = uuid.UUID(int=1)
HEADINGS = list(workbooks.HEADINGS)
FIELDS = ("name", "id_number", "standing", "organisation", "joined_on", "confirmed_on")
PARENT = """
import sys
from datetime import date
from django.conf import settings
settings.configure(FIELD_KEYS={"k": bytes(32)}, FIELD_KEY_ID="k", BLIND_KEY=bytes(32))
from dangwu.exchange.checking.aside import cleaned_aside
from dangwu.exchange.checking.cleaner import Plan
plan = Plan((), {}, (), None, date(2026, 1, 1), date(2026, 11, 1))
def batches():
    yield []
    sys.stdin.read()
with cleaned_aside(plan, batches()) as answers:
    next(answers)
    print("cleaned", flush=True)
    next(answers)
"""


def plan() -> Plan:
    branch = Standing(
        EAST, "E", "东村党支部", "", is_branch=True, is_inside=True, grams=("东", "村")
    )
    sheet = SheetPlan("花名册", HEADINGS, 1, frozenset({4}))
    mapping = dict(zip(HEADINGS, FIELDS, strict=True))
    return Plan((sheet,), mapping, (branch,), None, date(2026, 1, 1), date(2026, 11, 1))


def batches() -> Iterator[Batch]:
    sound = workbooks.row("张三", 1, "东村党支部")
    yield [Block("花名册", 1, 1, [HEADINGS, sound])]  # type: ignore[list-item]  # texts are cells
    wrong = workbooks.row("李四", 2, "没有的支部")
    hidden = workbooks.row("王五", 3, "东村党支部")
    total = [None, None, "合计", None, None, None]
    yield [Block("花名册", 3, 3, [wrong, hidden, total])]  # type: ignore[list-item]


def large(town: Town) -> RosterImport:
    """A workbook that is cleaned aside, with its columns chosen."""
    lines = [",".join(HEADINGS)]
    for number in range(ALONE):
        birth = date(1950 + number // 900, 1, 1)
        identity = workbooks.id_number(number % 900 + 1, birth=birth)
        lines.append(f"张三,{identity},正式党员,东村党支部,2005.7,2006-07-01")
    roster = workbooks.upload(
        town.clerk, town.committee, "\n".join(lines).encode(), name="花名册.csv"
    )
    choices = actions.Choices(
        list(roster.chosen_sheets), roster.mapping, with_hidden=False, members_from=None
    )
    return actions.choose_columns(actor=town.clerk, roster=roster, choices=choices)


def run_task(town: Town, roster: RosterImport) -> RosterImport:
    account = make.account(role=Role.CLERK, organisation=town.committee)
    tasks.check_roster(
        unit=roster.unit_id, key=str(roster.id), account=str(account.id), run=str(roster.run)
    )
    return workbooks.reread(roster)


def test_second_process_answers_what_this_one_would() -> None:
    here = list(clean_here(plan(), batches()))
    with cleaned_aside(plan(), batches()) as answers:
        aside = list(answers)

    assert [batch.drafts for batch in aside] == [batch.drafts for batch in here]
    assert [batch.left_out for batch in aside] == [batch.left_out for batch in here]
    assert [row.text for batch in aside for row in batch.ready.values()] == [
        row.text for batch in here for row in batch.ready.values()
    ]
    assert [draft.failures[0].reason for draft in aside[1].drafts] == [
        "没有名为“没有的支部”的党支部；请按系统中的党支部名称或组织代码填写。"
    ]
    assert [row for _sheet, _text, row in aside[1].left_out] == [4, 5]


def test_fault_of_the_workbook_is_told_after_the_rows_before_it() -> None:
    def broken() -> Iterator[Batch]:
        yield next(batches())
        raise UnreadableFileError("文件已损坏")

    with cleaned_aside(plan(), broken()) as answers:
        assert len(next(answers).drafts) == 1
        with pytest.raises(UnreadableFileError, match="文件已损坏"):
            next(answers)


def test_defect_in_the_second_process_is_told_with_its_traceback() -> None:
    unknown = iter([[Block("没有这张表", 1, 1, [HEADINGS])]])  # type: ignore[list-item]
    with (
        cleaned_aside(plan(), unknown) as answers,
        pytest.raises(CleaningFailedError, match=r"cleaner\.py"),
    ):
        next(answers)


def test_second_process_ends_with_the_block() -> None:
    without_end = repeat(next(batches()))  # or they would end by themselves
    with cleaned_aside(plan(), without_end) as answers:
        next(answers)
        cleaners = [key for key in children_of(os.getpid()) if is_cleaner(key)]
    assert cleaners
    assert [key for key in cleaners if Path(f"/proc/{key}").exists()] == []


def test_second_process_ends_with_a_worker_that_is_killed() -> None:
    parent = subprocess.Popen(  # noqa: S603 - our own interpreter and the text above
        [sys.executable, "-c", PARENT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert parent.stdin
    assert parent.stdout
    with parent.stdin, parent.stdout:
        assert parent.stdout.readline() == b"cleaned\n"
        ends = [os.pidfd_open(key) for key in children_of(parent.pid)]
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        ended = [bool(select.select([end], [], [], 30)[0]) for end in ends]
        for end in ends:
            os.close(end)
    assert ended == [True] * PROCESSES


def test_large_workbook_is_checked_and_imported(town: Town) -> None:
    roster = run_task(town, large(town))

    assert (roster.total, roster.fresh, roster.rejected) == (ALONE, ALONE, 0)
    workbooks.commit(town.clerk, roster)
    assert Person.objects.filter(unit_id=roster.unit_id).count() == ALONE
    again = run_task(town, large(town))
    assert (again.fresh, again.changed, again.same) == (0, 0, ALONE)


def test_check_whose_second_process_is_gone_says_so_and_can_be_repeated(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = large(town)
    with monkeypatch.context() as without:
        without.setattr(sys, "executable", "/bin/false")  # it ends before it says a word
        roster = run_task(town, roster)

    assert roster.state == RosterImport.State.MAPPING
    assert "核对中途被系统中断，没有导入任何一行；请重新核对" in roster.refusal
    choices = actions.Choices(
        list(roster.chosen_sheets), roster.mapping, with_hidden=False, members_from=None
    )
    begun = actions.choose_columns(actor=town.clerk, roster=roster, choices=choices)
    assert run_task(town, begun).fresh == ALONE


def test_stopped_process_is_a_refusal_not_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with (
        cleaned_aside(plan(), batches()) as answers,
        pytest.raises(CleaningStoppedError, match="请重新核对"),
    ):
        next(answers)


def is_cleaner(process: int) -> bool:
    return b"exchange.checking.aside" in Path(f"/proc/{process}/cmdline").read_bytes()


def children_of(process: int) -> list[int]:
    """The processes that it started, as far as they run."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            if int(parent) == process and state != "Z":
                found.append(int(entry.name))
    return found
