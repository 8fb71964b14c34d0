"""Setting the agenda of a meeting."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.meetings.actions import agenda as acts
from dangwu.meetings.forms.agenda import ItemForm, NewItemForm, initial_of
from dangwu.meetings.models import AgendaItem, Meeting
from dangwu.meetings.permissions import can_call
from dangwu.meetings.queries.asking import agenda_demands
from dangwu.meetings.queries.demands import BEYOND, CONSULTED, demands
from dangwu.meetings.queries.meeting import item_of, meeting_for
from dangwu.meetings.queries.naming import names_of, people_named
from dangwu.meetings.queries.notice import agenda_of
from dangwu.meetings.views.answering import FIELDS, done_or_told
from dangwu.web.refusals import explain


@login_required
def agenda(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """Show the agenda as it is set, and add to it."""
    found = _called(request, unit, meeting)
    form = NewItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.add_item(actor=request.access, meeting=found, **form.cleaned_data)
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            messages.success(request, "议题已加上。")
            return redirect("meetings:agenda", unit, found.id)
    context = {
        "meeting": found,
        "items": agenda_of(found),
        "demands": agenda_demands(found),
        "form": form,
        "noticed": found.state != Meeting.State.PLANNED,
    }
    return render(request, "meetings/agenda.html", context, status=_status(request))


@login_required
def change(request: AccessRequest, unit: int, meeting: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    """Fill in an item: how it is taken, whom it is about, whose opinion was sought."""
    row = _item(request, unit, meeting, item)
    form = ItemForm(request.POST or None, initial=initial_of(row, names_of(row)))
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            people = people_named(row.meeting, cleaned.pop("people").splitlines())
            acts.change_item(actor=request.access, item=row, people=people, **cleaned)
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            messages.success(request, "议题已保存。")
            return redirect("meetings:agenda", unit, row.meeting_id)
    context = {
        "meeting": row.meeting,
        "item": row,
        "form": form,
        "demands": demands(row.meeting, (*CONSULTED, *BEYOND)),
    }
    return render(request, "meetings/agenda_item.html", context, status=_status(request))


@login_required
@require_POST
def move(request: AccessRequest, unit: int, meeting: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    """Move an item one place."""
    row = _item(request, unit, meeting, item)
    up = request.POST.get("way") == "up"
    return done_or_told(
        request,
        row.meeting,
        "meetings:agenda",
        lambda: acts.move_item(actor=request.access, item=row, up=up),
        "次序已调整。",
    )


@login_required
@require_POST
def remove(request: AccessRequest, unit: int, meeting: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    """Take an item off."""
    row = _item(request, unit, meeting, item)
    reason = request.POST.get("reason", "")
    return done_or_told(
        request,
        row.meeting,
        "meetings:agenda",
        lambda: acts.remove_item(actor=request.access, item=row, reason=reason),
        "议题已撤下。",
    )


def _called(request: AccessRequest, unit: int, meeting: uuid.UUID) -> Meeting:
    found = meeting_for(request.access, unit, meeting)
    if not can_call(request.access, found.organisation):
        raise PermissionDenied
    return found


def _item(request: AccessRequest, unit: int, meeting: uuid.UUID, item: uuid.UUID) -> AgendaItem:
    return item_of(_called(request, unit, meeting), item)


def _status(request: AccessRequest) -> int:
    return 422 if request.method == "POST" else 200
