"""How every form of this room is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.organisations.models import Organisation
from dangwu.web.forms import PlainForm


@dataclass(frozen=True, slots=True)
class Words:
    """What a form page says: heading, what the act does, the button, what was done."""

    title: str
    button: str
    done: str
    note: str = ""


def record_url(organisation: Organisation) -> str:
    """Return the address of an organisation's record."""
    return reverse("organisations:record", args=[organisation.unit_id, organisation.id])


def answer_form(
    request: AccessRequest,
    organisation: Organisation,
    form: PlainForm,
    words: Words,
    act: Callable[[dict[str, Any]], object],
    *,
    then: str = "",
) -> HttpResponse:
    """Show the form, or do the act and go on to `then` (left out: the organisation's record)."""
    back = then or record_url(organisation)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.words)
        else:
            messages.success(request, words.done)
            return redirect(back)
    context = {"organisation": organisation, "form": form, "words": words, "back": back}
    status = 422 if request.method == "POST" else 200
    return render(request, "organisations/form.html", context, status=status)
