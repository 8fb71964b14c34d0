"""How the forms of meetings are answered."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.shortcuts import redirect

from dangwu.accounts.requests import AccessRequest
from dangwu.meetings.models import Meeting
from dangwu.web.refusals import carry_out

# Where a form names a fact otherwise than the action that takes it.
FIELDS: Mapping[str, str] = {"kinds": "kind", "starts_at": "day", "people": "people"}


def done_or_told(
    request: AccessRequest, meeting: Meeting, view: str, act: Callable[[], object], done: str
) -> HttpResponse:
    """Do one act of a button and go back to the page; a refusal is said there."""
    carry_out(request, act, done)
    return redirect(view, meeting.unit_id, meeting.id)
