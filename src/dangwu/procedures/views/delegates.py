"""Delegates of a congress."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import InputError
from dangwu.procedures import forms
from dangwu.procedures.actions import delegates as acts
from dangwu.procedures.models import Delegation, TermChange
from dangwu.procedures.permissions import can_run
from dangwu.procedures.queries import delegates as read
from dangwu.procedures.queries.cases import case_for
from dangwu.procedures.queries.demands import congress_checks
from dangwu.procedures.views.answering import done_or_told, filled, form_page, run_by
from dangwu.web.refusals import carry_out

PAGE = "procedures:delegates"


@login_required
def delegates(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Show seats and delegates; give an organisation its seats."""
    posted = request.method == "POST"
    found = run_by(request, unit, case) if posted else case_for(request.access, unit, case)
    rows = read.delegations_of(found, request.access.today)
    places = read.below(found)
    form = forms.SeatsForm(request.POST if posted else None)
    form.ask(places, {shown.row.organisation_id: shown.row.seats for shown in rows})

    def act(_data: dict[str, Any]) -> object:
        return acts.allot_seats(actor=request.access, case=found, seats=form.seats())

    if posted and filled(form, act):
        messages.success(request, "代表名额已分配。")
        return redirect(PAGE, unit, found.id)
    members = read.full_members_of(places)
    context = {
        "case": found,
        "form": form,
        "places": [(form[place.id.hex], members[place.id]) for place in places],
        "rows": rows,
        "allotted": sum(shown.row.seats for shown in rows),
        "checks": congress_checks(found, request.access.today),
        "can_run": can_run(request.access, found.organisation) and found.is_running,
    }
    return render(request, "procedures/delegates.html", context, status=422 if posted else 200)


@login_required
def delegation(
    request: AccessRequest, unit: int, case: uuid.UUID, delegation: uuid.UUID
) -> HttpResponse:
    """Enter whom an organisation elected."""
    found = run_by(request, unit, case)
    row = _delegation(found, delegation, request)
    initial = {
        "elected_on": row.row.elected_on or request.access.today,
        "candidates": row.row.candidates,
        "people": "\n".join(
            f"{one.person.name} {one.person.number}".strip() for one in row.delegates
        ),
    }
    form = forms.DelegationForm(request.POST or None, initial=initial)

    def act(data: dict[str, Any]) -> object:
        people, wrong = read.named_in(row.row.organisation, form.names())
        if wrong:
            raise InputError("people", f"{'；'.join(wrong)}。请核对。")
        return acts.enter_delegates(
            actor=request.access,
            case=found,
            delegation=row.row,
            candidates=data["candidates"],
            elected_on=data["elected_on"],
            people=people,
        )

    if request.method == "POST" and filled(form, act):
        messages.success(request, "代表已登记，待资格审查。")
        return redirect(PAGE, unit, found.id)
    return form_page(
        request, "procedures/delegation.html", {"form": form, "case": found, "shown": row}
    )


@login_required
@require_POST
def examine(request: AccessRequest, unit: int, case: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """Keep what the examination says of a delegate."""
    found = run_by(request, unit, case)
    one = next((each for each in read.delegates_of(found) if each.person_id == person), None)
    if one is None:
        raise Http404
    return done_or_told(
        request,
        found,
        lambda: acts.examine_delegate(
            actor=request.access,
            case=found,
            person=one.person,
            valid=request.POST.get("valid") == "1",
            note=request.POST.get("note", ""),
        ),
        "审查结果已登记。",
        PAGE,
    )


@login_required
@require_POST
def pass_delegation(
    request: AccessRequest, unit: int, case: uuid.UUID, delegation: uuid.UUID
) -> HttpResponse:
    """Find valid all delegates of an organisation that are still to be examined."""
    found = run_by(request, unit, case)
    row = _delegation(found, delegation, request).row
    return done_or_told(
        request,
        found,
        lambda: acts.pass_delegation(actor=request.access, case=found, delegation=row),
        f"{row.organisation}待审查的代表，资格有效。",
        PAGE,
    )


@login_required
@require_POST
def close_examination(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """End the examination of the delegates."""
    found = run_by(request, unit, case)

    def act() -> object:
        return acts.close_examination(actor=request.access, case=found, on=request.access.today)

    done = carry_out(request, act, "代表资格审查已登记。")
    return redirect("procedures:term_change" if done else PAGE, unit, found.id)


def _delegation(
    case: TermChange, delegation: uuid.UUID, request: AccessRequest
) -> read.DelegationShown:
    for shown in read.delegations_of(case, request.access.today):
        row: Delegation = shown.row
        if row.id == delegation:
            return shown
    raise Http404
