"""What the chair has before the eyes: who is there, what is on the table, what the rules ask."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dangwu.core.rulebook.explain import STRENGTHS
from dangwu.core.rulebook.findings import caveat
from dangwu.core.rulebook.records import Rule, Rulebook
from dangwu.core.writing import days_written
from dangwu.meetings import polls, rules
from dangwu.meetings.models import (
    AgendaItem,
    Amendment,
    Attendee,
    ItemPerson,
    Meeting,
    NamedVote,
    Recusal,
    Speech,
    Statement,
    Vote,
    WrittenVote,
)
from dangwu.meetings.queries.asking import AGAINST, book_of
from dangwu.meetings.queries.booths import BoothShown, booth_shown
from dangwu.meetings.queries.notice import agenda_of
from dangwu.meetings.queries.sitting import (
    Quorum,
    ahead,
    opening_findings,
    quorum_of,
    shown,
    sitting_now,
)
from dangwu.meetings.queries.voting import matter_of, may_vote
from dangwu.members.models import Person
from dangwu.members.queries.gates import HEAVY
from dangwu.members.queries.namesakes import doubled_names
from dangwu.organisations.queries.rulebook import Check, amount_told

ItemState = AgendaItem.State
TAKEN_UP: Final = ("讨论决定", "研究决定", "讨论确定", "讨论", "研究", "审议")


@dataclass(frozen=True, slots=True)
class Choice:
    """A way of voting that may be chosen, with what forbids it or speaks of it."""

    method: str
    label: str
    allowed: bool
    checks: list[Check]


@dataclass(frozen=True, slots=True)
class VoteShown:
    """A vote with what it was about and the verdict it was given."""

    vote: Vote
    about: str
    checks: list[Check]

    @property
    def election(self) -> str:
        """The result of an election in words; empty for every other vote."""
        return polls.in_words(self.vote.verdict) if polls.is_election(self.vote.verdict) else ""


@dataclass(frozen=True, slots=True)
class ItemShown:
    """The item on the table with everything that belongs to it."""

    item: AgendaItem
    people: list[Person]
    to_vote: list[Person]
    ways: list[Choice]
    asked: list[Check]
    votes: list[VoteShown]
    running: Vote | None
    voters: list[Person]
    named: Mapping[uuid.UUID, str]
    statements: list[Statement]
    recusals: list[Recusal]
    speeches: list[Speech]
    amendments: list[Amendment]
    written: list[WrittenVote]
    booth: BoothShown

    @property
    def ready(self) -> bool:
        """Whether nothing is left to be voted on."""
        if self.item.kind != AgendaItem.Kind.DECIDE:
            return True
        closed = [v for v in self.votes if v.vote.state == Vote.State.CLOSED]
        if closed and self.unsettled:
            return False
        return (
            not self.to_vote
            if self.item.by_person
            else any(v.vote.amendment_id is None for v in closed)
        )

    @property
    def unsettled(self) -> str:
        """What a counted election left open: tie, vacancy or invalid; empty for nothing."""
        counted = [v.vote.verdict for v in self.votes if v.vote.state == Vote.State.CLOSED]
        last = counted[-1] if counted else {}
        if not polls.is_election(last) or polls.settled(last) is not False:
            return ""
        if not last["valid"]:
            return "invalid"
        return "tie" if last["tied"] else "vacancy"

    @property
    def may_open(self) -> bool:
        """Whether another vote may begin."""
        return (
            self.running is None
            and not self.unsettled
            and (not self.ready or self.item.kind != AgendaItem.Kind.DECIDE)
        )

    @property
    def proposed(self) -> str:
        """A resolution to begin with, from the votes; the recorder edits it."""
        elections = [v.election for v in self.votes if v.election and v.vote.state == "closed"]
        if elections:
            return f"{self.item.title}：{''.join(elections)}"
        told = [
            f"{'同意' if one.vote.passed else '未通过'}"
            f"{one.about if one.vote.person_id and len(self.people) > 1 else self.matter}"
            for one in self.votes
            if one.vote.state == Vote.State.CLOSED
            and one.vote.amendment_id is None
            and one.vote.passed is not None
        ]
        return f"会议表决：{'；'.join(told)}。" if told and self.ready else ""

    @property
    def matter(self) -> str:
        """What is agreed to, in the words of the title: 讨论接收某人 is agreed to as 接收某人."""
        for word in TAKEN_UP:
            if self.item.title.startswith(word):
                return self.item.title.removeprefix(word)
        return self.item.title

    @property
    def usual(self) -> str:
        """The way of voting that stands first among those allowed; secret where that is one."""
        allowed = [way.method for way in self.ways if way.allowed]
        if self.item.subject != rules.ORDINARY and "secret" in allowed:
            return "secret"
        return "hands" if "hands" in allowed else next(iter(allowed), "")


@dataclass(frozen=True, slots=True)
class Console:
    """The chair's page. item: on the table. next_item: the one to take now."""

    quorum: Quorum
    quorum_checks: list[Check]
    opening: list[Check]
    items: list[AgendaItem]
    item: ItemShown | None
    next_item: AgendaItem | None
    finished: bool
    present: list[Person]

    @property
    def doubled(self) -> frozenset[str]:
        """The names that several of those who are there share."""
        return doubled_names(self.present)

    @property
    def stamp(self) -> str:
        """A word that changes when an item or a vote moves on; an open page carries it along."""
        steps = ".".join(item.state for item in self.items)
        table = self.item
        votes = f"{len(table.votes)}.{table.running.id if table.running else ''}" if table else ""
        return f"{steps}-{votes}"


def console_of(meeting: Meeting) -> Console:
    """Return what the chair sees of a meeting that is about to open or runs."""
    items = agenda_of(meeting)
    table = next((item for item in items if item.state == ItemState.OPEN), None)
    waiting = [item for item in items if item.state == ItemState.WAITING]
    now = quorum_of(meeting, table.subject if table else rules.ORDINARY)
    opened = meeting.state == Meeting.State.OPEN
    return Console(
        quorum=now,
        quorum_checks=shown(now.findings),
        opening=[] if opened else shown(opening_findings(meeting)),
        items=items,
        item=item_shown(meeting, table) if table else None,
        next_item=waiting[0] if waiting and not table else None,
        finished=opened and not table and not waiting,
        present=people_present(meeting),
    )


def people_present(meeting: Meeting) -> list[Person]:
    """Return who is there, in the order of strokes."""
    here = Attendee.objects.filter(
        unit_id=meeting.unit_id, meeting_id=meeting.id, presence=Attendee.Presence.PRESENT
    ).values("person_id")
    people = Person.objects.filter(unit_id=meeting.unit_id, id__in=here)
    return list(people.defer(*HEAVY).order_by("sort_key", "id"))


def item_shown(meeting: Meeting, item: AgendaItem) -> ItemShown:
    """Return an item with its votes and what was said on it."""
    item.meeting = meeting
    book = book_of(meeting)
    votes = _votes(item)
    running = next((vote for vote in votes if vote.state == Vote.State.OPEN), None)
    people = _people(item)
    done = {v.person_id for v in votes if v.state == Vote.State.CLOSED and not v.amendment_id}
    to_vote = [person for person in people if person.id not in done]
    first = to_vote[0].id if to_vote and item.by_person else None
    sitting = sitting_now(meeting)
    asked = rules.before_vote(book, sitting, matter_of(item, None, first))
    signed = running is not None and running.method == "signed"
    return ItemShown(
        item=item,
        people=people,
        to_vote=to_vote,
        ways=[
            Choice(way.method, way.label, way.allowed, shown(way.findings))
            for way in rules.ways_of_voting(book, sitting, item.subject)
        ],
        asked=[ahead(check) for check in shown(asked) if check.state != "unknown" or check.needs],
        votes=[VoteShown(v, about(v), kept_checks(book, v)) for v in votes if v is not running],
        running=running,
        voters=_voters(item, running) if signed and running else [],
        named=_named(running) if signed and running else {},
        statements=list(
            Statement.objects.filter(unit_id=item.unit_id, item_id=item.id)
            .select_related("person")
            .order_by("recorded_at", "id")
        ),
        recusals=list(
            Recusal.objects.filter(unit_id=item.unit_id, item_id=item.id)
            .select_related("person")
            .order_by("person__sort_key")
        ),
        speeches=list(
            Speech.objects.filter(unit_id=item.unit_id, item_id=item.id)
            .select_related("person")
            .order_by("asked_at", "id")
        ),
        amendments=_amendments(item),
        written=list(
            WrittenVote.objects.filter(unit_id=item.unit_id, item_id=item.id)
            .select_related("person")
            .order_by("person__sort_key")
        ),
        booth=booth_shown(item, people, people_present(meeting)),
    )


def kept_checks(book: Rulebook, vote: Vote) -> list[Check]:
    """Return the findings a vote was judged by, as they were kept, for a page."""
    by_id = {rule.id: rule for rule in book.rules()}
    return [_kept(found, by_id.get(found["rule"])) for found in vote.verdict.get("findings", ())]


def _kept(found: Mapping[str, Any], rule: Rule | None) -> Check:
    state = AGAINST if found["outcome"] == "breached" else found["outcome"]
    return Check(
        state=state,
        text=days_written(found["text"]),
        needs=_told(found["needs"]),
        has=_told(found["has"]),
        rule=found["rule"],
        instrument_title=rule.instrument.title if rule else found["instrument"],
        article=found["article"].lstrip("~"),
        strength_label=STRENGTHS[rule.strength] if rule else "",
        note=caveat(rule) if rule else "",
    )


def _told(kept: int | str | list[str] | None) -> str | None:
    """Return an amount that was kept as JSON, for a page."""
    return amount_told(tuple(kept) if isinstance(kept, list) else kept)


def about(vote: Vote) -> str:
    """Return what a vote was about, in words."""
    if vote.amendment:
        return f"第{vote.amendment.position}处修改"
    return vote.person.name if vote.person else "本事项"


def _votes(item: AgendaItem) -> list[Vote]:
    rows = Vote.objects.filter(unit_id=item.unit_id, item_id=item.id)
    found = rows.select_related("person", "amendment").order_by("opened_at", "id")
    return list(found)


def _people(item: AgendaItem) -> list[Person]:
    rows = ItemPerson.objects.filter(unit_id=item.unit_id, item_id=item.id)
    return [row.person for row in rows.select_related("person").order_by("position")]


def _voters(item: AgendaItem, vote: Vote) -> list[Person]:
    people = Person.objects.filter(
        unit_id=item.unit_id, id__in=list(may_vote(item, vote.person_id))
    )
    return list(people.defer(*HEAVY).order_by("sort_key", "id"))


def _named(vote: Vote) -> Mapping[uuid.UUID, str]:
    rows = NamedVote.objects.filter(unit_id=vote.unit_id, vote_id=vote.id)
    return dict(rows.values_list("person_id", "choice"))


def _amendments(item: AgendaItem) -> list[Amendment]:
    rows = Amendment.objects.filter(unit_id=item.unit_id, item_id=item.id)
    return list(rows.select_related("moved_by").order_by("position"))


def item_on_table(items: Sequence[AgendaItem]) -> AgendaItem | None:
    """Return the item that is being discussed."""
    return next((item for item in items if item.state == ItemState.OPEN), None)
