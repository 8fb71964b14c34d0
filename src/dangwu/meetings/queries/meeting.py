"""The gate of a meeting, and who holds it."""

import uuid
from typing import Final

from django.http import Http404

from dangwu.accounts.access import Access
from dangwu.meetings.models import AgendaItem, Meeting, MeetingOrganisation
from dangwu.meetings.permissions import can_see
from dangwu.members.queries.gates import HEAVY
from dangwu.organisations.models import Organisation

NAMED: Final = ("chair", "recorder", "designated_convener")
UNREAD: Final = tuple(f"{person}__{field}" for person in NAMED for field in HEAVY)


def meeting_for(access: Access, unit_id: int, meeting_id: uuid.UUID) -> Meeting:
    """Return a meeting that `access` may see, with its people and organisation, else Http404."""
    found = (
        Meeting.objects.filter(unit_id=unit_id, id=meeting_id)
        .select_related("organisation", "activity", *NAMED)
        .defer(*UNREAD)
        .first()
    )
    if found is None or not can_see(access, found):
        raise Http404
    return found


def meeting_of_item(access: Access, unit_id: int, item_id: uuid.UUID) -> Meeting:
    """Return the meeting of an agenda item that `access` may see, else Http404."""
    rows = AgendaItem.objects.filter(unit_id=unit_id, id=item_id)
    meeting_id = rows.values_list("meeting_id", flat=True).first()
    if meeting_id is None:
        raise Http404
    return meeting_for(access, unit_id, meeting_id)


def held_by(meeting: Meeting) -> list[Organisation]:
    """Return the organisations that hold the meeting, the one that called it first."""
    rows = MeetingOrganisation.objects.filter(
        unit_id=meeting.unit_id, meeting_id=meeting.id
    ).select_related("organisation")
    found = [row.organisation for row in rows.order_by("organisation__path")]
    return sorted(found, key=lambda each: each.id != meeting.organisation_id)


def item_of(meeting: Meeting, item_id: uuid.UUID, *, lock: bool = False) -> AgendaItem:
    """Return an item of a meeting got through its gate, else raise Http404."""
    rows = AgendaItem.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id, id=item_id)
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.first()
    if found is None:
        raise Http404
    found.meeting = meeting
    return found
