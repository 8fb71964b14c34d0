"""One case of organisation life: its page, its steps, the superior's part."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.assessment.actions import cases as acts
from dangwu.assessment.forms.life import GuidanceForm, OrderForm, StepForm
from dangwu.assessment.models import LifeCase
from dangwu.assessment.permissions import can_oversee, can_prepare, can_read, can_read_persons
from dangwu.assessment.queries import life as queries
from dangwu.assessment.steps import life_step
from dangwu.assessment.views.answering import FIELDS, done_or_told
from dangwu.core.errors import DomainError
from dangwu.documents.permissions import can_issue
from dangwu.tasks.permissions import can_assign
from dangwu.web.refusals import explain


@login_required
def show(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Show where a case stands and what comes next."""
    return case_page(request, queries.case_for(request.access, unit, case))


def case_page(
    request: AccessRequest,
    case: LifeCase,
    *,
    guidance: GuidanceForm | None = None,
    order: OrderForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page of a case."""
    access = request.access
    course = queries.course_of(case, on=access.today)
    own = next((part for part in course.parts if part.person_id == access.person_id), None)
    context = {
        "case": case,
        "course": course,
        "own": own,
        "again": queries.next_round(case) if case.state == LifeCase.State.ORDERED else None,
        "assigns": can_assign(access, case.organisation),
        "keeps": can_prepare(access, case.organisation),
        "reads": can_read(access, case.organisation),
        "reads_persons": can_read_persons(access, case.organisation),
        "issues": can_issue(access, case.organisation) and case.state != LifeCase.State.ORDERED,
        "oversees": can_oversee(access, case.organisation),
        "guidance": guidance or GuidanceForm(initial={"guidance": case.guidance}),
        "order": order or OrderForm(),
    }
    return render(request, "assessment/life.html", context, status=status)


@login_required
def step(request: AccessRequest, unit: int, case: uuid.UUID, slug: str) -> HttpResponse:
    """Record that a step was done, with its paper."""
    found = queries.case_for(request.access, unit, case)
    if not can_prepare(request.access, found.organisation):
        raise PermissionDenied
    wanted = life_step(slug)
    if wanted is None or wanted.derived:
        raise Http404
    record = queries.facts_of(found).records.get(slug)
    initial = {"done_on": record.done_on if record else request.access.today}
    form = StepForm(
        request.POST or None, initial={**initial, "text": record.text if record else ""}
    )
    if not wanted.texts:
        del form.fields["text"]
    else:
        form.fields["text"].label = wanted.paper
        form.fields["text"].help_text = wanted.hint
    if request.method == "POST" and form.is_valid():
        try:
            acts.record_step(actor=request.access, case=found, step=slug, **form.cleaned_data)
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            messages.success(request, f"“{wanted.title}”已登记。")
            return redirect("assessment:life", unit, found.id)
    return render(
        request,
        "assessment/step.html",
        {"case": found, "step": wanted, "form": form, "record": record},
        status=422 if request.method == "POST" else 200,
    )


@login_required
@require_POST
def file(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Put the papers on file, as the superior."""
    found = _overseen(request, unit, case)
    form = GuidanceForm(request.POST)
    if form.is_valid():
        return done_or_told(
            request,
            found,
            "assessment:life",
            lambda: acts.file_papers(actor=request.access, case=found, **form.cleaned_data),
            "已备案，党组织会收到通知。",
        )
    return case_page(request, found, guidance=form, status=422)


@login_required
@require_POST
def order(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Order that the meeting be held again, as the superior."""
    found = _overseen(request, unit, case)
    form = OrderForm(request.POST)
    if form.is_valid():
        return done_or_told(
            request,
            found,
            "assessment:life",
            lambda: acts.order_rerun(actor=request.access, case=found, **form.cleaned_data),
            "已责令重开，党组织会收到通知。",
        )
    return case_page(request, found, order=form, status=422)


@login_required
@require_POST
def again(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Start the round that was ordered."""
    found = queries.case_for(request.access, unit, case)
    try:
        made = acts.start_rerun(actor=request.access, case=found)
    except DomainError as refusal:
        messages.error(request, refusal.words)
        return redirect("assessment:life", unit, found.id)
    messages.success(request, "已发起重开的一轮，前一轮原样保留。")
    return redirect("assessment:life", unit, made.id)


@login_required
@require_POST
def close(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Close a case in which everything is done."""
    found = queries.case_for(request.access, unit, case)
    return done_or_told(
        request,
        found,
        "assessment:life",
        lambda: acts.close_case(actor=request.access, case=found),
        "已办结。",
    )


def _overseen(request: AccessRequest, unit: int, case: uuid.UUID) -> LifeCase:
    found = queries.case_for(request.access, unit, case)
    if not can_oversee(request.access, found.organisation):
        raise PermissionDenied
    return found
