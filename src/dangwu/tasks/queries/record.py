"""What the page of one task shows, and what its form offers."""

from datetime import date

from dangwu.members.models import Person, PostHolding
from dangwu.organisations.models import Organisation
from dangwu.tasks.models import Task, TaskEntry, TaskHelper

MOST = 500  # people offered; a larger organisation names the owner by searching


def entries_of(task: Task) -> list[TaskEntry]:
    """Return what happened to a task, the newest first."""
    return list(TaskEntry.objects.filter(unit_id=task.unit_id, task_id=task.id).order_by("-id"))


def proposed_with(task: Task) -> TaskEntry | None:
    """Return with what the owner asked that the task be closed, while that waits for an answer."""
    if not task.proposed:
        return None
    asked = TaskEntry.objects.filter(
        unit_id=task.unit_id, task_id=task.id, kind=TaskEntry.Kind.PROPOSED
    )
    return asked.order_by("-id").first()


def helpers_of(task: Task) -> list[Person]:
    """Return who helps, in the order of strokes."""
    helping = TaskHelper.objects.filter(unit_id=task.unit_id, task_id=task.id)
    return list(
        Person.objects.filter(unit_id=task.unit_id, id__in=helping.values("person_id")).order_by(
            "sort_key", "id"
        )
    )


def parts_of(task: Task) -> list[Task]:
    """Return the tasks that this one was divided into."""
    return list(
        Task.objects.filter(unit_id=task.unit_id, parent_id=task.id)
        .select_related("owner", "organisation")
        .order_by("due_on", "id")
    )


def assignable_people(organisation: Organisation, *, on: date) -> list[Person]:
    """Return whom this organisation may give work: its members, and who holds a post in it."""
    posts = PostHolding.objects.filter(
        unit_id=organisation.unit_id, organisation_id=organisation.id, period__contains=on
    ).values("person_id")
    own = Person.objects.filter(unit_id=organisation.unit_id, organisation_id=organisation.id)
    holding = Person.objects.filter(unit_id=organisation.unit_id, id__in=posts)
    return list((own.members() | holding).order_by("sort_key", "id")[:MOST])


def link_of(entry: TaskEntry) -> str:
    """Return the name of the page that shows the proof of an entry, or nothing."""
    return {"activity": "activities:show", "document": "documents:show"}.get(entry.link_kind, "")
