"""The tellers' pages: making a key, and taking one's layer off."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from dangwu.accounts.requests import AccessRequest
from dangwu.ballots import actions, queries
from dangwu.ballots.forms import BatchForm, KeyForm
from dangwu.ballots.models import Ballot, Teller
from dangwu.ballots.transport import UNPROTECTED, is_protected
from dangwu.ballots.views.policy import with_webassembly
from dangwu.core.errors import DomainError


@login_required
@with_webassembly
@require_http_methods(["GET", "POST"])
def key(request: AccessRequest, unit: int, ballot: uuid.UUID) -> HttpResponse:
    """Make a key in the browser; only its public half is sent here."""
    teller = queries.teller_for(request.access, unit, ballot)
    form = KeyForm(request.POST or None)
    if request.method == "POST" and is_protected(request) and form.is_valid():
        try:
            actions.enter_key(
                actor=request.access, teller=teller, public_key=form.cleaned_data["public_key"]
            )
        except DomainError as refusal:
            form.add_error(None, refusal.words)
        else:
            messages.success(request, "公钥已提交。请把密钥保管好，计票时要用；别给任何人看。")
            return redirect("ballots:key", unit=unit, ballot=ballot)
    context = {
        "teller": teller,
        "ballot": teller.ballot,
        "form": form,
        "unprotected": "" if is_protected(request) else UNPROTECTED,
        "changeable": teller.ballot.state == Ballot.State.DRAFT,
        "more": _more(request, teller, Ballot.State.DRAFT),
        "data": {
            "ballot": str(teller.ballot_id),
            "title": teller.ballot.title,
            "number": teller.number,
            "name": teller.name,
        },
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "ballots/key.html", context, status=status)


@login_required
@with_webassembly
@require_http_methods(["GET", "POST"])
def peel(request: AccessRequest, unit: int, ballot: uuid.UUID) -> HttpResponse:
    """Take one's layer off in the browser; take back what the browser made."""
    teller = queries.teller_for(request.access, unit, ballot)
    if request.method == "POST":
        return _take_back(request, teller)
    place = {"unit": unit, "ballot": ballot}
    done = queries.layers_done(teller.ballot)
    turn = queries.next_teller(teller.ballot)
    data = {}
    if turn and turn.id == teller.id:
        manifest = queries.manifest_of_ballot(teller.ballot)
        data = {
            "public_key": teller.public_key,
            "batch": reverse("ballots:batch", kwargs=place),
            "peel": reverse("ballots:peel", kwargs=place),
            "bytes": queries.item_bytes(manifest, done),
        }
    context = {
        "teller": teller,
        "ballot": teller.ballot,
        "turn": turn,
        "own_turn": bool(data),
        "done": done >= teller.number,
        "more": _more(request, teller, Ballot.State.CLOSED),
        "unprotected": "" if is_protected(request) else UNPROTECTED,
        "data": data,
    }
    return render(request, "ballots/peel.html", context)


def _more(request: AccessRequest, teller: Teller, state: Ballot.State) -> list[Teller]:
    """Return where else it is this teller's turn to do the same."""
    due = queries.tellings_due(request.access)
    return [one for one in due if one.id != teller.id and one.ballot.state == state]


def _take_back(request: AccessRequest, teller: Teller) -> HttpResponse:
    if not is_protected(request):
        return JsonResponse({"refused": UNPROTECTED}, status=403)
    form = BatchForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"refused": "交回的内容不完整，请刷新页面重做。"}, status=422)
    file = form.cleaned_data["batch"]
    try:
        actions.return_batch(
            actor=request.access,
            teller=teller,
            content=file.read() if file else b"",
            refused=form.cleaned_data["refused"],
        )
    except DomainError as refusal:
        return JsonResponse({"refused": refusal.words}, status=422)
    return JsonResponse({"done": True})


@login_required
@require_GET
def batch(request: AccessRequest, unit: int, ballot: uuid.UUID) -> HttpResponse:
    """Hand the items to the teller whose turn it is, one after another."""
    teller = queries.teller_for(request.access, unit, ballot)
    turn = queries.next_teller(teller.ballot)
    if turn is None or turn.id != teller.id:
        raise DomainError("还没有轮到您开启选票，或者您的一层已经打开。")
    items = queries.current_batch(teller.ballot, teller.number - 1)
    return HttpResponse(b"".join(items), content_type="application/octet-stream")
