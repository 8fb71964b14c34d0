"""Votes: open, by name, count, void; written opinions, rulings, reservations."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.meetings.actions import floor, items, polling
from dangwu.meetings.actions import votes as acts
from dangwu.meetings.forms import conduct as forms
from dangwu.meetings.models import AgendaItem, Meeting
from dangwu.meetings.queries import floor as read
from dangwu.meetings.queries.booths import tellers_chosen
from dangwu.meetings.queries.console import item_shown
from dangwu.meetings.queries.meeting import item_of, meeting_for
from dangwu.meetings.views.answering import done_or_told
from dangwu.meetings.views.conduct import conducted, first_error


@login_required
@require_POST
def open_vote(
    request: AccessRequest, unit: int, meeting: uuid.UUID, item: uuid.UUID
) -> HttpResponse:
    """Begin a vote."""
    found = conducted(request, unit, meeting)
    row = item_of(found, item)
    form = forms.OpenVoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("meetings:conduct", unit, found.id)
    given = form.cleaned_data
    if given["booth"] and given["method"] == "secret":
        return _by_ballots(request, found, row, given)
    change = read.amendment_of(found, given["amendment"]) if given["amendment"] else None
    return done_or_told(
        request,
        found,
        "meetings:conduct",
        lambda: acts.open_vote(
            actor=request.access,
            item=row,
            method=given["method"],
            person_id=given["person"],
            amendment=change,
        ),
        "开始表决。",
    )


def _by_ballots(
    request: AccessRequest, found: Meeting, row: AgendaItem, given: dict[str, Any]
) -> HttpResponse:
    def act() -> None:
        shown = item_shown(found, row)
        polling.open_ballot(
            actor=request.access,
            item=row,
            booth=given["booth"],
            tellers=tellers_chosen(shown.booth, given["scrutineer"], given["counter"]),
            person_id=given["person"],
        )

    return done_or_told(request, found, "meetings:conduct", act, "开始用选票表决。")


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
    """Keep a vote by name and count it."""
    found = conducted(request, unit, meeting)
    row = read.vote_of(found, vote)
    voters = item_shown(found, row.item).voters
    form = forms.NamedForm(request.POST, voters=voters)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("meetings:conduct", unit, found.id)
    choices = {
        person.id: form.cleaned_data[f"p{person.id}"]
        for person in voters
        if form.cleaned_data[f"p{person.id}"]
    }

    def act() -> None:
        acts.cast_named(actor=request.access, vote=row, choices=choices)
        if request.POST.get("then") == "close":
            acts.close_vote(actor=request.access, vote=row)

    return done_or_told(request, found, "meetings:conduct", act, "记名表决已记下。")


@login_required
@require_POST
def count(request: AccessRequest, unit: int, meeting: uuid.UUID, vote: uuid.UUID) -> HttpResponse:
    """Count a vote."""
    found = conducted(request, unit, meeting)
    row = read.vote_of(found, vote)
    form = forms.CountForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填写赞成、反对、弃权的票数，没有的填 0。")
        return redirect("meetings:conduct", unit, found.id)
    return done_or_told(
        request,
        found,
        "meetings:conduct",
        lambda: acts.close_vote(
            actor=request.access, vote=row, shown=acts.Shown(**form.cleaned_data)
        ),
        "表决结果已记下。",
    )


@login_required
@require_POST
def void(request: AccessRequest, unit: int, meeting: uuid.UUID, vote: uuid.UUID) -> HttpResponse:
    """Void a vote."""
    found = conducted(request, unit, meeting)
    row = read.vote_of(found, vote)
    return done_or_told(
        request,
        found,
        "meetings:conduct",
        lambda: acts.void_vote(
            actor=request.access, vote=row, reason=request.POST.get("reason", "")
        ),
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
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("meetings:show", unit, found.id)
    given = form.cleaned_data
    return done_or_told(
        request,
        found,
        "meetings:show",
        lambda: acts.receive_written(
            actor=request.access,
            item=row,
            person_id=given["person"],
            choice=given["choice"],
            received_on=given["received_on"],
            text=given["text"],
        ),
        "书面意见已记下。",
    )


@login_required
@require_POST
def ruling(request: AccessRequest, unit: int, meeting: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    """Keep a ruling from above on an item that was put off."""
    found = conducted(request, unit, meeting)
    row = item_of(found, item)
    form = forms.RulingForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("meetings:show", unit, found.id)
    return done_or_told(
        request,
        found,
        "meetings:show",
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
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("meetings:show", unit, found.id)
    later = meeting_for(request.access, unit, form.cleaned_data["later"])
    return done_or_told(
        request,
        later,
        "meetings:show",
        lambda: items.rediscuss(actor=request.access, item=row, meeting=later),
        "缓议事项已列入这次会议。",
    )


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
