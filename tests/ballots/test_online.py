"""A ballot on line from freezing to the announced result, and everything it refuses."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

import make
from ballots.voting import (
    CLOSES,
    QUESTION,
    RACE,
    Polling,
    as_person,
    candidate,
    cast,
    closed,
    counted,
    opened,
    peeled,
    prepared,
    sealed,
)
from dangwu.accounts.models import Role
from dangwu.audit.models import Entry
from dangwu.ballots import actions, queries
from dangwu.ballots.actions.casting import AlreadyVotedError, NotOnRollError
from dangwu.ballots.booth import Question, Race
from dangwu.ballots.envelopes import digest_of, seal
from dangwu.ballots.models import Ballot, Box, Envelope, Manifest, RollEntry, UsedRight
from dangwu.ballots.receipts import is_signed, receipt_message
from dangwu.core.errors import DomainError, InputError

pytestmark = pytest.mark.django_db


def stored(polling: Polling) -> tuple[int, int]:
    """How many rights are used and how many envelopes are kept."""
    of = {"unit_id": polling.ballot.unit_id, "ballot_id": polling.ballot.id}
    return UsedRight.objects.filter(**of).count(), Envelope.objects.filter(**of).count()


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
    assert contest.verdict is not None
    assert contest.verdict["passed"] is True


def test_an_election_is_judged_by_the_rules_of_its_day() -> None:
    polling = opened(RACE)
    marks = ("yny", "yny", "yyn", "nyy", "yny")  # 丁二, 王一, 李三: by strokes
    for voter, given in zip(polling.voters, marks, strict=True):
        cast(polling, voter, sealed(polling, [{"marks": given, "others": []}]))
    closed(polling)

    (contest,) = counted(polling).contests

    assert [(one.name, one.yes, one.no) for one in contest.candidates] == [
        ("丁二", 4, 1),
        ("王一", 2, 3),
        ("李三", 4, 1),
    ]
    assert contest.verdict is not None
    assert contest.verdict["valid"] is True
    assert sorted(contest.verdict["elected"]) == ["丁二", "李三"]


def test_a_receipt_is_signed_over_ballot_manifest_and_envelope() -> None:
    polling = opened()
    envelope = sealed(polling, ["yes"])

    receipt = cast(polling, polling.voters[0], envelope)

    assert (receipt.envelope, receipt.again) == (digest_of(envelope), False)
    key = bytes.fromhex(polling.manifest.content["receipt_key"])
    ballot, manifest = str(polling.ballot.id), polling.manifest.digest
    message = receipt_message(ballot=ballot, manifest=manifest, envelope=receipt.envelope)
    assert is_signed(key, message, receipt.signature)
    other = receipt_message(ballot=ballot, manifest=manifest, envelope="0" * 64)
    assert not is_signed(key, other, receipt.signature)


def test_the_same_envelope_again_changes_nothing() -> None:
    polling = opened()
    envelope = sealed(polling, ["yes"])
    first = cast(polling, polling.voters[0], envelope)

    second = cast(polling, polling.voters[0], envelope)

    assert second == replace(first, again=True)
    assert stored(polling) == (1, 1)


def test_the_same_envelope_is_still_acknowledged_after_the_box_is_closed() -> None:
    polling = opened()
    envelope = sealed(polling, ["yes"])
    cast(polling, polling.voters[0], envelope)
    closed(polling)

    assert cast(polling, polling.voters[0], envelope).again is True
    assert stored(polling) == (1, 1)


def test_a_second_envelope_of_the_same_voter_is_refused() -> None:
    polling = opened()
    cast(polling, polling.voters[0], sealed(polling, ["yes"]))

    with pytest.raises(AlreadyVotedError, match="第一张选票有效"):
        cast(polling, polling.voters[0], sealed(polling, ["no"]))

    assert stored(polling) == (1, 1)


def test_somebody_elses_envelope_is_refused_and_the_right_stays() -> None:
    polling = opened()
    envelope = sealed(polling, ["yes"])
    cast(polling, polling.voters[0], envelope)

    with pytest.raises(DomainError, match="别人投过"):
        cast(polling, polling.voters[1], envelope)

    assert stored(polling) == (1, 1)
    assert cast(polling, polling.voters[1], sealed(polling, ["no"])).again is False


def test_a_late_envelope_is_refused() -> None:
    polling = opened()

    with pytest.raises(DomainError, match="不在投票时间内"):
        cast(polling, polling.voters[0], sealed(polling, ["yes"]), now=CLOSES)
    closed(polling)
    with pytest.raises(DomainError, match="不在投票时间内"):
        cast(polling, polling.voters[0], sealed(polling, ["yes"]))

    assert stored(polling) == (0, 0)


@pytest.mark.parametrize("change", [b"", b"x"])
def test_an_envelope_of_another_length_is_refused(change: bytes) -> None:
    polling = opened()
    envelope = sealed(polling, ["yes"])

    with pytest.raises(DomainError, match="长度不对"):
        cast(polling, polling.voters[0], envelope + change if change else envelope[:-1])

    assert stored(polling) == (0, 0)


def test_who_is_not_on_the_roll_is_refused() -> None:
    polling = opened()
    stranger = make.person("陌生人", organisation=polling.organisation)

    with pytest.raises(NotOnRollError):
        cast(polling, stranger, sealed(polling, ["yes"]))
    with pytest.raises(NotOnRollError), transaction.atomic():
        actions.cast_envelope(
            actor=polling.secretary,
            unit_id=polling.ballot.unit_id,
            ballot_id=polling.ballot.id,
            envelope=sealed(polling, ["yes"]),
        )

    assert stored(polling) == (0, 0)


def test_forged_ballots_are_taken_as_envelopes_and_not_counted() -> None:
    polling, beside = opened(), opened()
    foreign = {"ballot": str(beside.ballot.id), "manifest": beside.manifest.digest}
    twin = "ab" * 16
    envelopes = [
        sealed(polling, ["yes"], **foreign),
        sealed(polling, ["maybe"]),
        sealed(polling, ["yes"], tracker=twin),
        sealed(polling, ["no"], tracker=twin),
        seal(b"\x00" * polling.manifest.content["plaintext_bytes"], polling.public),
    ]
    for voter, envelope in zip(polling.voters, envelopes, strict=True):
        cast(polling, voter, envelope)
    closed(polling)

    (contest,) = counted(polling).contests

    assert (contest.returned, contest.invalid) == (5, 5)
    assert [one.votes for one in contest.options] == [0, 0, 0]


def test_an_envelope_of_another_ballot_replayed_here_does_not_open() -> None:
    polling, beside = opened(), opened()
    cast(polling, polling.voters[0], sealed(beside, ["yes"]))
    cast(polling, polling.voters[1], sealed(polling, ["no"]))
    closed(polling)

    (contest,) = counted(polling).contests

    assert (contest.returned, contest.invalid) == (2, 1)
    assert [one.votes for one in contest.options] == [0, 1, 0]
    published = queries.published_of(polling.ballot)
    assert published is not None
    assert [one["layer"] for one in published["refused"]] == [1]


@pytest.mark.parametrize("fault", ["missing", "added", "doubled", "length", "invented"])
def test_a_teller_cannot_drop_add_or_double_ballots(fault: str) -> None:
    polling = opened()
    for voter in polling.voters:
        cast(polling, voter, sealed(polling, ["yes"]))
    closed(polling)
    items, _ = peeled(polling, 1)
    refused: list[actions.Refused] = []
    if fault == "missing":
        items = items[1:]
    elif fault == "added":
        items = [*items, bytes(reversed(items[0]))]
    elif fault == "doubled":
        items = [items[0], *items[:-1]]
    elif fault == "length":
        items = [items[0] + b"x", *items[1:]]
    else:
        items, refused = items[1:], [actions.Refused("0" * 64, "打不开")]
    teller = queries.teller_for(polling.tellers[0], polling.ballot.unit_id, polling.ballot.id)

    with pytest.raises(InputError):
        actions.return_batch(
            actor=polling.tellers[0], teller=teller, content=b"".join(items), refused=refused
        )

    assert queries.layers_done(polling.ballot) == 0


def test_a_teller_opens_only_in_turn_and_only_for_oneself() -> None:
    polling = opened()
    cast(polling, polling.voters[0], sealed(polling, ["yes"]))
    first, second = (
        queries.teller_for(access, polling.ballot.unit_id, polling.ballot.id)
        for access in polling.tellers
    )
    with pytest.raises(DomainError):
        actions.return_batch(actor=polling.tellers[0], teller=first, content=b"")
    closed(polling)
    with pytest.raises(DomainError, match="没有轮到"):
        actions.return_batch(actor=polling.tellers[1], teller=second, content=b"")
    with pytest.raises(PermissionDenied):
        actions.return_batch(actor=polling.tellers[1], teller=first, content=b"")
    assert queries.next_teller(polling.ballot) is None
    fresh = queries.ballot_for(polling.secretary, polling.ballot.unit_id, polling.ballot.id)
    assert queries.next_teller(fresh) == first


def test_nothing_frozen_changes_any_more() -> None:
    polling = prepared()
    actions.freeze_ballot(actor=polling.secretary, ballot=polling.ballot)
    before = polling.manifest.digest
    teller = queries.teller_for(polling.tellers[0], polling.ballot.unit_id, polling.ballot.id)

    with pytest.raises(DomainError, match="已封定"):
        actions.freeze_ballot(actor=polling.secretary, ballot=polling.ballot)
    with pytest.raises(DomainError, match="已封定"):
        actions.name_tellers(actor=polling.secretary, ballot=polling.ballot, tellers=[])
    with pytest.raises(DomainError, match="已封定"):
        actions.enter_key(actor=polling.tellers[0], teller=teller, public_key=polling.public[1])
    with pytest.raises(DomainError, match="已封定"):
        actions.set_roll(
            actor=polling.secretary,
            ballot=polling.ballot,
            entitled=[],
            should_attend=None,
            present=None,
        )

    assert polling.manifest.digest == before
    entry = Entry.objects.get(unit_id=polling.ballot.unit_id, verb="ballots.freeze")
    assert entry.facts["digest"] == before


def test_freezing_wants_tellers_keys_and_a_roll() -> None:
    polling = prepared()
    ballot = polling.ballot
    watching = [row.person for row in queries.tellers_of(ballot)]
    actions.name_tellers(
        actor=polling.secretary, ballot=ballot, tellers=[actions.TellerNamed(watching[0])]
    )
    with pytest.raises(DomainError, match="至少要有两名"):
        actions.freeze_ballot(actor=polling.secretary, ballot=ballot)
    actions.name_tellers(
        actor=polling.secretary,
        ballot=ballot,
        tellers=[actions.TellerNamed(person) for person in watching],
    )
    with pytest.raises(DomainError, match="还没有提交密钥：赵监票、钱计票"):
        actions.freeze_ballot(actor=polling.secretary, ballot=ballot)
    actions.set_roll(
        actor=polling.secretary, ballot=ballot, entitled=[], should_attend=0, present=0
    )
    with pytest.raises(DomainError, match="名册是空的"):
        actions.freeze_ballot(actor=polling.secretary, ballot=ballot)
    assert not Manifest.objects.filter(unit_id=ballot.unit_id).exists()


def test_a_candidate_cannot_be_a_teller() -> None:
    polling = prepared(Race("书记", 1, (candidate("丁二"),)))
    standing = make.person("丁二", organisation=polling.organisation)

    with pytest.raises(InputError, match="是候选人"):
        actions.name_tellers(
            actor=polling.secretary,
            ballot=polling.ballot,
            tellers=[actions.TellerNamed(standing)],
        )


@pytest.mark.parametrize("key", ["", "00" * 32, "zz" * 32, "ab" * 31])
def test_a_key_that_nothing_can_be_sealed_to_is_refused(key: str) -> None:
    polling = prepared()
    teller = queries.teller_for(polling.tellers[0], polling.ballot.unit_id, polling.ballot.id)

    with pytest.raises(InputError, match="不是可用的公钥"):
        actions.enter_key(actor=polling.tellers[0], teller=teller, public_key=key)


def test_two_tellers_cannot_share_a_key() -> None:
    polling = prepared()
    teller = queries.teller_for(polling.tellers[0], polling.ballot.unit_id, polling.ballot.id)

    with pytest.raises(InputError, match="另一人提交"):
        actions.enter_key(actor=polling.tellers[0], teller=teller, public_key=polling.public[1])


def test_closing_early_wants_a_reason_while_somebody_has_not_voted() -> None:
    polling = opened(voters=2)
    cast(polling, polling.voters[0], sealed(polling, ["yes"]))

    with pytest.raises(DomainError, match="写明原因"):
        actions.close_ballot(actor=polling.secretary, ballot=polling.ballot)
    cast(polling, polling.voters[1], sealed(polling, ["yes"]))
    box = actions.close_ballot(actor=polling.secretary, ballot=polling.ballot)

    assert (box.envelopes, box.entitled, box.closed_early) == (2, 2, "")


def test_a_box_that_does_not_agree_with_the_roll_is_not_closed() -> None:
    polling = opened()
    cast(polling, polling.voters[0], sealed(polling, ["yes"]))
    stuffed = sealed(polling, ["yes"])
    Envelope.objects.create(
        unit_id=polling.ballot.unit_id,
        ballot=polling.ballot,
        digest=digest_of(stuffed),
        content=stuffed,
    )

    with pytest.raises(DomainError, match="票箱与名册不符"):
        closed(polling)

    assert not Box.objects.filter(unit_id=polling.ballot.unit_id).exists()


def test_a_roll_that_grew_after_freezing_is_found_at_closing() -> None:
    polling = opened()
    late = make.person("后加的人", organisation=polling.organisation)
    RollEntry.objects.create(
        unit_id=late.unit_id, ballot=polling.ballot, person=late, name=late.name, sort_key="x"
    )

    with pytest.raises(DomainError, match="名册与封定时不同"):
        closed(polling)


def test_opening_waits_for_its_hour() -> None:
    polling = prepared(opens_at=make.NOW + timedelta(minutes=5))
    actions.freeze_ballot(actor=polling.secretary, ballot=polling.ballot)

    with pytest.raises(DomainError, match="还没有到"):
        actions.open_ballot(actor=polling.secretary, ballot=polling.ballot)


def test_a_ballot_is_called_off_with_a_reason_and_for_good() -> None:
    polling = opened()

    with pytest.raises(DomainError, match="写明取消的原因"):
        actions.cancel_ballot(actor=polling.secretary, ballot=polling.ballot, reason=" ")
    row = actions.cancel_ballot(
        actor=polling.secretary, ballot=polling.ballot, reason="监票人遗失密钥"
    )

    assert row.state == Ballot.State.CANCELLED
    with pytest.raises(DomainError):
        closed(polling)
    with pytest.raises(DomainError, match="不在投票时间内"):
        cast(polling, polling.voters[0], sealed(polling, ["yes"]))


def test_strangers_run_nothing() -> None:
    polling = prepared()
    stranger = make.stranger(organisation=polling.organisation)
    member = as_person(polling.voters[0])
    for actor in (stranger, member):
        with pytest.raises(PermissionDenied):
            actions.freeze_ballot(actor=actor, ballot=polling.ballot)
        with pytest.raises(PermissionDenied):
            actions.open_ballot(actor=actor, ballot=polling.ballot)
        with pytest.raises(PermissionDenied):
            actions.close_ballot(actor=actor, ballot=polling.ballot)
        with pytest.raises(PermissionDenied):
            actions.cancel_ballot(actor=actor, ballot=polling.ballot, reason="x")
        with pytest.raises(Http404):
            queries.ballot_for(actor, polling.ballot.unit_id, polling.ballot.id)
        with pytest.raises(Http404):
            queries.teller_for(actor, polling.ballot.unit_id, polling.ballot.id)


def test_open_ballots_wait_for_those_who_have_not_voted() -> None:
    polling = opened()
    voter = polling.voters[0]

    assert queries.open_ballots_for(as_person(voter)) == [polling.ballot]
    cast(polling, voter, sealed(polling, ["yes"]))
    assert queries.open_ballots_for(as_person(voter)) == []
    assert queries.open_ballots_for(as_person(polling.voters[1], now=CLOSES)) == []
    assert queries.open_ballots_for(polling.tellers[0]) == []


def test_a_tie_at_the_cut_is_voted_on_again_among_the_tied() -> None:
    polling = opened(RACE, voters=4)
    for voter, marks in zip(polling.voters, ("yyn", "yny", "yyn", "yny"), strict=True):
        cast(polling, voter, sealed(polling, [{"marks": marks, "others": []}]))
    closed(polling)
    (contest,) = counted(polling).contests
    assert contest.verdict is not None
    # 丁二 has all four; 王一 and 李三 have two each, not more than half of those present.
    assert (contest.verdict["elected"], contest.verdict["vacant"]) == (["丁二"], 1)

    with pytest.raises(DomainError, match="不需要重新投票"):
        actions.revote(
            actor=polling.secretary, ballot=polling.ballot, contest=0, held_on=make.TODAY
        )


def test_a_revote_has_the_tied_the_open_seats_and_the_same_roll() -> None:
    polling = opened(RACE, voters=3)
    for voter, marks in zip(polling.voters, ("yyn", "yny", "nyy"), strict=True):
        cast(polling, voter, sealed(polling, [{"marks": marks, "others": []}]))
    closed(polling)
    (contest,) = counted(polling).contests
    assert contest.verdict is not None
    assert sorted(contest.verdict["tied"]) == ["丁二", "李三", "王一"]

    again = actions.revote(
        actor=polling.secretary,
        ballot=polling.ballot,
        contest=0,
        held_on=make.TODAY,
        opens_at=make.NOW,
        closes_at=CLOSES,
    )

    (race,) = queries.contests_of(again)
    assert isinstance(race, Race)
    assert ([one.name for one in race.candidates], race.seats) == (["丁二", "王一", "李三"], 2)
    assert sorted(again.entitled) == sorted(person.id for person in polling.voters)
    assert [row.public_key for row in queries.tellers_of(again)] == ["", ""]
    assert again.repeats_id == polling.ballot.id


@pytest.mark.parametrize(
    ("contest", "reason"),
    [
        (Question(" "), "题目"),
        (Question("是否", options=()), "两个不同的选项"),
        (Race("委员", 0, (candidate("丁二"),)), "名额至少为 1"),
        (Race("委员", 1, ()), "候选人"),
        (Race("委员", 1, (candidate("丁二"), candidate("丁二"))), "同名候选人：丁二"),
    ],
)
def test_a_booth_that_cannot_be_filled_in_is_refused(contest: object, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        prepared(contest)  # type: ignore[arg-type]  # of either kind


def test_who_is_not_of_the_unit_cannot_be_on_the_roll() -> None:
    organisation = make.organisation(unit=make.unit())
    secretary = make.access(role=Role.SECRETARY, organisation=organisation)

    with pytest.raises(InputError, match="1 人不在本单位"):
        actions.create_ballot(
            actor=secretary,
            organisation=organisation,
            title="投票",
            tier="paper",
            contests=[QUESTION],
            entitled=[uuid.uuid4()],
            held_on=make.TODAY,
        )
