"""A meeting's page: where it stands, the one next act, what the rules ask before it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from dangwu.accounts.access import Access
from dangwu.core.rulebook.terms import ACTIVITIES
from dangwu.meetings.models import AgendaItem, Attendee, Material, Meeting, SealedMinutes
from dangwu.meetings.permissions import can_call, can_conduct, can_read_all
from dangwu.meetings.providers import Programme, programme_of
from dangwu.meetings.queries.asking import (
    added_findings,
    agenda_demands,
    checks,
    day_of,
    notice_findings,
    notice_hours,
)
from dangwu.meetings.queries.attendees import Numbers, attendee_of, numbers_of
from dangwu.meetings.queries.demands import kind_demands
from dangwu.meetings.queries.materials import materials_of
from dangwu.meetings.queries.meeting import held_by
from dangwu.meetings.queries.notice import agenda_of
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries.demands import Demand
from dangwu.organisations.queries.rulebook import Check

State = Meeting.State
WAITING: Final = AgendaItem.State.WAITING


@dataclass(frozen=True, slots=True)
class NextAct:
    """The one thing to do now. view: the name of its address; anchor: the part of this page."""

    text: str
    label: str = ""
    view: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A rule that speaks before the next act, and what to do."""

    check: Check
    todo: str


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the time line."""

    at: datetime
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """What the page of a meeting shows to this reader. numbers: None for those called only.

    unsought: items of which nothing is written about opinions sought beforehand.
    programme: the work step by step that the kind belongs to, for those who call.
    """

    kinds: list[str]
    held_by: list[Organisation]
    items: list[AgendaItem]
    numbers: Numbers | None
    own: Attendee | None
    next_act: NextAct | None
    lines: list[Line]
    demands: list[Demand]
    unsought: int
    materials: list[Material]
    events: list[Event]
    programme: Programme | None
    may_call: bool
    may_prepare: bool
    may_conduct: bool


def page_of(access: Access, meeting: Meeting) -> MeetingPage:
    """Return the page of a meeting got from `meeting_for`."""
    conducts = can_conduct(access, meeting)
    calls = can_call(access, meeting.organisation)
    numbers = numbers_of(meeting) if can_read_all(access, meeting) else None
    items = agenda_of(meeting)
    rows = SealedMinutes.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    sealed = rows.defer("content").first()
    works = calls or conducts
    return MeetingPage(
        kinds=[ACTIVITIES.get(kind, kind) for kind in meeting.kinds],
        held_by=held_by(meeting),
        items=items,
        numbers=numbers,
        own=attendee_of(meeting, access.person_id),
        next_act=_next(access, meeting, items, numbers, sealed) if works else None,
        lines=_lines(access, meeting, items) if numbers else [],
        demands=_demands(meeting) if numbers else [],
        unsought=sum(not item.consulted and item.state == WAITING for item in items),
        materials=materials_of(meeting),
        events=_events(meeting, sealed),
        programme=programme_of(meeting) if calls else None,
        may_call=calls,
        may_prepare=works,
        may_conduct=conducts,
    )


def _next(
    access: Access,
    meeting: Meeting,
    items: list[AgendaItem],
    numbers: Numbers | None,
    sealed: SealedMinutes | None,
) -> NextAct | None:
    match meeting.state:
        case State.PLANNED:
            return _before_notice(access, meeting, items)
        case State.NOTICED:
            return _before_opening(access, meeting, numbers)
        case State.OPEN:
            return NextAct("会议正在进行。", "主持会议", "meetings:conduct")
        case State.CLOSED if sealed is None:
            text = "会议已结束，会议记录还没有签字封存。"
            return NextAct(text, "整理会议记录", anchor="minutes")
    return None


def _before_notice(access: Access, meeting: Meeting, items: list[AgendaItem]) -> NextAct:
    if meeting.starts_at <= access.now:
        return NextAct("会议时间已经过去，还没有发通知。", "改时间", "meetings:change")
    if not meeting.place:
        return NextAct("还没有填地点。", "补填地点", "meetings:change")
    if not items:
        return NextAct("还没有议题，至少列一项才能发通知。", "列议题", "meetings:agenda")
    return NextAct("时间、地点、议题都有了，可以发通知。", "发通知", "meetings:notice")


def _before_opening(access: Access, meeting: Meeting, numbers: Numbers | None) -> NextAct:
    if access.today >= day_of(meeting):
        came = f"已到{numbers.present}人，待确认{numbers.claimed}人。" if numbers else ""
        return NextAct(f"今天开会。{came}", "去开会", "meetings:conduct")
    told = (
        f"{numbers.receipts} / {numbers.should_attend} 应到已确认收到，{numbers.on_leave}人请假。"
        if numbers
        else ""
    )
    return NextAct(f"通知已发。{told}", "看回执和名单", "meetings:attendees")


def _lines(access: Access, meeting: Meeting, items: list[AgendaItem]) -> list[Line]:
    """Return the rules on the notice and on items added after it."""
    found: list[Line] = []
    if meeting.state in (State.PLANNED, State.NOTICED):
        given = notice_hours(meeting)
        left = max(int((meeting.starts_at - access.now).total_seconds() // 3600), 0)
        todo = "现在就发通知，或者把会议往后改。" if given is None else ""
        findings = notice_findings(meeting, left if given is None else given)
        found += [Line(check, todo) for check in checks(findings)]
    late = [item for item in items if item.added_after_notice]
    if late:
        todo = "会上说明：" + "；".join(f"{item.title}（{item.added_reason}）" for item in late)
        found += [Line(check, todo) for check in checks(added_findings(meeting, special=True))]
    return found


def _demands(meeting: Meeting) -> list[Demand]:
    """Return who sets the agenda, and what is asked of a meeting of these kinds."""
    return [*agenda_demands(meeting), *kind_demands(meeting)]


def _events(meeting: Meeting, sealed: SealedMinutes | None) -> list[Event]:
    told = [
        (meeting.called_at, "筹备", ""),
        (meeting.noticed_at, "发出通知", ""),
        (meeting.opened_at, "开会", ""),
        (meeting.closed_at, "散会", ""),
        (meeting.called_off_at, "取消", meeting.called_off_reason),
        (sealed.sealed_at if sealed else None, "会议记录签字封存", _signed(sealed)),
    ]
    return [Event(timezone.localtime(at), text, note) for at, text, note in told if at]


def _signed(sealed: SealedMinutes | None) -> str:
    if sealed is None:
        return ""
    late = f"，迟记{sealed.late_days}天" if sealed.late_days else ""
    return f"{sealed.signed_name}（{sealed.signed_post}）{late}"
