"""The screen in the hall."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from dangwu.accounts.requests import AccessRequest
from dangwu.meetings.queries.hall import board_of
from dangwu.meetings.queries.meeting import meeting_for


@login_required
def hall(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """Show agenda, quorum and results in large letters; it refreshes itself."""
    found = meeting_for(request.access, unit, meeting)
    template = "meetings/hall.html#board" if request.htmx else "meetings/hall.html"
    return render(request, template, {"meeting": found, "board": board_of(found)})
