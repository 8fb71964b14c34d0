"""The papers of a case as PDF and as an editable document."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.assessment.actions.exporting import export_self_check
from dangwu.assessment.actions.issuing import issue_life_paper
from dangwu.assessment.permissions import can_read, can_read_self_check
from dangwu.assessment.queries import life as queries
from dangwu.assessment.queries.issued import NUMBERED, issued_of
from dangwu.assessment.queries.papers import PAPERS, self_check_paper
from dangwu.assessment.views.answering import done_or_told
from dangwu.core.errors import DomainError
from dangwu.documents.queries import paper_of
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
    issued = issued_of(found).get(kind)
    try:
        made = (
            paper_of(issued)
            if issued
            else PAPERS[kind](queries.course_of(found, on=request.access.today))
        )
    except DomainError as refusal:
        messages.error(request, refusal.words)
        return redirect("assessment:life", unit, found.id)
    return paper_response(made, form, draft=kind in NUMBERED and issued is None)


@login_required
@require_POST
def issue(request: AccessRequest, unit: int, case: uuid.UUID, kind: str) -> HttpResponse:
    """Issue a paper of the case under a number."""
    found = queries.case_for(request.access, unit, case)
    if kind not in NUMBERED:
        raise Http404
    return done_or_told(
        request,
        found,
        "assessment:life",
        lambda: issue_life_paper(actor=request.access, case=found, step=kind),
        "已编号发出，文号在“材料清单”里。",
    )


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
