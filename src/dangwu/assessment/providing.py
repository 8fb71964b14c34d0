"""What the room of meetings asks of this one: whether a meeting is part of work step by step."""

from typing import Final

from django.urls import reverse
from django.utils import timezone

from dangwu.assessment.models import Appraisal, LifeCase
from dangwu.assessment.queries.listing import running_cases, year_of
from dangwu.meetings.models import Meeting
from dangwu.meetings.providers import Programme

LIFE: Final = dict(LifeCase.Kind.choices)
APPRAISALS: Final = {
    Appraisal.Kind.MEMBERS.value: "民主评议党员",
    Appraisal.Kind.DUTY.value: "述职评议",
}


def programme_of(meeting: Meeting) -> Programme | None:
    """Return the case a meeting belongs to, the one of its kind that goes on, or where it begins.

    The kind decides: 民主生活会, 组织生活会, 民主评议党员, 述职评议. None for any other kind.
    """
    names = {**LIFE, **APPRAISALS}
    kind = next((one for one in meeting.kinds if one in names), "")
    if not kind:
        return None
    own = LifeCase.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id).first()
    if own is not None:
        place = reverse("assessment:life", args=[own.unit_id, own.id])
        return Programme(str(own.get_kind_display()), "own", place)
    year = year_of(timezone.localdate(meeting.starts_at))
    running = running_cases(meeting.organisation).get((kind, year))
    if running is not None:
        place = reverse(f"assessment:{running.page}", args=[running.unit_id, running.id])
        return Programme(names[kind], "running", place)
    return Programme(names[kind], "to_start", _to_start(meeting, kind))


def _to_start(meeting: Meeting, kind: str) -> str:
    where = [meeting.unit_id, meeting.organisation_id]
    if kind in LIFE:
        return f"{reverse('assessment:start_life', args=where)}?kind={kind}"
    return reverse("assessment:start_appraisal", args=[*where, kind])
