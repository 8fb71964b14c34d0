"""The days of meetings, for the calendar: those called to, those of the organisations one keeps."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from dangwu.accounts.access import READERS, Access
from dangwu.meetings.models import Attendee, Meeting
from dangwu.meetings.permissions import SEEN_BY_MEMBERS
from dangwu.notices.sources import Entry

MOST = 300  # meetings in one month of one person
USUAL = timedelta(minutes=90)  # where no length was planned
State = Meeting.State
SHOWN = (
    *("unit", "title", "starts_at", "minutes_planned", "place", "state"),
    *("organisation__unit", "organisation__name", "organisation__short_name"),
)


def meeting_entries(access: Access, first: date, last: date) -> Iterator[Entry]:
    """Yield the meetings of these days: a plan only to a post of the organisation itself.

    A meeting that was called off is left out, so that it disappears from the feed.
    """
    held = [r.organisation_id for r in access.reaches_as(READERS) if r.organisation_id]
    called = (
        Attendee.objects.filter(unit_id=access.unit_id or 0, person_id__in=[access.person_id])
        .exclude(part=Attendee.Part.LEFT_OUT)
        .values("meeting_id")
    )
    own = Q(unit_id=access.unit_id, id__in=called, state__in=sorted(SEEN_BY_MEMBERS))
    rows = (
        Meeting.objects.filter(
            unit_id__in=sorted(access.units),
            starts_at__gte=_midnight(first),
            starts_at__lt=_midnight(last + timedelta(days=1)),
        )
        .filter(Q(organisation_id__in=held) | own)
        .exclude(state=State.CALLED_OFF)
        .select_related("organisation")
        .only(*SHOWN)
        .order_by("starts_at", "id")[:MOST]
    )
    for meeting in rows:
        yield _entry(meeting)


def _entry(meeting: Meeting) -> Entry:
    minutes = meeting.minutes_planned
    return Entry(
        uid=f"meeting-{meeting.id}",
        on=timezone.localdate(meeting.starts_at),
        kind="筹备会议" if meeting.state == State.PLANNED else "会议",
        title=meeting.title,
        organisation=str(meeting.organisation),
        place=meeting.place,
        link=reverse("meetings:show", args=(meeting.unit_id, meeting.id)),
        starts=meeting.starts_at,
        ends=meeting.starts_at + (timedelta(minutes=minutes) if minutes else USUAL),
        done=meeting.state == State.CLOSED,
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
