"""Counting the sheets of an audience, on paper or on line; the 整改清单 of what it showed."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dangwu.accounts.requests import AccessRequest
from dangwu.assessment.actions import appraising as acts
from dangwu.assessment.actions.online import go_online
from dangwu.assessment.actions.rectifying import add_appraisal_rectification
from dangwu.assessment.forms.appraisal import OnlineForm, SheetForm
from dangwu.assessment.forms.life import RectificationForm
from dangwu.assessment.permissions import can_read_persons
from dangwu.assessment.queries import appraisal as queries
from dangwu.assessment.queries.counting import audience_of
from dangwu.assessment.queries.papers import rectification_sheet
from dangwu.assessment.views.answering import FIELDS
from dangwu.assessment.views.appraisal import address, kept
from dangwu.core.errors import DomainError
from dangwu.documents.responses import TYPES, paper_response
from dangwu.meetings.queries.attendees import candidates_for
from dangwu.tasks.permissions import can_assign
from dangwu.tasks.queries import assignable_people
from dangwu.web.refusals import explain


@login_required
def count(
    request: AccessRequest, unit: int, appraisal: uuid.UUID, audience: uuid.UUID
) -> HttpResponse:
    """Type in the count of an audience's paper sheets: two persons, each for themselves."""
    found = kept(request, unit, appraisal)
    counted = audience_of(found, audience)
    subjects = [one for one in queries.subjects_of(found) if one.graded]
    form = SheetForm(subjects, counted.audience.grades, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            after = acts.enter_sheet(
                actor=request.access, appraisal=found, audience=audience, sheet=form.sheet()
            )
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            told = (
                "两人录入一致，这一组已计票。"
                if after.count
                else "两人录入不一致，请各自重新核对后再录。"
                if after.differs
                else "已录入，请另一人再录一遍。"
            )
            messages.success(request, told)
            return redirect("assessment:appraisal", unit, found.id)
    context = {
        "appraisal": found,
        "counted": counted,
        "form": form,
        "own": counted.entered_by(request.access.account_id),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "assessment/count.html", context, status=status)


@login_required
def online(
    request: AccessRequest, unit: int, appraisal: uuid.UUID, audience: uuid.UUID
) -> HttpResponse:
    """Let the members of the organisation fill in on line, by secret ballot."""
    found = kept(request, unit, appraisal)
    counted = audience_of(found, audience)
    form = OnlineForm(request.POST or None, initial=OnlineForm.usual(request.access.now))
    form.offer(candidates_for(found.organisation, on=request.access.today))
    if request.method == "POST" and form.is_valid():
        try:
            ballots = go_online(
                actor=request.access, appraisal=found, audience=audience, **form.facts()
            )
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            messages.success(
                request,
                f"已准备{len(ballots)}张票。接下来：监票人各自生成密钥，然后点开每张票封定、开始。",
            )
            return redirect("assessment:appraisal", unit, found.id)
    context = {
        "form": form,
        "title": f"线上测评：{counted.audience.name}",
        "intro": "由本组织的党员在手机或者电脑上无记名填写。每张票最多12人，人多的自动分成几张。"
        "两名监票人各自保管密钥，截止后由他们依次开启，系统计票，票数自动回到这里。",
        "button": "准备线上测评",
        "back": address(found),
        "case": found,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "assessment/form.html", context, status=status)


@login_required
def rectify(request: AccessRequest, unit: int, appraisal: uuid.UUID) -> HttpResponse:
    """Put a problem that the appraisal showed on its list, with a task for it."""
    found = kept(request, unit, appraisal)
    if not can_assign(request.access, found.organisation):
        raise PermissionDenied
    form = RectificationForm(request.POST or None)
    form.offer(assignable_people(found.organisation, on=request.access.today))
    if request.method == "POST" and form.is_valid():
        owner = form.person("owner")
        if owner is None:
            raise Http404
        try:
            add_appraisal_rectification(
                actor=request.access, appraisal=found, owner=owner,
                **{name: form.cleaned_data[name] for name in ("problem", "measure", "due_on")},
            )  # fmt: skip
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            messages.success(request, "已列入整改清单，负责人会收到任务。")
            return redirect("assessment:appraisal", unit, found.id)
    context = {
        "form": form,
        "title": "列入整改清单",
        "intro": "一次列一项：问题、措施、负责人、时限。每项成为一项任务，凭完成情况办结。",
        "button": "列入清单并交办",
        "back": address(found),
        "case": found,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "assessment/form.html", context, status=status)


@login_required
def paper(request: AccessRequest, unit: int, appraisal: uuid.UUID, form: str) -> HttpResponse:
    """Answer with the 整改清单 of the appraisal."""
    found = queries.appraisal_for(request.access, unit, appraisal)
    if not can_read_persons(request.access, found.organisation):
        raise PermissionDenied
    if form not in TYPES:
        raise Http404
    try:
        made = rectification_sheet(
            found.organisation, f"{found.title}整改清单", queries.rectifications_of(found)
        )
    except DomainError as refusal:
        messages.error(request, refusal.words)
        return redirect("assessment:appraisal", unit, found.id)
    return paper_response(made, form)
