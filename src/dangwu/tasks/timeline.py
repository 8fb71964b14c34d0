"""The timeline of a task, and telling those who do it: shared by its acts and by the nightly turn."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse

from dangwu.accounts.access import Access
from dangwu.accounts.queries import account_at
from dangwu.activities.models import Activity
from dangwu.core.errors import InputError
from dangwu.members.models import Person
from dangwu.members.queries.posts import posts_on
from dangwu.notices.actions import notify
from dangwu.notices.recipients import Recipient, to_account, to_person
from dangwu.tasks.models import Task, TaskEntry, TaskHelper

SECRETARY: Final = "secretary"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves that work was done: words, and where there is one the record or paper."""

    text: str
    link_kind: str = ""
    link_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A day that was moved."""

    before: date
    after: date


def said(text: str, field: str, what: str) -> str:
    """Return a text that must be there. Raises InputError."""
    text = text.strip()
    if not text:
        raise InputError(field, f"请写明{what}。")
    return text


def check_day(access: Access, due_on: date) -> None:
    """Refuse a day that has passed. Raises InputError."""
    if due_on < access.today:
        raise InputError("due_on", f"完成期限{due_on}已经过去，请填写今天或以后的日期。")


def note(
    access: Access,
    task: Task,
    kind: TaskEntry.Kind,
    text: str,
    evidence: Evidence | None = None,
    moved: Moved | None = None,
) -> TaskEntry:
    """Add to the timeline of a task. Raises InputError for proof that is not there."""
    _check_proof(task, evidence)
    return TaskEntry.objects.create(
        unit_id=task.unit_id,
        task=task,
        kind=kind,
        text=text,
        link_kind=evidence.link_kind if evidence else "",
        link_id=evidence.link_id if evidence else None,
        due_from=moved.before if moved else None,
        due_to=moved.after if moved else None,
        at=access.now,
        by=access.account_id,
        by_name=access.name,
    )


def _check_proof(task: Task, evidence: Evidence | None) -> None:
    if evidence is None or evidence.link_kind != TaskEntry.Link.ACTIVITY:
        return
    found = Activity.objects.filter(
        unit_id=task.unit_id,
        id__in=[evidence.link_id],
        organisation_id=task.organisation_id,
        withdrawn_at__isnull=True,
    )
    if not found.exists():
        raise InputError("activity", "没有找到这条工作记录，或者它已撤回，请另选。")


def doers(task: Task) -> list[Person]:
    """Return owner and helpers."""
    helping = TaskHelper.objects.filter(unit_id=task.unit_id, task_id=task.id)
    return [task.owner, *(row.person for row in helping.select_related("person"))]


def keepers_told(task: Task, *, on: date) -> list[Recipient]:
    """Return who waits for the end of a task: its secretaries, and whoever assigned it.

    Each once, as person of the register or by account, and never the owner.
    """
    held = posts_on(task.organisation, on)
    people = {row.person_id for row in held if row.post == SECRETARY}
    assigned = TaskEntry.objects.filter(
        unit_id=task.unit_id, task_id=task.id, kind=TaskEntry.Kind.ASSIGNED, by__isnull=False
    )
    by = assigned.values_list("by", flat=True).first()
    account = account_at([task.unit_id], by) if by else None
    if account and account.person_id:
        people.add(account.person_id)
    told = [to_person(one) for one in sorted(people) if one != task.owner_id]
    return [*told, to_account(by)] if by and not (account and account.person_id) else told


def tell(task: Task, people: Iterable[Person], key: str, subject: str) -> int:
    """Tell these people of the task once under the key; return how many were not told before."""
    return tell_all(task, [to_person(person.id) for person in people], key, subject)


def tell_all(task: Task, recipients: Iterable[Recipient], key: str, subject: str) -> int:
    """Tell these of the task once under the key; return how many were not told before."""
    return notify(
        unit_id=task.unit_id,
        recipients=recipients,
        key=key,
        subject=subject,
        text="",
        link=reverse("tasks:show", args=(task.unit_id, task.id)),
        due_on=task.due_on,
        category="tasks",
    )
