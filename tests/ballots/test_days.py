"""Ballots stand in the calendar of those on the roll and of the posts that run them."""

from datetime import date, timedelta

import pytest

import make
from ballots.voting import as_person, cast, opened, prepared, sealed
from dangwu.accounts.models import Role
from dangwu.ballots.days import ballot_entries
from dangwu.ballots.models import Ballot
from dangwu.notices.sources import entries

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def test_a_voter_finds_the_end_of_the_ballot_and_the_way_to_it() -> None:
    polling = opened()
    ballot, voter = polling.ballot, as_person(polling.voters[0])

    (entry,) = entries(voter, FIRST, LAST)

    assert (entry.uid, entry.kind, entry.title) == (
        f"ballot-{ballot.id}",
        "投票截止",
        "支部党员大会投票",
    )
    assert entry.starts == ballot.closes_at
    assert entry.link == f"/ballots/{ballot.unit_id}/{ballot.id}/vote/"


def test_whether_one_has_voted_does_not_show() -> None:
    polling = opened()
    voter = polling.voters[0]
    before = list(ballot_entries(as_person(voter), FIRST, LAST))

    cast(polling, voter, sealed(polling, ["yes"]))

    assert list(ballot_entries(as_person(voter), FIRST, LAST)) == before


def test_a_ballot_in_preparation_shows_to_the_post_only() -> None:
    polling = prepared()
    ballot = polling.ballot

    (entry,) = ballot_entries(polling.secretary, FIRST, LAST)

    assert entry.link == f"/ballots/{ballot.unit_id}/{ballot.id}/"
    assert list(ballot_entries(as_person(polling.voters[0]), FIRST, LAST)) == []


def test_strangers_other_months_and_cancelled_ballots_show_nothing() -> None:
    polling = opened()
    beside = make.organisation(unit=make.unit(), name="河西村党支部")
    stranger = make.access(role=Role.SECRETARY, organisation=beside)
    later = LAST + timedelta(days=1)

    assert list(ballot_entries(stranger, FIRST, LAST)) == []
    assert list(ballot_entries(polling.secretary, later, later)) == []

    Ballot.objects.filter(unit_id=polling.ballot.unit_id, id=polling.ballot.id).update(
        state="cancelled", cancelled_because="改期"
    )
    assert list(ballot_entries(polling.secretary, FIRST, LAST)) == []
