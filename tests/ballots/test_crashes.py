"""A vote whose connection or transaction is cut: nothing stays of it, and sending again is safe."""

import threading
from collections.abc import Callable

import pytest
from django.db import OperationalError, connection, transaction
from django.db.utils import InterfaceError

import make
from ballots.voting import Polling, cast, closed, counted, opened, sealed
from dangwu.ballots import actions
from dangwu.ballots.actions.casting import AlreadyVotedError
from dangwu.ballots.models import Envelope, UsedRight
from dangwu.core.errors import DomainError
from dangwu.members.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


def stored(polling: Polling) -> tuple[int, int]:
    of = {"unit_id": polling.ballot.unit_id, "ballot_id": polling.ballot.id}
    return UsedRight.objects.filter(**of).count(), Envelope.objects.filter(**of).count()


def cut_off(polling: Polling, envelope: bytes) -> None:
    """Cast, and lose the connection to the database before the commit."""
    with transaction.atomic():
        cast(polling, polling.voters[0], envelope)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def at_once(*works: Callable[[], object]) -> list[object]:
    """Do the works at the same time on connections of their own; return results or refusals."""
    found: list[object] = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(place: int, work: Callable[[], object]) -> None:
        start.wait()
        try:
            found[place] = work()
        except DomainError as refusal:
            found[place] = refusal
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_vote_cut_off_before_its_commit_leaves_nothing_and_can_be_sent_again() -> None:
    polling = opened()
    envelope = sealed(polling, ["yes"])
    with pytest.raises((OperationalError, InterfaceError)):
        cut_off(polling, envelope)
    connection.close()
    assert stored(polling) == (0, 0)

    again = cast(polling, polling.voters[0], envelope)

    assert again.again is False
    assert stored(polling) == (1, 1)


def test_the_same_envelope_sent_many_times_at_once_is_kept_once() -> None:
    polling = opened()
    envelope = sealed(polling, ["yes"])

    told = at_once(*[lambda: cast(polling, polling.voters[0], envelope)] * 6)

    assert sorted(one.again for one in told) == [False, *[True] * 5]  # type: ignore[attr-defined]
    assert stored(polling) == (1, 1)


def test_different_envelopes_of_one_voter_at_once_leave_one() -> None:
    polling = opened()
    envelopes = [sealed(polling, [choice]) for choice in ("yes", "no", "abstain")]

    def casting(envelope: bytes) -> Callable[[], object]:
        return lambda: cast(polling, polling.voters[0], envelope)

    told = at_once(*map(casting, envelopes))

    assert sum(isinstance(one, AlreadyVotedError) for one in told) == 2
    assert stored(polling) == (1, 1)


def test_all_votes_at_once_with_a_closing_are_in_the_seal_or_refused() -> None:
    polling = opened(voters=8)
    envelopes = [sealed(polling, ["yes"]) for _ in polling.voters]

    def casting(voter: Person, envelope: bytes) -> Callable[[], object]:
        return lambda: cast(polling, voter, envelope)

    def closing() -> object:
        return actions.close_ballot(
            actor=polling.secretary, ballot=polling.ballot, reason="到会的都已投票"
        )

    works = [casting(v, e) for v, e in zip(polling.voters, envelopes, strict=True)]
    *told, box = at_once(*works, closing)

    taken = sum(not isinstance(one, DomainError) for one in told)
    assert box.envelopes == taken  # type: ignore[attr-defined]
    assert stored(polling) == (taken, taken)
    (contest,) = counted(polling).contests
    assert [one.votes for one in contest.options] == [taken, 0, 0]


def test_a_closing_waits_for_the_vote_that_came_first() -> None:
    polling = opened(voters=1)
    envelope = sealed(polling, ["yes"])
    sent, closing = threading.Event(), threading.Event()
    boxes: list[object] = []

    def close() -> None:
        sent.wait(10)
        closing.set()
        boxes.append(closed(polling))
        connection.close()

    thread = threading.Thread(target=close)
    thread.start()
    with transaction.atomic():
        cast(polling, polling.voters[0], envelope)
        sent.set()
        closing.wait(10)
    thread.join()

    assert boxes[0].envelopes == 1  # type: ignore[attr-defined]
    assert boxes[0].closed_at == make.NOW  # type: ignore[attr-defined]
