"""The screen in the hall."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from dangwu.accounts.requests import AccessRequest
from dangwu.meetings.queries.hall import board_of
from dangwu.meetings.queries.meeting import meeting_for
from dangwu.meetings.views.answering import part_again, part_of


@login_required
def hall(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """Show agenda, quorum and results in large letters; it refreshes itself."""
    found = meeting_for(request.access, unit, meeting)
    context: dict[str, object] = {"meeting": found, "board": board_of(found)}
    context["part"] = part_of("meetings/_hall.html", context)
    if request.htmx:
        return part_again(request, "meetings/hall.html#board", context)
    return render(request, "meetings/hall.html", context)
