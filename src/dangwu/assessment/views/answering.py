"""How the forms of this room are answered."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.shortcuts import redirect

from dangwu.accounts.requests import AccessRequest
from dangwu.assessment.models import Appraisal, LifeCase
from dangwu.web.refusals import carry_out

# Where a form names a fact otherwise than the action that takes it.
FIELDS: Mapping[str, str] = {"starts_at": "day"}


def done_or_told(
    request: AccessRequest,
    target: LifeCase | Appraisal,
    view: str,
    act: Callable[[], object],
    done: str,
) -> HttpResponse:
    """Do one act of a button and go back to the page; a refusal is said there."""
    carry_out(request, act, done)
    return redirect(view, target.unit_id, target.id)
