"""One speech, one change, one vote of a meeting."""

import uuid
from typing import TypeVar

from django.http import Http404

from dangwu.meetings.models import Amendment, Meeting, Speech, Statement, Vote

Row = TypeVar("Row", Speech, Amendment, Statement, Vote)


def speech_of(meeting: Meeting, speech_id: uuid.UUID) -> Speech:
    """Return a speech of the meeting, else Http404."""
    rows = Speech.objects.filter(unit_id=meeting.unit_id, id=speech_id)
    return _of(meeting, rows.select_related("item").first())


def amendment_of(meeting: Meeting, amendment_id: uuid.UUID) -> Amendment:
    """Return a change moved at the meeting, else Http404."""
    rows = Amendment.objects.filter(unit_id=meeting.unit_id, id=amendment_id)
    return _of(meeting, rows.select_related("item").first())


def statement_of(meeting: Meeting, statement_id: uuid.UUID) -> Statement:
    """Return a statement made at the meeting, else Http404."""
    rows = Statement.objects.filter(unit_id=meeting.unit_id, id=statement_id)
    return _of(meeting, rows.select_related("item").first())


def vote_of(meeting: Meeting, vote_id: uuid.UUID) -> Vote:
    """Return a vote of the meeting, else Http404."""
    rows = Vote.objects.filter(unit_id=meeting.unit_id, id=vote_id)
    return _of(meeting, rows.select_related("item", "person", "amendment").first())


def _of(meeting: Meeting, row: Row | None) -> Row:
    if row is None or row.item.meeting_id != meeting.id:
        raise Http404
    row.item.meeting = meeting
    return row
