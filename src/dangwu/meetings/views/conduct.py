"""The chair's page: open, take the items, close; and the acts of the floor."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.meetings.actions import closing, floor, items, opening
from dangwu.meetings.forms import conduct as forms
from dangwu.meetings.models import AgendaItem, Meeting
from dangwu.meetings.permissions import can_call, can_conduct
from dangwu.meetings.queries import floor as read
from dangwu.meetings.queries.console import Console, console_of, people_present
from dangwu.meetings.queries.meeting import item_of, meeting_for
from dangwu.meetings.queries.reminders import reminders_of
from dangwu.meetings.views.answering import (
    Page,
    done_or_again,
    done_or_told,
    part_again,
    part_of,
)

Act = Callable[[AccessRequest, AgendaItem, dict[str, Any]], object]


@login_required
def conduct(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """Show the chair what is on the table and the next act."""
    found = conducted(request, unit, meeting)
    if found.state in (Meeting.State.NOTICED, Meeting.State.OPEN):
        return shown(request, found)
    # Somebody else closed it while the page was open: the part that refreshes takes all of it along.
    if request.htmx:
        return HttpResponseClientRedirect(reverse("meetings:show", args=[unit, found.id]))
    return redirect("meetings:show", unit, found.id)


def shown(
    request: AccessRequest, found: Meeting, refused: django_forms.Form | None = None
) -> HttpResponse:
    """Show the chair's page. refused: the count that could not be taken, as it was typed."""
    console = console_of(found)
    context: dict[str, object] = {
        "meeting": found,
        "console": console,
        "today": request.access.today,
        "seen": request.GET.get("seen", console.stamp),
    }
    context["part"] = part_of("meetings/_quorum.html", context)
    if request.htmx:
        return part_again(request, "meetings/conduct.html#quorum", context)
    context["reminders"] = reminders_of(found, console)
    context["may_call"] = can_call(request.access, found.organisation)
    context["count"] = refused or _count_form(console)
    return render(request, "meetings/conduct.html", context, status=422 if refused else 200)


def _count_form(console: Console) -> django_forms.Form:
    """Return the form of the running vote: by name, or three numbers."""
    table = console.item
    if table is not None and table.voters:
        return forms.NamedForm(voters=table.voters, kept=table.named)
    return forms.CountForm(initial={"no": 0, "abstain": 0})


@login_required
@require_POST
def open_(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """Open the meeting."""
    found = conducted(request, unit, meeting)
    return done_or_told(
        request,
        found,
        "meetings:conduct",
        lambda: opening.open_meeting(actor=request.access, meeting=found),
        "会议已开始。",
    )


@login_required
@require_POST
def close(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """Close the meeting; its work is filed."""
    found = conducted(request, unit, meeting)
    try:
        closing.close_meeting(actor=request.access, meeting=found)
    except DomainError as refusal:
        messages.error(request, refusal.words)
        return redirect("meetings:conduct", unit, found.id)
    messages.success(request, "会议已结束，工作记录已生成。下一步：核对会议记录并签字。")
    return redirect("meetings:show", unit, found.id)


@login_required
@require_POST
def item_act(
    request: AccessRequest, unit: int, meeting: uuid.UUID, item: uuid.UUID, slug: str
) -> HttpResponse:
    """One act on an item, named by the address."""
    if slug not in ACTS:
        raise Http404
    made, act, done = ACTS[slug]
    found = conducted(request, unit, meeting)
    row = item_of(found, item)
    form = made(request.POST)
    page = Page(found, "meetings:conduct", lambda: people_present(found))
    return done_or_again(request, page, form, lambda: act(request, row, form.cleaned_data), done)


@login_required
@require_POST
def speech(
    request: AccessRequest, unit: int, meeting: uuid.UUID, speech: uuid.UUID, slug: str
) -> HttpResponse:
    """Give somebody the floor, or take it back."""
    acts = {"begin": floor.begin_speech, "end": floor.end_speech}
    if slug not in acts:
        raise Http404
    found = conducted(request, unit, meeting)
    row = read.speech_of(found, speech)
    done = "请发言。" if slug == "begin" else "发言结束。"
    return done_or_told(
        request,
        found,
        "meetings:conduct",
        lambda: acts[slug](actor=request.access, speech=row),
        done,
    )


@login_required
@require_POST
def settle(
    request: AccessRequest, unit: int, meeting: uuid.UUID, amendment: uuid.UUID
) -> HttpResponse:
    """Take a change into the text without a vote, or not."""
    found = conducted(request, unit, meeting)
    row = read.amendment_of(found, amendment)
    accepted = request.POST.get("accepted") == "1"
    return done_or_told(
        request,
        found,
        "meetings:conduct",
        lambda: floor.settle_amendment(actor=request.access, amendment=row, accepted=accepted),
        "修改已采纳。" if accepted else "修改未采纳。",
    )


def conducted(request: AccessRequest, unit: int, meeting: uuid.UUID) -> Meeting:
    """Return a meeting that the person may lead. Raises Http404, PermissionDenied."""
    found = meeting_for(request.access, unit, meeting)
    if not can_conduct(request.access, found):
        raise PermissionDenied
    return found


ACTS: Final[Mapping[str, tuple[type[django_forms.Form], Act, str]]] = {
    "take": (
        forms.TakeForm,
        lambda r, i, _: items.take_item(actor=r.access, item=i),
        "开始议这一项。",
    ),
    "postpone": (
        forms.ReasonForm,
        lambda r, i, c: items.postpone_item(actor=r.access, item=i, reason=c["reason"]),
        "已缓议。会后调查论证，可列入下次会议复议。",
    ),
    "drop": (
        forms.ReasonForm,
        lambda r, i, c: items.drop_item(actor=r.access, item=i, reason=c["reason"]),
        "已撤下。",
    ),
    "resolve": (
        forms.TextForm,
        lambda r, i, c: items.record_resolution(actor=r.access, item=i, text=c["text"]),
        "决议已记下。",
    ),
    "speak": (
        forms.SpeakerForm,
        lambda r, i, c: floor.ask_to_speak(actor=r.access, item=i, person_id=c["person"]),
        "已登记发言。",
    ),
    "state": (
        forms.StatementForm,
        lambda r, i, c: floor.record_statement(
            actor=r.access, item=i, person_id=c["person"], text=c["text"], minority=c["minority"]
        ),
        "意见已记下。",
    ),
    "recuse": (
        forms.RecusalForm,
        lambda r, i, c: floor.recuse(
            actor=r.access, item=i, person_id=c["person"], reason=c["reason"]
        ),
        "回避已记下。",
    ),
    "amend": (
        forms.AmendmentForm,
        lambda r, i, c: floor.move_amendment(
            actor=r.access, item=i, person_id=c["person"], text=c["text"], reason=c["reason"]
        ),
        "修改已提出，先议修改，再议正文。",
    ),
}
