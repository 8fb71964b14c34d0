"""Ballots for the table of addresses: one open on line, one on paper, one announced."""

import uuid
from datetime import timedelta

from django.utils import timezone

import make
from dangwu.accounts.access import Access, Reach
from dangwu.accounts.models import Role
from dangwu.ballots import actions, queries
from dangwu.ballots.actions import PaperCount, TellerNamed
from dangwu.ballots.booth import Question
from dangwu.ballots.envelopes import new_key
from dangwu.ballots.models import Ballot
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation


def ballots_of(branch: Organisation, own: Person) -> dict[str, int | str | uuid.UUID]:
    """Return the ballots by the names of the table. `own` votes and tells in the open one."""
    second = make.person("计票人", organisation=branch)
    organiser = Access(
        account_id=uuid.uuid4(),
        name="李明",
        today=make.TODAY,
        now=timezone.now(),
        reaches=(Reach(Role.SECRETARY, branch.unit_id, branch.id, branch.path),),
        unit_id=branch.unit_id,
    )
    made = {tier: _prepared(organiser, branch, [own, second], tier) for tier in Ballot.Tier}
    announced = _prepared(organiser, branch, [own, second], "paper")
    for person in (own, second):
        access = Access(
            uuid.uuid4(), person.name, make.TODAY, organiser.now, (), branch.unit_id, person.id
        )
        teller = queries.teller_for(access, branch.unit_id, made[Ballot.Tier.ONLINE].id)
        actions.enter_key(actor=access, teller=teller, public_key=new_key()[1])
    for ballot in (*made.values(), announced):
        actions.freeze_ballot(actor=organiser, ballot=ballot)
    actions.open_ballot(actor=organiser, ballot=made[Ballot.Tier.ONLINE])
    _count(organiser, announced)
    return {
        "ballot": made[Ballot.Tier.ONLINE].id,
        "paper_ballot": made[Ballot.Tier.PAPER].id,
        "announced_ballot": announced.id,
    }


def _prepared(organiser: Access, branch: Organisation, people: list[Person], tier: str) -> Ballot:
    now = organiser.now
    return actions.create_ballot(
        actor=organiser,
        organisation=branch,
        title="接收预备党员",
        tier=tier,
        contests=[Question("接收李明为预备党员")],
        entitled=[person.id for person in people],
        held_on=make.TODAY,
        tellers=[TellerNamed(person) for person in people],
        opens_at=now - timedelta(hours=1) if tier == "online" else None,
        closes_at=now + timedelta(hours=9) if tier == "online" else None,
    )


def _count(organiser: Access, ballot: Ballot) -> None:
    count = PaperCount(2, 2, 0, ((2,), (0,), (0,)))
    other = Access(
        uuid.uuid4(), "王一", make.TODAY, organiser.now, organiser.reaches, ballot.unit_id
    )
    for actor in (organiser, other):
        actions.enter_count(actor=actor, ballot=ballot, contest=0, count=count)
