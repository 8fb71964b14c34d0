"""Records that may be one person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.members.actions.merging import merge_duplicates
from dangwu.members.forms.lists import MergeForm
from dangwu.members.permissions import LISTERS, STRUCTURE
from dangwu.members.queries.duplicates import duplicate_candidates
from dangwu.members.queries.gates import person_for


@login_required
def duplicates(request: AccessRequest) -> HttpResponse:
    """Show pairs side by side."""
    return _page(request, "", 200)


@login_required
@require_POST
def merge(request: AccessRequest) -> HttpResponse:
    """Keep one of the two."""
    if not request.access.reaches_as(STRUCTURE):
        raise PermissionDenied
    form = MergeForm(request.POST)
    if not form.is_valid():
        return _page(request, "请选择保留哪一条，并写明原因。", 422)
    given = form.cleaned_data
    keep = person_for(request.access, given["unit"], given["keep"])
    other = given["second"] if given["keep"] == given["first"] else given["first"]
    drop = person_for(request.access, given["unit"], other)
    try:
        kept = merge_duplicates(actor=request.access, keep=keep, drop=drop, reason=given["reason"])
    except DomainError as refusal:
        return _page(request, refusal.words, 422)
    messages.success(request, f"已合并为一条记录，保留{kept.name}。")
    return redirect("members:person", kept.unit_id, kept.id)


def _page(request: AccessRequest, refusal: str, status: int) -> HttpResponse:
    if not request.access.reaches_as(LISTERS):
        raise PermissionDenied
    context = {"candidates": duplicate_candidates(request.access), "refusal": refusal}
    return render(request, "members/duplicates.html", context, status=status)
