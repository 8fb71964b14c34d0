"""How the forms of this room are answered."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from dangwu.accounts.requests import AccessRequest
from dangwu.assessment.models import Appraisal, LifeCase
from dangwu.core.errors import DomainError, InputError


def explain(form: forms.Form, refusal: DomainError) -> None:
    """Put a refusal at the field it names, without the name itself."""
    field = refusal.field if isinstance(refusal, InputError) else ""
    shown = {"starts_at": "day"}.get(field, field)
    text = str(refusal).removeprefix(f"{field}：")
    form.add_error(shown if shown in form.fields else None, text)


def done_or_told(
    request: AccessRequest,
    target: LifeCase | Appraisal,
    view: str,
    act: Callable[[], object],
    done: str,
) -> HttpResponse:
    """Do one act of a button and go back to the page; a refusal is said there."""
    try:
        act()
    except DomainError as refusal:
        field = refusal.field if isinstance(refusal, InputError) else ""
        messages.error(request, str(refusal).removeprefix(f"{field}："))
    else:
        messages.success(request, done)
    return redirect(view, target.unit_id, target.id)
