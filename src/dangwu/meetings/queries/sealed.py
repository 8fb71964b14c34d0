"""Sealed minutes: read, checked, how late they were."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from dangwu.audit.sealed import Record
from dangwu.core import sealing
from dangwu.meetings.models import Correction, Meeting, SealedMinutes
from dangwu.rules.duties.asking import late_days
from dangwu.rules.queries.rulebook import books_for


def sealed_of(meeting: Meeting) -> SealedMinutes | None:
    """Return the sealed minutes of a meeting."""
    rows = SealedMinutes.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    return rows.select_related("meeting", "meeting__organisation").first()


def corrections_of(sealed: SealedMinutes) -> list[Correction]:
    """Return the corrections beside sealed minutes, in their order."""
    rows = Correction.objects.filter(unit_id=sealed.unit_id, sealed_id=sealed.id)
    return list(rows.order_by("number"))


def days_late(meeting: Meeting, on: date) -> int:
    """Return how many days after the last day for filing the minutes are signed; 0 in time.

    Source: LOCAL art. 2
    """
    closed = timezone.localdate(meeting.closed_at)
    allowed = late_days(books_for([meeting.unit_id], on)[meeting.unit_id], on)
    return max((on - closed).days - allowed[1], 0) if allowed else 0


def correction_content(correction: Correction) -> dict[str, object]:
    """Return what a correction's digest is over."""
    return {
        "sealed": correction.sealed_id,
        "number": correction.number,
        "wrong": correction.wrong,
        "right": correction.right,
        "reason": correction.reason,
        "previous": correction.previous_digest,
        "signed_by": correction.signed_name,
        "corrected_at": correction.corrected_at,
    }


def minutes_records(unit_id: int) -> Iterator[Record]:
    """Yield the sealed minutes of a unit with their digests computed anew."""
    rows = SealedMinutes.objects.filter(unit_id=unit_id).values_list("id", "digest", "content")
    for row_id, digest, content in rows.iterator():
        yield Record(row_id, digest, sealing.digest_plain(content))


def correction_records(unit_id: int) -> Iterator[Record]:
    """Yield the corrections of a unit with their digests computed anew."""
    for row in Correction.objects.filter(unit_id=unit_id).iterator():
        yield Record(row.id, row.digest, sealing.digest(correction_content(row)))
