"""Telling those who are called that a meeting was moved or called off."""

import uuid
from datetime import datetime

from django.utils import timezone

from dangwu.core.writing import written_day
from dangwu.meetings.models import Attendee, Meeting
from dangwu.meetings.queries.notice import opening_line
from dangwu.notices.actions import notify
from dangwu.notices.recipients import to_person


def moved_notice(meeting: Meeting, told: str) -> str:
    """Return the notice's text with the new time and place. told: its line before."""
    line = opening_line(meeting)
    if told in meeting.notice_text:
        return meeting.notice_text.replace(told, line)
    return f"时间或者地点已经改变，以这一句为准：{line}\n原通知：\n{meeting.notice_text}"


def tell_again(meeting: Meeting, subject: str, now: datetime) -> None:
    """Tell the new time and place; the receipts start anew. now: of the move, told once each."""
    Attendee.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id).update(receipt_at=None)
    begins = timezone.localtime(meeting.starts_at)
    text = f"现在的时间是{written_day(begins.date())}{begins:%H:%M}，地点：{meeting.place}。请重新确认收到。"
    tell(meeting, f"meetings.change_plan:{now:%Y%m%d%H%M%S}", subject, text)


def tell(meeting: Meeting, key: str, subject: str, text: str) -> None:
    """Tell everybody called. key: the same is never told twice."""
    called = Attendee.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    people: list[uuid.UUID] = list(called.values_list("person_id", flat=True))
    notify(
        unit_id=meeting.unit_id,
        recipients=[to_person(person) for person in people],
        key=f"{key}:{meeting.id}",
        subject=subject,
        text=text,
        link=f"/meetings/{meeting.unit_id}/{meeting.id}/",
        due_on=timezone.localdate(meeting.starts_at),
        urgent=meeting.emergency,
        category="meetings",
    )
