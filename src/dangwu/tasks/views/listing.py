"""The list of tasks, and giving work."""

import re
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from dangwu.accounts.access import KEEPERS, READERS
from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries import organisation_for
from dangwu.tasks import actions, queries
from dangwu.tasks.forms import HelpersForm, ListForm, TaskForm
from dangwu.tasks.models import Task
from dangwu.tasks.permissions import can_assign
from dangwu.web.refusals import explain

AFTER = re.compile(r"\d{4}-\d{2}-\d{2}:[0-9a-f-]{36}")


@login_required
def listing(request: AccessRequest) -> HttpResponse:
    """Show tasks, the first due first: one's own, or those of the organisations in reach."""
    access = request.access
    scope = request.GET.get("scope") or ("organisation" if access.reaches_as(READERS) else "mine")
    form = ListForm(request.GET.dict() | {"scope": scope})
    wanted = _wanted(request, form, mine=scope == "mine")
    rows = queries.tasks_in(access, wanted)
    shown = rows[: queries.PAGE]
    query = request.GET.copy()
    query.pop("after", None)
    last = shown[-1] if len(rows) > queries.PAGE else None
    return render(
        request,
        "tasks/list.html",
        {
            "form": form,
            "rows": [(row, "overdue" if row.is_overdue(access.today) else "due") for row in shown],
            "mine": wanted.mine,
            "state": wanted.state,
            "keeps": [r for r in access.reaches_as(KEEPERS) if r.organisation_id],
            "query": query.urlencode(),
            "after": f"{last.due_on}:{last.id}" if last else "",
        },
    )


@login_required
def start(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Give somebody a piece of work; `part` in the address names the task it is a part of."""
    found = organisation_for(request.access, unit, organisation)
    if not can_assign(request.access, found):
        raise PermissionDenied
    whole = _whole(request, found)
    people = queries.assignable_people(found, on=request.access.today)
    form = TaskForm(request.POST or None, initial={"title": request.GET.get("title", "")})
    form.offer(people)
    others = HelpersForm(request.POST or None)
    others.offer(people)
    if request.method == "POST" and form.is_valid() and others.is_valid():
        try:
            task = _assign(request, found, form, others, whole)
        except DomainError as refusal:
            explain(form, refusal)
        else:
            messages.success(request, f"已交办“{task.title}”，负责人会收到提醒。")
            return redirect("tasks:show", task.unit_id, task.id)
    return render(
        request,
        "tasks/start.html",
        {"organisation": found, "form": form, "others": others, "whole": whole},
        status=422 if request.method == "POST" else 200,
    )


def _wanted(request: AccessRequest, form: ListForm, *, mine: bool) -> queries.Wanted:
    form.is_valid()  # what cannot be read is left out of the search and marked on the page
    cleaned = form.cleaned_data
    after = request.GET.get("after", "")
    return queries.Wanted(
        mine=mine,
        state=cleaned.get("state") or Task.State.OPEN.value,
        until=cleaned.get("until"),
        unit_id=cleaned.get("unit"),
        organisation_id=cleaned.get("organisation"),
        after=after if AFTER.fullmatch(after) else "",
    )


def _whole(request: AccessRequest, organisation: Organisation) -> Task | None:
    """Return the task that the new one is a part of, where the address names one of this place."""
    try:
        asked = uuid.UUID(request.GET.get("part", ""))
    except ValueError:
        return None
    return queries.task_for(request.access, organisation.unit_id, asked)


def _assign(
    request: AccessRequest,
    organisation: Organisation,
    form: TaskForm,
    others: HelpersForm,
    whole: Task | None,
) -> Task:
    data = form.cleaned_data
    return actions.assign_task(
        actor=request.access,
        organisation=organisation,
        title=data["title"],
        owner=form.owner_chosen(),
        due_on=data["due_on"],
        detail=data["detail"],
        helpers=others.chosen(),
        parent=whole,
    )
