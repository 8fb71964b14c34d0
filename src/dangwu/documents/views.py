"""Documents: written, looked at before they are issued, listed, taken out, voided."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from dangwu.accounts.access import READERS
from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.documents import actions, queries
from dangwu.documents.drafts import paper_of_draft
from dangwu.documents.forms import FORMS, DraftForm, ListForm, VoidForm
from dangwu.documents.kinds import KINDS
from dangwu.documents.paper import Paper
from dangwu.documents.permissions import can_issue, can_void
from dangwu.documents.responses import TYPES, paper_response
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries import organisation_for
from dangwu.sharding.fields import uuid7
from dangwu.web.refusals import explain


@login_required
@require_GET
def documents(request: AccessRequest) -> HttpResponse:
    """List the documents in reach, newest first."""
    if not request.access.roles & READERS:
        raise PermissionDenied
    form = ListForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    organisation = None
    if wanted.get("unit") and wanted.get("organisation"):
        organisation = organisation_for(request.access, wanted["unit"], wanted["organisation"])
    rows = queries.documents_in(
        request.access,
        unit_id=organisation.unit_id if organisation else None,
        organisation_id=organisation.id if organisation else None,
        kind=wanted.get("kind", ""),
        year=wanted.get("year"),
        after=request.GET.get("after", ""),
    )
    shown = rows[: queries.PAGE]
    query = request.GET.copy()
    query.pop("after", None)
    last = shown[-1] if len(rows) > queries.PAGE else None
    return render(
        request,
        "documents/list.html",
        {
            "form": form,
            "organisation": organisation,
            "issuers": queries.issuing_organisations(request.access),
            "rows": shown,
            "query": query.urlencode(),
            "after": f"{last.issued_on.isoformat()}:{last.id}" if last else "",
        },
    )


@login_required
@require_GET
def show(request: AccessRequest, unit: int, document: uuid.UUID) -> HttpResponse:
    """Show a document as it was issued, with its number, digest and who issued it."""
    return _record(request, unit, document, VoidForm())


@login_required
@require_GET
def file(request: AccessRequest, unit: int, document: uuid.UUID, form: str) -> HttpResponse:
    """Answer with the document as PDF or DOCX."""
    if form not in TYPES:
        raise Http404
    found = queries.document_for(request.access, unit, document)
    actions.export_document(actor=request.access, document=found, form=form)
    return paper_response(queries.paper_of(found), form)


@login_required
@require_POST
def void(request: AccessRequest, unit: int, document: uuid.UUID) -> HttpResponse:
    """Void a document with the reason; it stays readable."""
    found = queries.document_for(request.access, unit, document)
    if not can_void(request.access, found):
        raise PermissionDenied
    form = VoidForm(request.POST)
    if form.is_valid():
        try:
            actions.void_document(
                actor=request.access, document=found, reason=form.cleaned_data["reason"]
            )
        except DomainError as refusal:
            explain(form, refusal)
        else:
            messages.success(request, "已作废。原件和作废原因都保留，这个文号不再使用。")
            return redirect("documents:show", unit, found.id)
    return _record(request, unit, document, form, status=422)


@login_required
def write(request: AccessRequest, unit: int, organisation: uuid.UUID, kind: str) -> HttpResponse:
    """Write a document: look at it, take a draft along, issue it."""
    found = organisation_for(request.access, unit, organisation)
    if kind not in FORMS:
        raise Http404
    if not can_issue(request.access, found):
        raise PermissionDenied
    if request.method != "POST":
        return _form_page(
            request, found, kind, FORMS[kind](initial=_initial(request, found, kind))
        )
    form = FORMS[kind](request.POST)
    if not form.is_valid():
        return _form_page(request, found, kind, form, status=422)
    try:
        return _answer(request, found, kind, form)
    except DomainError as refusal:
        explain(form, refusal)
        return _form_page(request, found, kind, form, status=422)


def _answer(
    request: AccessRequest, organisation: Organisation, kind: str, form: DraftForm
) -> HttpResponse:
    """Do what the pressed button says: look, take along, issue."""
    paper = paper_of_draft(kind, organisation.name, form.cleaned_data)
    act = request.POST.get("act", "look")
    if act in TYPES:
        return paper_response(paper, act, draft=True)
    if act != "issue":
        return _form_page(request, organisation, kind, form, paper=paper)
    issued = actions.issue_document(
        actor=request.access,
        organisation=organisation,
        paper=paper,
        series=form.cleaned_data["series"],
        key=form.cleaned_data["key"],
    )
    messages.success(request, f"已发出{issued.number_text or issued.kind_label}。")
    return redirect("documents:show", issued.unit_id, issued.id)


def _initial(request: AccessRequest, organisation: Organisation, kind: str) -> dict[str, object]:
    return {
        "dated": request.access.today,
        "series": queries.series_for(organisation, kind),
        "key": uuid7(),
        "title": "证　明" if kind == "certificate" else "",
    }


def _form_page(
    request: AccessRequest,
    organisation: Organisation,
    kind: str,
    form: DraftForm,
    *,
    paper: Paper | None = None,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "documents/write.html",
        {
            "organisation": organisation,
            "kind": kind,
            "kind_label": KINDS[kind],
            "kinds": [(code, KINDS[code]) for code in FORMS],
            "form": form,
            "paper": paper,
        },
        status=status,
    )


def _record(
    request: AccessRequest, unit: int, document: uuid.UUID, form: VoidForm, status: int = 200
) -> HttpResponse:
    found = queries.document_for(request.access, unit, document)
    voiding = queries.voiding_of(found)
    return render(
        request,
        "documents/record.html",
        {
            "document": found,
            "paper": queries.paper_of(found),
            "as_issued": queries.is_as_issued(found),
            "voiding": voiding,
            "can_void": voiding is None and can_void(request.access, found),
            "form": form,
        },
        status=status,
    )
