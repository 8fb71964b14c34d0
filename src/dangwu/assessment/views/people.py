"""Those who take part: talks, self-checks, what is marked at the meeting, the meeting itself."""

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.assessment.actions import preparing as acts
from dangwu.assessment.actions.rectifying import add_rectification
from dangwu.assessment.forms.life import (
    MeetingForm,
    RectificationForm,
    SelfCheckForm,
    TalkForm,
)
from dangwu.assessment.models import LifeCase
from dangwu.assessment.permissions import (
    can_hand_in,
    can_prepare,
    can_read_persons,
    can_read_self_check,
)
from dangwu.assessment.queries import life as queries
from dangwu.assessment.queries.standings import Standing
from dangwu.assessment.views.answering import FIELDS, done_or_told
from dangwu.core.errors import DomainError
from dangwu.meetings.queries.attendees import candidates_for
from dangwu.meetings.queries.listing import prefilled_for
from dangwu.tasks.permissions import can_assign
from dangwu.tasks.queries import assignable_people
from dangwu.web.refusals import explain


@login_required
def talks(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Show who talked with whom on which day, and add one."""
    found = _of_persons(request, unit, case)
    keeps = can_prepare(request.access, found.organisation)
    if request.method == "POST" and not keeps:
        raise PermissionDenied
    parts = queries.parts_of(found)
    form = TalkForm(request.POST or None, initial={"held_on": request.access.today})
    form.offer(part.person for part in parts)
    if request.method == "POST" and form.is_valid():
        first = form.person("first")
        if first is None:
            raise Http404
        others = [form.people[key] for key in form.cleaned_data["others"]]
        try:
            acts.add_talks(
                actor=request.access, case=found, first=first, others=others,
                held_on=form.cleaned_data["held_on"],
            )  # fmt: skip
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            messages.success(request, f"已登记{len(others)}次谈话。")
            return redirect("assessment:life_talks", unit, found.id)
    held = queries.talks_of(found)
    talked = {person for talk in held for person in (talk.first_id, talk.second_id)}
    context = {
        "case": found,
        "form": form,
        "talks": held,
        "left": [part.person for part in parts if part.person_id not in talked],
        "keeps": keeps and found.state == LifeCase.State.OPEN,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "assessment/talks.html", context, status=status)


@login_required
@require_POST
def untalk(request: AccessRequest, unit: int, case: uuid.UUID, talk: uuid.UUID) -> HttpResponse:
    """Take off a talk recorded by mistake."""
    found = queries.case_for(request.access, unit, case)
    return done_or_told(
        request,
        found,
        "assessment:life_talks",
        lambda: acts.remove_talk(actor=request.access, case=found, talk=talk),
        "已删去。",
    )


@login_required
def people(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Show who takes part and what is done; mark it at the meeting."""
    found = _of_persons(request, unit, case)
    if request.method == "POST":
        return _marked(request, found)
    access = request.access
    context = {
        "case": found,
        "parts": queries.parts_of(found),
        "present": queries.present_at(found),
        "keeps": can_prepare(access, found.organisation) and found.state == LifeCase.State.OPEN,
        "met": found.meeting is not None and found.meeting.opened_at is not None,
        "reads_texts": can_read_self_check(access, found, uuid.UUID(int=0)),
        "today": access.today,
    }
    return render(request, "assessment/people.html", context)


@login_required
def self_check(
    request: AccessRequest, unit: int, case: uuid.UUID, person: uuid.UUID
) -> HttpResponse:
    """Show a self-check to those who may read it, and take it in from those who may hand it in."""
    found = queries.case_for(request.access, unit, case)
    if not can_read_self_check(request.access, found, person):
        raise PermissionDenied
    part = queries.part_of(found, person)
    hands_in = can_hand_in(request.access, found, person)
    form = SelfCheckForm(request.POST or None, initial={"text": part.text})
    if request.method == "POST":
        if not hands_in:
            raise PermissionDenied
        if form.is_valid():
            try:
                acts.hand_in_self_check(
                    actor=request.access, case=found, person_id=person, **form.cleaned_data
                )
            except DomainError as refusal:
                explain(form, refusal, FIELDS)
            else:
                messages.success(request, f"{part.person.name}的对照检查材料已提交。")
                own = request.access.is_person(unit, person)
                return redirect(f"assessment:{'life' if own else 'life_people'}", unit, found.id)
    opened = found.meeting is not None and found.meeting.opened_at is not None
    still = found.state == LifeCase.State.OPEN and not (opened and part.handed_in_on)
    return render(
        request,
        "assessment/self_check.html",
        {"case": found, "part": part, "form": form, "writes": hands_in and still},
        status=422 if request.method == "POST" else 200,
    )


@login_required
def meeting(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Plan the meeting of the case."""
    found = _kept(request, unit, case)
    usual = prefilled_for(found.organisation, now=request.access.now)
    initial = {"place": usual.place, "chair": usual.chair, "recorder": usual.recorder}
    form = MeetingForm(request.POST or None, initial=initial)
    form.offer(candidates_for(found.organisation, on=request.access.today))
    if request.method == "POST" and form.is_valid():
        try:
            planned = acts.plan_case_meeting(actor=request.access, case=found, **form.setting())
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            messages.success(request, "会议已筹备，接着发通知。")
            return redirect("meetings:show", unit, planned.id)
    intro = (
        "应到人员、议程自动列出；会议的通知、签到、主持、记录在会议页面办理，散会后这里自动接上。"
    )
    course = queries.course_of(found, on=request.access.today)
    return _form_page(request, found, form, "筹备会议", intro, "筹备会议", course.unprepared)


@login_required
def rectify(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Put a problem on the 整改清单, with a task for it."""
    found = _kept(request, unit, case)
    if not can_assign(request.access, found.organisation):
        raise PermissionDenied
    form = RectificationForm(request.POST or None)
    form.offer(assignable_people(found.organisation, on=request.access.today))
    if request.method == "POST" and form.is_valid():
        owner = form.person("owner")
        if owner is None:
            raise Http404
        try:
            add_rectification(
                actor=request.access, case=found, owner=owner,
                **{name: form.cleaned_data[name] for name in ("problem", "measure", "due_on")},
            )  # fmt: skip
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            messages.success(request, "已列入整改清单，负责人会收到任务。")
            return redirect("assessment:life", unit, found.id)
    intro = "一次列一项：问题、措施、负责人、时限。每项成为一项任务，凭完成情况办结。"
    return _form_page(request, found, form, "列入整改清单", intro, "列入清单并交办")


@login_required
@require_POST
def derive(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Bring those who take part up to date."""
    found = queries.case_for(request.access, unit, case)
    return done_or_told(
        request,
        found,
        "assessment:life_people",
        lambda: acts.derive_people(actor=request.access, case=found),
        "参加人员已按今天的名册更新。",
    )


def _marked(request: AccessRequest, case: LifeCase) -> HttpResponse:
    if not can_prepare(request.access, case.organisation):
        raise PermissionDenied
    known = {str(part.person_id): part.person_id for part in queries.parts_of(case)}
    marks = {
        name: {known[one] for one in request.POST.getlist(name) if one in known}
        for name in ("spoken", "written", "told")
    }
    return done_or_told(
        request,
        case,
        "assessment:life_people",
        lambda: acts.mark_people(
            actor=request.access, case=case, on=request.access.today, **marks
        ),
        "已登记。",
    )


def _of_persons(request: AccessRequest, unit: int, case: uuid.UUID) -> LifeCase:
    found = queries.case_for(request.access, unit, case)
    if not can_read_persons(request.access, found.organisation):
        raise PermissionDenied
    return found


def _kept(request: AccessRequest, unit: int, case: uuid.UUID) -> LifeCase:
    found = queries.case_for(request.access, unit, case)
    if not can_prepare(request.access, found.organisation):
        raise PermissionDenied
    return found


def _form_page(
    request: AccessRequest,
    case: LifeCase,
    form: MeetingForm | RectificationForm,
    title: str,
    intro: str,
    button: str,
    unprepared: Sequence[Standing] = (),
) -> HttpResponse:
    context = {
        "unprepared": unprepared,
        "case": case,
        "form": form,
        "title": title,
        "intro": intro,
        "button": button,
        "back": f"/assessment/life/{case.unit_id}/{case.id}/",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "assessment/form.html", context, status=status)
