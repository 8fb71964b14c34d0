"""The elections of a case: what the counted ballots say, round by round."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from dangwu.ballots.booth import Race
from dangwu.ballots.models import Ballot
from dangwu.ballots.queries import contests_of
from dangwu.meetings import polls as kept
from dangwu.meetings.models import AgendaItem, Meeting, Vote
from dangwu.meetings.queries.asking import day_of
from dangwu.members.models import Person
from dangwu.members.queries.past import members_on
from dangwu.procedures.models import CaseMeeting, Poll, TermChange

# Which sitting elects which seats.
SEATS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "assembly": ("member", "inspector"),
    "first": ("standing_member", "secretary", "deputy"),
    "inspectors_first": ("chief_inspector", "deputy_inspector"),
}
SMALL: Final = ("secretary", "deputy")  # elected by the assembly where there is no committee


@dataclass(frozen=True, slots=True)
class Winner:
    """Somebody whom the ballots elect. person_id: None where the name alone does not tell who."""

    name: str
    yes: int
    person_id: uuid.UUID | None
    written_in: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """One counted round. ballot_id: None where the vote was not by ballots."""

    vote: Vote
    words: str

    @property
    def figures(self) -> Mapping[str, Any]:
        """What was counted, as it was kept."""
        found: Mapping[str, Any] = self.vote.verdict.get("count", {})
        return found


@dataclass(frozen=True, slots=True)
class PollState:
    """An election of the case as it stands. tied: the last round left a tie."""

    poll: Poll
    rounds: tuple[Round, ...]
    winners: tuple[Winner, ...]
    tied: bool
    running: bool

    @property
    def vacant(self) -> int:
        """Seats that nobody fills yet."""
        return max(self.poll.filled_by - len(self.winners), 0)

    @property
    def complete(self) -> bool:
        """Whether every seat is filled by a valid round and nothing is still being counted."""
        return bool(self.rounds) and not self.running and not self.vacant

    @property
    def unknown(self) -> list[str]:
        """Names that were written in and may be several persons or none of the register."""
        return [one.name for one in self.winners if one.person_id is None]


def poll_states(case: TermChange, sitting: str = "") -> list[PollState]:
    """Return the elections of the case, or of one of its meetings, in the order of the agenda."""
    rows = Poll.objects.filter(unit_id=case.unit_id, case_id=case.id)
    if sitting:
        meeting = CaseMeeting.objects.filter(
            unit_id=case.unit_id, case_id=case.id, sitting=sitting
        ).values("meeting_id")
        rows = rows.filter(item__meeting_id__in=meeting)
    found = rows.select_related("item__meeting").order_by(
        "item__meeting__starts_at", "item__meeting_id", "item__position"
    )
    return [_state(poll, case) for poll in found]


def case_of_meeting(meeting: Meeting) -> CaseMeeting | None:
    """Return for what a meeting is held, None where no case has it."""
    rows = CaseMeeting.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    return rows.select_related("case__organisation").first()


def poll_of(item: AgendaItem) -> Poll | None:
    """Return the election of a case that an item is, with its case; None where it is none."""
    rows = Poll.objects.filter(unit_id=item.unit_id, item_id=item.id)
    return rows.select_related("case__organisation", "item").first()


def preselection_of(case: TermChange, post: str) -> PollState | None:
    """Return the last 差额预选 for these seats as it stands, None before there is one."""
    found = [s for s in poll_states(case, "assembly") if s.poll.preliminary]
    return next((state for state in found if state.poll.post == post), None)


def held_on(meeting: Meeting) -> date:
    """Return the day of a meeting."""
    return day_of(meeting)


def _state(poll: Poll, case: TermChange) -> PollState:
    votes = list(
        Vote.objects.filter(unit_id=poll.unit_id, item_id=poll.item_id, amendment__isnull=True)
        .exclude(state=Vote.State.VOID)
        .order_by("round")
    )
    counted = [v for v in votes if v.state == Vote.State.CLOSED and kept.is_election(v.verdict)]
    rounds = tuple(Round(vote, kept.in_words(vote.verdict)) for vote in counted)
    winners: dict[str, Winner] = {}
    for one in rounds:
        for winner in _winners(one, case):
            winners.setdefault(winner.name, winner)
    return PollState(
        poll=poll,
        rounds=rounds,
        winners=tuple(winners.values())[: poll.seats],
        tied=bool(counted and counted[-1].verdict.get("tied")),
        running=any(vote.state == Vote.State.OPEN for vote in votes),
    )


def _winners(one: Round, case: TermChange) -> list[Winner]:
    """Return whom a round elects; nobody where it was invalid or could not be judged."""
    verdict = one.vote.verdict
    if not verdict.get("valid") or not verdict.get("elected"):
        return []
    votes = {row["name"]: row["yes"] for row in one.figures.get("candidates", ())}
    others = {row["name"]: row["yes"] for row in one.figures.get("others", ())}
    known = _standing(one.vote)
    return [
        Winner(
            name,
            votes.get(name, others.get(name, 0)),
            known[name] if name in known else _person_named(name, case),
            written_in=name in others,
        )
        for name in verdict["elected"]
    ]


def _standing(vote: Vote) -> dict[str, uuid.UUID | None]:
    ballot = Ballot.objects.filter(unit_id=vote.unit_id, id=vote.ballot_id or uuid.UUID(int=0))
    races = [
        contest
        for found in ballot.select_related("organisation")
        for contest in contests_of(found)
        if isinstance(contest, Race)
    ]
    return {one.shown: one.person_id for race in races for one in race.candidates}


def _person_named(name: str, case: TermChange) -> uuid.UUID | None:
    """Return the one full member of that name, None where there is none or several."""
    people = members_on(case.organisation, case.planned_on).filter(standing="full", name=name)
    found = list(people.values_list("id", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def people_by_id(case: TermChange, wanted: list[uuid.UUID]) -> dict[uuid.UUID, Person]:
    """Return these persons of the case's unit."""
    rows = Person.objects.filter(unit_id=case.unit_id, id__in=wanted)
    return {row.id: row for row in rows}
