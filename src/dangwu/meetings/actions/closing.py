"""Closing the meeting: its fact of work is filed, once, for everybody who held it."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from dangwu.accounts.access import Access
from dangwu.activities.actions import file_activity
from dangwu.activities.models import Activity, Attendance
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.meetings.holding import State, held
from dangwu.meetings.models import AgendaItem, Attendee, Meeting
from dangwu.meetings.permissions import can_call
from dangwu.meetings.queries.meeting import held_by
from dangwu.organisations.models import Organisation

Part, Presence = Attendee.Part, Attendee.Presence
FILED: Final[Mapping[str, Attendance.Presence]] = {
    Presence.PRESENT: Attendance.Presence.PRESENT,
    Presence.LEFT: Attendance.Presence.PRESENT,  # came, and left before the end
    Presence.ON_LEAVE: Attendance.Presence.ON_LEAVE,
    Presence.ABSENT: Attendance.Presence.ABSENT,
}
SUMMARY: Final = 2000  # characters of the summary; the minutes hold the rest


@transaction.atomic
def close_meeting(*, actor: Access, meeting: Meeting) -> Meeting:
    """Close a meeting whose agenda is finished, and file it as work done.

    Who did not come and had no leave was absent; whoever said at the door to be there and was
    not confirmed, too. Closing is final: what follows is minutes.
    Raises PermissionDenied, DomainError.
    Source: XF2011 art. 33
    """
    row = held(actor, meeting, State.OPEN)
    organisations = held_by(row)
    if not all(can_call(actor, each) for each in organisations):
        raise PermissionDenied
    _refuse_unfinished(row)
    attendees = Attendee.objects.filter(unit_id=row.unit_id, meeting_id=row.id)
    attendees.filter(presence__in=[Presence.EXPECTED, Presence.CLAIMED]).exclude(
        part=Attendee.Part.OBSERVER
    ).update(presence=Presence.ABSENT, way="", arrived_at=None)
    row.closed_at = actor.now
    row.activity = _filed(actor, row, organisations)
    row.state = State.CLOSED
    row.door_token = ""
    row.save(update_fields=["closed_at", "activity", "state", "door_token"])
    record(
        actor=actor, verb="meetings.close", target=row, title=row.title,
        present=row.activity.present, validity=str(row.activity.validity),
    )  # fmt: skip
    return row


def _filed(actor: Access, meeting: Meeting, organisations: Sequence[Organisation]) -> Activity:
    attendees = Attendee.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    rows = attendees.values_list("person_id", "part", "presence")
    entitled = [
        (person, FILED[presence]) for person, part, presence in rows if part == Part.ENTITLED
    ]
    observers = [
        (person, Attendance.Presence.OBSERVER)
        for person, part, presence in rows
        if part == Part.OBSERVER and presence in (Presence.PRESENT, Presence.LEFT)
    ]
    opened = meeting.opened_at or actor.now
    noticed = timezone.localdate(meeting.noticed_at) if meeting.noticed_at else None
    return file_activity(
        actor=actor,
        organisation=meeting.organisation,
        organisations=organisations,
        kinds=meeting.kinds,
        title=meeting.title,
        held_on=timezone.localdate(opened),
        minutes=max(int((actor.now - opened).total_seconds() // 60), 1),
        attendance=[*entitled, *observers],
        noticed_on=noticed,
        place=meeting.place,
        host=meeting.chair.name if meeting.chair else "",
        summary=_summary(meeting),
    )


def _summary(meeting: Meeting) -> str:
    items = AgendaItem.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    lines = [
        f"{place}. {title}：{resolution or AgendaItem.State(state).label}"
        for place, title, resolution, state in items.order_by("position").values_list(
            "position", "title", "resolution", "state"
        )
    ]
    return "\n".join(lines)[:SUMMARY]


def _refuse_unfinished(meeting: Meeting) -> None:
    items = AgendaItem.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    left = items.filter(state__in=[AgendaItem.State.OPEN, AgendaItem.State.WAITING])
    titles = list(left.order_by("position").values_list("title", flat=True))
    if titles:
        named = "”“".join(titles[:3])
        raise DomainError(
            f"还有{len(titles)}项没有议完：“{named}”。请逐项作出决定，或者缓议、撤下并写明原因。"
        )
