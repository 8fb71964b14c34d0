"""What a ballot asks: questions with options, elections with candidates and seats. Values only."""

import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from dangwu.core.errors import InputError

YES_NO: Final = (("yes", "赞成"), ("no", "不赞成"), ("abstain", "弃权"))
MARKS: Final = {"y": "yes", "n": "no", "a": "abstain"}
NAME_LENGTH: Final = 20  # characters of a written-in name
MOST_CONTESTS: Final = 12
MOST_CANDIDATES: Final = 120
CODE_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question: a code of letters and its words."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """A contest with one choice among options: yes, no and abstain, or grades.

    subject: a subject of decisions (`core.rulebook.terms.SUBJECTS`), empty where no rule of
    voting speaks of it.
    """

    title: str
    options: tuple[Option, ...] = tuple(Option(code, label) for code, label in YES_NO)
    subject: str = ""

    @property
    def is_decision(self) -> bool:
        """Whether the options are those of a vote on a motion."""
        return {option.code for option in self.options} == {code for code, _ in YES_NO}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who stands. sort_key: by strokes. note: what tells namesakes apart."""

    name: str
    sort_key: str = ""
    person_id: uuid.UUID | None = None
    note: str = ""

    @property
    def shown(self) -> str:
        """The name as it stands on the ballot, with what tells namesakes apart."""
        return f"{self.name}（{self.note}）" if self.note else self.name


@dataclass(frozen=True, slots=True)
class Race:
    """An election of persons to seats. post: member, secretary or deputy, or empty."""

    title: str
    seats: int
    candidates: tuple[Candidate, ...]
    post: str = ""
    write_in: bool = True

    @property
    def seat_lines(self) -> range:
        """The lines for names that are written in, from 1."""
        return range(1, self.seats + 1)


Contest: TypeAlias = Question | Race


def checked_booth(contests: Sequence[Contest]) -> tuple[Contest, ...]:
    """Return the contests with candidates in the order of strokes.

    Raises InputError when a ballot could not be filled in or counted.
    Source: XJ2020 art. ~25
    """
    if not 1 <= len(contests) <= MOST_CONTESTS:
        raise InputError("contests", f"一次投票应有 1 至 {MOST_CONTESTS} 项内容。")
    return tuple(_checked(contest) for contest in contests)


def _checked(contest: Contest) -> Contest:
    if not contest.title.strip():
        raise InputError("contests", "每项内容都要有题目。")
    if isinstance(contest, Question):
        codes = [option.code for option in contest.options]
        if len(codes) < 2 or len(set(codes)) < len(codes):
            raise InputError("contests", f"“{contest.title}”至少要有两个不同的选项。")
        if not all(c.isascii() and c.isidentifier() and len(c) <= CODE_LENGTH for c in codes):
            raise InputError("contests", f"“{contest.title}”的选项代码只能用英文字母和数字。")
        return contest
    _check_race(contest)
    ordered = sorted(contest.candidates, key=lambda one: (one.sort_key, one.name, one.note))
    return Race(contest.title, contest.seats, tuple(ordered), contest.post, contest.write_in)


def _check_race(race: Race) -> None:
    names = [candidate.shown for candidate in race.candidates]
    if not 1 <= len(names) <= MOST_CANDIDATES:
        raise InputError("contests", f"“{race.title}”应有 1 至 {MOST_CANDIDATES} 名候选人。")
    if race.seats < 1:
        raise InputError("contests", f"“{race.title}”的应选名额至少为 1。")
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise InputError(
            "contests",
            f"“{race.title}”有同名候选人：{'、'.join(doubled)}。请加注所在单位以便区分。",
        )


def clean_name(name: str) -> str:
    """Return a written-in name in its one spelling: composed, without blanks."""
    return "".join(unicodedata.normalize("NFC", name).split())


def plaintext_bytes(contests: Iterable[Contest]) -> int:
    """Return the length that every ballot of this booth is padded to, in bytes.

    Long enough for the longest ballot that can be filled in, a multiple of 64.
    """
    frame = 2 + len('{"v":1,"ballot":"","manifest":"","tracker":"","choices":[]}') + 36 + 64 + 32
    longest = frame + sum(_longest(contest) for contest in contests)
    return (longest // 64 + 1) * 64  # one byte of padding at least


def _longest(contest: Contest) -> int:
    if isinstance(contest, Question):
        return CODE_LENGTH + 3
    written = contest.seats * (NAME_LENGTH * 4 + 3) if contest.write_in else 0
    return len('{"marks":"","others":[]},') + len(contest.candidates) + written


def as_json(contests: Iterable[Contest]) -> list[dict[str, object]]:
    """Return the contests as they are kept while they are prepared."""
    return [_question_json(c) if isinstance(c, Question) else _race_json(c) for c in contests]


def _question_json(question: Question) -> dict[str, object]:
    return {
        "kind": "question",
        "title": question.title,
        "subject": question.subject,
        "options": [{"code": o.code, "label": o.label} for o in question.options],
    }


def _race_json(race: Race) -> dict[str, object]:
    return {
        "kind": "election",
        "title": race.title,
        "seats": race.seats,
        "post": race.post,
        "write_in": race.write_in,
        "candidates": [
            {
                "name": c.name,
                "sort_key": c.sort_key,
                "person": str(c.person_id) if c.person_id else None,
                "note": c.note,
            }
            for c in race.candidates
        ],
    }


def as_frozen(contests: Iterable[Contest]) -> list[dict[str, object]]:
    """Return the contests as the manifest shows them to everybody: names, no identifiers."""
    frozen = as_json(contests)
    for contest, given in zip(contests, frozen, strict=True):
        if isinstance(contest, Race):
            given["candidates"] = [candidate.shown for candidate in contest.candidates]
    return frozen


def from_json(kept: Iterable[Mapping[str, object]]) -> tuple[Contest, ...]:
    """Return the contests from what `as_json` gave."""
    return tuple(_contest(dict(one)) for one in kept)


def _contest(kept: dict[str, object]) -> Contest:
    title = str(kept["title"])
    if kept["kind"] == "question":
        options = kept["options"]
        assert isinstance(options, list)  # noqa: S101  # written by as_json
        return Question(
            title, tuple(Option(o["code"], o["label"]) for o in options), str(kept["subject"])
        )
    listed = kept["candidates"]
    assert isinstance(listed, list)  # noqa: S101  # written by as_json
    candidates = tuple(
        Candidate(
            c["name"], c["sort_key"], uuid.UUID(c["person"]) if c["person"] else None, c["note"]
        )
        for c in listed
    )
    seats = int(str(kept["seats"]))
    return Race(title, seats, candidates, str(kept["post"]), bool(kept["write_in"]))
