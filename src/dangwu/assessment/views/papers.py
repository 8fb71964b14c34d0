"""The papers of a case as PDF and as an editable document."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from dangwu.accounts.requests import AccessRequest
from dangwu.assessment.actions.exporting import export_self_check
from dangwu.assessment.permissions import can_read, can_read_self_check
from dangwu.assessment.queries import life as queries
from dangwu.assessment.queries.papers import PAPERS, self_check_paper
from dangwu.core.errors import DomainError
from dangwu.documents.responses import TYPES, paper_response


@login_required
def paper(
    request: AccessRequest, unit: int, case: uuid.UUID, kind: str, form: str
) -> HttpResponse:
    """Answer with one paper of the case."""
    found = queries.case_for(request.access, unit, case)
    if not can_read(request.access, found.organisation):
        raise PermissionDenied
    if kind not in PAPERS or form not in TYPES:
        raise Http404
    try:
        made = PAPERS[kind](queries.course_of(found, on=request.access.today))
    except DomainError as refusal:
        messages.error(request, refusal.words)
        return redirect("assessment:life", unit, found.id)
    return paper_response(made, form)


@login_required
def self_check_file(
    request: AccessRequest, unit: int, case: uuid.UUID, person: uuid.UUID, form: str
) -> HttpResponse:
    """Answer with a self-check to those who may read it; taking it out is recorded."""
    found = queries.case_for(request.access, unit, case)
    if not can_read_self_check(request.access, found, person):
        raise PermissionDenied
    part = queries.part_of(found, person)
    if form not in TYPES or part.handed_in_on is None:
        raise Http404
    export_self_check(actor=request.access, case=found, part=part, form=form)
    return paper_response(self_check_paper(found, part), form)
