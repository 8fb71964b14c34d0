"""Votes: open, by name, count, void; written opinions, rulings, reservations."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.meetings.actions import floor, items, polling
from dangwu.meetings.actions import votes as acts
from dangwu.meetings.forms import conduct as forms
from dangwu.meetings.models import AgendaItem, Meeting, Vote
from dangwu.meetings.queries import floor as read
from dangwu.meetings.queries.booths import tellers_chosen
from dangwu.meetings.queries.console import item_shown
from dangwu.meetings.queries.meeting import item_of, meeting_for
from dangwu.meetings.queries.work import people_absent
from dangwu.meetings.views.answering import (
    Page,
    done_or_again,
    done_or_said,
    done_or_told,
    first_error,
    taken,
)
from dangwu.meetings.views.conduct import conducted, shown


@login_required
@require_POST
def open_vote(
    request: AccessRequest, unit: int, meeting: uuid.UUID, item: uuid.UUID
) -> HttpResponse:
    """Begin a vote, counted in the hall or taken by ballots."""
    found = conducted(request, unit, meeting)
    row = item_of(found, item)
    form = forms.OpenVoteForm(request.POST)
    page = Page(found, "meetings:conduct")
    return done_or_said(
        request, page, form, lambda: _open(request, found, row, form.cleaned_data), "开始表决。"
    )


def _open(
    request: AccessRequest, found: Meeting, row: AgendaItem, given: dict[str, Any]
) -> object:
    if given["booth"] and given["method"] == "secret":
        booth = item_shown(found, row).booth
        return polling.open_ballot(
            actor=request.access,
            item=row,
            booth=given["booth"],
            tellers=tellers_chosen(booth, given["scrutineer"], given["counter"]),
            person_id=given["person"],
        )
    change = read.amendment_of(found, given["amendment"]) if given["amendment"] else None
    return acts.open_vote(
        actor=request.access,
        item=row,
        method=given["method"],
        person_id=given["person"],
        amendment=change,
    )


@login_required
@require_POST
def again(request: AccessRequest, unit: int, meeting: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    """Begin another round of an election that was counted and left something open."""
    found = conducted(request, unit, meeting)
    row = item_of(found, item)
    return done_or_told(
        request,
        found,
        "meetings:conduct",
        lambda: polling.open_again(
            actor=request.access, item=row, booth=request.POST.get("booth", "")
        ),
        "开始再次投票。",
    )


@login_required
@require_POST
def named(request: AccessRequest, unit: int, meeting: uuid.UUID, vote: uuid.UUID) -> HttpResponse:
    """Keep a vote by name and count it; what was kept stays when somebody is left out."""
    found = conducted(request, unit, meeting)
    row = read.vote_of(found, vote)
    voters = item_shown(found, row.item).voters
    form = forms.NamedForm(request.POST, voters=voters)

    def act() -> None:
        acts.cast_named(actor=request.access, vote=row, choices=form.choices())
        if request.POST.get("then") == "close":
            acts.close_vote(actor=request.access, vote=row)

    if taken(request, form, act, "记名表决已记下。"):
        return redirect("meetings:conduct", unit, found.id)
    return _refused(request, found, vote, form)


@login_required
@require_POST
def count(request: AccessRequest, unit: int, meeting: uuid.UUID, vote: uuid.UUID) -> HttpResponse:
    """Count a vote."""
    found = conducted(request, unit, meeting)
    row = read.vote_of(found, vote)
    form = forms.CountForm(request.POST)

    def act() -> None:
        acts.close_vote(actor=request.access, vote=row, shown=acts.Shown(**form.cleaned_data))

    if taken(request, form, act, "表决结果已记下。"):
        return redirect("meetings:conduct", unit, found.id)
    return _refused(request, found, vote, form)


def _refused(request: AccessRequest, found: Meeting, vote: uuid.UUID, form: Form) -> HttpResponse:
    """Show the chair's page with the count as it was typed, while its vote still runs there."""
    if read.vote_of(found, vote).state == Vote.State.OPEN:
        return shown(request, found, form)
    messages.error(request, first_error(form))
    return redirect("meetings:conduct", found.unit_id, found.id)


@login_required
@require_POST
def void(request: AccessRequest, unit: int, meeting: uuid.UUID, vote: uuid.UUID) -> HttpResponse:
    """Void a vote."""
    found = conducted(request, unit, meeting)
    row = read.vote_of(found, vote)
    form = forms.VoidForm(request.POST)
    return done_or_again(
        request,
        Page(found, "meetings:conduct"),
        form,
        lambda: acts.void_vote(actor=request.access, vote=row, reason=form.cleaned_data["reason"]),
        "这次表决已作废。",
    )


@login_required
@require_POST
def written(
    request: AccessRequest, unit: int, meeting: uuid.UUID, item: uuid.UUID
) -> HttpResponse:
    """Keep a written opinion."""
    found = conducted(request, unit, meeting)
    row = item_of(found, item)
    form = forms.WrittenForm(request.POST)

    def act() -> None:
        given = dict(form.cleaned_data)
        person = given.pop("person")
        acts.receive_written(actor=request.access, item=row, person_id=person, **given)

    page = Page(found, "meetings:show", lambda: people_absent(found))
    return done_or_again(request, page, form, act, "书面意见已记下。")


@login_required
@require_POST
def ruling(request: AccessRequest, unit: int, meeting: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    """Keep a ruling from above on an item that was put off."""
    found = conducted(request, unit, meeting)
    row = item_of(found, item)
    form = forms.RulingForm(request.POST)
    return done_or_again(
        request,
        Page(found, "meetings:show"),
        form,
        lambda: items.record_ruling(actor=request.access, item=row, **form.cleaned_data),
        "上级裁决已记下。",
    )


@login_required
@require_POST
def rediscuss(
    request: AccessRequest, unit: int, meeting: uuid.UUID, item: uuid.UUID
) -> HttpResponse:
    """Put a postponed item on the agenda of a later meeting."""
    found = conducted(request, unit, meeting)
    row = item_of(found, item)
    form = forms.LaterForm(request.POST)

    def act() -> None:
        later = meeting_for(request.access, unit, form.cleaned_data["later"])
        items.rediscuss(actor=request.access, item=row, meeting=later)

    page = Page(found, "meetings:show")
    return done_or_said(request, page, form, act, "缓议事项已列入所选的会议。")


@login_required
@require_POST
def report_up(
    request: AccessRequest, unit: int, meeting: uuid.UUID, statement: uuid.UUID
) -> HttpResponse:
    """Note that a reserved opinion went to the superior organisation."""
    found = conducted(request, unit, meeting)
    row = read.statement_of(found, statement)
    return done_or_told(
        request,
        found,
        "meetings:show",
        lambda: floor.report_reservation_up(
            actor=request.access, statement=row, on=request.access.today
        ),
        "已记向上级反映。",
    )
