"""Candidates and tellers."""

import uuid
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import InputError
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
from dangwu.procedures.queries.picking import electable
from dangwu.procedures.views.answering import done_or_told, filled, run_by
from dangwu.procedures.views.choosing import FIND, choice_of, keys_in

LABELS: Final = dict(SEATS)
# The field of the form and the duty that it names.
DUTIES: Final = {"scrutineers": "scrutineer", "counters": "counter"}


@login_required
def candidates(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Show who stands, and put somebody forward."""
    if request.method != "POST":
        return _page(request, case_for(request.access, unit, case))
    found = run_by(request, unit, case)
    if FIND in request.POST:
        form = _nominating(found, initial=request.POST.dict())
        return _page(request, found, form, sent="candidates")
    form = _nominating(found, request.POST)

    def act(data: dict[str, Any]) -> object:
        person = _person(found, data.pop("person"), request)
        return acts.nominate(actor=request.access, case=found, person=person, **data)

    if filled(form, act):
        messages.success(request, "推荐人选已填写。")
        return redirect("procedures:candidates", unit, found.id)
    return _page(request, found, form, sent="candidates", status=422)


@login_required
@require_POST
def tellers(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Propose who watches and counts."""
    found = run_by(request, unit, case)
    if FIND in request.POST:
        return _page(request, found, sent="tellers")
    wanted = keys_in(request.POST, *DUTIES)
    people = list(electable(found, request.access.today).filter(id__in=wanted))
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
    return _page(request, found, tellers_form=form, sent="tellers", status=422)


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
    person = electable(case, request.access.today).filter(id=person_id).first()
    if person is None:
        raise InputError("person", "所选的人不是本党组织的正式党员，请从名单里改选。")
    return person


def _nominating(
    case: TermChange, data: QueryDict | None = None, initial: dict[str, Any] | None = None
) -> forms.NominateForm:
    form = forms.NominateForm(data, initial=initial)
    form.offer([(post, LABELS[post]) for post in read.seats_sought(case)])
    return form


def _page(
    request: AccessRequest,
    case: TermChange,
    form: forms.NominateForm | None = None,
    *,
    tellers_form: forms.TellersForm | None = None,
    sent: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the page. sent: the form that was sent; what was typed and chosen in it stays."""
    on = request.access.today
    rows, chosen = read.candidates_of(case), read.case_tellers(case)
    standing = {row.person_id for row in rows if row.stage in read.STANDING}
    sought = read.seats_sought(case)
    changes = _may_change(request, case)
    context = {
        "case": case,
        "form": form or _nominating(case),
        "tellers_form": tellers_form or forms.TellersForm(),
        "tellers": chosen,
        "choosing_tellers": sent == "tellers",
        "can_run": changes,
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
    if changes:
        typed = request.POST if sent == "candidates" else QueryDict()
        context["people"] = choice_of(case, on, typed, {"person": keys_in(typed, "person")})
        typed = request.POST if sent == "tellers" else QueryDict()
        duties = (
            {name: keys_in(typed, name) for name in DUTIES}
            if sent == "tellers"
            else {
                name: {one.person_id for one in chosen if one.duty == duty}
                for name, duty in DUTIES.items()
            }
        )
        context["watchers"] = choice_of(case, on, typed, duties, without=standing)
    return render(request, "procedures/candidates.html", context, status=status)
