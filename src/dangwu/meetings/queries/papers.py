"""The papers of a meeting, from its facts: nothing is typed a second time."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils import timezone

from dangwu.core.errors import DomainError
from dangwu.core.rulebook.terms import METHODS
from dangwu.core.writing import written_day
from dangwu.documents.kinds import correspondence, meetings
from dangwu.documents.kinds.issue import Issue
from dangwu.documents.paper import Paper, blocks_of
from dangwu.meetings.models import AgendaItem, Attendee, Correction, Meeting, SealedMinutes, Vote
from dangwu.meetings.queries.attendees import attendees_of
from dangwu.meetings.queries.console import about
from dangwu.meetings.queries.notice import agenda_of, notice_text_for
from dangwu.meetings.queries.sealed import corrections_of, sealed_of
from dangwu.meetings.queries.work import done_items, draft_of
from dangwu.members.queries.namesakes import called, doubled_names

Presence, Part = Attendee.Presence, Attendee.Part
CAME: Final = (Presence.PRESENT, Presence.LEFT)


def notice_paper(meeting: Meeting) -> Paper:
    """Return the 通知 of the meeting."""
    noticed = timezone.localdate(meeting.noticed_at or meeting.called_at)
    return correspondence.notice(
        correspondence.Notice(
            issue=Issue(issuer=meeting.organisation.name, dated=noticed),
            title=f"关于召开{meeting.title}的通知",
            addressee="参会人员",
            blocks=blocks_of(meeting.notice_text or notice_text_for(meeting)),
        )
    )


def sheet_paper(meeting: Meeting) -> Paper:
    """Return the 签到表 to be signed on paper, in the order of strokes."""
    rows = attendees_of(meeting)
    doubled = doubled_names(row.person for row in rows)
    return meetings.attendance_sheet(
        meetings.AttendanceSheet(
            title=f"{meeting.title}签到表",
            held=_moment(meeting),
            place=meeting.place,
            names=tuple(called(row.person, doubled) for row in rows if row.part == Part.ENTITLED),
            observers=tuple(
                called(row.person, doubled) for row in rows if row.part == Part.OBSERVER
            ),
        )
    )


def record_paper(meeting: Meeting) -> Paper:
    """Return the 会议记录 as it was signed, with its digest and what was corrected beside it.

    Before it is signed, the draft as it was edited; before there is one, what the facts say.
    """
    sealed, draft = sealed_of(meeting), draft_of(meeting)
    if sealed is None and draft is None:
        return _record_of_facts(meeting)
    text = sealed.content["text"] if sealed else draft.text if draft else ""
    head, _, body = text.replace("\r\n", "\n").partition("\n\n")
    return meetings.kept_record(
        meetings.KeptRecord(
            title=f"{meeting.title}会议记录",
            head=head,
            body=body,
            present=_present(attendees_of(meeting)).present,
            signed=_signed(sealed) if sealed else "",
            corrections=tuple(map(_corrected, corrections_of(sealed))) if sealed else (),
            digest=sealed.digest if sealed else "",
        )
    )


def _signed(sealed: SealedMinutes) -> str:
    late = f"，迟记{sealed.late_days}天" if sealed.late_days else ""
    return f"{sealed.signed_name}（{sealed.signed_post}），{written_day(sealed.sealed_on)}{late}"


def _corrected(one: Correction) -> str:
    day = written_day(timezone.localdate(one.corrected_at))
    return (
        f"更正{one.number}（{one.signed_name}，{day}）：“{one.wrong}”更正为“{one.right}”。"
        f"原因：{ended(one.reason)}"
    )


def _record_of_facts(meeting: Meeting) -> Paper:
    rows = attendees_of(meeting)
    present = _present(rows)
    should = [row for row in rows if row.part == Part.ENTITLED]
    came = [row for row in should if row.presence in CAME]
    return meetings.meeting_record(
        meetings.MeetingRecord(
            title=f"{meeting.title}会议记录",
            held=_moment(meeting),
            place=meeting.place,
            chair=meeting.chair.name if meeting.chair else "",
            recorder=meeting.recorder.name if meeting.recorder else "",
            present=present,
            items=_items(meeting),
            facts=(
                ("应到", f"{len(should)}人，其中有表决权的{sum(r.voting for r in should)}人"),
                ("实到", f"{len(came)}人，其中有表决权的{sum(r.voting for r in came)}人"),
            ),
        )
    )


def minutes_paper(meeting: Meeting) -> Paper:
    """Return the 纪要: what was decided, for those who were there and those above."""
    resolved = [item for item in agenda_of(meeting) if item.resolution]
    text = "\n".join(
        f"{place}、{item.title}。{ended(item.resolution)}"
        for place, item in enumerate(resolved, 1)
    )
    if not text:
        raise DomainError("这次会议没有形成决议，不用印发纪要；需要的可以印会议记录。")
    day = timezone.localdate(meeting.opened_at or meeting.starts_at)
    return meetings.minutes(
        meetings.Minutes(
            issue=Issue(issuer=meeting.organisation.name, dated=day),
            heading=f"{meeting.organisation.name}会议纪要",
            title=f"{meeting.title}纪要",
            blocks=blocks_of(text),
            present=_present(attendees_of(meeting)),
        )
    )


def ended(text: str) -> str:
    """Return a text with its full stop."""
    text = text.rstrip()
    return text if text.endswith(("。", "！", "？", "；", "”")) else f"{text}。"


def resolution_paper(meeting: Meeting, item: AgendaItem) -> Paper:
    """Return the 决议 on one item."""
    if not item.resolution:
        raise DomainError("这一项还没有形成决议。")
    return meetings.resolution(
        meetings.Resolution(
            issuer=meeting.organisation.name,
            title=f"关于{item.title}的决议",
            adopted_on=timezone.localdate(meeting.opened_at or meeting.starts_at),
            adopted=meeting.get_body_display(),
            text=item.resolution,
        )
    )


PAPERS: Final[Mapping[str, Callable[[Meeting], Paper]]] = {
    "notice": notice_paper,
    "sheet": sheet_paper,
    "record": record_paper,
    "minutes": minutes_paper,
}


def _present(rows: list[Attendee]) -> meetings.Present:
    entitled = [row for row in rows if row.part == Part.ENTITLED]
    return meetings.Present(
        present=tuple(row.person.name for row in entitled if row.presence in CAME),
        on_leave=tuple(r.person.name for r in entitled if r.presence == Presence.ON_LEAVE),
        absent=tuple(row.person.name for row in entitled if row.presence == Presence.ABSENT),
        observers=tuple(
            row.person.name for row in rows if row.part == Part.OBSERVER and row.presence in CAME
        ),
    )


def _items(meeting: Meeting) -> tuple[meetings.Item, ...]:
    return tuple(
        meetings.Item(
            title=done.item.title,
            discussion=done.item.text,
            opinions=tuple((one.person.name, one.text) for one in done.statements),
            outcome="".join(_vote(one.vote) for one in done.votes),
            resolution=done.item.resolution or done.item.get_state_display(),
        )
        for done in done_items(meeting)
    )


def _vote(vote: Vote) -> str:
    if vote.state != Vote.State.CLOSED or vote.yes is None:
        return ""
    result = "是否通过待核" if vote.passed is None else "通过" if vote.passed else "未通过"
    return (
        f"{about(vote)}{METHODS[vote.method]}表决：应到{vote.should_attend}人，实到{vote.present}人，"
        f"赞成{vote.yes}票，反对{vote.no}票，弃权{vote.abstain}票，{result}。"
    )


def _moment(meeting: Meeting) -> str:
    at = timezone.localtime(meeting.opened_at or meeting.starts_at)
    return f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute:02d}分"
