"""What the hall's screen shows: no personal number, no name but on the agenda and the floor."""

from dataclasses import dataclass

from dangwu.meetings import rules
from dangwu.meetings.models import AgendaItem, Amendment, Meeting, Speech, Vote
from dangwu.meetings.queries.console import item_on_table
from dangwu.meetings.queries.notice import agenda_of
from dangwu.meetings.queries.sitting import Quorum, quorum_of


@dataclass(frozen=True, slots=True)
class Board:
    """The screen now. result: the last vote that was counted, of the item shown."""

    quorum: Quorum
    items: list[AgendaItem]
    item: AgendaItem | None
    running: Vote | None
    result: Vote | None
    about: str
    needed: int | None
    amendment: Amendment | None
    speaking: Speech | None
    waiting: list[Speech]


def board_of(meeting: Meeting) -> Board:
    """Return what the hall sees of the meeting."""
    items = agenda_of(meeting)
    item = item_on_table(items)
    votes = _votes(meeting)
    running = next((vote for vote in votes if vote.state == Vote.State.OPEN), None)
    counted = [vote for vote in votes if vote.state == Vote.State.CLOSED]
    last = counted[-1] if counted and not running else None
    if last and item and last.item_id != item.id:
        last = None
    of = running or last
    hidden = of is not None and of.item.closed_to_hall
    speeches = _speeches(item) if item else []
    return Board(
        quorum=quorum_of(meeting, item.subject if item else rules.ORDINARY),
        items=items,
        item=item,
        running=running,
        result=last,
        about="" if hidden or of is None else _about(of),
        needed=_needed(last) if last else None,
        amendment=_moved(item) if item else None,
        speaking=next((one for one in speeches if one.began_at), None),
        waiting=[one for one in speeches if not one.began_at],
    )


def _votes(meeting: Meeting) -> list[Vote]:
    rows = Vote.objects.filter(
        unit_id=meeting.unit_id, item__unit_id=meeting.unit_id, item__meeting_id=meeting.id
    )
    return list(rows.select_related("item", "person", "amendment").order_by("opened_at", "id"))


def _about(vote: Vote) -> str:
    if vote.amendment:
        return f"第{vote.amendment.position}处修改"
    return vote.person.name if vote.person else str(vote.item.title)


def _needed(vote: Vote) -> int | None:
    """Return the votes that the records asked for, where they ask one number."""
    asked = {
        found["needs"]
        for found in vote.verdict.get("findings", ())
        if isinstance(found["needs"], int) and "票" in found["text"]
    }
    return asked.pop() if len(asked) == 1 else None


def _speeches(item: AgendaItem) -> list[Speech]:
    rows = Speech.objects.filter(unit_id=item.unit_id, item_id=item.id, ended_at__isnull=True)
    return list(rows.select_related("person").order_by("asked_at", "id"))


def _moved(item: AgendaItem) -> Amendment | None:
    rows = Amendment.objects.filter(
        unit_id=item.unit_id, item_id=item.id, state=Amendment.State.MOVED
    )
    return rows.order_by("position").first()
