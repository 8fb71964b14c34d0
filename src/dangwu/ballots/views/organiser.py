"""The organiser's pages: the list, one ballot's course, and each step of it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.audit.queries import history_of
from dangwu.audit.words import place_of
from dangwu.ballots import actions, queries
from dangwu.ballots.forms import ListForm, ReasonForm, RevoteForm
from dangwu.ballots.models import Ballot
from dangwu.ballots.permissions import can_organise
from dangwu.ballots.queries.lists import PAGE
from dangwu.core.errors import DomainError


@login_required
def ballots(request: AccessRequest) -> HttpResponse:
    """List the ballots that wait for the person, and those in reach."""
    form = ListForm(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    rows = queries.ballots_in(request.access, state=state, after=request.GET.get("after", ""))
    shown = rows[:PAGE]
    query = request.GET.copy()
    query.pop("after", None)
    last = shown[-1] if len(rows) > PAGE else None
    return render(
        request,
        "ballots/list.html",
        {
            "open_to_me": queries.open_ballots_for(request.access),
            "tellings": queries.tellings_for(request.access),
            "rows": shown,
            "form": form,
            "query": query.urlencode(),
            "after": f"{last.held_on.isoformat()}:{last.id}" if last else "",
        },
    )


@login_required
def show(request: AccessRequest, unit: int, ballot: uuid.UUID) -> HttpResponse:
    """Show a ballot's state, who may do what next, and turnout as numbers."""
    row = queries.ballot_for(request.access, unit, ballot)
    return _page(request, row)


def _page(
    request: AccessRequest, row: Ballot, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    organises = can_organise(request.access, row.organisation)
    context: dict[str, Any] = {
        "ballot": row,
        "contests": queries.contests_of(row),
        "tellers": queries.tellers_of(row),
        "can_organise": organises,
        "refusal": refusal,
        "history": history_of(unit_id=row.unit_id, target_id=row.id),
        "states": [] if row.is_online or not row.is_frozen else queries.sheet_states(row),
        "beside": _beside(row),
        "origin": place_of(row.origin_kind, row.origin_id),
    }
    if row.is_frozen:
        context |= {
            "manifest": queries.manifest_of_ballot(row),
            "turnout": queries.turnout_of(row),
            "roll": queries.roll_of(row) if organises else [],
            "box": queries.box_of(row),
            "layers": queries.layers_done(row),
            "result": queries.result_for(row),
        }
    return render(request, "ballots/show.html", context, status=status)


def _beside(row: Ballot) -> list[Ballot]:
    """Return the other ballots of the same matter that go on."""
    if row.origin_id is None:
        return []
    over = (Ballot.State.CANCELLED, Ballot.State.COUNTED)
    found = queries.ballots_of_origin(row.unit_id, row.origin_kind, row.origin_id)
    return [one for one in found if one.id != row.id and one.state not in over]


def _step(
    request: AccessRequest, row: Ballot, act: Callable[[], object], done: str
) -> HttpResponse:
    """Do one step, then show the ballot again: with the refusal where it was refused."""
    if not can_organise(request.access, row.organisation):
        raise PermissionDenied
    try:
        act()
    except DomainError as refusal:
        return _page(request, row, refusal=refusal.words, status=422)
    messages.success(request, done)
    return redirect("ballots:show", unit=row.unit_id, ballot=row.id)


@login_required
@require_POST
def freeze(request: AccessRequest, unit: int, ballot: uuid.UUID) -> HttpResponse:
    """Freeze booth, roll and keys."""
    row = queries.ballot_for(request.access, unit, ballot)
    act = actions.freeze_ballot
    return _step(
        request, row, lambda: act(actor=request.access, ballot=row), "已封定，内容和名册不再变动。"
    )


@login_required
@require_POST
def open_(request: AccessRequest, unit: int, ballot: uuid.UUID) -> HttpResponse:
    """Let the roll vote."""
    row = queries.ballot_for(request.access, unit, ballot)
    act = actions.open_ballot
    return _step(request, row, lambda: act(actor=request.access, ballot=row), "投票开始了。")


@login_required
@require_POST
def close(request: AccessRequest, unit: int, ballot: uuid.UUID) -> HttpResponse:
    """Close and seal the box."""
    row = queries.ballot_for(request.access, unit, ballot)
    reason = _reason(request)
    act = actions.close_ballot
    return _step(
        request,
        row,
        lambda: act(actor=request.access, ballot=row, reason=reason),
        "投票已截止，票箱已封存。请监票人、计票人依次开启。",
    )


@login_required
@require_POST
def cancel(request: AccessRequest, unit: int, ballot: uuid.UUID) -> HttpResponse:
    """Call the ballot off."""
    row = queries.ballot_for(request.access, unit, ballot)
    reason = _reason(request)
    act = actions.cancel_ballot
    return _step(
        request, row, lambda: act(actor=request.access, ballot=row, reason=reason), "投票已取消。"
    )


def _reason(request: AccessRequest) -> str:
    form = ReasonForm(request.POST)
    return str(form.cleaned_data["reason"]) if form.is_valid() else ""


@login_required
@require_POST
def revote(request: AccessRequest, unit: int, ballot: uuid.UUID, contest: int) -> HttpResponse:
    """Prepare another ballot among those tied."""
    row = queries.ballot_for(request.access, unit, ballot)
    if not can_organise(request.access, row.organisation):
        raise PermissionDenied
    form = RevoteForm(request.POST)
    if not form.is_valid():
        return _page(request, row, refusal="请填写重新投票的日期和时间。", status=422)
    try:
        again = actions.revote(
            actor=request.access, ballot=row, contest=contest, **form.cleaned_data
        )
    except DomainError as refusal:
        return _page(request, row, refusal=refusal.words, status=422)
    return redirect("ballots:show", unit=again.unit_id, ballot=again.id)
