"""The list of meetings; planning, changing and calling off."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.access import READERS
from dangwu.accounts.models import Role
from dangwu.accounts.requests import AccessRequest
from dangwu.activities.queries.listing import partners
from dangwu.core.errors import DomainError
from dangwu.core.rulebook.terms import ACTIVITIES
from dangwu.meetings.actions import planning as acts
from dangwu.meetings.forms import planning as forms
from dangwu.meetings.models import Meeting
from dangwu.meetings.permissions import can_call
from dangwu.meetings.queries import listing
from dangwu.meetings.queries.attendees import candidates_for
from dangwu.meetings.queries.kinds import kinds_offered
from dangwu.meetings.queries.meeting import meeting_for
from dangwu.meetings.views.answering import FIELDS, Page, done_or_again
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries import organisation_for
from dangwu.web.refusals import explain

TOLD_AGAIN = "会议安排已修改，时间、地点重新通知了名单上的人，回执从头收起。"
PARTS = {"ahead": "要开的", "past": "开过的", "unsealed": "待签字封存"}


@login_required
def meetings(request: AccessRequest) -> HttpResponse:
    """List the meetings in reach; a member sees those called to."""
    access = request.access
    if not access.roles & (READERS | {Role.MEMBER}):
        raise PermissionDenied
    form = forms.ListFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    organisation = None
    if wanted.get("unit") and wanted.get("organisation"):
        organisation = organisation_for(access, wanted["unit"], wanted["organisation"])
        if not access.covers(organisation.unit_id, organisation.path, roles=READERS):
            raise PermissionDenied
    part = wanted.get("part") or "ahead"
    page = listing.meetings_in(
        access, part=part, organisation=organisation, after=request.GET.get("after", "")
    )
    context = {
        "part": part,
        "parts": PARTS,
        "page": page,
        "organisation": organisation,
        "caller": _caller(request, organisation),
        "kinds": ACTIVITIES,
    }
    return render(request, "meetings/list.html", context)


@login_required
def plan(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Plan a meeting of an organisation."""
    found = organisation_for(request.access, unit, organisation)
    if not can_call(request.access, found):
        raise PermissionDenied
    form = _plan_form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            planned = acts.plan_meeting(actor=request.access, organisation=found, **form.plan())
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            messages.success(request, f"已筹备“{planned.title}”。")
            return redirect("meetings:show", planned.unit_id, planned.id)
    context = {"form": form, "organisation": found}
    return render(request, "meetings/plan.html", context, status=_status(request))


@login_required
def change(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """Change what was planned."""
    found = _called(request, unit, meeting)
    form = forms.SettingForm(request.POST or None, initial=forms.initial_of(found))
    form.offer_people(candidates_for(found.organisation, on=request.access.today))
    if request.method == "POST" and form.is_valid():
        try:
            changed = acts.change_plan(actor=request.access, meeting=found, **form.setting())
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            told_again = changed.noticed_at != found.noticed_at
            messages.success(request, TOLD_AGAIN if told_again else "会议安排已修改。")
            return redirect("meetings:show", unit, found.id)
    context = {"form": form, "meeting": found, "organisation": found.organisation}
    return render(request, "meetings/plan.html", context, status=_status(request))


@login_required
@require_POST
def call_off(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """Call a meeting off, with the reason."""
    found = _called(request, unit, meeting)
    form = forms.CallOffForm(request.POST)
    return done_or_again(
        request,
        Page(found, "meetings:show"),
        form,
        lambda: acts.call_off(
            actor=request.access, meeting=found, reason=form.cleaned_data["reason"]
        ),
        "会议已取消，收到过通知的人会得到消息。",
    )


def _called(request: AccessRequest, unit: int, meeting: uuid.UUID) -> Meeting:
    found = meeting_for(request.access, unit, meeting)
    if not can_call(request.access, found.organisation):
        raise PermissionDenied
    return found


def _caller(request: AccessRequest, organisation: Organisation | None) -> dict[str, Any] | None:
    """Return for whom the button of the list calls a meeting."""
    if organisation is not None:
        if not can_call(request.access, organisation):
            return None
        return {"unit": organisation.unit_id, "organisation": organisation.id}
    reach = listing.own_reach(request.access)
    return {"unit": reach.unit_id, "organisation": reach.organisation_id} if reach else None


def _plan_form(request: AccessRequest, organisation: Organisation) -> forms.PlanForm:
    today = request.access.today
    kinds = kinds_offered(organisation, today)
    codes = [code for code, _ in (*kinds.asked, *kinds.rest)]
    kind = request.GET.get("kind", "")
    kind = kind if kind in codes else codes[0]
    usual = listing.prefilled_for(organisation, now=request.access.now)
    initial = {
        "kind": kind,
        "place": usual.place,
        "chair": str(usual.chair or ""),
        "recorder": str(usual.recorder or ""),
        "agenda": "",
    }
    form = forms.PlanForm(request.POST or None, initial=initial)
    form.offer(kinds, partners(request.access, organisation))
    form.offer_people(candidates_for(organisation, on=today))
    return form


def _status(request: AccessRequest) -> int:
    return 422 if request.method == "POST" else 200
