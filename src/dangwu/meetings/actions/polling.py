"""Ballots for an item: on paper or by phone; again after a tie, a vacancy, an invalid poll."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.ballots.actions import TellerNamed, create_ballot, freeze_ballot
from dangwu.ballots.actions import revote as vote_again
from dangwu.ballots.booth import Contest, Race
from dangwu.ballots.models import Ballot, Teller
from dangwu.ballots.queries import contests_of
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings import polls
from dangwu.meetings.actions.votes import open_vote
from dangwu.meetings.holding import on_table, refuse_breaches
from dangwu.meetings.models import AgendaItem, ItemPerson, Vote
from dangwu.meetings.providers import stands_at
from dangwu.meetings.queries.asking import book_of, day_of
from dangwu.meetings.queries.sitting import sitting_now
from dangwu.meetings.queries.voting import matter_of, may_vote, rounds_of, votes_of
from dangwu.meetings.rules import before_vote
from dangwu.members.models import Person

LASTING: Final = timedelta(hours=2)  # how long a ballot by phone stays open at most


@transaction.atomic
def open_ballot(
    *,
    actor: Access,
    item: AgendaItem,
    booth: str,
    tellers: Sequence[TellerNamed],
    person_id: uuid.UUID | None = None,
) -> Vote:
    """Begin a secret vote by ballots on the item on the table. booth: paper or online.

    Those present with the right to vote are the roll. On paper the roll and the names are frozen
    at once; by phone the tellers make their keys first.
    Raises PermissionDenied, InputError, DomainError.
    Source: XJ2020 art. ~20, ~23, ~25
    """
    vote = open_vote(actor=actor, item=item, method="secret", person_id=person_id)
    people = _people(vote.item)
    about = next((person.name for person in people if person.id == person_id), "")
    if vote.item.subject == polls.ELECTION and not people:
        raise InputError("people", "还没有候选人。请先在议程中写上候选人和应选名额。")
    told = stands_at(vote.item)
    contest = polls.contest_of(vote.item, people, post=told.post if told else "", about=about)
    return _with_ballot(actor, vote, booth, contest, tellers)


@transaction.atomic
def open_again(*, actor: Access, item: AgendaItem, booth: str = "") -> Vote:
    """Begin another round of an election whose count is in and left something open.

    Among those tied where there is a tie; for the seats left over where too few were elected; the
    same again where the poll was invalid. The tellers stay. Raises PermissionDenied, DomainError.
    Source: XJ2020 art. ~28, ~30
    """
    row = on_table(actor, item)
    last = votes_of(row).filter(state=Vote.State.CLOSED, ballot_id__isnull=False).last()
    if last is None or last.ballot_id is None or not polls.is_election(last.verdict):
        raise DomainError("这一项还没有计票的选举，不需要再投一次。")
    if votes_of(row).filter(state=Vote.State.OPEN).exists():
        raise DomainError("上一次表决还没有结束，请先计票或作废。")
    if polls.settled(last.verdict):
        raise DomainError("应选名额已经选满，不需要再投一次。")
    matter = matter_of(row, "secret", None)
    refuse_breaches(
        before_vote(book_of(row.meeting), sitting_now(row.meeting), matter), "请等人到齐再投票。"
    )
    rounds = rounds_of(row, None, None).aggregate(last=Max("round"))
    vote = Vote.objects.create(
        unit_id=row.unit_id,
        item=row,
        round=int(rounds["last"] or 0) + 1,
        method="secret",
        opened_at=actor.now,
    )
    record(
        actor=actor, verb="meetings.open_vote", target=vote, title=row.title, method="secret",
        organisation_id=row.meeting.organisation_id, round=vote.round,
    )  # fmt: skip
    before = Ballot.objects.select_related("organisation").get(
        unit_id=row.unit_id, id=last.ballot_id
    )
    tellers = [
        TellerNamed(one.person, one.duty)
        for one in Teller.objects.filter(unit_id=row.unit_id, ballot=before)
        .select_related("person")
        .order_by("number")
    ]
    if last.verdict["tied"]:
        return _among_the_tied(actor, vote, before)
    return _with_ballot(
        actor, vote, booth or before.tier, _left_open(before, last.verdict), tellers, before
    )


def _among_the_tied(actor: Access, vote: Vote, before: Ballot) -> Vote:
    times: dict[str, Any] = {}
    if before.is_online:
        times = {"opens_at": actor.now, "closes_at": actor.now + LASTING}
    ballot = vote_again(
        actor=actor, ballot=before, contest=0, held_on=day_of(vote.item.meeting), **times
    )
    return _bound(actor, vote, ballot)


def _left_open(before: Ballot, verdict: dict[str, Any]) -> Contest:
    """Return the election of the seats left over, among those who stood and were not elected."""
    (contest,) = contests_of(before)
    if not isinstance(contest, Race) or not verdict["valid"]:
        return contest
    left = tuple(one for one in contest.candidates if one.shown not in verdict["elected"])
    if not left:
        raise DomainError("没有落选的候选人可以另行选举。请另提候选人，或者依规定减少名额。")
    return replace(contest, seats=int(verdict["vacant"]), candidates=left)


def _with_ballot(
    actor: Access,
    vote: Vote,
    booth: str,
    contest: Contest,
    tellers: Sequence[TellerNamed],
    before: Ballot | None = None,
) -> Vote:
    item, meeting = vote.item, vote.item.meeting
    sitting = sitting_now(meeting)
    times: dict[str, Any] = {}
    if booth == Ballot.Tier.ONLINE:
        times = {"opens_at": actor.now, "closes_at": actor.now + LASTING}
    elif booth != Ballot.Tier.PAPER:
        raise InputError("booth", "请选择纸质选票或者手机投票。")
    ballot = create_ballot(
        actor=actor,
        organisation=meeting.organisation,
        title=contest.title,
        tier=booth,
        contests=[contest],
        entitled=sorted(may_vote(item, vote.person_id)),
        held_on=day_of(meeting),
        tellers=tellers,
        body=polls.body_of(meeting.body, item.subject),
        should_attend=sitting.should_attend,
        present=sitting.present,
        origin_kind=polls.ORIGIN,
        origin_id=item.id,
        repeats=before,
        **times,
    )
    return _bound(actor, vote, ballot)


def _bound(actor: Access, vote: Vote, ballot: Ballot) -> Vote:
    vote.ballot_id = ballot.id
    vote.save(update_fields=["ballot_id"])
    if not ballot.is_online:
        freeze_ballot(actor=actor, ballot=ballot)
    return vote


def _people(item: AgendaItem) -> list[Person]:
    rows = ItemPerson.objects.filter(unit_id=item.unit_id, item_id=item.id)
    return [row.person for row in rows.select_related("person").order_by("position")]
