"""The list of organisation life and appraisals; starting a case."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from dangwu.accounts.access import READERS
from dangwu.accounts.models import Role
from dangwu.accounts.requests import AccessRequest
from dangwu.assessment.actions import cases as acts
from dangwu.assessment.forms.life import ListForm, StartForm
from dangwu.assessment.models import LifeCase
from dangwu.assessment.permissions import can_prepare, can_read
from dangwu.assessment.queries import listing
from dangwu.assessment.views.answering import FIELDS
from dangwu.core.errors import DomainError
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries import organisation_for
from dangwu.web.refusals import explain


@login_required
def home(request: AccessRequest) -> HttpResponse:
    """List the cases in reach by year; a member sees those to take part in."""
    access = request.access
    if not access.roles & (READERS | {Role.MEMBER}):
        raise PermissionDenied
    form = ListForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    organisation = asked(request, wanted.get("unit"), wanted.get("organisation"))
    page = listing.cases_in(
        access,
        year=wanted.get("year"),
        state=wanted.get("state", ""),
        organisation=organisation,
        after=request.GET.get("after", ""),
    )
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "form": form,
        "page": page,
        "organisation": organisation,
        "starter": listing.own_reach(access),
        "posts": bool(access.roles & READERS),
        "query": query.urlencode(),
    }
    return render(request, "assessment/list.html", context)


@login_required
def start(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Start a 民主生活会 or 组织生活会."""
    found = organisation_for(request.access, unit, organisation)
    if not can_prepare(request.access, found):
        raise PermissionDenied
    form = StartForm(request.POST or None, initial=_initial(request, found))
    if request.method == "POST" and form.is_valid():
        try:
            case = acts.start_case(actor=request.access, organisation=found, **form.cleaned_data)
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            messages.success(request, f"已发起{case}，按页面上的下一步办理。")
            return redirect("assessment:life", case.unit_id, case.id)
    return render(
        request,
        "assessment/form.html",
        {
            "form": form,
            "title": "发起民主生活会、组织生活会",
            "intro": f"{found.name}。参加人员自动列出，会前、会上、会后的步骤按适用的规定列出。",
            "button": "发起",
            "back": "/assessment/",
        },
        status=422 if request.method == "POST" else 200,
    )


def _initial(request: AccessRequest, organisation: Organisation) -> dict[str, object]:
    asked = request.GET.get("kind", "")
    usual = LifeCase.Kind.DEMOCRATIC if organisation.kind == "committee" else ""
    kind = asked if asked in LifeCase.Kind.values else usual or LifeCase.Kind.ORGANISATION
    return {
        "kind": kind,
        "year": listing.year_of(request.access.today),
        "theme_by": LifeCase.ThemeBy.SUPERIOR,
    }


def asked(
    request: AccessRequest, unit: int | None, organisation: uuid.UUID | None
) -> Organisation | None:
    """Return the organisation that the address names, if a post reaches it."""
    if not unit or not organisation:
        return None
    found = organisation_for(request.access, unit, organisation)
    if not can_read(request.access, found):
        raise PermissionDenied
    return found
