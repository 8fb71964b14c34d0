"""What the chair is told beside the next act, with its article, before it is forgotten."""

from dataclasses import dataclass
from typing import Final

from dangwu.meetings.models import AgendaItem, Meeting
from dangwu.meetings.queries.console import Console
from dangwu.meetings.queries.demands import (
    LACKING,
    RESOLVED,
    demands,
    demands_by_word,
    lacking,
    voted_singly,
)
from dangwu.meetings.queries.work import ORIGIN
from dangwu.members.models import Person
from dangwu.organisations.queries.demands import Demand
from dangwu.tasks.queries.listing import tasks_of_origin

ORDINARY: Final = ("resolution", "report")


@dataclass(frozen=True, slots=True)
class Reminders:
    """What is easily forgotten at this point of the meeting; nothing of it forbids.

    chair: named in the plan and not there. lacking: of the item to be taken next. unvoted: why
    the item on the table, only discussed so far, is voted on before it is decided.
    unassigned: resolutions that nobody has been given; responsible: what the rules say of them.
    """

    chair: Person | None
    lacking: list[Demand]
    unvoted: str
    unassigned: list[AgendaItem]
    responsible: list[Demand]


def reminders_of(meeting: Meeting, console: Console) -> Reminders:
    """Return what the chair is told beside the console.

    Source: XF2011 art. 18, art. 19
    """
    unassigned = _unassigned(meeting, console.items) if console.finished else []
    taken = console.next_item
    return Reminders(
        chair=_chair(meeting, console),
        lacking=lacking(demands_by_word(meeting, LACKING), taken) if taken else [],
        unvoted=_unvoted(meeting, console.item.item) if console.item else "",
        unassigned=unassigned,
        responsible=demands(meeting, RESOLVED) if unassigned else [],
    )


def _chair(meeting: Meeting, console: Console) -> Person | None:
    if meeting.state != Meeting.State.NOTICED or meeting.chair is None:
        return None
    here = {person.id for person in console.present}
    return None if meeting.chair_id in here else meeting.chair


def _unvoted(meeting: Meeting, item: AgendaItem) -> str:
    if item.kind == AgendaItem.Kind.DECIDE or item.subject in ORDINARY:
        return ""
    kind, matter = item.get_kind_display(), item.get_subject_display()
    return (
        f"这一项列为“{kind}”，事项性质是“{matter}”。要作出决定的，先表决再记决议。"
        f"{voted_singly(meeting, item.subject)}"
    )


def _unassigned(meeting: Meeting, items: list[AgendaItem]) -> list[AgendaItem]:
    done = [item for item in items if item.state == AgendaItem.State.DECIDED]
    given = tasks_of_origin(meeting.unit_id, ORIGIN, [item.id for item in done])
    return [item for item in done if item.kind != AgendaItem.Kind.REPORT and item.id not in given]
