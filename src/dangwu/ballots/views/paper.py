"""Entering the count of paper ballots."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dangwu.accounts.requests import AccessRequest
from dangwu.ballots import actions, queries
from dangwu.ballots.forms import CountForm
from dangwu.ballots.models import Ballot
from dangwu.ballots.permissions import can_organise
from dangwu.ballots.slips import slips_of
from dangwu.core.errors import DomainError
from dangwu.documents.responses import TYPES, paper_response
from dangwu.web.refusals import explain


@login_required
@require_http_methods(["GET", "POST"])
def count(request: AccessRequest, unit: int, ballot: uuid.UUID, contest: int) -> HttpResponse:
    """Enter one contest's count. What the other person entered is shown only afterwards."""
    row = queries.board_for(request.access, unit, ballot)
    if not queries.may_count(request.access, row):
        raise PermissionDenied
    states = queries.sheet_states(row)
    if row.is_online or contest >= len(states):
        raise Http404
    state = states[contest]
    form = CountForm(state.contest, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _entered(request, row, contest, form):
        return redirect("ballots:count", unit=unit, ballot=ballot, contest=contest)
    own = state.entered_by(request.access.account_id)
    context = {
        "ballot": row,
        "state": state,
        "form": form,
        "own": own,
        "differences": state.differences if own else (),
        "changeable": row.state == Ballot.State.FROZEN and not state.accepted,
        "can_watch": can_organise(request.access, row.organisation),
    }
    return render(
        request, "ballots/count.html", context, status=422 if request.method == "POST" else 200
    )


@login_required
def slips(request: AccessRequest, unit: int, ballot: uuid.UUID, form: str) -> HttpResponse:
    """Answer with one voter's paper ballots, to be printed for everybody who is there."""
    row = queries.ballot_for(request.access, unit, ballot)
    if not can_organise(request.access, row.organisation):
        raise PermissionDenied
    if row.is_online or not row.is_frozen or form not in TYPES:
        raise Http404
    return paper_response(slips_of(row), form, name=f"{row.title} 选票")


def _entered(request: AccessRequest, row: Ballot, contest: int, form: CountForm) -> bool:
    try:
        state = actions.enter_count(
            actor=request.access, ballot=row, contest=contest, count=form.count()
        )
    except DomainError as refusal:
        explain(form, refusal)
        return False
    given = form.cleaned_data
    if given["returned"] > given["issued"] and not state.accepted:
        messages.warning(
            request,
            f"收回{given['returned']}张，多于发出的{given['issued']}张，这样的选举无效。"
            "请重新清点；录错了的，再录入一次。",
        )
    if state.accepted:
        messages.success(request, "两人录入一致，这一项的票数已确定。")
    elif state.differences:
        messages.warning(request, "两人录入不一致，请对照下面的不同之处重新清点。")
    else:
        messages.success(request, "已记下。请另一人独立录入。")
    return True
