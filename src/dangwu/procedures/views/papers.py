"""The papers of a case: the list, each as PDF and DOCX, issued with a number."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.documents.queries import documents_of_origin
from dangwu.documents.responses import TYPES, paper_response
from dangwu.procedures.actions import papers as acts
from dangwu.procedures.permissions import can_file
from dangwu.procedures.queries.cases import case_for
from dangwu.procedures.queries.papers import (
    KINDS,
    NUMBERED,
    ORIGIN,
    issuing_of,
    kinds_for,
    paper_of_case,
)
from dangwu.procedures.views.answering import done_or_told, filed_by


@login_required
def documents(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Show every paper of the case and those that were issued."""
    found = case_for(request.access, unit, case)
    context = {
        "case": found,
        "kinds": [
            (key, kind.title, *issuing_of(request.access, found, key))
            for key, kind in kinds_for(found).items()
        ],
        "issued": documents_of_origin(found.unit_id, ORIGIN, found.id),
        "can_print": can_file(request.access, found.organisation),
    }
    return render(request, "procedures/documents.html", context)


@login_required
def document(
    request: AccessRequest, unit: int, case: uuid.UUID, kind: str, form: str
) -> HttpResponse:
    """Answer with one paper of the case as a file."""
    found = filed_by(request, unit, case)
    if form not in TYPES or kind not in KINDS:
        raise Http404
    try:
        made = paper_of_case(found, kind, request.access.today)
    except DomainError as refusal:
        messages.error(request, refusal.words)
        return redirect("procedures:documents", unit, found.id)
    return paper_response(made, form, draft=kind in NUMBERED)


@login_required
@require_POST
def issue_document(request: AccessRequest, unit: int, case: uuid.UUID, kind: str) -> HttpResponse:
    """Issue a paper; its step is filed by it."""
    found = filed_by(request, unit, case)
    if kind not in KINDS:
        raise Http404
    return done_or_told(
        request,
        found,
        lambda: acts.issue_paper(actor=request.access, case=found, kind=kind),
        f"{KINDS[kind].title}已发出，文号和日期已登记。",
    )
