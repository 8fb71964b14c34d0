"""Corrections that wait, and their decision."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.members.actions.correcting import decide_correction
from dangwu.members.forms.lists import DecideForm
from dangwu.members.permissions import LISTERS, can_keep
from dangwu.members.queries.corrections import correction_for, open_corrections


@login_required
def corrections(request: AccessRequest) -> HttpResponse:
    """List what waits for a decision."""
    return _page(request, "", 200)


@login_required
@require_POST
def decide(request: AccessRequest, unit: int, correction: uuid.UUID) -> HttpResponse:
    """Accept or decline one proposal."""
    row, seen = correction_for(request.access, unit, correction)
    if not can_keep(request.access, seen.home):
        raise PermissionDenied
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _page(request, "请选择“采纳”或“不采纳”，答复最多200个字。", 422)
    try:
        decide_correction(
            actor=request.access,
            seen=seen,
            correction=row,
            accept=form.cleaned_data["decision"] == "accept",
            answer=form.cleaned_data["answer"],
        )
    except DomainError as refusal:
        return _page(request, refusal.words, 422)
    messages.success(request, "已审核，提出人可以在自己的记录里看到答复。")
    return redirect("members:corrections")


def _page(request: AccessRequest, refusal: str, status: int) -> HttpResponse:
    if not request.access.reaches_as(LISTERS):
        raise PermissionDenied
    context = {"proposals": open_corrections(request.access), "refusal": refusal}
    return render(request, "members/corrections.html", context, status=status)
