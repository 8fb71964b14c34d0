"""How the forms of meetings are answered."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.meetings.forms.conduct import offer_people
from dangwu.meetings.models import Meeting
from dangwu.members.models import Person
from dangwu.web.refusals import carry_out, explain

# Where a form names a fact otherwise than the action that takes it.
FIELDS: Mapping[str, str] = {
    "kinds": "kind",
    "starts_at": "day",
    "people": "people",
    "choices": "",
}


@dataclass(frozen=True, slots=True)
class Page:
    """The page that a button stands on. people: whom its forms offer, asked only when needed.

    place: the line of a long list that the button stands in, to come back to.
    """

    meeting: Meeting
    view: str
    people: Callable[[], Iterable[Person]] = tuple
    place: str = ""

    @property
    def address(self) -> str:
        """Where one goes on after the act."""
        address = reverse(self.view, args=[self.meeting.unit_id, self.meeting.id])
        return f"{address}#{self.place}" if self.place else address


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page that refreshes itself. mark: changes when what it shows does."""

    shown: SafeString
    mark: str


def part_of(template: str, context: Mapping[str, object]) -> Part:
    """Return the part as it is now."""
    shown = render_to_string(template, dict(context))
    return Part(shown, hashlib.sha256(shown.encode()).hexdigest()[:16])


def part_again(
    request: AccessRequest, template: str, context: Mapping[str, object]
) -> HttpResponse:
    """Answer a part that asks for itself again; with nothing where nothing has changed.

    Then the page keeps what is open there, and where the keyboard stands.
    """
    part = context["part"]
    if isinstance(part, Part) and request.GET.get("shown") == part.mark:
        return HttpResponse(status=204)
    return render(request, template, dict(context))


def done_or_told(
    request: AccessRequest, meeting: Meeting, view: str, act: Callable[[], object], done: str
) -> HttpResponse:
    """Do one act of a button and go back to the page; a refusal is said there."""
    carry_out(request, act, done)
    return redirect(view, meeting.unit_id, meeting.id)


def done_or_again(
    request: AccessRequest, page: Page, form: BaseForm, act: Callable[[], object], done: str
) -> HttpResponse:
    """Do what a form asks and go back to its page.

    Refused, the form is shown again with what was typed, and why at the field. done: what is
    said then; its button stands on the form that is shown again.
    """
    if not form.fields:
        return done_or_said(request, page, form, act, done)
    if taken(request, form, act, done):
        return redirect(page.address)
    offer_people(form, page.people())
    context = {"meeting": page.meeting, "form": form, "back": page.view}
    return render(request, "meetings/again.html", context, status=422)


def done_or_said(
    request: AccessRequest, page: Page, form: BaseForm, act: Callable[[], object], done: str
) -> HttpResponse:
    """Do what a form of few choices asks and go back to its page, where a refusal is said."""
    if not taken(request, form, act, done):
        messages.error(request, first_error(form))
    return redirect(page.address)


def first_error(form: BaseForm) -> str:
    """Return the first refusal of a form as one sentence."""
    return str(next(iter(form.errors.values()))[0])


def taken(request: AccessRequest, form: BaseForm, act: Callable[[], object], done: str) -> bool:
    """Do what a form asks, and say so; a refusal is put at its field."""
    if not form.is_valid():
        return False
    try:
        act()
    except DomainError as refusal:
        explain(form, refusal, FIELDS)
        return False
    messages.success(request, done)
    return True
