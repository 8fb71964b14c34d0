"""Candidates and tellers."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.members.models import Person
from dangwu.procedures import forms
from dangwu.procedures.actions import candidates as acts
from dangwu.procedures.models import Candidate, TermChange
from dangwu.procedures.models.case import SEATS
from dangwu.procedures.permissions import can_run
from dangwu.procedures.queries import people as read
from dangwu.procedures.queries.cases import case_for, filed_steps
from dangwu.procedures.queries.demands import fewest_for
from dangwu.procedures.queries.page import checks_of
from dangwu.procedures.views.answering import done_or_told, filled, run_by

LABELS = dict(SEATS)


@login_required
def candidates(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Show who stands, and put somebody forward."""
    if request.method == "POST":
        found = run_by(request, unit, case)
        form = _form(request, found)

        def act(data: dict[str, Any]) -> object:
            person = _person(found, data.pop("person"), request)
            return acts.nominate(actor=request.access, case=found, person=person, **data)

        if filled(form, act):
            messages.success(request, "推荐人选已填写。")
            return redirect("procedures:candidates", unit, found.id)
        return _page(request, found, form, status=422)
    found = case_for(request.access, unit, case)
    return _page(request, found, _form(request, found))


@login_required
@require_POST
def tellers(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Propose who watches and counts."""
    found = run_by(request, unit, case)
    people = read.electable(found, request.access.today)
    form = forms.TellersForm(request.POST)
    form.offer(people)
    by_id = {str(person.id): person for person in people}

    def act(data: dict[str, Any]) -> object:
        return acts.set_tellers(
            actor=request.access,
            case=found,
            scrutineers=[by_id[one] for one in data["scrutineers"]],
            counters=[by_id[one] for one in data["counters"]],
        )

    if filled(form, act):
        messages.success(request, "监票人、计票人已推定，提交大会通过。")
        return redirect("procedures:candidates", unit, found.id)
    return _page(request, found, _form(request, found, get=True), tellers_form=form, status=422)


@login_required
def candidate(
    request: AccessRequest, unit: int, case: uuid.UUID, person: uuid.UUID, post: str
) -> HttpResponse:
    """Describe a candidate for the 候选人情况表."""
    found = run_by(request, unit, case)
    row = _candidate(found, person, post)
    initial = {"resume": row.resume, "strengths": row.strengths}
    form = forms.DescribeForm(request.POST or None, initial=initial)

    def act(data: dict[str, Any]) -> object:
        return acts.describe_candidate(
            actor=request.access, case=found, person=row.person, post=post, **data
        )

    if request.method == "POST" and filled(form, act):
        messages.success(request, "候选人情况已保存。")
        return redirect("procedures:candidates", unit, found.id)
    context = {"form": form, "case": found, "row": row}
    status = 422 if request.method == "POST" else 200
    return render(request, "procedures/candidate.html", context, status=status)


@login_required
@require_POST
def drop_candidate(
    request: AccessRequest, unit: int, case: uuid.UUID, person: uuid.UUID, post: str
) -> HttpResponse:
    """Leave somebody off the list."""
    found = run_by(request, unit, case)
    row = _candidate(found, person, post)
    return done_or_told(
        request,
        found,
        lambda: acts.drop_candidate(
            actor=request.access,
            case=found,
            person=row.person,
            post=post,
            reason=request.POST.get("reason", ""),
        ),
        "已从候选人中去掉，原因保留。",
        "procedures:candidates",
    )


def _may_change(request: AccessRequest, case: TermChange) -> bool:
    running = case.is_running and can_run(request.access, case.organisation)
    return running and "assembly" not in filed_steps(case)


def _candidate(case: TermChange, person: uuid.UUID, post: str) -> Candidate:
    for row in read.candidates_of(case, post):
        if row.person_id == person:
            return row
    raise Http404


def _person(case: TermChange, person_id: uuid.UUID, request: AccessRequest) -> Person:
    for person in read.electable(case, request.access.today):
        if person.id == person_id:
            return person
    raise Http404


def _form(request: AccessRequest, case: TermChange, *, get: bool = False) -> forms.NominateForm:
    posted = request.POST if request.method == "POST" and not get else None
    form = forms.NominateForm(posted)
    sought = read.seats_sought(case)
    form.offer(
        read.electable(case, request.access.today), [(post, LABELS[post]) for post in sought]
    )
    return form


def _page(
    request: AccessRequest,
    case: TermChange,
    form: forms.NominateForm,
    *,
    tellers_form: forms.TellersForm | None = None,
    status: int = 200,
) -> HttpResponse:
    on = request.access.today
    rows = read.candidates_of(case)
    chosen = read.case_tellers(case)
    if tellers_form is None:
        tellers_form = forms.TellersForm(
            initial={
                "scrutineers": [str(one.person_id) for one in chosen if one.duty == "scrutineer"],
                "counters": [str(one.person_id) for one in chosen if one.duty == "counter"],
            }
        )
        standing = {row.person_id for row in rows if row.stage in read.STANDING}
        tellers_form.offer(p for p in read.electable(case, on) if p.id not in standing)
    sought = read.seats_sought(case)
    context = {
        "case": case,
        "form": form,
        "tellers_form": tellers_form,
        "tellers": chosen,
        "can_run": _may_change(request, case),
        "over": case.is_running and "assembly" in filed_steps(case),
        "checks": checks_of(case, on),
        "groups": [
            (
                LABELS[post],
                seats,
                fewest_for(case, post, seats, on),
                [row for row in rows if row.post == post],
            )
            for post, seats in sought.items()
        ],
    }
    return render(request, "procedures/candidates.html", context, status=status)
