"""One task: its facts, its timeline, and what may be done to it."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dangwu.accounts.access import Access
from dangwu.accounts.requests import AccessRequest
from dangwu.activities.queries import activities_of
from dangwu.core.errors import DomainError
from dangwu.tasks import actions, queries
from dangwu.tasks.forms import DueForm, EvidenceForm, ProgressForm, ReasonForm
from dangwu.tasks.models import Task
from dangwu.tasks.permissions import can_keep, can_read_below, owns
from dangwu.web.forms import PlainForm
from dangwu.web.refusals import explain

OFFERED = 30  # records of work from which the proof is chosen


@dataclass(frozen=True, slots=True)
class Act:
    """Something that may be done to a task: its words, its form, who may, and how."""

    title: str
    button: str
    done: str
    form: type[PlainForm]
    may: Callable[[Access, Task], bool]
    when: Callable[[Task], bool]
    act: Callable[[Access, Task, PlainForm], object]


def _open(task: Task) -> bool:
    return task.state == Task.State.OPEN


def _reports(access: Access, task: Task) -> bool:
    return can_keep(access, task) or queries.does(access, task)


def _progress(access: Access, task: Task, form: PlainForm) -> object:
    return actions.report_progress(actor=access, task=task, text=form.cleaned_data["text"])


def _propose(access: Access, task: Task, form: PlainForm) -> object:
    return actions.propose_closing(actor=access, task=task, evidence=_evidence(form))


def _due(access: Access, task: Task, form: PlainForm) -> object:
    return actions.change_due(actor=access, task=task, **form.cleaned_data)


def _close(access: Access, task: Task, form: PlainForm) -> object:
    return actions.close_task(actor=access, task=task, evidence=_evidence(form))


def _cancel(access: Access, task: Task, form: PlainForm) -> object:
    return actions.cancel_task(actor=access, task=task, reason=form.cleaned_data["reason"])


def _reopen(access: Access, task: Task, form: PlainForm) -> object:
    return actions.reopen_task(actor=access, task=task, reason=form.cleaned_data["reason"])


def _evidence(form: PlainForm) -> actions.Evidence:
    if not isinstance(form, EvidenceForm):
        raise TypeError("closing asks for proof")
    return form.evidence()


ACTS: Mapping[str, Act] = {
    "propose": Act(
        "提请办结", "提请办结", "已提请办结，等书记或干事确认。", EvidenceForm, owns,
        lambda task: _open(task) and not task.proposed, _propose,
    ),
    "close": Act("办结", "确认办结", "任务已办结。", EvidenceForm, can_keep, _open, _close),
    "progress": Act("报进展", "提交进展", "进展已记入。", ProgressForm, _reports, _open, _progress),
    "due": Act("调整期限", "调整期限", "期限已调整，负责人会收到提醒。", DueForm, can_keep, _open, _due),
    "reopen": Act(
        "退回继续办理", "退回", "任务已退回，负责人会收到提醒。", ReasonForm, can_keep,
        lambda task: not _open(task) or task.proposed, _reopen,
    ),
    "cancel": Act("取消任务", "取消任务", "任务已取消，记录保留。", ReasonForm, can_keep, _open, _cancel),
}  # fmt: skip


@login_required
def show(request: AccessRequest, unit: int, task: uuid.UUID) -> HttpResponse:
    """Show one task."""
    access = request.access
    found = queries.task_for(access, unit, task)
    keeps = can_keep(access, found)
    reads = can_read_below(access, found.organisation)
    entries = queries.entries_of(found)
    return render(
        request,
        "tasks/record.html",
        {
            "task": found,
            "helpers": queries.helpers_of(found),
            "parts": queries.parts_of(found),
            "entries": [(entry, queries.link_of(entry) if reads else "") for entry in entries],
            "state": "overdue" if found.is_overdue(access.today) else "due",
            "acts": [
                (slug, act.title)
                for slug, act in ACTS.items()
                if act.when(found) and act.may(access, found)
            ],
            "can_divide": keeps and _open(found) and found.parent_id is None,
            "today": access.today,
        },
    )


@login_required
def act(request: AccessRequest, unit: int, task: uuid.UUID, slug: str) -> HttpResponse:
    """Show the form of an act, or do it."""
    found = queries.task_for(request.access, unit, task)
    wanted = ACTS.get(slug)
    if wanted is None:
        raise Http404
    if not wanted.may(request.access, found):
        raise PermissionDenied
    asked = queries.proposed_with(found) if slug == "close" else None
    initial = {"text": asked.text, "activity": str(asked.link_id or "")} if asked else {}
    form = wanted.form(request.POST or None, initial=initial)
    if isinstance(form, EvidenceForm):
        reads = can_read_below(request.access, found.organisation)
        form.offer(activities_of(found.organisation)[:OFFERED] if reads else [])
    if request.method == "POST" and form.is_valid():
        try:
            wanted.act(request.access, found, form)
        except DomainError as refusal:
            explain(form, refusal)
        else:
            messages.success(request, wanted.done)
            return redirect("tasks:show", unit, found.id)
    return render(
        request,
        "tasks/act.html",
        {"task": found, "form": form, "act": wanted},
        status=422 if request.method == "POST" else 200,
    )
