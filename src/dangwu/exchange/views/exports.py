"""Taking a roster out."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.exchange import actions, queries
from dangwu.exchange.forms import ExportForm
from dangwu.exchange.models import RosterExport
from dangwu.exchange.permissions import can_reveal
from dangwu.exchange.progress import progress_for
from dangwu.exchange.storage import content_of
from dangwu.exchange.views.answers import workbook_answer


@login_required
def export(request: AccessRequest) -> HttpResponse:
    """Ask for a roster: a short one is answered at once, a long one by the worker."""
    choices = queries.organisation_choices(
        queries.exportable_organisations(request.access), request.access
    )
    if request.method != "POST":
        form = ExportForm(choices, initial={"organisation": request.GET.get("organisation")})
        return render(request, "exchange/export.html", {"form": form})
    form = ExportForm(choices, request.POST)
    if not form.is_valid():
        return render(request, "exchange/export.html", {"form": form}, status=422)
    unit_id, key = form.cleaned_data["organisation"]
    organisation = queries.organisation_to_export(request.access, unit_id, key)
    reveal = form.cleaned_data["reveal"]
    if reveal and not can_reveal(request.access, organisation):
        form.add_error("reveal", "您的职责不能导出完整号码；请去掉这一项。")
        return render(request, "exchange/export.html", {"form": form}, status=422)
    try:
        done = actions.export_roster(
            actor=request.access,
            organisation=organisation,
            columns=form.cleaned_data["columns"],
            reveal=reveal,
        )
    except DomainError as refusal:
        form.add_error(None, refusal.words)
        return render(request, "exchange/export.html", {"form": form}, status=422)
    if isinstance(done, RosterExport):
        return redirect("exchange:export_page", unit=done.unit_id, key=done.id)
    return workbook_answer(f"{organisation}花名册.xlsx", done)


@login_required
def export_page(request: AccessRequest, unit: int, key: uuid.UUID) -> HttpResponse:
    """Show how far a long roster is, then its download."""
    found = queries.export_for(request.access, unit, key)
    context = {"export": found, "progress": progress_for(found.id)}
    return render(request, "exchange/export_page.html", context)


@login_required
def export_progress(request: AccessRequest, unit: int, key: uuid.UUID) -> HttpResponse:
    """Answer the part that shows how far the worker is; when it is done, the page anew."""
    found = queries.export_for(request.access, unit, key)
    if found.state != RosterExport.State.QUEUED:
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    context = {"export": found, "progress": progress_for(found.id)}
    return render(request, "exchange/_export_progress.html", context)


@login_required
def export_file(request: AccessRequest, unit: int, key: uuid.UUID) -> HttpResponse:
    """Give the roster that the worker wrote."""
    found = queries.export_for(request.access, unit, key)
    if found.file is None:
        raise Http404
    return workbook_answer(found.file.name, content_of(found.file))
