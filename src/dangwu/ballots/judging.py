"""From opened ballots to counts: which are valid, and what they say. Pure, order-independent."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from dangwu.ballots.booth import MARKS, NAME_LENGTH, clean_name
from dangwu.ballots.envelopes import parsed
from dangwu.core.tally.counting import ballot_is_valid

TRACKER: Final = re.compile(r"[0-9a-f]{32}")
FIELDS: Final = frozenset({"v", "ballot", "manifest", "tracker", "choices"})

UNREADABLE: Final = "不是可读的选票"
FOREIGN: Final = "不是这次投票的选票"
TWICE: Final = "同一张选票出现两次，只计一次"
CLASHING: Final = "查询码与另一张内容不同的选票相同"
ODD: Final = "填写方式不合要求"
TOO_MANY: Final = "所选人数多于应选名额"
OTHERS_WITHOUT_NO: Final = "另选他人多于不赞成的人数"
OTHER_TWICE: Final = "另选的人重复，或者已是候选人"


@dataclass(frozen=True, slots=True)
class JudgedBallot:
    """One opened ballot. reason: why none of it counts. contests: why a contest does not."""

    text: str
    tracker: str
    reason: str
    contests: tuple[str, ...]


@dataclass(slots=True)
class Counts:
    """The counts of one contest.

    options: votes by code. marks: votes by candidate, in the order of the booth, each as yes, no,
    abstain. others: votes by written-in name.
    """

    invalid: int = 0
    options: Counter[str] = field(default_factory=Counter)
    marks: list[Counter[str]] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class BoxCount:
    """The judged ballots by tracker, and the counts. invalid: of which nothing counts."""

    ballots: tuple[JudgedBallot, ...]
    invalid: int
    contests: tuple[Counts, ...]


def count_box(
    contests: Sequence[Mapping[str, object]], *, ballot: str, manifest: str, texts: Iterable[str]
) -> BoxCount:
    """Return what the opened ballots say.

    contests: as the manifest has them. texts: the opened ballots; an empty text did not open.
    Source: XJ2020 art. ~26, ~28
    """
    read = [(text, _fields(text, contests, ballot, manifest)) for text in sorted(texts)]
    seen: dict[str, set[str]] = {}
    for text, (tracker, reason, _) in read:
        if not reason:
            seen.setdefault(tracker, set()).add(text)
    judged, counts = [], [_empty(contest) for contest in contests]
    taken: set[str] = set()
    for text, (tracker, fault, choices) in read:
        reason = fault
        if not fault:
            reason = CLASHING if len(seen[tracker]) > 1 else TWICE if tracker in taken else ""
            taken.add(tracker)
        faults = () if reason else _count(choices, contests, counts)
        judged.append(JudgedBallot(text, tracker, reason, faults))
    judged.sort(key=lambda one: (one.tracker, one.text, one.reason))
    return BoxCount(tuple(judged), sum(1 for one in judged if one.reason), tuple(counts))


def _fields(
    text: str, contests: Sequence[object], ballot: str, manifest: str
) -> tuple[str, str, Sequence[object]]:
    """Return tracker, reason and choices of one ballot."""
    given = parsed(text)
    if given is None or set(given) != FIELDS or given["v"] != 1:
        return "", UNREADABLE, ()
    tracker, choices = given["tracker"], given["choices"]
    if not isinstance(tracker, str) or not TRACKER.fullmatch(tracker):
        return "", UNREADABLE, ()
    if (given["ballot"], given["manifest"]) != (ballot, manifest):
        return tracker, FOREIGN, ()
    if not isinstance(choices, list) or len(choices) != len(contests):
        return tracker, UNREADABLE, ()
    return tracker, "", choices


def _empty(contest: Mapping[str, object]) -> Counts:
    listed = contest.get("candidates")
    return Counts(marks=[Counter() for _ in listed] if isinstance(listed, list) else [])


def _count(
    choices: Sequence[object], contests: Sequence[Mapping[str, object]], counts: list[Counts]
) -> tuple[str, ...]:
    """Add one ballot to the counts; return why a contest of it does not count."""
    faults = []
    for choice, contest, count in zip(choices, contests, counts, strict=True):
        if contest["kind"] == "question":
            fault = _count_answer(choice, contest, count)
        else:
            fault = _count_marks(choice, contest, count)
        count.invalid += bool(fault)
        faults.append(fault)
    return tuple(faults)


def _count_answer(choice: object, contest: Mapping[str, object], count: Counts) -> str:
    options = contest["options"]
    assert isinstance(options, list)  # noqa: S101  # of our own manifest
    if not isinstance(choice, str) or choice not in {option["code"] for option in options}:
        return ODD
    count.options[choice] += 1
    return ""


def _count_marks(choice: object, contest: Mapping[str, object], count: Counts) -> str:
    fault = marks_fault(choice, contest)
    if fault:
        return fault
    assert isinstance(choice, dict)  # noqa: S101  # judged just now
    for mark, votes in zip(choice["marks"], count.marks, strict=True):
        votes[MARKS[mark]] += 1
    count.others.update(clean_name(name) for name in choice["others"])
    return ""


def marks_fault(choice: object, contest: Mapping[str, object]) -> str:
    """Return why the marks of an election do not count, or an empty text.

    Source: XJ2020 art. ~26, ~28
    """
    names, seats = contest["candidates"], contest["seats"]
    assert isinstance(names, list)  # noqa: S101  # of our own manifest
    assert isinstance(seats, int)  # noqa: S101  # of our own manifest
    if not _is_filled_in(choice, len(names)):
        return ODD
    assert isinstance(choice, dict)  # noqa: S101  # judged just now
    marks, others = str(choice["marks"]), [clean_name(name) for name in choice["others"]]
    if others and not contest["write_in"]:
        return ODD
    if not ballot_is_valid(marks.count("y") + len(others), seats):
        return TOO_MANY
    if len(others) > marks.count("n"):
        return OTHERS_WITHOUT_NO
    if len(set(others)) < len(others) or set(others) & set(names):
        return OTHER_TWICE
    return ""


def _is_filled_in(choice: object, candidates: int) -> bool:
    if not isinstance(choice, dict) or set(choice) != {"marks", "others"}:
        return False
    marks, others = choice["marks"], choice["others"]
    if not isinstance(marks, str) or len(marks) != candidates or not set(marks) <= set(MARKS):
        return False
    if not isinstance(others, list) or not all(isinstance(name, str) for name in others):
        return False
    return all(0 < len(clean_name(name)) <= NAME_LENGTH for name in others)
