"""Lists of tasks: mine, my organisations', those that follow from something else."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from dangwu.accounts.access import READERS, Access
from dangwu.organisations.queries import visible_organisations
from dangwu.sharding.queries import UnitQuerySet
from dangwu.tasks.models import Task, TaskHelper

PAGE = 50
TODAY = 10  # tasks on the first page
SHOWN = (
    *("unit", "title", "due_on", "state", "proposed"),
    *("organisation__unit", "organisation__name", "organisation__short_name"),
)

OPEN = ("open", "overdue")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to list. state: of a task, or overdue, or empty for all. until: due by that day.

    organisation: only that one; the unit comes with it. after: due day and id of the last row of
    the page before, as "2026-11-30:<id>".
    """

    mine: bool = False
    state: str = "open"
    until: date | None = None
    unit_id: int | None = None
    organisation_id: uuid.UUID | None = None
    after: str = ""


def tasks_for(access: Access, *, limit: int = TODAY, until: date | None = None) -> list[Task]:
    """Return the open tasks that the one who acts owns or helps with, the first due first.

    until: those due by that day. Only what a line shows is read.
    """
    found = _mine(access).filter(state=Task.State.OPEN)
    if until:
        found = found.filter(due_on__lte=until)
    return list(found.select_related("organisation").only(*SHOWN).order_by("due_on", "id")[:limit])


def tasks_in(access: Access, wanted: Wanted) -> list[Task]:
    """Return up to a page and one more: open ones by day, settled ones newest first."""
    found = _mine(access) if wanted.mine else _reached(access, wanted)
    found = _in_state(found, wanted.state, access.today)
    if wanted.until:
        found = found.filter(due_on__lte=wanted.until)
    rising = wanted.state in OPEN
    day, _, last = wanted.after.partition(":")
    if last:
        beyond = Q(due_on=day, id__gt=last) if rising else Q(due_on=day, id__lt=last)
        found = found.filter(beyond | (Q(due_on__gt=day) if rising else Q(due_on__lt=day)))
    order = ("due_on", "id") if rising else ("-due_on", "-id")
    return list(found.select_related("organisation", "owner").order_by(*order)[: PAGE + 1])


def tasks_of_origin(
    unit_id: int, kind: str, ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, list[Task]]:
    """Return the tasks that follow from these things, by the thing, the first due first.

    kind: e.g. "meetings.agendaitem". The caller has asked whether the thing may be seen.
    """
    rows = (
        Task.objects.filter(unit_id=unit_id, origin_kind=kind, origin_id__in=list(ids))
        .select_related("organisation", "owner")
        .order_by("due_on", "id")
    )
    found: dict[uuid.UUID, list[Task]] = {}
    for row in rows:
        if row.origin_id is not None:
            found.setdefault(row.origin_id, []).append(row)
    return found


def _mine(access: Access) -> UnitQuerySet[Task]:
    if access.person_id is None or access.unit_id is None:
        return Task.objects.none()
    helped = TaskHelper.objects.filter(unit_id=access.unit_id, person_id=access.person_id).values(
        "task_id"
    )
    return Task.objects.filter(unit_id=access.unit_id).filter(
        Q(owner_id=access.person_id) | Q(id__in=helped)
    )


def _reached(access: Access, wanted: Wanted) -> UnitQuerySet[Task]:
    reaches = access.reaches_as(READERS)
    if not reaches:
        return Task.objects.none()
    units = {r.unit_id for r in reaches}.union(*(r.units_below for r in reaches))
    organisations = visible_organisations(access)
    if wanted.organisation_id is not None and wanted.unit_id is not None:
        units &= {wanted.unit_id}
        organisations = organisations.filter(unit_id=wanted.unit_id, id=wanted.organisation_id)
    return Task.objects.filter(
        unit_id__in=sorted(units), organisation_id__in=organisations.values("id")
    )


def _in_state(found: UnitQuerySet[Task], state: str, today: date) -> UnitQuerySet[Task]:
    if state == "overdue":
        return found.filter(state=Task.State.OPEN, due_on__lt=today)
    if state == "proposed":
        return found.filter(state=Task.State.OPEN, proposed=True)
    return found.filter(state=state) if state in Task.State.values else found
