"""The voter's page, and the one address to which an envelope is sent."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest, as_person
from dangwu.ballots import actions, queries
from dangwu.ballots.actions.casting import AlreadyVotedError, NotOnRollError
from dangwu.ballots.booth import YES_NO
from dangwu.ballots.models import Ballot, Manifest
from dangwu.ballots.transport import UNPROTECTED, is_protected
from dangwu.ballots.views.policy import with_webassembly
from dangwu.core.errors import DomainError


@login_required
@with_webassembly
def vote(request: AccessRequest, unit: int, ballot: uuid.UUID) -> HttpResponse:
    """Show the ballot to be filled in, or why it cannot be now."""
    row = queries.voter_ballot_for(request.access, unit, ballot)
    manifest = queries.manifest_of_ballot(row)
    voted = queries.has_voted(request.access, row)
    sheets = queries.sheets_beside(request.access, row)
    return render(
        request,
        "ballots/vote.html",
        {
            "ballot": row,
            "manifest": manifest,
            "contests": queries.contests_of(row),
            "sides": YES_NO,
            "voted": voted,
            "sheets": sheets,
            "left": [one for one in sheets if not one.voted and one.ballot.id != row.id],
            "is_open": row.takes_votes(request.access.now),
            "unprotected": "" if is_protected(request) else UNPROTECTED,
            "data": _data(row, manifest, voted=voted),
        },
    )


def _data(ballot: Ballot, manifest: Manifest, *, voted: bool) -> dict[str, Any]:
    """Return what the page's script seals with."""
    content = manifest.content
    place = {"unit": ballot.unit_id, "ballot": ballot.id}
    return {
        "ballot": str(ballot.id),
        "title": ballot.title,
        "organisation": content["organisation"],
        "manifest": manifest.digest,
        "contests": content["contests"],
        "keys": [teller["key"] for teller in content["tellers"]],
        "length": content["plaintext_bytes"],
        "receipt_key": content["receipt_key"],
        "cast": reverse("ballots:cast", kwargs=place),
        "voted": voted,
    }


@as_person
@login_required
@require_POST
def cast(request: AccessRequest, unit: int, ballot: uuid.UUID) -> JsonResponse:
    """Take an envelope; answer with its receipt or a refusal."""
    if not is_protected(request):
        return JsonResponse({"refused": UNPROTECTED}, status=403)
    try:
        receipt = actions.cast_envelope(
            actor=request.access, unit_id=unit, ballot_id=ballot, envelope=request.body
        )
    except NotOnRollError as refusal:
        return JsonResponse({"refused": refusal.words}, status=403)
    except AlreadyVotedError as refusal:
        return JsonResponse({"refused": refusal.words}, status=409)
    except DomainError as refusal:
        return JsonResponse({"refused": refusal.words}, status=422)
    return JsonResponse(
        {
            "again": receipt.again,
            "envelope": receipt.envelope,
            "signature": receipt.signature,
        }
    )
