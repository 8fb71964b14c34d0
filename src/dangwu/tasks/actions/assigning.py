"""Giving somebody a piece of work by a day."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.members.models import Person, PostHolding
from dangwu.organisations.models import Organisation
from dangwu.tasks.models import Task, TaskEntry, TaskHelper
from dangwu.tasks.permissions import can_assign
from dangwu.tasks.timeline import check_day, note, tell

LONGEST: Final = 120
State, Kind = Task.State, TaskEntry.Kind


@dataclass(frozen=True, slots=True)
class Origin:
    """What a task follows from: the label of its model, e.g. meetings.agendaitem, and its id."""

    kind: str
    id: uuid.UUID


@transaction.atomic
def assign_task(
    *,
    actor: Access,
    organisation: Organisation,
    title: str,
    owner: Person,
    due_on: date,
    detail: str = "",
    helpers: Sequence[Person] = (),
    origin: Origin | None = None,
    parent: Task | None = None,
) -> Task:
    """Give somebody a piece of work by a day and tell them; the same form sent twice is one task.

    owner: somebody of the organisation or below it, or who holds a post in it.
    parent: the open task of the same organisation that this is a part of.
    Raises PermissionDenied, DomainError.
    """
    if not can_assign(actor, organisation):
        raise PermissionDenied
    title = _title(title)
    check_day(actor, due_on)
    others = [each for each in helpers if each.id != owner.id]
    for person in (owner, *others):
        _check_person(actor, organisation, person)
    _check_parent(organisation, parent)
    task = Task(
        unit_id=organisation.unit_id,
        organisation=organisation,
        title=title,
        detail=detail.strip(),
        owner=owner,
        due_on=due_on,
        parent=parent,
        origin_kind=origin.kind if origin else "",
        origin_id=origin.id if origin else None,
        created_by=actor.account_id,
        created_at=actor.now,
    )
    try:
        with transaction.atomic():
            task.save(force_insert=True)
    except IntegrityError as error:
        return _assigned_before(actor, task, error)
    TaskHelper.objects.bulk_create(
        TaskHelper(unit_id=task.unit_id, task=task, person=each) for each in others
    )
    note(actor, task, Kind.ASSIGNED, task.detail)
    tell(task, [owner, *others], f"tasks.assign:{task.id}", f"新任务：{title}")
    record(
        actor=actor, verb="tasks.assign", target=task, 任务=title, 期限=str(due_on),
        负责人=owner.name,
    )  # fmt: skip
    return task


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise InputError("title", "请填写任务。")
    if len(title) > LONGEST:
        raise InputError("title", f"任务不能超过{LONGEST}字，现有{len(title)}字，请缩短。")
    return title


def _check_person(actor: Access, organisation: Organisation, person: Person) -> None:
    home = person.organisation
    inside = (
        home is not None
        and person.unit_id == organisation.unit_id
        and (home.path == organisation.path or home.path.startswith(f"{organisation.path}."))
    )
    if inside or _holds_post(actor, organisation, person):
        return
    raise InputError(
        "owner", f"{person.name}不在{organisation.name}及其下级，也没有在其中任职，请换一个人。"
    )


def _holds_post(actor: Access, organisation: Organisation, person: Person) -> bool:
    return (
        person.unit_id == organisation.unit_id
        and PostHolding.objects.filter(
            unit_id=organisation.unit_id,
            organisation_id=organisation.id,
            person_id=person.id,
            period__contains=actor.today,
        ).exists()
    )


def _check_parent(organisation: Organisation, parent: Task | None) -> None:
    if parent is None:
        return
    if (parent.unit_id, parent.organisation_id) != (organisation.unit_id, organisation.id):
        raise InputError("parent", "分任务要和总任务在同一个党组织，请改正。")
    if parent.state != State.OPEN or parent.parent_id is not None:
        raise InputError("parent", "只能在办理中的总任务下面分任务，请改正。")


def _assigned_before(actor: Access, task: Task, error: IntegrityError) -> Task:
    """Return the task that the same account made by the same form; refuse where it was another's."""
    before = Task.objects.filter(
        unit_id=task.unit_id,
        organisation_id=task.organisation_id,
        owner_id=task.owner_id,
        title=task.title,
        due_on=task.due_on,
        state=State.OPEN,
    ).first()
    if before is None:
        raise error
    if (before.created_by, before.origin_id) == (actor.account_id, task.origin_id):
        return before
    raise DomainError(
        f"{before.due_on}到期的“{before.title}”已经交办给同一个人，请核对；确需另办的，请换一个题目。"
    ) from error
