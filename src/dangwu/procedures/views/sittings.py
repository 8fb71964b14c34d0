"""The meetings of a case: planned, and their results taken over."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.meetings.models import Meeting
from dangwu.meetings.queries.listing import prefilled_for
from dangwu.procedures import forms
from dangwu.procedures.actions import results, sittings
from dangwu.procedures.agendas import agenda_of
from dangwu.procedures.queries.picking import chairs_for
from dangwu.procedures.queries.polls import poll_states
from dangwu.procedures.views.answering import (
    done_or_told,
    filled,
    first_error,
    form_page,
    run_by,
)


@login_required
def plan_sitting(request: AccessRequest, unit: int, case: uuid.UUID, sitting: str) -> HttpResponse:
    """Plan a meeting of the case with its agenda."""
    found = run_by(request, unit, case)
    if sitting not in sittings.SITTING:
        raise Http404
    usual = prefilled_for(found.organisation, now=request.access.now)
    people = chairs_for(found, sitting, request.access.today)
    initial = {
        "day": max(found.planned_on, request.access.today),
        "at": "09:00",
        "place": usual.place,
        "chair": str(usual.chair or "") if sitting not in sittings.BODIES else "",
    }
    form = forms.SittingForm(request.POST or None, initial=initial)
    form.offer(people)
    by_id = {person.id: person for person in people}
    made: list[Meeting] = []

    def act(data: dict[str, Any]) -> None:
        made.append(
            sittings.plan_sitting(
                actor=request.access,
                case=found,
                sitting=sitting,
                starts_at=form.starts_at(),
                place=data["place"],
                chair=by_id.get(data["chair"]),
            )
        )

    if request.method == "POST" and filled(form, act):
        messages.success(request, "会议已筹备，议程、候选人、监票计票人员已经填好。下一步发通知。")
        return redirect("meetings:show", unit, made[0].id)
    context = {
        "form": form,
        "case": found,
        "name": sittings.SITTING[sitting],
        "lines": agenda_of(found, sitting),
    }
    return form_page(request, "procedures/sitting.html", context)


@login_required
@require_POST
def confirm_result(
    request: AccessRequest, unit: int, case: uuid.UUID, sitting: str
) -> HttpResponse:
    """Take the result of a meeting into the case."""
    found = run_by(request, unit, case)
    picked = {
        name.removeprefix("who-"): uuid.UUID(str(value))
        for name, value in request.POST.items()
        if name.startswith("who-") and len(str(value)) == 36
    }
    return done_or_told(
        request,
        found,
        lambda: results.confirm_result(
            actor=request.access, case=found, sitting=sitting, picked=picked
        ),
        "会议结果已登记。" if sitting == "preparatory" else "选举结果已登记。",
    )


@login_required
@require_POST
def accept_fewer(
    request: AccessRequest, unit: int, case: uuid.UUID, item: uuid.UUID
) -> HttpResponse:
    """Fewer seats, agreed to by the electors."""
    found = run_by(request, unit, case)
    state = next((one for one in poll_states(found) if one.poll.item_id == item), None)
    if state is None:
        raise Http404
    form = forms.FewerForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("procedures:term_change", unit, found.id)
    given = form.cleaned_data
    return done_or_told(
        request,
        found,
        lambda: results.accept_fewer(
            actor=request.access,
            case=found,
            item=state.poll.item,
            seats=given["seats"],
            agreed=given["agreed"],
        ),
        "减少名额已登记。",
    )
