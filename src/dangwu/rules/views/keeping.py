"""What is in force here: local packs, exemptions, and the published holidays."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.models import Role
from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.core.writing import written_day
from dangwu.organisations.queries import organisation_for
from dangwu.rules import actions
from dangwu.rules.forms import ExemptionForm, HolidayForm, PackForm
from dangwu.rules.permissions import can_adopt_pack, can_grant_exemption
from dangwu.rules.queries import keeping
from dangwu.web.refusals import explain

PACK_READERS = frozenset({Role.DEPARTMENT, Role.SECRETARY})


@login_required
def local(request: AccessRequest) -> HttpResponse:
    """List the local packs in force in one's unit, and adopt another where one may."""
    if not request.access.roles & PACK_READERS:
        raise PermissionDenied
    unit = keeping.home_unit(request.access)
    may_adopt = can_adopt_pack(request.access, unit.id)
    if request.method == "POST" and not may_adopt:
        raise PermissionDenied
    sent = request.method == "POST"
    form = PackForm(request.POST, request.FILES) if sent else PackForm()
    refusal: actions.PackRefusedError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            pack = actions.adopt_local_pack(
                actor=request.access, unit=unit, text=form.cleaned_data["text"]
            )
        except actions.PackRefusedError as error:
            refusal = error
            form.add_error(None, error.words)
        except DomainError as error:
            form.add_error(None, error.words)
        else:
            messages.success(
                request, f"已采用《{pack.title}》，自{written_day(pack.since)}起施行。"
            )
            return redirect("rules:local")
    return render(
        request,
        "rules/local.html",
        {
            "unit": unit,
            "packs": keeping.packs_of(unit),
            "form": form,
            "refusal": refusal,
            "may_adopt": may_adopt,
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def end_local(request: AccessRequest, pack: uuid.UUID) -> HttpResponse:
    """End a local pack from today."""
    found = keeping.pack_for(request.access, pack)
    if found is None:
        raise Http404
    actions.end_local_pack(actor=request.access, pack=found, on=request.access.today)
    messages.success(request, f"《{found.title}》自今天起停止施行，以前的判断不变。")
    return redirect("rules:local")


@login_required
def exempt(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Exempt an organisation from one rule for a time, with reason and approval."""
    found = organisation_for(request.access, unit, organisation)
    if not can_grant_exemption(request.access, found):
        raise PermissionDenied
    initial = {"rule_id": request.GET.get("rule", ""), "since": request.access.today}
    form = ExemptionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.grant_exemption(actor=request.access, organisation=found, **form.cleaned_data)
        except DomainError as refusal:
            explain(form, refusal)
        else:
            messages.success(request, "已登记免计。到期后自动恢复，也可以提前结束。")
            return redirect("rules:exempt", unit, found.id)
    return render(
        request,
        "rules/exempt.html",
        {
            "organisation": found,
            "form": form,
            "exemptions": keeping.exemptions_of(found),
            "rules": keeping.recurring_rules(found, request.access.today),
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def end_exemption(
    request: AccessRequest, unit: int, organisation: uuid.UUID, exemption: uuid.UUID
) -> HttpResponse:
    """End an exemption today."""
    found = organisation_for(request.access, unit, organisation)
    held = keeping.exemption_for(found, exemption)
    if held is None:
        raise Http404
    actions.end_exemption(actor=request.access, exemption=held, on=request.access.today)
    return redirect("rules:exempt", unit, found.id)


@login_required
def holidays(request: AccessRequest) -> HttpResponse:
    """Show the published holidays and worked weekends of a year, and enter another day."""
    if Role.ADMINISTRATOR not in request.access.roles:
        raise PermissionDenied
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and len(asked) == 4 else request.access.today.year
    form = HolidayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        unit = keeping.home_unit(request.access)
        try:
            entered = actions.set_holiday(actor=request.access, unit=unit, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.words)
        else:
            messages.success(request, f"已登记{written_day(entered.day)}。")
            return redirect(f"{request.path}?year={entered.day.year}")
    return render(
        request,
        "rules/holidays.html",
        {
            "year": year,
            "years": [year - 1, year + 1],
            "days": keeping.holidays_of(year),
            "form": form,
        },
        status=422 if form.errors else 200,
    )
