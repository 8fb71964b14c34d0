"""What came of each item, and how far the minutes are: the lower part of a meeting's page."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from django.db.models import QuerySet

from dangwu.accounts.access import Access
from dangwu.meetings.models import (
    AgendaItem,
    Amendment,
    Attendee,
    Correction,
    Meeting,
    Minutes,
    Recusal,
    SealedMinutes,
    Statement,
    Vote,
    WrittenVote,
)
from dangwu.meetings.permissions import can_call, can_conduct, can_read_all, can_sign
from dangwu.meetings.queries.asking import book_of
from dangwu.meetings.queries.console import VoteShown, about, kept_checks
from dangwu.meetings.queries.notice import agenda_of
from dangwu.meetings.queries.sealed import corrections_of, sealed_of
from dangwu.members.models import Person
from dangwu.members.queries.gates import HEAVY
from dangwu.members.queries.namesakes import doubled_names
from dangwu.tasks.models import Task
from dangwu.tasks.queries.listing import tasks_of_origin

ORIGIN: Final = "meetings.agendaitem"
CHOICES: Final = 20  # meetings offered for a postponed item


@dataclass(frozen=True, slots=True)
class Done:
    """An item with what was said, voted and resolved, and the work that follows."""

    item: AgendaItem
    votes: list[VoteShown]
    statements: list[Statement]
    recusals: list[Recusal]
    amendments: list[Amendment]
    written: list[WrittenVote]
    tasks: list[Task]
    again: AgendaItem | None


@dataclass(frozen=True, slots=True)
class Work:
    """The lower part of the page. people: of whom a written opinion may come."""

    items: list[Done]
    may_conduct: bool
    may_call: bool
    may_sign: bool
    reads_all: bool
    draft: Minutes | None
    sealed: SealedMinutes | None
    corrections: list[Correction]
    later: list[Meeting]
    people: list[Person]

    @property
    def doubled(self) -> frozenset[str]:
        """The names that several of `people` share."""
        return doubled_names(self.people)


def work_of(access: Access, meeting: Meeting) -> Work:
    """Return what came of a meeting got from `meeting_for`; a constant number of queries."""
    items = agenda_of(meeting)
    reads = can_read_all(access, meeting) or meeting.state == Meeting.State.CLOSED
    conducts = can_conduct(access, meeting)
    sealed = sealed_of(meeting)
    postponed = any(item.state == AgendaItem.State.POSTPONED for item in items)
    return Work(
        items=_done(meeting, items) if reads else [_bare(item) for item in items],
        may_conduct=conducts,
        may_call=can_call(access, meeting.organisation),
        may_sign=can_sign(access, meeting),
        reads_all=reads,
        draft=None if sealed else draft_of(meeting),
        sealed=sealed,
        corrections=corrections_of(sealed) if sealed else [],
        later=_later(meeting) if conducts and postponed else [],
        people=people_absent(meeting)
        if conducts and meeting.state == Meeting.State.NOTICED
        else [],
    )


def done_items(meeting: Meeting) -> list[Done]:
    """Return every item of a meeting with what came of it."""
    return _done(meeting, agenda_of(meeting))


def _done(meeting: Meeting, items: list[AgendaItem]) -> list[Done]:
    votes: dict[uuid.UUID, list[VoteShown]] = {}
    book = book_of(meeting)
    for vote in (
        Vote.objects.filter(
            unit_id=meeting.unit_id, item__unit_id=meeting.unit_id, item__meeting_id=meeting.id
        )
        .select_related("person", "amendment")
        .order_by("opened_at", "id")
    ):
        shown = VoteShown(vote, about(vote), kept_checks(book, vote))
        votes.setdefault(vote.item_id, []).append(shown)
    statements = _by_item(
        Statement.objects.filter(
            unit_id=meeting.unit_id, item__unit_id=meeting.unit_id, item__meeting_id=meeting.id
        ).order_by("recorded_at", "id")
    )
    recusals: dict[uuid.UUID, list[Recusal]] = _by_item(
        Recusal.objects.filter(
            unit_id=meeting.unit_id, item__unit_id=meeting.unit_id, item__meeting_id=meeting.id
        ).order_by("person__sort_key")
    )
    written: dict[uuid.UUID, list[WrittenVote]] = _by_item(
        WrittenVote.objects.filter(
            unit_id=meeting.unit_id, item__unit_id=meeting.unit_id, item__meeting_id=meeting.id
        ).order_by("person__sort_key")
    )
    amendments: dict[uuid.UUID, list[Amendment]] = {}
    for moved in (
        Amendment.objects.filter(
            unit_id=meeting.unit_id, item__unit_id=meeting.unit_id, item__meeting_id=meeting.id
        )
        .select_related("moved_by")
        .order_by("position")
    ):
        amendments.setdefault(moved.item_id, []).append(moved)
    ids = [item.id for item in items]
    tasks = tasks_of_origin(meeting.unit_id, ORIGIN, ids)
    again = {
        row.follows_id: row
        for row in AgendaItem.objects.filter(
            unit_id=meeting.unit_id, follows_id__in=ids
        ).select_related("meeting")
    }
    return [
        Done(
            item,
            votes.get(item.id, []),
            statements.get(item.id, []),
            recusals.get(item.id, []),
            amendments.get(item.id, []),
            written.get(item.id, []),
            tasks.get(item.id, []),
            again.get(item.id),
        )
        for item in items
    ]


def _bare(item: AgendaItem) -> Done:
    return Done(item, [], [], [], [], [], [], None)


Said = TypeVar("Said", Statement, Recusal, WrittenVote)


def _by_item(rows: QuerySet[Said]) -> dict[uuid.UUID, list[Said]]:
    found: dict[uuid.UUID, list[Said]] = {}
    chosen: Iterable[Said] = rows.select_related("person")
    for row in chosen:
        found.setdefault(row.item_id, []).append(row)
    return found


def draft_of(meeting: Meeting) -> Minutes | None:
    """Return the draft of the minutes as it is kept now."""
    return Minutes.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id).first()


def _later(meeting: Meeting) -> list[Meeting]:
    rows = Meeting.objects.filter(
        unit_id=meeting.unit_id,
        organisation_id=meeting.organisation_id,
        state__in=[Meeting.State.PLANNED, Meeting.State.NOTICED],
    )
    return list(rows.order_by("starts_at")[:CHOICES])


def people_absent(meeting: Meeting) -> list[Person]:
    """Return those with the right to vote who are not there, in the order of strokes."""
    rows = Attendee.objects.filter(
        unit_id=meeting.unit_id, meeting_id=meeting.id, part=Attendee.Part.ENTITLED, voting=True
    ).exclude(presence=Attendee.Presence.PRESENT)
    people = Person.objects.filter(unit_id=meeting.unit_id, id__in=rows.values("person_id")).defer(
        *HEAVY
    )
    return list(people.order_by("sort_key", "id"))
