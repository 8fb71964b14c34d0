"""A ballot on line from freezing to the announced result, and everything it refuses."""

import pytest

from ballots.voting import cast, closed, counted, opened, sealed

pytestmark = pytest.mark.django_db


def test_a_ballot_is_cast_closed_opened_and_counted() -> None:
    polling = opened()
    for voter, choice in zip(polling.voters, ("yes", "yes", "yes", "no", "abstain"), strict=True):
        cast(polling, voter, sealed(polling, [choice]))
    closed(polling)

    result = counted(polling)

    (contest,) = result.contests
    assert [(one.code, one.votes) for one in contest.options] == [
        ("yes", 3),
        ("no", 1),
        ("abstain", 1),
    ]
    assert (contest.issued, contest.returned, contest.invalid) == (5, 5, 0)
    assert contest.verdict["passed"] is True
