"""Party-affairs workers."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.members.actions import workers as actions
from dangwu.members.forms import lists as forms
from dangwu.members.permissions import LISTERS, can_arrange
from dangwu.members.queries.workers import (
    WorkerRecord,
    has_organs,
    staffing,
    worker_for,
    workers_of,
)
from dangwu.web.forms import PlainForm


@login_required
def workers(request: AccessRequest) -> HttpResponse:
    """List the workers in reach, where there are organs with the reading of the staffing ratio."""
    access = request.access
    if not access.reaches_as(LISTERS):
        raise PermissionDenied
    form = forms.StaffForm(request.GET if "staff" in request.GET else None)
    staff = form.cleaned_data.get("staff") if form.is_valid() else None
    ratio = staffing(access, staff) if has_organs(access) else None
    context = {"workers": workers_of(access), "ratio": ratio, "form": form}
    return render(request, "members/workers.html", context)


@login_required
def worker(request: AccessRequest, unit: int, worker: uuid.UUID) -> HttpResponse:
    """Show one worker."""
    return _page(request, worker_for(request.access, unit, worker), {}, 200)


@login_required
@require_POST
def change(request: AccessRequest, unit: int, worker: uuid.UUID, slug: str) -> HttpResponse:
    """Describe strengths, add to the history, or end the work."""
    record = worker_for(request.access, unit, worker)
    if slug not in FORMS:
        raise Http404
    if not _may(request, record, slug):
        raise PermissionDenied
    form = FORMS[slug](request.POST)
    if form.is_valid():
        try:
            _do(request, record, slug, form)
        except DomainError as refusal:
            form.add_error(None, refusal.words)
        else:
            messages.success(request, "已保存。")
            return redirect("members:worker", unit, worker)
    return _page(request, record, {slug: form}, 422)


FORMS: dict[str, type[PlainForm]] = {
    "strengths": forms.StrengthsForm,
    "experience": forms.ExperienceForm,
    "end": forms.EndForm,
}


def _do(request: AccessRequest, record: WorkerRecord, slug: str, form: PlainForm) -> None:
    given = form.cleaned_data
    if slug == "strengths":
        actions.describe_strengths(actor=request.access, worker=record.worker, **given)
    elif slug == "experience":
        actions.add_experience(
            actor=request.access, worker=record.worker, given=actions.Experience(**given)
        )
    else:
        actions.end_worker(actor=request.access, worker=record.worker, **given)


def _may(request: AccessRequest, record: WorkerRecord, slug: str) -> bool:
    """Whether this change is theirs: oneself may describe oneself, the end is for those above."""
    worker, access = record.worker, request.access
    if can_arrange(access, worker.organisation):
        return True
    return slug != "end" and access.is_person(worker.unit_id, worker.person_id)


def _page(
    request: AccessRequest, record: WorkerRecord, bound: dict[str, PlainForm], status: int
) -> HttpResponse:
    worker = record.worker
    strengths = forms.StrengthsForm(
        initial={"strengths": worker.strengths, "workload": worker.workload}
    )
    context = {
        "record": record,
        "worker": worker,
        "strengths": bound.get("strengths", strengths),
        "experience": bound.get("experience", forms.ExperienceForm()),
        "end": bound.get("end", forms.EndForm()) if _may(request, record, "end") else None,
        "can_write": _may(request, record, "strengths"),
    }
    return render(request, "members/worker.html", context, status=status)
