"""The papers of a meeting as PDF and as an editable document."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.documents.responses import TYPES, paper_response
from dangwu.meetings.models import Meeting
from dangwu.meetings.permissions import can_read_all
from dangwu.meetings.queries.meeting import item_of, meeting_for
from dangwu.meetings.queries.papers import PAPERS, resolution_paper


@login_required
def paper(
    request: AccessRequest, unit: int, meeting: uuid.UUID, kind: str, form: str
) -> HttpResponse:
    """Answer with one paper of the meeting."""
    found = meeting_for(request.access, unit, meeting)
    if not can_read_all(request.access, found):
        raise PermissionDenied
    if form not in TYPES:
        raise Http404
    try:
        if kind == "resolution":
            made = resolution_paper(found, item_of(found, _id(request)))
        elif kind in PAPERS:
            made = PAPERS[kind](found)
        else:
            raise Http404
    except DomainError as refusal:
        messages.error(request, refusal.words)
        return redirect("meetings:show", unit, found.id)
    closed = found.state == Meeting.State.CLOSED
    return paper_response(made, form, draft=kind in ("record", "minutes") and not closed)


def _id(request: AccessRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.GET.get("item", ""))
    except ValueError as error:
        raise Http404 from error
