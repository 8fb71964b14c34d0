"""Minutes: read over, signed, sealed, corrected beside; the work that follows a resolution."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dangwu.accounts.access import Access
from dangwu.accounts.requests import AccessRequest
from dangwu.core import sealing
from dangwu.core.errors import DomainError
from dangwu.core.writing import plain_lines, written_day
from dangwu.meetings.actions import minutes as acts
from dangwu.meetings.forms.minutes import AssignForm, CorrectionForm
from dangwu.meetings.models import AgendaItem, Meeting, Minutes
from dangwu.meetings.permissions import can_call, can_sign
from dangwu.meetings.queries.demands import RECORDED, demands
from dangwu.meetings.queries.meeting import item_of, meeting_for
from dangwu.meetings.queries.sealed import corrections_of, days_late, sealed_of
from dangwu.meetings.queries.work import ORIGIN, draft_of
from dangwu.meetings.views.answering import FIELDS, taken
from dangwu.meetings.views.conduct import conducted
from dangwu.tasks.actions import Origin, assign_task
from dangwu.tasks.queries.record import assignable_people
from dangwu.web.refusals import explain

UNSIGNED = "会议记录由本组织的书记或副书记签字。草稿已经保存，请他们打开这一页核对、签字。"


@login_required
def minutes(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """Read the draft over, edit it, sign it."""
    found = conducted(request, unit, meeting)
    draft: Minutes | None = None
    errors, text = "", request.POST.get("text", "")
    try:
        if request.method == "POST":
            if request.POST.get("then") == "again":
                acts.redraft_minutes(actor=request.access, meeting=found)
                messages.success(request, "已按事实重新起草。")
                return redirect("meetings:minutes", unit, found.id)
            seen = request.POST.get("seen", "")
            acts.edit_minutes(actor=request.access, meeting=found, text=text, seen=seen)
            if request.POST.get("then") == "sign":
                _sign(request.access, found)
                messages.success(request, "会议记录已签字封存。")
                return redirect("meetings:sealed", unit, found.id)
            messages.success(request, "草稿已保存。")
            return redirect("meetings:minutes", unit, found.id)
        draft = acts.draft_minutes(actor=request.access, meeting=found)
        text = draft.text
    except DomainError as refusal:
        if request.method != "POST":
            messages.error(request, refusal.words)
            return redirect("meetings:show", unit, found.id)
        if _signed_already(found, text):
            return redirect("meetings:sealed", unit, found.id)
        errors = refusal.words
        draft = draft_of(found)
    context = {
        "draft": draft,
        "meeting": found,
        "text": text,
        "errors": errors,
        "may_sign": can_sign(request.access, found),
        "demands": demands(found, RECORDED),
        "late_days": days_late(found, request.access.today) if found.closed_at else 0,
    }
    return render(request, "meetings/minutes.html", context, status=422 if errors else 200)


def _sign(actor: Access, meeting: Meeting) -> None:
    """Sign the draft, or say who may. Raises DomainError."""
    if not can_sign(actor, meeting):
        raise DomainError(UNSIGNED)
    acts.sign_minutes(actor=actor, meeting=meeting)


def _signed_already(meeting: Meeting, text: str) -> bool:
    """Whether these very minutes are sealed: the button was pressed twice."""
    row = sealed_of(meeting)
    return row is not None and plain_lines(row.content["text"]) == plain_lines(text)


@login_required
def sealed(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """Read the sealed minutes with their corrections; add one."""
    found = meeting_for(request.access, unit, meeting)
    row = sealed_of(found)
    if row is None:
        raise Http404
    form = CorrectionForm(request.POST or None)
    if request.method == "POST":
        if not can_sign(request.access, found):
            raise PermissionDenied

        def act() -> None:
            acts.correct_minutes(actor=request.access, sealed=row, **form.cleaned_data)

        if taken(request, form, act, "更正已签字，原记录保持不变。"):
            return redirect("meetings:sealed", unit, found.id)
    context = {
        "meeting": found,
        "sealed": row,
        "corrections": corrections_of(row),
        "intact": sealing.digest_plain(row.content) == row.digest,
        "may_sign": can_sign(request.access, found),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "meetings/sealed.html", context, status=status)


@login_required
def assign(request: AccessRequest, unit: int, meeting: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    """Give somebody the work that follows from a resolution."""
    found = meeting_for(request.access, unit, meeting)
    if not can_call(request.access, found.organisation):
        raise PermissionDenied
    row = item_of(found, item)
    people = assignable_people(found.organisation, on=request.access.today)
    form = AssignForm(request.POST or None, initial=_work_of(found, row))
    form.offer(people)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        owner = next(one for one in people if str(one.id) == given["owner"])
        try:
            assign_task(
                actor=request.access,
                organisation=found.organisation,
                title=given["title"],
                owner=owner,
                due_on=given["due_on"],
                detail=given["detail"],
                origin=Origin(ORIGIN, row.id),
            )
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            messages.success(request, f"已交办{owner.name}，到期前会提醒。")
            return redirect("meetings:show", unit, found.id)
    context = {"meeting": found, "item": row, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "meetings/assign.html", context, status=status)


def _work_of(meeting: Meeting, item: AgendaItem) -> dict[str, str]:
    """Return what is filled in at first: who is given the work reads what was resolved."""
    resolved = f"{meeting.title}（{written_day(timezone.localdate(meeting.starts_at))}）决议："
    return {"title": item.title[:120], "detail": f"{resolved}{item.resolution}"}
