"""Counting paper: two persons enter the count each for themselves; equal counts are the result."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.ballots import queries, results
from dangwu.ballots.booth import Contest, Question, clean_name, from_json
from dangwu.ballots.models import Ballot, CountSheet
from dangwu.ballots.publishing import announce
from dangwu.ballots.results import CandidateCount, ContestResult, OptionCount, OtherCount
from dangwu.ballots.steps import locked
from dangwu.core.errors import DomainError, InputError
from dangwu.core.sealing import digest


@dataclass(frozen=True, slots=True)
class PaperCount:
    """What one person counted in one contest. votes: in the order of the booth.

    For a question each entry of `votes` is one number, for an election yes, no and abstain.
    """

    issued: int
    returned: int
    invalid: int
    votes: tuple[tuple[int, ...], ...]
    others: tuple[tuple[str, int], ...] = ()


@transaction.atomic
def enter_count(
    *, actor: Access, ballot: Ballot, contest: int, count: PaperCount
) -> queries.SheetState:
    """Keep one person's count of one contest; when every contest is agreed on, announce.

    contest: its place in the booth, from 0. A correction is another sheet; nothing is overwritten.
    Raises PermissionDenied, DomainError once the contest is agreed on, InputError when the
    figures contradict each other.
    Source: XJ2020 art. ~28, ~31
    """
    if not queries.may_count(actor, ballot):
        raise PermissionDenied
    row = locked(ballot, Ballot.State.FROZEN)
    if row.is_online:
        raise DomainError("线上投票由系统计票，不录入票数。")
    states = queries.sheet_states(row)
    if not 0 <= contest < len(states):
        raise InputError("contest", "没有这一项。")
    if states[contest].accepted:
        raise DomainError("这一项已由两人录入一致，不再录入。")
    content = results.as_json([figures_of(states[contest].contest, count)])[0]
    assert actor.account_id is not None  # noqa: S101  # who organises or tells has signed in
    sheet = CountSheet.objects.create(
        unit_id=row.unit_id,
        ballot=row,
        contest=contest,
        account_id=actor.account_id,
        entered_by=actor.name,
        entered_at=actor.now,
        content=content,
        digest=digest(content),
    )
    record(
        actor=actor,
        verb="ballots.enter_count",
        target=row,
        contest=content["title"],
        sheet=sheet.digest,
    )
    states = queries.sheet_states(row)
    if all(state.accepted for state in states):
        _announce(actor, row, states)
    return states[contest]


def figures_of(contest: Contest, count: PaperCount) -> ContestResult:
    """Return the count as figures of the contest.

    Raises InputError naming the figure that cannot be.
    """
    if count.invalid > count.returned:
        raise InputError("invalid", "无效票不能多于收回的选票。")
    frame = (contest.title, count.issued, count.returned, count.invalid)
    valid = count.returned - count.invalid
    if isinstance(contest, Question):
        votes = tuple(
            OptionCount(option.code, option.label, number)
            for option, (number,) in zip(contest.options, count.votes, strict=True)
        )
        _check_sum("votes", contest.title, sum(one.votes for one in votes), valid)
        return ContestResult("question", *frame, options=votes)
    candidates = tuple(
        CandidateCount(one.shown, *numbers)
        for one, numbers in zip(contest.candidates, count.votes, strict=True)
    )
    for one in candidates:
        _check_sum("votes", one.name, one.yes + one.no + one.abstain, valid)
    return ContestResult(
        "election",
        *frame,
        seats=contest.seats,
        candidates=candidates,
        others=_others(count.others, {one.name for one in candidates}, valid),
    )


def _check_sum(field: str, name: str, found: int, valid: int) -> None:
    if found != valid:
        raise InputError(
            field, f"“{name}”的票数合计{found}，应等于有效票{valid}张（收回减无效）。请核对。"
        )


def _others(
    written: Sequence[tuple[str, int]], standing: set[str], valid: int
) -> tuple[OtherCount, ...]:
    found: dict[str, int] = {}
    for given, votes in written:
        name = clean_name(given)
        if not name or name in standing or name in found:
            raise InputError("others", f"另选他人“{given}”没有写、重复，或者已是候选人。")
        if not 0 < votes <= valid:
            raise InputError("others", f"另选“{name}”的票数应在 1 和有效票{valid}之间。")
        found[name] = votes
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(OtherCount(name, votes) for name, votes in ordered)


def _announce(actor: Access, ballot: Ballot, states: list[queries.SheetState]) -> None:
    entitled = queries.turnout_of(ballot).entitled
    setting = queries.setting_of(ballot, entitled=entitled)
    sheets: list[dict[str, Any]] = []
    counted = []
    for state, contest in zip(states, from_json(ballot.booth), strict=True):
        assert state.accepted is not None  # noqa: S101  # asked just before
        (figures,) = results.from_json([state.accepted.content])
        counted.append(results.verdict_of(contest, figures, setting))
        sheets += [
            {"contest": state.place, "entered_by": one.entered_by, "digest": one.digest}
            for one in state.sheets
        ]
    announce(
        actor=actor,
        ballot=ballot,
        manifest=queries.manifest_of_ballot(ballot),
        counted=tuple(counted),
        opened={"sheets": sheets},
    )
