"""What waits for the one who signs in, beside duties: meetings, ballots, tasks."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from dangwu.accounts.access import Access, Reach
from dangwu.ballots.models import Ballot, Teller
from dangwu.ballots.queries import open_ballots_for, tellings_due
from dangwu.meetings.models import Meeting
from dangwu.meetings.permissions import CALLERS, CONDUCTORS
from dangwu.meetings.queries.ahead import Ahead, Called, called_to, waiting_in
from dangwu.organisations.models import Organisation
from dangwu.tasks.models import Task
from dangwu.tasks.queries import tasks_for
from dangwu.workbench.addresses import address

SOON: Final = timedelta(days=14)  # tasks due later are left to their own page
State = Meeting.State


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting as a line: what is to be said of it and the one next act.

    act, act_url: empty where one is only called to it. confirm_url: where its notice is
    confirmed; empty when that is done or not asked of this person.
    """

    id: uuid.UUID
    title: str
    organisation: str
    starts_at: datetime
    place: str
    word: str
    url: str
    act: str = ""
    act_url: str = ""
    confirm_url: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A task as a line. state: of the verdict chip."""

    title: str
    organisation: str
    due_on: date
    state: str
    proposed: bool
    url: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person: meetings by time, open ballots, tasks due soon or overdue.

    tellings: ballots in which it is the person's turn to make a key or to open a layer.
    """

    meetings: list[Sitting]
    ballots: list[Ballot]
    tellings: list[Teller]
    tasks: list[Due]


def waiting_for(
    access: Access, *, reach: Reach | None = None, organisation: Organisation | None = None
) -> Waiting:
    """Return what waits for the one who acts, and for the organisation of the post held there.

    At most five queries: the first for a post that calls meetings, the others for a person.
    """
    lines: list[Sitting] = []
    if reach is not None and organisation is not None and reach.role in CALLERS:
        conducts = reach.role in CONDUCTORS
        waiting = waiting_in(organisation)
        lines = [_ours(access, row, str(organisation), conducts=conducts) for row in waiting]
    return Waiting(
        meetings=_joined(lines, [_called(called) for called in called_to(access)]),
        ballots=open_ballots_for(access),
        tellings=tellings_due(access),
        tasks=[_due(task, access.today) for task in tasks_for(access, until=access.today + SOON)],
    )


def _joined(ours: list[Sitting], called: list[Sitting]) -> list[Sitting]:
    """Join the two lists by time: a meeting that one calls and is called to is one line."""
    found = {line.id: line for line in ours}
    for line in called:
        kept = found.get(line.id)
        found[line.id] = replace(kept, confirm_url=line.confirm_url) if kept else line
    return sorted(found.values(), key=lambda line: (line.starts_at, line.id))


def _ours(access: Access, row: Ahead, organisation: str, *, conducts: bool) -> Sitting:
    place = address("meetings:show", row.unit_id, row.id)
    word, act, below = _next(access, row)
    if below and not conducts:
        act, below = "看会议", ""
    return Sitting(
        id=row.id,
        title=row.title,
        organisation=organisation,
        starts_at=row.starts_at,
        place=row.place,
        word=word,
        url=place,
        act=act,
        act_url=f"{place}{below}",
    )


def _next(access: Access, row: Ahead) -> tuple[str, str, str]:
    """Return where a meeting stands, the next act, and the page of it below the meeting's."""
    match row.state:
        case State.OPEN:
            return "正在进行", "主持会议", "conduct/"
        case State.CLOSED:
            return "会议记录还没有签字封存", "整理会议记录", "minutes/"
        case State.PLANNED if row.starts_at <= access.now:
            return "时间已过，还没有发通知", "继续筹备", ""
        case State.PLANNED:
            return "还没有发通知", "继续筹备", ""
    on = timezone.localdate(row.starts_at)
    if on < access.today:
        return "时间已过，还没有开", "去处理", ""
    if on == access.today:
        return "今天开会", "去开会", "conduct/"
    return "通知已发", "看回执和名单", "attendees/"


def _called(called: Called) -> Sitting:
    row = called.meeting
    place = address("meetings:show", row.unit_id, row.id)
    word = (
        "已准假" if called.on_leave else "已确认收到通知" if called.answered else "请确认收到通知"
    )
    running = row.state == State.OPEN
    return Sitting(
        id=row.id,
        title=row.title,
        organisation=called.organisation,
        starts_at=row.starts_at,
        place=row.place,
        word="正在进行" if running else word,
        url=place,
        confirm_url="" if called.answered or running else f"{place}receipt/",
    )


def _due(task: Task, today: date) -> Due:
    return Due(
        title=task.title,
        organisation=str(task.organisation),
        due_on=task.due_on,
        state="overdue" if task.is_overdue(today) else "due",
        proposed=task.proposed,
        url=address("tasks:show", task.unit_id, task.id),
    )
