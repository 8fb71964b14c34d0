"""Two records of one person: the kept one does what the other did."""

from dangwu.members.models import Person
from dangwu.tasks.models import Task, TaskHelper


def join_tasks(*, keep: Person, drop: Person, **_news: object) -> None:
    """Give the kept person the tasks of the dropped one; a task done twice stays with one."""
    theirs = Task.objects.filter(unit_id=keep.unit_id, owner_id=keep.id, state=Task.State.OPEN)
    taken = set(theirs.values_list("organisation_id", "title", "due_on"))
    for task in Task.objects.filter(unit_id=drop.unit_id, owner_id=drop.id):
        same = (task.organisation_id, task.title, task.due_on) in taken
        if task.state == Task.State.OPEN and same:
            continue
        task.owner = keep
        task.save(update_fields=["owner"])
    helping = TaskHelper.objects.filter(unit_id=drop.unit_id, person_id=drop.id)
    TaskHelper.objects.bulk_create(
        [TaskHelper(unit_id=row.unit_id, task_id=row.task_id, person=keep) for row in helping],
        ignore_conflicts=True,
    )
    helping.delete()
