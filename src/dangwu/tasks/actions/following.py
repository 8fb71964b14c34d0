"""Reporting on work, moving its day, closing it. Each leaves an entry that stays."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.tasks.models import Task, TaskEntry
from dangwu.tasks.permissions import can_keep, owns
from dangwu.tasks.queries import does
from dangwu.tasks.timeline import (
    Evidence,
    Moved,
    check_day,
    doers,
    keepers_told,
    note,
    said,
    tell,
    tell_all,
)

State, Kind = Task.State, TaskEntry.Kind


@transaction.atomic
def report_progress(*, actor: Access, task: Task, text: str) -> TaskEntry:
    """Add how the work goes. By owner, helpers and keepers. Raises PermissionDenied, DomainError."""
    if not does(actor, task) and not can_keep(actor, task):
        raise PermissionDenied
    found = _locked_open(task)
    entry = note(actor, found, Kind.PROGRESS, said(text, "text", "进展"))
    record(actor=actor, verb="tasks.report", target=found, 任务=found.title)
    return entry


@transaction.atomic
def propose_closing(*, actor: Access, task: Task, evidence: Evidence) -> Task:
    """Ask, as the owner, that the task be closed; who keeps it is told.

    Raises PermissionDenied, DomainError.
    """
    if not owns(actor, task):
        raise PermissionDenied
    found = _locked_open(task)
    text = said(evidence.text, "text", "完成情况")
    if found.proposed:
        raise DomainError("已经提请办结，正在等书记或干事确认，不必再提。")
    found.proposed = True
    found.save(update_fields=["proposed"])
    entry = note(actor, found, Kind.PROPOSED, text, evidence)
    subject = f"请确认办结：{found.title}"
    tell_all(found, keepers_told(found, on=actor.today), f"tasks.propose:{entry.id}", subject)
    record(actor=actor, verb="tasks.propose", target=found, 任务=found.title)
    return found


@transaction.atomic
def change_due(*, actor: Access, task: Task, due_on: date, reason: str) -> Task:
    """Move the day with a reason; owner and helpers are told. Raises PermissionDenied, DomainError."""
    _may_keep(actor, task)
    found = _locked_open(task)
    reason = said(reason, "reason", "调整期限的原因")
    check_day(actor, due_on)
    if due_on == found.due_on:
        raise InputError("due_on", "期限没有变，请填写新的期限。")
    before, found.due_on = found.due_on, due_on
    _save(found, ["due_on"])
    note(actor, found, Kind.DUE_CHANGED, reason, moved=Moved(before, due_on))
    tell(found, doers(found), f"tasks.due:{found.id}:{due_on}", f"任务期限调整：{found.title}")
    record(
        actor=actor, verb="tasks.change_due", target=found, 任务=found.title,
        原期限=str(before), 新期限=str(due_on), 原因=reason,
    )  # fmt: skip
    return found


@transaction.atomic
def close_task(*, actor: Access, task: Task, evidence: Evidence) -> Task:
    """Close a task with what proves it; its parts must be settled first.

    Raises PermissionDenied, DomainError.
    """
    _may_keep(actor, task)
    found = _locked_open(task)
    text = said(evidence.text, "text", "完成情况（佐证）")
    waiting = Task.objects.filter(
        unit_id=found.unit_id, parent_id=found.id, state=State.OPEN
    ).count()
    if waiting:
        raise DomainError(f"还有{waiting}项分任务没有办结，请先办结或取消它们。")
    _settle(actor, found, State.DONE)
    note(actor, found, Kind.CLOSED, text, evidence)
    record(
        actor=actor, verb="tasks.close", target=found, 任务=found.title,
        逾期=found.due_on < actor.today,
    )  # fmt: skip
    return found


@transaction.atomic
def cancel_task(*, actor: Access, task: Task, reason: str) -> Task:
    """Give a task up with the reason; it stays readable. Raises PermissionDenied, DomainError."""
    _may_keep(actor, task)
    found = _locked_open(task)
    reason = said(reason, "reason", "取消的原因")
    _settle(actor, found, State.CANCELLED)
    note(actor, found, Kind.CANCELLED, reason)
    record(actor=actor, verb="tasks.cancel", target=found, 任务=found.title, 原因=reason)
    return found


@transaction.atomic
def reopen_task(*, actor: Access, task: Task, reason: str) -> Task:
    """Give a settled task, or one proposed for closing, back to its owner, who is told.

    Raises PermissionDenied, DomainError.
    """
    _may_keep(actor, task)
    found = _locked(task)
    reason = said(reason, "reason", "退回的原因")
    if found.state == State.OPEN and not found.proposed:
        raise DomainError("任务还在办理中，也没有提请办结，不用退回。")
    found.state, found.proposed, found.closed_on = State.OPEN, False, None
    _save(found, ["state", "proposed", "closed_on"])
    entry = note(actor, found, Kind.REOPENED, reason)
    tell(found, doers(found), f"tasks.reopen:{entry.id}", f"任务退回继续办理：{found.title}")
    record(actor=actor, verb="tasks.reopen", target=found, 任务=found.title, 原因=reason)
    return found


def _may_keep(actor: Access, task: Task) -> None:
    if not can_keep(actor, task):
        raise PermissionDenied


def _locked(task: Task) -> Task:
    return (
        Task.objects.filter(unit_id=task.unit_id, id=task.id)
        .select_for_update(of=("self",))
        .select_related("organisation", "owner")
        .get()
    )


def _locked_open(task: Task) -> Task:
    found = _locked(task)
    if found.state != State.OPEN:
        raise DomainError(f"这项任务{found.get_state_display()}，要继续办请先退回。")
    return found


def _save(task: Task, fields: list[str]) -> None:
    try:
        with transaction.atomic():
            task.save(update_fields=fields)
    except IntegrityError as error:
        raise DomainError(
            "同一个人名下已有期限相同的同名任务在办，请先处理那一项，或者换一个期限。"
        ) from error


def _settle(actor: Access, task: Task, state: Task.State) -> None:
    task.state, task.proposed, task.closed_on = state, False, actor.today
    task.save(update_fields=["state", "proposed", "closed_on"])
