"""How the forms of meetings are answered."""

from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.models import Meeting

# Where a form names a fact otherwise than the action that takes it.
FIELDS: Mapping[str, str] = {"kinds": "kind", "starts_at": "day", "people": "people"}


def explain(form: forms.Form, refusal: DomainError) -> None:
    """Put a refusal at the field it names, without the name itself."""
    field = refusal.field if isinstance(refusal, InputError) else ""
    shown = FIELDS.get(field, field)
    text = str(refusal).removeprefix(f"{field}：")
    form.add_error(shown if shown in form.fields else None, text)


def told(refusal: DomainError) -> str:
    """Return a refusal for a page without the form, without the name of the field."""
    field = refusal.field if isinstance(refusal, InputError) else ""
    return str(refusal).removeprefix(f"{field}：")


def done_or_told(
    request: AccessRequest, meeting: Meeting, view: str, act: Callable[[], object], done: str
) -> HttpResponse:
    """Do one act of a button and go back to the page; a refusal is said there."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, told(refusal))
    else:
        messages.success(request, done)
    return redirect(view, meeting.unit_id, meeting.id)
