"""The list of cases, and one case: started, changed, its steps filed, finished."""

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.access import READERS
from dangwu.accounts.models import Account
from dangwu.accounts.requests import AccessRequest
from dangwu.organisations.queries import organisation_for, reaches_of
from dangwu.organisations.queries.bodies import body_on, ends_on
from dangwu.procedures import forms
from dangwu.procedures.actions import filing, finishing, results, starting
from dangwu.procedures.graph import Standing
from dangwu.procedures.models import TermChange
from dangwu.procedures.permissions import can_read, can_run
from dangwu.procedures.queries import cases
from dangwu.procedures.queries.demands import small_branch
from dangwu.procedures.queries.history import history_told
from dangwu.procedures.queries.page import page_of
from dangwu.procedures.queries.ruled import beginning
from dangwu.procedures.views.answering import (
    done_or_told,
    filed_by,
    filled,
    form_page,
    run_by,
)
from dangwu.web.refusals import carry_out


@login_required
def term_changes(request: AccessRequest) -> HttpResponse:
    """List the bodies whose term ends, with the button to begin; and the cases."""
    access = request.access
    if not access.reaches_as(READERS):
        raise PermissionDenied
    state = request.GET.get("state", "")
    after = request.GET.get("after", "")
    shown = TermChange.State.FINISHED if state == "finished" else TermChange.State.RUNNING
    endings = cases.endings_in(access, access.today, after=after) if not state else []
    rows = cases.cases_in(access, state=shown, after=after if state else "")
    context = {
        "state": state,
        "endings": [
            (one, can_run(access, one.body.organisation)) for one in endings[: cases.PAGE]
        ],
        "more_endings": _after_ending(endings),
        "rows": [(row, None) for row in rows[: cases.PAGE]]
        if state
        else cases.next_of_each(rows[: cases.PAGE], access.today),
        "more": _after_case(rows) if state else "",
    }
    return render(request, "procedures/term_changes.html", context)


@login_required
def start(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Begin a change of term."""
    access = request.access
    found = organisation_for(access, unit, organisation)
    if not can_read(access, found):
        raise Http404
    if not can_run(access, found):
        raise PermissionDenied
    running = cases.running_case(found)
    if running is not None and request.method != "POST":
        return redirect("procedures:term_change", unit, running.id)
    has_committee = not small_branch(found, access.today)
    body = body_on(found, access.today)
    initial = {
        "planned_on": ends_on(body) if body and ends_on(body) >= access.today else access.today,
        "seats": (body.seats if body and body.seats else 3) if has_committee else 1,
        "deputies": 0,
        "timing": TermChange.Timing.LATE
        if body and ends_on(body) < access.today
        else TermChange.Timing.ON_TIME,
    }
    form = forms.SoughtForm(request.POST or None, initial=initial)
    if found.kind != "committee":
        form.for_branch(has_committee=has_committee)
    made: list[TermChange] = []

    def act(_data: dict[str, Any]) -> None:
        made.append(
            starting.start_term_change(actor=access, organisation=found, sought=form.sought())
        )

    if request.method == "POST" and filled(form, act):
        messages.success(request, "换届已启动。下面按步骤办理，每一步写明了要做什么、谁来做。")
        return redirect("procedures:term_change", unit, made[0].id)
    context = {
        "form": form,
        "organisation": found,
        "body": body,
        "case": None,
        "sources": beginning(found, access.today),
    }
    return form_page(request, "procedures/sought.html", context)


@login_required
def change(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Change what is sought."""
    found = run_by(request, unit, case)
    form = forms.SoughtForm(request.POST or None, initial=forms.sought_of(found))
    if found.kind != TermChange.Kind.COMMITTEE:
        form.for_branch(has_committee=found.has_committee)

    def act(_data: dict[str, Any]) -> object:
        return starting.change_sought(actor=request.access, case=found, sought=form.sought())

    if request.method == "POST" and filled(form, act):
        messages.success(request, "换届方案已修改。")
        return redirect("procedures:term_change", unit, found.id)
    context = {"form": form, "organisation": found.organisation, "case": found}
    return form_page(request, "procedures/sought.html", context)


@login_required
def term_change(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Show a case."""
    return _page(request, cases.case_for(request.access, unit, case))


def _page(request: AccessRequest, found: TermChange, status: int = 200) -> HttpResponse:
    page = page_of(request.access, found)
    context = {
        "case": found,
        "page": page,
        "works": forms.WORK_CHOICES,
        "history": history_told(found, page.lines),
    }
    return render(request, "procedures/term_change.html", context, status=status)


@login_required
@require_POST
def stop(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """End a case without a result."""
    found = run_by(request, unit, case)
    return done_or_told(
        request,
        found,
        lambda: starting.stop_term_change(
            actor=request.access, case=found, reason=request.POST.get("reason", "")
        ),
        "换届已终止，办理过的步骤都保留。",
    )


@login_required
def file_step(request: AccessRequest, unit: int, case: uuid.UUID, step: str) -> HttpResponse:
    """File a step by hand."""
    found = filed_by(request, unit, case)
    standing = _step(found, step, request)
    form = forms.StepForm(request.POST or None, initial={"on": request.access.today})
    if not standing.plan.numbered:
        del form.fields["number"]
        del form.fields["by"]

    def act(data: dict[str, Any]) -> object:
        return filing.file_step(actor=request.access, case=found, step=step, **data)

    if request.method == "POST" and filled(form, act):
        messages.success(request, f"“{standing.plan.title}”已登记。")
        return redirect("procedures:term_change", unit, found.id)
    context = {"form": form, "case": found, "step": standing}
    return form_page(request, "procedures/step.html", context)


@login_required
@require_POST
def withdraw_step(request: AccessRequest, unit: int, case: uuid.UUID, step: str) -> HttpResponse:
    """Take back a step filed in error."""
    found = filed_by(request, unit, case)
    return done_or_told(
        request,
        found,
        lambda: filing.withdraw_step(
            actor=request.access, case=found, step=step, reason=request.POST.get("reason", "")
        ),
        "登记已撤回，原因保留。",
    )


@login_required
@require_POST
def divide_work(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Keep who does what in the new committee."""
    found = run_by(request, unit, case)
    works = {
        uuid.UUID(name.removeprefix("work-")): str(value)
        for name, value in request.POST.items()
        if name.startswith("work-") and len(name) == len("work-") + 36
    }
    return done_or_told(
        request,
        found,
        lambda: results.divide_work(actor=request.access, case=found, works=works),
        "委员分工已登记。",
    )


@login_required
@require_POST
def finish(request: AccessRequest, unit: int, case: uuid.UUID) -> HttpResponse:
    """Record the new body and its posts."""
    found = filed_by(request, unit, case)

    def act() -> object:
        return finishing.finish_term_change(
            actor=request.access, case=found, also_head=request.POST.get("also_head") == "1"
        )

    carry_out(request, act, "新一届班子已登记，任期和任职从选举之日起计算。")
    if _reads_still(request, found):
        return redirect("procedures:term_change", unit, found.id)
    messages.info(
        request,
        f"您在{found.organisation}的任职已经结束，不能再办理它的事。交接、公开、归档由新任书记或者"
        "干事在“换届”的“已完成”里接着办；还没有账号的，请系统管理员开通。",
    )
    return redirect("workbench:today")


def _reads_still(request: AccessRequest, case: TermChange) -> bool:
    """Whether the person reads the case: whose own post ended with the former body does not."""
    account = request.user
    reaches = reaches_of(account, on=request.access.today) if isinstance(account, Account) else ()
    return can_read(replace(request.access, reaches=reaches), case.organisation)


def _step(found: TermChange, step: str, request: AccessRequest) -> Standing:
    steps = cases.steps_now(found, cases.filed_steps(found), request.access.today)
    for standing in steps:
        if standing.plan.id == step:
            return standing
    raise Http404


def _after_ending(rows: list[cases.Ending]) -> str:
    last = rows[cases.PAGE - 1] if len(rows) > cases.PAGE else None
    return f"{last.ends_on}:{last.body.id}" if last else ""


def _after_case(rows: list[TermChange]) -> str:
    last = rows[cases.PAGE - 1] if len(rows) > cases.PAGE else None
    return f"{last.planned_on}:{last.id}" if last else ""
