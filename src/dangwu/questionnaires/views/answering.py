"""What the views of this room share: a refusal at its field, or as a message."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError, InputError
from dangwu.questionnaires.models import Questionnaire


def told(refusal: DomainError) -> str:
    """Return the words of a refusal without the name of its field."""
    field = refusal.field if isinstance(refusal, InputError) else ""
    return str(refusal).removeprefix(f"{field}：")


def explain(form: forms.Form, refusal: DomainError) -> None:
    """Put a refusal at the field it names."""
    field = refusal.field if isinstance(refusal, InputError) else ""
    form.add_error(field if field in form.fields else None, told(refusal))


def back_to(row: Questionnaire) -> HttpResponse:
    """Go back to the page of the questionnaire."""
    return redirect("questionnaires:show", row.unit_id, row.id)


def done_or_told(
    request: AccessRequest, row: Questionnaire, act: Callable[[], object], done: str
) -> HttpResponse:
    """Do it and say so on the questionnaire's page, or say there why it was refused."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, told(refusal))
    else:
        messages.success(request, done)
    return back_to(row)
