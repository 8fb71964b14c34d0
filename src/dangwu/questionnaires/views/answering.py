"""What the views of this room share: a refusal at its field, or as a message."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect

from dangwu.accounts.requests import AccessRequest
from dangwu.questionnaires.models import Questionnaire
from dangwu.web.refusals import carry_out


def back_to(row: Questionnaire) -> HttpResponse:
    """Go back to the page of the questionnaire."""
    return redirect("questionnaires:show", row.unit_id, row.id)


def done_or_told(
    request: AccessRequest, row: Questionnaire, act: Callable[[], object], done: str
) -> HttpResponse:
    """Do it and say so on the questionnaire's page, or say there why it was refused."""
    carry_out(request, act, done)
    return back_to(row)
