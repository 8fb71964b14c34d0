"""One meeting's page, and the acts of its agenda, notice and papers."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.meetings.actions import notice as acts
from dangwu.meetings.forms.attendees import PersonForm
from dangwu.meetings.forms.planning import NoticeForm
from dangwu.meetings.permissions import can_call
from dangwu.meetings.queries.asking import checks, notice_findings
from dangwu.meetings.queries.attendees import attendee_of
from dangwu.meetings.queries.meeting import meeting_for, meeting_of_item
from dangwu.meetings.queries.notice import missing_before_notice, notice_text_for
from dangwu.meetings.queries.page import page_of
from dangwu.meetings.queries.work import work_of
from dangwu.meetings.views.answering import FIELDS, done_or_told
from dangwu.web.refusals import explain

# The parts that the rooms of conduct and minutes bring; a plain one where there is none.
ITEMS_PART = ("meetings/_items.html", "meetings/_agenda.html")
MINUTES_PART = ("meetings/_minutes.html", "meetings/_nothing.html")


@login_required
def show(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """Show a meeting: where it stands, the next act, agenda, people, papers, minutes."""
    found = meeting_for(request.access, unit, meeting)
    context = {
        "meeting": found,
        "page": page_of(request.access, found),
        "work": work_of(request.access, found),
        "today": request.access.today,
        "items_part": ITEMS_PART,
        "minutes_part": MINUTES_PART,
    }
    return render(request, "meetings/record.html", context)


@login_required
def of_item(request: AccessRequest, unit: int, item: uuid.UUID) -> HttpResponse:
    """Lead to the meeting of an item, from a ballot or a record that knows only the item."""
    found = meeting_of_item(request.access, unit, item)
    return redirect("meetings:show", found.unit_id, found.id)


@login_required
def notice(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """Read the notice over, with what the rules say of its time, and send it."""
    found = meeting_for(request.access, unit, meeting)
    if not can_call(request.access, found.organisation):
        raise PermissionDenied
    form = NoticeForm(request.POST or None, initial={"text": notice_text_for(found)})
    if request.method == "POST" and form.is_valid():
        try:
            acts.give_notice(actor=request.access, meeting=found, text=form.cleaned_data["text"])
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            messages.success(request, "通知已发。谁确认收到了，在名单里看。")
            return redirect("meetings:show", unit, found.id)
    hours = max(int((found.starts_at - request.access.now).total_seconds() // 3600), 0)
    context = {
        "form": form,
        "meeting": found,
        "missing": missing_before_notice(found, now=request.access.now),
        "checks": checks(notice_findings(found, hours)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "meetings/notice.html", context, status=status)


@login_required
@require_POST
def receipt(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """Confirm that the notice arrived: one's own, or somebody's who was told otherwise."""
    found = meeting_for(request.access, unit, meeting)
    if "person" not in request.POST:
        return done_or_told(
            request,
            found,
            "meetings:show",
            lambda: acts.confirm_receipt(actor=request.access, meeting=found),
            "已确认收到通知。",
        )
    form = PersonForm(request.POST)
    row = attendee_of(found, form.cleaned_data["person"]) if form.is_valid() else None
    if row is None:
        raise Http404
    return done_or_told(
        request,
        found,
        "meetings:attendees",
        lambda: acts.confirm_receipt(actor=request.access, meeting=found, person=row.person),
        f"已记{row.person.name}收到通知。",
    )
