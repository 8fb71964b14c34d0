"""Papers of a meeting."""

import uuid

from django.http import Http404

from dangwu.meetings.models import Material, Meeting


def materials_of(meeting: Meeting) -> list[Material]:
    """Return the papers of a meeting without the files themselves."""
    rows = Material.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    return list(rows.defer("content").select_related("item").order_by("added_at", "id"))


def material_of(meeting: Meeting, material_id: uuid.UUID) -> Material:
    """Return a paper of a meeting got through its gate, else raise Http404."""
    rows = Material.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    found = rows.filter(id=material_id).first()
    if found is None:
        raise Http404
    return found
