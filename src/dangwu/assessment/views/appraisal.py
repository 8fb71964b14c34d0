"""Appraisals: the list, starting one, its page, its steps, closing it."""

import uuid
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dangwu.accounts.access import READERS
from dangwu.accounts.requests import AccessRequest
from dangwu.activities.queries import activities_of
from dangwu.assessment.actions import appraising as acts
from dangwu.assessment.actions.concluding import close_appraisal
from dangwu.assessment.forms.appraisal import (
    AppraisalForm,
    AppraisalListForm,
    CloseForm,
    DutyForm,
    SatisfactionForm,
)
from dangwu.assessment.forms.life import StepForm
from dangwu.assessment.models import Appraisal
from dangwu.assessment.permissions import can_prepare, can_read_persons
from dangwu.assessment.queries import appraisal as queries
from dangwu.assessment.queries import listing
from dangwu.assessment.queries.rules import ruled
from dangwu.assessment.steps import appraisal_step
from dangwu.assessment.views.answering import FIELDS
from dangwu.assessment.views.listing import asked
from dangwu.core.errors import DomainError
from dangwu.meetings.queries.attendees import candidates_for
from dangwu.organisations.queries import organisation_for
from dangwu.organisations.queries.rulebook import check_of
from dangwu.tasks.permissions import can_assign
from dangwu.web.refusals import explain

Kind = Appraisal.Kind
NAMES = {Kind.MEMBERS: "民主评议党员", Kind.DUTY: "述职评议", Kind.SATISFACTION: "满意度测评"}
FORMS: dict[str, type[AppraisalForm]] = {
    Kind.MEMBERS: AppraisalForm,
    Kind.DUTY: DutyForm,
    Kind.SATISFACTION: SatisfactionForm,
}


@login_required
def appraisals(request: AccessRequest) -> HttpResponse:
    """List the appraisals in reach by year."""
    access = request.access
    if not access.roles & READERS:
        raise PermissionDenied
    form = AppraisalListForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    organisation = asked(request, wanted.get("unit"), wanted.get("organisation"))
    page = listing.appraisals_in(
        access,
        year=wanted.get("year"),
        state=wanted.get("state", ""),
        organisation=organisation,
        after=request.GET.get("after", ""),
    )
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "form": form,
        "page": page,
        "organisation": organisation,
        "starter": listing.own_reach(access),
        "kinds": [(kind.value, name) for kind, name in NAMES.items()],
        "query": query.urlencode(),
    }
    return render(request, "assessment/appraisals.html", context)


@login_required
def results(request: AccessRequest) -> HttpResponse:
    """Show the person who acts the own results, and nobody else's."""
    rows = listing.results_of(request.access)
    posts = bool(request.access.roles & READERS)
    return render(request, "assessment/results.html", {"rows": rows, "posts": posts})


@login_required
def start(request: AccessRequest, unit: int, organisation: uuid.UUID, kind: str) -> HttpResponse:
    """Start an appraisal of this kind."""
    found = organisation_for(request.access, unit, organisation)
    if kind not in FORMS:
        raise Http404
    if not can_prepare(request.access, found):
        raise PermissionDenied
    scales = ruled(found, request.access.today).scales()
    codes = [one.code for one in scales]
    form = FORMS[kind](request.POST or None, initial=_initial(request, kind, codes))
    form.offer_scales(scales)
    if isinstance(form, DutyForm):
        form.offer(candidates_for(found, on=request.access.today))
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.start_appraisal(
                actor=request.access,
                organisation=found,
                kind=kind,
                year=form.cleaned_data["year"],
                title=form.cleaned_data["title"],
                audiences=form.audiences(),
                people=form.chosen() if isinstance(form, DutyForm) else (),
                things=form.lines() if isinstance(form, SatisfactionForm) else (),
            )
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            messages.success(request, f"已发起“{made.title}”，按页面上的下一步办理。")
            return redirect("assessment:appraisal", made.unit_id, made.id)
    context = {
        "form": form,
        "title": f"发起{NAMES[Kind(kind)]}",
        "intro": f"{found.name}。等次以当年通知或者本地文件为准。",
        "button": "发起",
        "back": "/assessment/appraisals/",
    }
    return render(request, "assessment/form.html", context, status=_status(request))


@login_required
def show(request: AccessRequest, unit: int, appraisal: uuid.UUID) -> HttpResponse:
    """Show where an appraisal stands and what comes next."""
    found = queries.appraisal_for(request.access, unit, appraisal)
    course = queries.course_of(found, on=request.access.today)
    context = {
        "appraisal": found,
        "course": course,
        "quota": check_of(course.quota) if course.quota else None,
        "assigns": can_assign(request.access, found.organisation),
        "keeps": can_prepare(request.access, found.organisation),
        "reads_persons": can_read_persons(request.access, found.organisation),
        "things": _things(course),
    }
    return render(request, "assessment/appraisal.html", context)


@login_required
def step(request: AccessRequest, unit: int, appraisal: uuid.UUID, slug: str) -> HttpResponse:
    """Record that a step was done, with its paper."""
    found = kept(request, unit, appraisal)
    wanted = appraisal_step(found.kind, slug)
    if wanted is None or wanted.derived:
        raise Http404
    course = queries.course_of(found, on=request.access.today)
    record = next(one.record for one in course.standings if one.step.code == slug)
    initial = {
        "done_on": record.done_on if record else request.access.today,
        "text": record.text if record else "",
    }
    form = StepForm(request.POST or None, initial=initial)
    if not wanted.texts:
        del form.fields["text"]
    else:
        form.fields["text"].label = wanted.paper
        form.fields["text"].help_text = wanted.hint
    if request.method == "POST" and form.is_valid():
        try:
            acts.record_appraisal_step(
                actor=request.access, appraisal=found, step=slug, **form.cleaned_data
            )
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            messages.success(request, f"“{wanted.title}”已登记。")
            return redirect("assessment:appraisal", unit, found.id)
    context = {
        "form": form,
        "title": wanted.title,
        "intro": f"{found.organisation.name} · 材料由{wanted.provider}提供。{wanted.hint}",
        "button": "登记",
        "back": address(found),
        "case": found,
    }
    return render(request, "assessment/form.html", context, status=_status(request))


@login_required
def close(request: AccessRequest, unit: int, appraisal: uuid.UUID) -> HttpResponse:
    """Close an appraisal: tell everybody the own result and file the work once."""
    found = kept(request, unit, appraisal)
    form = CloseForm(request.POST or None, initial={"held_on": _held_on(request, found)})
    if found.kind == Kind.SATISFACTION:
        for name in list(form.fields):
            del form.fields[name]
    else:
        form.offer(activities_of(found.organisation, kinds=[found.kind])[:30])
    if found.kind == Kind.DUTY:
        del form.fields["quota_reason"]
    if request.method == "POST" and form.is_valid():
        try:
            close_appraisal(
                actor=request.access, appraisal=found, **(form.facts() if form.fields else {})
            )
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            told = "结果已反馈给每个人本人" if found.kind != Kind.SATISFACTION else "结果已归档"
            messages.success(request, f"已办结，{told}。")
            return redirect("assessment:appraisal", unit, found.id)
    of_things = found.kind == Kind.SATISFACTION
    context = {
        "form": form,
        "title": "公布并办结" if of_things else "反馈并办结",
        "intro": "办结后，测评结果归档，不能再改。公布的方式由支部决定。"
        if of_things
        else "办结后，每个人只在自己的页面看到自己的结果，工作记录登记一次，等次不能再改。",
        "button": "公布并办结" if of_things else "反馈并办结",
        "back": address(found),
        "case": found,
    }
    return render(request, "assessment/form.html", context, status=_status(request))


def kept(request: AccessRequest, unit: int, appraisal: uuid.UUID) -> Appraisal:
    """Return the appraisal if the one who asks keeps it."""
    found = queries.appraisal_for(request.access, unit, appraisal)
    if not can_prepare(request.access, found.organisation):
        raise PermissionDenied
    return found


def address(appraisal: Appraisal) -> str:
    """Return the page of an appraisal."""
    return f"/assessment/appraisals/{appraisal.unit_id}/{appraisal.id}/"


def _held_on(request: AccessRequest, appraisal: Appraisal) -> date:
    """Return the day that is filled in at first: the last one on which a step was done."""
    course = queries.course_of(appraisal, on=request.access.today)
    done = [one.record.done_on for one in course.standings if one.record is not None]
    return max(done, default=request.access.today)


def _things(course: queries.Course) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the things asked about, each with the votes of every audience that may be shown."""
    return [
        (
            one.name,
            [
                (counted.audience.name, words)
                for counted in course.audiences
                if (words := counted.words(one.id))
            ],
        )
        for one in course.subjects
        if one.person_id is None
    ]


def _initial(request: AccessRequest, kind: str, scales: list[str]) -> dict[str, object]:
    year = listing.year_of(request.access.today)
    usual = {
        Kind.MEMBERS: ("党员", "members", "", "local_pass"),
        Kind.DUTY: ("上级党组织", "review", "党员、群众代表", "local_duty"),
        Kind.SATISFACTION: ("党员、群众代表", "content", "", "content"),
    }[Kind(kind)]
    names = ("first_name", "first_scale", "second_name", "second_scale")
    return {
        "year": year,
        "title": f"{year}年度{NAMES[Kind(kind)]}",
        **dict(zip(names, usual, strict=True)),
        **({} if usual[1] in scales else {"first_scale": "local_pass"}),
    }


def _status(request: AccessRequest) -> int:
    return 422 if request.method == "POST" else 200
