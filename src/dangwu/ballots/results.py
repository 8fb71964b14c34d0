"""Results as values, and the verdict of the rulebook on them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from dangwu.ballots.booth import Contest, Question, Race
from dangwu.ballots.judging import BoxCount, Counts
from dangwu.core.errors import InputError
from dangwu.core.rulebook.decide import decide
from dangwu.core.rulebook.elect import ELECTING, elect
from dangwu.core.rulebook.records import Rulebook

SIDES: Final = ("yes", "no", "abstain")


@dataclass(frozen=True, slots=True)
class OptionCount:
    """Votes for one option of a question."""

    code: str
    label: str
    votes: int


@dataclass(frozen=True, slots=True)
class CandidateCount:
    """Votes for and against one candidate."""

    name: str
    yes: int
    no: int
    abstain: int


@dataclass(frozen=True, slots=True)
class OtherCount:
    """Votes for somebody who was written in."""

    name: str
    yes: int


@dataclass(frozen=True, slots=True)
class ContestResult:
    """The count of one contest and the verdict on it.

    verdict: `core.rulebook.elect.Election` or `decide.Decision` as JSON; None for grades.
    doubt: why no verdict could be given.
    """

    kind: str
    title: str
    issued: int
    returned: int
    invalid: int
    seats: int = 0
    options: tuple[OptionCount, ...] = ()
    candidates: tuple[CandidateCount, ...] = ()
    others: tuple[OtherCount, ...] = ()
    verdict: Mapping[str, Any] | None = None
    doubt: str = ""

    @property
    def valid(self) -> int:
        """Ballots that count in this contest."""
        return self.returned - self.invalid


@dataclass(frozen=True, slots=True)
class Result:
    """The announced result of a ballot."""

    unit_id: int
    ballot_id: uuid.UUID
    tier: str
    contests: tuple[ContestResult, ...]
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rules ask of the meeting beside the votes.

    on: the day of voting. present: persons present with the right to vote.
    """

    rulebook: Rulebook
    facts: Mapping[str, Any]
    should_attend: int | None
    present: int | None
    body: str = ""


def counted_on_line(
    contests: Sequence[Contest], box: BoxCount, *, entitled: int, refused: int
) -> tuple[ContestResult, ...]:
    """Return the counts of an opened box. refused: envelopes that did not open."""
    returned = len(box.ballots) + refused
    lost = box.invalid + refused
    return tuple(
        _contest(contest, counts, issued=entitled, returned=returned, lost=lost)
        for contest, counts in zip(contests, box.contests, strict=True)
    )


def _contest(
    contest: Contest, counts: Counts, *, issued: int, returned: int, lost: int
) -> ContestResult:
    invalid = lost + counts.invalid
    if isinstance(contest, Question):
        options = tuple(
            OptionCount(o.code, o.label, counts.options[o.code]) for o in contest.options
        )
        return ContestResult("question", contest.title, issued, returned, invalid, options=options)
    candidates = tuple(
        CandidateCount(one.shown, *(votes[side] for side in SIDES))
        for one, votes in zip(contest.candidates, counts.marks, strict=True)
    )
    others = sorted(counts.others.items(), key=lambda pair: (-pair[1], pair[0]))
    return ContestResult(
        "election",
        contest.title,
        issued,
        returned,
        invalid,
        seats=contest.seats,
        candidates=candidates,
        others=tuple(OtherCount(name, votes) for name, votes in others),
    )


def verdict_of(contest: Contest, count: ContestResult, setting: Setting) -> ContestResult:
    """Return the count with the rulebook's verdict on it.

    Source: XJ2020 art. ~20, ~28, ~30
    """
    try:
        verdict = _verdict(contest, count, setting)
    except InputError as refusal:
        return _with(count, doubt=refusal.words)
    return _with(count, verdict=verdict)


def _verdict(contest: Contest, count: ContestResult, setting: Setting) -> dict[str, object] | None:
    if isinstance(contest, Race):
        return elect(setting.rulebook, _election_facts(contest, count, setting)).as_json()
    if not contest.is_decision or not contest.subject:
        return None
    votes = {option.code: option.votes for option in count.options}
    given = {
        **setting.facts,
        "subject": contest.subject,
        "method": "secret",
        "count": {**_attendance(setting), **{side: votes[side] for side in SIDES}},
    }
    if setting.body:
        given["body"] = setting.body
    return decide(setting.rulebook, given).as_json()


def _election_facts(race: Race, count: ContestResult, setting: Setting) -> dict[str, Any]:
    given: dict[str, Any] = {
        **setting.facts,
        **_attendance(setting),
        "method": "secret",
        "seats": race.seats,
        "issued": count.issued,
        "returned": count.returned,
        "invalid": count.invalid,
        "candidates": [asdict(candidate) for candidate in count.candidates],
        "others": [asdict(other) for other in count.others],
    }
    given |= {"post": race.post} if race.post else {}
    return given | ({"body": setting.body} if setting.body in ELECTING else {})


def _attendance(setting: Setting) -> dict[str, int]:
    given = {"should_attend": setting.should_attend, "present": setting.present}
    return {name: number for name, number in given.items() if number is not None}


def _with(count: ContestResult, **changed: Any) -> ContestResult:
    return ContestResult(**{**_fields(count), **changed})


def _fields(count: ContestResult) -> dict[str, Any]:
    return {name: getattr(count, name) for name in ContestResult.__slots__}


def as_json(contests: Sequence[ContestResult]) -> list[dict[str, Any]]:
    """Return the results as they are kept and published."""
    return [asdict(contest) for contest in contests]


def from_json(kept: Sequence[Mapping[str, Any]]) -> tuple[ContestResult, ...]:
    """Return the results from what `as_json` gave."""
    return tuple(
        ContestResult(
            **{
                **one,
                "options": tuple(OptionCount(**o) for o in one["options"]),
                "candidates": tuple(CandidateCount(**c) for c in one["candidates"]),
                "others": tuple(OtherCount(**o) for o in one["others"]),
            }
        )
        for one in kept
    )
