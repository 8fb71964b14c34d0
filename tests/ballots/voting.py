"""Ballots for tests: prepared, frozen, cast and opened as the pages do it, without the pages."""

import random
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.ballots import actions, queries
from dangwu.ballots.actions.casting import Receipt
from dangwu.ballots.booth import Candidate, Contest, Question, Race
from dangwu.ballots.envelopes import digest_of, new_key, peel, plaintext_of, seal
from dangwu.ballots.models import Ballot, Box, Manifest
from dangwu.ballots.results import Result
from dangwu.core.names import name_keys
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation

OPENS = make.NOW - timedelta(hours=1)
CLOSES = make.NOW + timedelta(hours=1)
QUESTION = Question("接收李明为预备党员", subject="admission")


def candidate(name: str) -> Candidate:
    return Candidate(name, name_keys(name).stroke_key)


RACE = Race("支部委员会委员", 2, tuple(candidate(name) for name in ("王一", "丁二", "李三")))


@dataclass(frozen=True, slots=True)
class Polling:
    """A ballot with everybody around it. keys: the tellers' secret keys in their order."""

    ballot: Ballot
    secretary: Access
    organisation: Organisation
    voters: tuple[Person, ...]
    tellers: tuple[Access, ...]
    keys: tuple[bytes, ...]
    public: tuple[str, ...]

    @property
    def manifest(self) -> Manifest:
        return queries.manifest_of_ballot(self.ballot)


def as_person(person: Person, *, now: datetime = make.NOW) -> Access:
    """The access of an account that is nothing but this person."""
    return Access(
        account_id=uuid.uuid4(),
        name=person.name,
        today=make.TODAY,
        now=now,
        unit_id=person.unit_id,
        person_id=person.id,
    )


def prepared(*contests: Contest, voters: int = 5, tier: str = "online", **given: Any) -> Polling:
    """A ballot in preparation with two tellers, who are on the roll as well, and their keys."""
    organisation = make.organisation(unit=make.unit())
    secretary = make.access(role=Role.SECRETARY, organisation=organisation)
    people = tuple(make.person(f"党员{n:03d}", organisation=organisation) for n in range(voters))
    watching = [make.person(name, organisation=organisation) for name in ("赵监票", "钱计票")]
    duties = ("scrutineer", "counter")
    ballot = actions.create_ballot(
        actor=secretary,
        organisation=organisation,
        title="支部党员大会投票",
        tier=tier,
        contests=contests or (QUESTION,),
        entitled=[person.id for person in people],
        held_on=make.TODAY,
        tellers=[
            actions.TellerNamed(person, duty)
            for person, duty in zip(watching, duties, strict=True)
        ],
        **{
            "opens_at": OPENS,
            "closes_at": CLOSES,
            "body": "assembly",
            "should_attend": voters,
            **given,
        },
    )
    pairs = [new_key() for _ in watching]
    accesses = tuple(as_person(person) for person in watching)
    if tier == "online":
        for access, (_, public) in zip(accesses, pairs, strict=True):
            teller = queries.teller_for(access, ballot.unit_id, ballot.id)
            actions.enter_key(actor=access, teller=teller, public_key=public)
    return Polling(
        ballot,
        secretary,
        organisation,
        people,
        accesses,
        tuple(secret for secret, _ in pairs),
        tuple(public for _, public in pairs),
    )


def opened(*contests: Contest, voters: int = 5, **given: Any) -> Polling:
    """A ballot in which votes are taken."""
    polling = prepared(*contests, voters=voters, **given)
    actions.freeze_ballot(actor=polling.secretary, ballot=polling.ballot)
    row = actions.open_ballot(actor=polling.secretary, ballot=polling.ballot)
    return replace(polling, ballot=row)


def filled(polling: Polling, choices: Sequence[object], **other: Any) -> bytes:
    """A ballot as the voter's browser fills it in. other: fields that are forged."""
    manifest = polling.manifest
    fields = {
        "ballot": str(polling.ballot.id),
        "manifest": manifest.digest,
        "tracker": secrets.token_hex(16),
        **other,
    }
    return plaintext_of(choices=choices, length=manifest.content["plaintext_bytes"], **fields)


def sealed(polling: Polling, choices: Sequence[object], **other: Any) -> bytes:
    """The envelope of such a ballot."""
    return seal(filled(polling, choices, **other), polling.public)


def cast(polling: Polling, voter: Person, envelope: bytes, *, now: datetime = make.NOW) -> Receipt:
    """What the server answers to the voter's envelope."""
    with transaction.atomic():  # as a request: a refusal undoes all of it
        return actions.cast_envelope(
            actor=as_person(voter, now=now),
            unit_id=polling.ballot.unit_id,
            ballot_id=polling.ballot.id,
            envelope=envelope,
        )


def closed(polling: Polling) -> Box:
    return actions.close_ballot(
        actor=polling.secretary, ballot=polling.ballot, reason="到会的都已投票"
    )


def peeled(polling: Polling, number: int) -> tuple[list[bytes], list[str]]:
    """What teller `number` hands back, shuffled, and the digests of what did not open."""
    taken = queries.current_batch(polling.ballot, number - 1)
    found = [(item, peel(item, polling.keys[number - 1])) for item in taken]
    items = [one for _, one in found if one is not None]
    random.shuffle(items)
    return items, [digest_of(item) for item, one in found if one is None]


def counted(polling: Polling) -> Result:
    """Open every layer; return the result."""
    for number, access in enumerate(polling.tellers, start=1):
        items, bad = peeled(polling, number)
        actions.return_batch(
            actor=access,
            teller=queries.teller_for(access, polling.ballot.unit_id, polling.ballot.id),
            content=b"".join(items),
            refused=[actions.Refused(digest, "打不开") for digest in bad],
        )
    result = queries.result_for(polling.ballot)
    assert result is not None
    return result
