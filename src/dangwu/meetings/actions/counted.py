"""A ballot that was counted comes into the meeting: figures and verdict are frozen in the vote."""

import uuid
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Max

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.ballots.models import Ballot, SealedResult
from dangwu.ballots.queries import result_for
from dangwu.ballots.results import ContestResult
from dangwu.core.tally.counting import Count
from dangwu.meetings import polls, rules
from dangwu.meetings.freezing import freeze
from dangwu.meetings.models import AgendaItem, Meeting, Vote, WrittenVote
from dangwu.meetings.models.vote import Choice
from dangwu.meetings.queries.asking import book_of
from dangwu.meetings.queries.sitting import sitting_now
from dangwu.meetings.queries.voting import matter_of, rounds_of


def on_ballot_counted(
    *, unit_id: int, ballot_id: uuid.UUID, origin_kind: str, **_news: object
) -> None:
    """Take the result of a ballot that one of our items opened; every other is none of ours."""
    if origin_kind == polls.ORIGIN:
        ballot = Ballot.objects.select_related("organisation").get(unit_id=unit_id, id=ballot_id)
        sealed = SealedResult.objects.get(unit_id=unit_id, ballot=ballot)
        moment = sealed.counted_at
        program = Access(account_id=None, name="计票", today=ballot.held_on, now=moment)
        take_result(actor=program, ballot=ballot)


@transaction.atomic
def take_result(*, actor: Access, ballot: Ballot) -> Vote | None:
    """Freeze the count of a ballot in its vote; None where the vote is void or the meeting over.

    A second round that was prepared beside the meeting becomes a round of the same vote.
    Source: XJ2020 art. ~30, ~31
    """
    vote = _vote_of(ballot)
    result = result_for(ballot)
    if vote is None or result is None:
        return None
    (count,) = result.contests
    if count.kind == "election":
        return _elected(actor, vote, ballot, count)
    return _decided(actor, vote, ballot, count)


def _vote_of(ballot: Ballot) -> Vote | None:
    rows = Vote.objects.filter(unit_id=ballot.unit_id)
    open_ = rows.select_for_update(of=("self",)).filter(
        ballot_id=ballot.id, state=Vote.State.OPEN, item__meeting__state=Meeting.State.OPEN
    )
    found = open_.select_related("item__meeting__organisation", "amendment").first()
    if found is not None or rows.filter(ballot_id=ballot.id).exists() or ballot.origin_id is None:
        return found
    item = (
        AgendaItem.objects.filter(
            unit_id=ballot.unit_id,
            id=ballot.origin_id,
            state=AgendaItem.State.OPEN,
            meeting__state=Meeting.State.OPEN,
        )
        .select_related("meeting__organisation")
        .first()
    )
    if item is None or item.opened_at is None or ballot.repeats is None:
        return None
    last = rounds_of(item, None, None).aggregate(last=Max("round"))["last"]
    return Vote(
        unit_id=ballot.unit_id,
        item=item,
        round=int(last or 0) + 1,
        method="secret",
        ballot_id=ballot.id,
        opened_at=ballot.opens_at or item.opened_at,
    )


def _elected(actor: Access, vote: Vote, ballot: Ballot, count: ContestResult) -> Vote:
    verdict: dict[str, Any] = dict(count.verdict or {"valid": None, "elected": None})
    figures = {name: value for name, value in asdict(count).items() if name != "verdict"}
    vote.should_attend, vote.present = ballot.should_attend, ballot.present
    vote.verdict = {**verdict, "count": figures}
    vote.valid, vote.passed = verdict.get("valid"), polls.settled(verdict)
    vote.state, vote.closed_at = Vote.State.CLOSED, actor.now
    vote.save()
    record(
        actor=actor, verb="meetings.close_vote", target=vote, title=vote.item.title,
        organisation_id=vote.item.meeting.organisation_id, passed=vote.passed,
        elected=list(verdict.get("elected") or []), ballot=str(ballot.id),
    )  # fmt: skip
    return vote


def _decided(actor: Access, vote: Vote, ballot: Ballot, count: ContestResult) -> Vote:
    """Judge a secret decision as every other, with the opinions in writing."""
    item = vote.item
    votes = {option.code: option.votes for option in count.options}
    written = WrittenVote.objects.filter(unit_id=vote.unit_id, item_id=vote.item_id)
    given = Count(
        should_attend=ballot.should_attend,
        present=ballot.present,
        yes=votes.get("yes", 0),
        no=votes.get("no", 0),
        abstain=votes.get("abstain", 0),
        written_yes=written.filter(choice=Choice.YES).count(),
        written_no=written.filter(choice=Choice.NO).count(),
    )
    matter = matter_of(item, vote.method, vote.person_id)
    decision = rules.decided(book_of(item.meeting), sitting_now(item.meeting), matter, given)
    freeze(vote, given, decision, at=actor.now)
    record(
        actor=actor, verb="meetings.close_vote", target=vote, title=item.title,
        organisation_id=item.meeting.organisation_id, passed=decision.passed, ballot=str(ballot.id),
    )  # fmt: skip
    return vote
