"""Several ballots of one matter: voters and tellers are led from one to the next."""

import uuid
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import make
from ballots.voting import (
    CLOSES,
    OPENS,
    QUESTION,
    Polling,
    as_person,
    cast,
    closed,
    opened,
    peeled,
    sealed,
)
from dangwu.accounts.models import Role
from dangwu.ballots import actions, queries
from dangwu.ballots.models import Ballot
from dangwu.members.models import Person

pytestmark = pytest.mark.django_db
TLS: Final[dict[str, Any]] = {"secure": True}


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests come at the hour for which the ballots of the tests are made."""
    monkeypatch.setattr(timezone, "now", lambda: make.NOW)


def first() -> Polling:
    return opened(QUESTION, origin_kind="assessment.appraisal", origin_id=uuid.uuid4())


def beside(polling: Polling) -> Ballot:
    """A ballot of the same matter in preparation, with the same roll and tellers."""
    ballot = polling.ballot
    return actions.create_ballot(
        actor=polling.secretary,
        organisation=polling.organisation,
        title="另一张",
        tier="online",
        contests=(QUESTION,),
        entitled=[person.id for person in polling.voters],
        held_on=make.TODAY,
        tellers=[actions.TellerNamed(t.person, t.duty) for t in queries.tellers_of(ballot)],
        opens_at=OPENS,
        closes_at=CLOSES,
        body="assembly",
        should_attend=len(polling.voters),
        origin_kind=ballot.origin_kind,
        origin_id=ballot.origin_id,
    )


def run(polling: Polling, ballot: Ballot) -> Ballot:
    """Hand in the keys, freeze and open."""
    for access, public in zip(polling.tellers, polling.public, strict=True):
        teller = queries.teller_for(access, ballot.unit_id, ballot.id)
        actions.enter_key(actor=access, teller=teller, public_key=public)
    actions.freeze_ballot(actor=polling.secretary, ballot=ballot)
    return actions.open_ballot(actor=polling.secretary, ballot=ballot)


def address(ballot: Ballot, name: str) -> str:
    return reverse(f"ballots:{name}", kwargs={"unit": ballot.unit_id, "ballot": ballot.id})


def page_of(polling: Polling, name: str, person: Person) -> str:
    client = Client()
    account = make.account(role=Role.MEMBER, organisation=polling.organisation, person=person)
    client.force_login(account)
    answer = client.get(address(polling.ballot, name), **TLS)
    assert answer.status_code == 200
    return answer.content.decode()


def test_after_one_ballot_the_voter_is_led_to_the_next(hour: None) -> None:
    polling = first()
    other = run(polling, beside(polling))

    page = page_of(polling, "vote", polling.voters[0])
    assert "这次共2张票" in page
    assert "正在填写" in page
    assert "填写下一张（第2张）" in page
    assert address(other, "vote") in page

    cast(polling, polling.voters[1], sealed(polling, ["yes"]))
    page = page_of(polling, "vote", polling.voters[1])
    assert "您还有1张没有投" in page
    assert "正在填写" not in page


def test_one_open_ballot_alone_speaks_of_no_others(hour: None) -> None:
    polling = first()
    beside(polling)

    page = page_of(polling, "vote", polling.voters[0])

    assert "每张投一次" not in page
    assert "填写下一张" not in page


def test_a_teller_is_led_to_the_other_keys_that_are_still_to_be_made(hour: None) -> None:
    polling = first()
    other = beside(polling)
    teller = queries.tellers_of(polling.ballot)[0]

    page = page_of(polling, "key", teller.person)

    assert "还有1张票等您生成密钥" in page
    assert address(other, "key") in page


def test_a_layer_waits_for_its_teller_until_it_is_off() -> None:
    polling = first()
    one, two = (as_person(row.person) for row in queries.tellers_of(polling.ballot))
    assert (queries.tellings_due(one), queries.tellings_due(two)) == ([], [])

    cast(polling, polling.voters[0], sealed(polling, ["yes"]))
    closed(polling)
    assert [due.ballot_id for due in queries.tellings_due(one)] == [polling.ballot.id]
    assert queries.tellings_due(two) == []

    items, _ = peeled(polling, 1)
    teller = queries.teller_for(one, polling.ballot.unit_id, polling.ballot.id)
    actions.return_batch(actor=one, teller=teller, content=b"".join(items), refused=[])
    assert queries.tellings_due(one) == []
    assert [due.ballot_id for due in queries.tellings_due(two)] == [polling.ballot.id]


def test_whoever_runs_one_ballot_finds_the_others_that_go_on(hour: None) -> None:
    polling = first()
    other = run(polling, beside(polling))
    client = Client()
    client.force_login(make.account(role=Role.SECRETARY, organisation=polling.organisation))

    page = client.get(address(polling.ballot, "show"), **TLS).content.decode()
    assert f'href="{address(other, "show")}">另一张' in page

    actions.cancel_ballot(actor=polling.secretary, ballot=other, reason="重做")
    page = client.get(address(polling.ballot, "show"), **TLS).content.decode()
    assert address(other, "show") not in page
