"""What a notice needs and what it says."""

from datetime import datetime
from typing import Final

from django.utils import timezone

from dangwu.core.writing import written_day
from dangwu.meetings.models import AgendaItem, Meeting
from dangwu.meetings.queries.meeting import held_by

WEEKDAYS: Final = "一二三四五六日"


def agenda_of(meeting: Meeting) -> list[AgendaItem]:
    """Return the items of a meeting in their order."""
    rows = AgendaItem.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    return list(rows.order_by("position"))


def missing_before_notice(meeting: Meeting, *, now: datetime) -> tuple[str, ...]:
    """Return what is still to be done before the notice can go out, a sentence each."""
    found = []
    if meeting.starts_at <= now:
        found.append("会议时间已经过去，请改时间。")
    if not meeting.place:
        found.append("还没有填地点，请补填。")
    if not _items(meeting):
        found.append("还没有议题，请至少列一项。")
    return tuple(found)


def notice_text_for(meeting: Meeting) -> str:
    """Return the text of the notice as it is offered, to be edited by the caller."""
    items = "\n".join(f"{item.position}. {item.title}" for item in agenda_of(meeting))
    return f"{opening_line(meeting)}\n议题：\n{items}\n请准时参加，不能到会的请提前请假。"


def opening_line(meeting: Meeting) -> str:
    """Return who meets when and where: the first line of the notice."""
    begins = timezone.localtime(meeting.starts_at)
    names = "、".join(each.name for each in held_by(meeting))
    day = f"{written_day(begins.date())}（星期{WEEKDAYS[begins.weekday()]}）"
    place = meeting.place or "（地点待定）"
    return f"{names}定于{day}{begins:%H:%M}在{place}召开{meeting.title}。"


def _items(meeting: Meeting) -> bool:
    rows = AgendaItem.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    return rows.exclude(state=AgendaItem.State.DROPPED).exists()
