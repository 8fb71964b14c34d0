"""How the pages of a case answer."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.procedures.models import TermChange
from dangwu.procedures.permissions import can_file, can_run
from dangwu.procedures.queries.cases import case_for
from dangwu.web.refusals import carry_out, explain


def run_by(request: AccessRequest, unit: int, case: uuid.UUID) -> TermChange:
    """Return a case that the person may run. Raises Http404, PermissionDenied."""
    found = case_for(request.access, unit, case)
    if not can_run(request.access, found.organisation):
        raise PermissionDenied
    return found


def filed_by(request: AccessRequest, unit: int, case: uuid.UUID) -> TermChange:
    """Return a case in which the person may enter something. Raises Http404, PermissionDenied."""
    found = case_for(request.access, unit, case)
    if not can_file(request.access, found.organisation):
        raise PermissionDenied
    return found


def done_or_told(
    request: AccessRequest,
    case: TermChange,
    act: Callable[[], object],
    done: str,
    view: str = "procedures:term_change",
) -> HttpResponse:
    """Do one act of a button and go back to a page of the case; a refusal is said there."""
    carry_out(request, act, done)
    return redirect(view, case.unit_id, case.id)


def filled(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Do the act with what was filled in; a refusal stands at its field. Return whether it went."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except DomainError as refusal:
        explain(form, refusal)
        return False
    return True


def form_page(request: AccessRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Show a page with its form: 422 where it was sent and refused."""
    status = 422 if request.method == "POST" else 200
    return render(request, template, context, status=status)


def first_error(form: forms.Form) -> str:
    """Return the first refusal of a form as one sentence."""
    return str(next(iter(form.errors.values()))[0])
