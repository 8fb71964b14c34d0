"""Leading bodies and their terms."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render

from dangwu.accounts.requests import AccessRequest
from dangwu.organisations import actions, permissions
from dangwu.organisations.forms import bodies as forms
from dangwu.organisations.models import LeadingBody, Organisation
from dangwu.organisations.queries import organisation_for
from dangwu.organisations.queries.bodies import body_for
from dangwu.organisations.queries.body_list import terms_page
from dangwu.organisations.views.answering import Words, answer_form


@login_required
def listing(request: AccessRequest) -> HttpResponse:
    """Leading bodies in reach: what runs out, what has run out, what is missing."""
    if not request.access.reaches:
        raise PermissionDenied
    form = forms.TermsFilter(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    page, rows = terms_page(
        request.access,
        state=state,
        on=request.access.today,
        page=request.GET.get("page", ""),
    )
    shown = [
        (row, row.ending and permissions.can_change_term(request.access, row.organisation))
        for row in rows
    ]
    context = {"form": form, "state": state, "page": page, "rows": shown}
    return render(request, "organisations/bodies.html", context)


@login_required
def extend(
    request: AccessRequest, unit: int, organisation: uuid.UUID, body: uuid.UUID
) -> HttpResponse:
    """Record an approved extension."""
    row = _arranged(request, unit, organisation)
    term = _term(row, body)
    form = forms.ExtensionForm(request.POST or None)

    def act(data: dict[str, Any]) -> object:
        _body, reminders = actions.extend_term(actor=request.access, body=term, **data)
        for reminder in reminders:
            messages.warning(request, f"请核对：{reminder.text}")
        return _body

    words = Words(f"第{term.number}届延期", "登记延期", "延期已登记。")
    return answer_form(request, row, form, words, act)


@login_required
def end(
    request: AccessRequest, unit: int, organisation: uuid.UUID, body: uuid.UUID
) -> HttpResponse:
    """End a term before the next election."""
    row = _arranged(request, unit, organisation)
    term = _term(row, body)
    form = forms.EndTermForm(request.POST or None, initial={"on": request.access.today})

    def act(data: dict[str, Any]) -> object:
        return actions.end_term(actor=request.access, body=term, **data)

    words = Words(f"结束第{term.number}届任期", "结束任期", "本届任期已结束。")
    return answer_form(request, row, form, words, act)


def _arranged(request: AccessRequest, unit: int, organisation: uuid.UUID) -> Organisation:
    row = organisation_for(request.access, unit, organisation)
    if not permissions.can_arrange(request.access, row):
        raise PermissionDenied
    return row


def _term(organisation: Organisation, body_id: uuid.UUID) -> LeadingBody:
    body = body_for(organisation, body_id)
    if body is None:
        raise Http404
    body.organisation = organisation
    return body
