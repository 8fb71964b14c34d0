"""Bringing a roster in: upload, columns, dry run, import, undo."""

import uuid
from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.exchange import actions, queries
from dangwu.exchange.forms import ImportForm, MappingForm, UploadForm
from dangwu.exchange.models import KEPT_FOR, RosterImport
from dangwu.exchange.permissions import IMPORTERS
from dangwu.exchange.progress import progress_for
from dangwu.exchange.storage import content_of
from dangwu.exchange.views.answers import workbook_answer

State = RosterImport.State
PAGE = 50


@login_required
def history(request: AccessRequest) -> HttpResponse:
    """List the imports in reach, the latest first."""
    found = queries.roster_history(request.access)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    may_import = bool(request.access.reaches_as(IMPORTERS))
    return render(request, "exchange/history.html", {"page": page, "may_import": may_import})


@login_required
def upload(request: AccessRequest) -> HttpResponse:
    """Take a workbook for an organisation."""
    choices = queries.organisation_choices(
        queries.importable_organisations(request.access), request.access
    )
    if request.method != "POST":
        form = UploadForm(choices, initial={"organisation": request.GET.get("organisation")})
        return render(request, "exchange/upload.html", {"form": form})
    form = UploadForm(choices, request.POST, request.FILES)
    if form.is_valid():
        unit_id, key = form.cleaned_data["organisation"]
        organisation = queries.organisation_to_import(request.access, unit_id, key)
        file = form.cleaned_data["file"]
        try:
            roster = actions.upload_roster(
                actor=request.access,
                organisation=organisation,
                name=file.name,
                content=file.read(),
            )
        except DomainError as refusal:
            form.add_error("file", refusal.words)
        else:
            return redirect("exchange:roster", unit=roster.unit_id, key=roster.id)
    return render(request, "exchange/upload.html", {"form": form}, status=422)


@login_required
def roster(request: AccessRequest, unit: int, key: uuid.UUID) -> HttpResponse:
    """Show where an import stands, with the form of its next step."""
    found = queries.roster_for(request.access, unit, key)
    return _page(request, found)


def _page(
    request: AccessRequest,
    found: RosterImport,
    *,
    mapping: MappingForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    context: dict[str, object] = {"roster": found, "refusal": refusal or found.refusal}
    template = "exchange/roster.html"
    if found.is_running:
        context["progress"] = progress_for(found.id)
        context["is_silent"] = actions.is_silent(request.access, found)
    elif found.state == State.MAPPING:
        template = "exchange/columns.html"
        context["form"] = mapping or MappingForm(found)
    else:
        findings = queries.findings_of(found, notices=False)
        context["page"] = Paginator(findings, PAGE).get_page(request.GET.get("page"))
        context["notices"] = list(queries.findings_of(found, notices=True)[:PAGE])
        context["form"] = ImportForm()
        context["kept_days"] = KEPT_FOR.days
        until = found.undo_until
        context["undo_until"] = until
        context["can_undo"] = until is not None and request.access.now <= until
    return render(request, template, context, status=422 if refusal or mapping else 200)


@login_required
def progress(request: AccessRequest, unit: int, key: uuid.UUID) -> HttpResponse:
    """Answer the part that shows how far the worker is; when it is done, the page anew."""
    found = queries.roster_for(request.access, unit, key)
    if not found.is_running:
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    context = {"roster": found, "progress": progress_for(found.id)}
    return render(request, "exchange/_progress.html", context)


@login_required
@require_POST
def columns(request: AccessRequest, unit: int, key: uuid.UUID) -> HttpResponse:
    """Take the mapping and begin the dry run."""
    found = queries.roster_for(request.access, unit, key)
    form = MappingForm(found, request.POST)
    if not form.is_valid():
        return _page(request, found, mapping=form)
    try:
        actions.choose_columns(actor=request.access, roster=found, choices=form.choices())
    except DomainError as refusal:
        return _page(request, found, mapping=form, refusal=refusal.words)
    return redirect("exchange:roster", unit=unit, key=key)


@login_required
@require_POST
def check(request: AccessRequest, unit: int, key: uuid.UUID) -> HttpResponse:
    """Begin the dry run anew."""
    return _do(request, unit, key, lambda f: actions.check_again(actor=request.access, roster=f))


@login_required
@require_POST
def commit(request: AccessRequest, unit: int, key: uuid.UUID) -> HttpResponse:
    """Let the worker import what was chosen."""
    found = queries.roster_for(request.access, unit, key)
    form = ImportForm(request.POST)
    if not form.is_valid():
        return _page(request, found, refusal="请选择导入哪些行，再点“导入”。")
    chosen = form.cleaned_data
    return _answered(
        request,
        found,
        lambda roster: actions.begin_import(
            actor=request.access,
            roster=roster,
            apply_changes=chosen["apply_changes"],
            only_if_all_right=chosen["rows"] == ImportForm.ALL_RIGHT,
        ),
    )


@login_required
@require_POST
def undo(request: AccessRequest, unit: int, key: uuid.UUID) -> HttpResponse:
    """Let the worker take the whole import back."""
    return _do(request, unit, key, lambda f: actions.begin_undo(actor=request.access, roster=f))


@login_required
@require_POST
def discard(request: AccessRequest, unit: int, key: uuid.UUID) -> HttpResponse:
    """Give the import up."""
    return _do(
        request, unit, key, lambda f: actions.discard_roster(actor=request.access, roster=f)
    )


def _do(
    request: AccessRequest,
    unit: int,
    key: uuid.UUID,
    action: Callable[[RosterImport], RosterImport],
) -> HttpResponse:
    return _answered(request, queries.roster_for(request.access, unit, key), action)


def _answered(
    request: AccessRequest, found: RosterImport, action: Callable[[RosterImport], RosterImport]
) -> HttpResponse:
    try:
        action(found)
    except DomainError as refusal:
        return _page(request, found, refusal=refusal.words)
    return redirect("exchange:roster", unit=found.unit_id, key=found.id)


@login_required
def annotated(request: AccessRequest, unit: int, key: uuid.UUID) -> HttpResponse:
    """Give the rejected rows with their reasons, to repair and upload again."""
    found = queries.roster_for(request.access, unit, key)
    if found.annotated is None:
        raise Http404
    return workbook_answer(found.annotated.name, content_of(found.annotated))
