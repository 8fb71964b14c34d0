"""A secret vote by ballots: the count comes into the meeting, and what it leaves open is voted again."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

import make
import make_meetings
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.ballots import actions as ballots
from dangwu.ballots.actions import PaperCount, TellerNamed
from dangwu.ballots.models import Ballot, RollEntry
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.actions import items, polling, votes
from dangwu.meetings.models import AgendaItem, ItemPerson, Vote
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation

pytestmark = pytest.mark.django_db
STANDING = ("丁一", "王二", "李三", "赵四")


class Hall:
    """An assembly of 20 with 16 there, an election on the table, two tellers beside."""

    def __init__(self, *, present: int = 16, seats: int = 3) -> None:
        self.branch: Organisation = make.organisation(unit=make.unit())
        named = [make.person(name, organisation=self.branch) for name in STANDING]
        rest = [make.person(f"党员{n}", organisation=self.branch) for n in range(16)]
        make.post(rest[0], self.branch)
        self.actor = make.access(role=Role.SECRETARY, organisation=self.branch, person=rest[0])
        self.meeting = make_meetings.meeting(
            self.branch, state="open", starts_at=make.NOW, chair=rest[0]
        )
        people = [*named, *rest]
        make_meetings.present(self.meeting, people[:present])
        for person in people[present:]:
            make_meetings.attendee(self.meeting, person)
        self.tellers = (TellerNamed(rest[1]), TellerNamed(rest[2], "counter"))
        self.named = named
        self.item = self._item(named, seats)

    def _item(self, people: Sequence[Person], seats: int) -> AgendaItem:
        item = make_meetings.item(
            self.meeting, "选举支部委员会委员", subject="election", seats=seats
        )
        for place, person in enumerate(people, 1):
            ItemPerson.objects.create(
                unit_id=item.unit_id, item=item, person=person, position=place
            )
        return items.take_item(actor=self.actor, item=item)

    def opened(self, booth: str = "paper") -> Vote:
        return polling.open_ballot(
            actor=self.actor, item=self.item, booth=booth, tellers=self.tellers
        )

    def ballot(self, vote: Vote) -> Ballot:
        assert vote.ballot_id is not None
        return Ballot.objects.get(unit_id=vote.unit_id, id=vote.ballot_id)

    def count(self, vote: Vote, yes: dict[str, int], **figures: Any) -> Vote:
        """Two persons type the same count; return the vote as it stands then."""
        ballot = self.ballot(vote)
        names = [one["name"] for one in ballot.booth[0]["candidates"]]
        issued = figures.get("issued", 16)
        returned = figures.get("returned", issued)
        rows = tuple((yes[name], returned - yes[name], 0) for name in names)
        count = PaperCount(issued, returned, 0, rows, figures.get("others", ()))
        for actor in (self.actor, self._second()):
            ballots.enter_count(actor=actor, ballot=ballot, contest=0, count=count)
        vote.refresh_from_db()
        return vote

    def _second(self) -> Access:
        return replace(self.actor, account_id=uuid.uuid4(), name="第二人")


def test_those_present_are_the_roll_and_the_ballot_is_frozen_with_names_by_strokes() -> None:
    here = Hall()

    vote = here.opened()

    ballot = here.ballot(vote)
    assert (ballot.state, ballot.tier, ballot.body) == ("frozen", "paper", "assembly")
    assert (ballot.should_attend, ballot.present) == (20, 16)
    assert RollEntry.objects.filter(unit_id=ballot.unit_id, ballot=ballot).count() == 16
    names = [one["name"] for one in ballot.booth[0]["candidates"]]
    assert names == [p.name for p in sorted(here.named, key=lambda p: p.sort_key)]
    assert (ballot.origin_kind, ballot.origin_id) == ("meetings.agendaitem", here.item.id)


def test_count_comes_into_the_vote_with_its_verdict() -> None:
    here = Hall()

    vote = here.count(here.opened(), {"丁一": 16, "王二": 12, "李三": 10, "赵四": 8})

    assert (vote.state, vote.valid, vote.passed) == ("closed", True, True)
    assert (vote.should_attend, vote.present) == (20, 16)
    assert sorted(vote.verdict["elected"]) == sorted(["丁一", "王二", "李三"])
    assert {f["rule"] for f in vote.verdict["findings"]} >= {"XJ2020-20-quorum"}
    decided = items.record_resolution(actor=here.actor, item=here.item, text="通过选举结果")
    assert decided.state == AgendaItem.State.DECIDED


def test_the_page_of_a_ballot_leads_back_to_its_meeting(client: Client) -> None:
    here = Hall()
    ballot = here.ballot(here.opened())
    client.force_login(make.account(role=Role.SECRETARY, organisation=here.branch))
    way = reverse("meetings:of_item", args=(ballot.unit_id, here.item.id))

    shown = client.get(reverse("ballots:show", args=(ballot.unit_id, ballot.id)))
    led = client.get(way)

    assert f'href="{way}"' in shown.content.decode()
    assert "回到会议" in shown.content.decode()
    assert led.url == reverse("meetings:show", args=(ballot.unit_id, here.meeting.id))  # type: ignore[attr-defined]  # a redirect


def test_tie_at_the_cut_is_voted_again_among_the_tied_and_nobody_else() -> None:
    here = Hall()
    first = here.count(here.opened(), {"丁一": 16, "王二": 12, "李三": 10, "赵四": 10})
    assert (first.passed, first.verdict["tied"]) == (False, ["李三", "赵四"])

    again = polling.open_again(actor=here.actor, item=here.item)

    ballot = here.ballot(again)
    assert again.round == 2
    assert {one["name"] for one in ballot.booth[0]["candidates"]} == {"李三", "赵四"}
    assert ballot.booth[0]["seats"] == 1
    done = here.count(again, {"李三": 9, "赵四": 7})
    assert (done.passed, done.verdict["elected"]) == (True, ["李三"])


def test_seats_left_over_are_elected_apart_among_those_not_elected() -> None:
    here = Hall()
    here.count(here.opened(), {"丁一": 16, "王二": 12, "李三": 8, "赵四": 5})

    again = polling.open_again(actor=here.actor, item=here.item)

    race = here.ballot(again).booth[0]
    assert (race["seats"], {one["name"] for one in race["candidates"]}) == (1, {"李三", "赵四"})


def test_more_ballots_back_than_given_out_make_the_election_void_and_due_again() -> None:
    here = Hall()

    vote = here.count(
        here.opened(), {"丁一": 17, "王二": 17, "李三": 17, "赵四": 0}, issued=16, returned=17
    )

    assert (vote.valid, vote.passed, vote.verdict["elected"]) == (False, False, [])
    again = here.ballot(polling.open_again(actor=here.actor, item=here.item))
    assert (again.booth[0]["seats"], len(again.booth[0]["candidates"])) == (3, 4)


def test_somebody_written_in_is_elected_too() -> None:
    here = Hall()

    vote = here.count(
        here.opened(), {"丁一": 16, "王二": 12, "李三": 5, "赵四": 4}, others=(("党员5", 9),)
    )

    assert "党员5" in vote.verdict["elected"]


@pytest.mark.parametrize(("present", "opens"), [(15, False), (16, True)])
def test_four_fifths_of_those_who_should_attend_are_asked(present: int, opens: bool) -> None:
    here = Hall(present=present)

    if opens:
        assert here.opened().ballot_id is not None
    else:
        with pytest.raises(DomainError, match=r"第20条.*到会人数不足"):
            here.opened()
        assert not Ballot.objects.filter(unit_id=here.branch.unit_id).exists()


def test_candidate_does_not_watch() -> None:
    here = Hall()
    here.tellers = (TellerNamed(here.named[0]), here.tellers[1])

    with pytest.raises(InputError, match="是候选人，不能监票"):
        here.opened()

    assert not Vote.objects.filter(unit_id=here.branch.unit_id).exists()


def test_full_result_needs_no_other_round() -> None:
    here = Hall()
    here.count(here.opened(), {"丁一": 16, "王二": 12, "李三": 10, "赵四": 8})

    with pytest.raises(DomainError, match="已经选满"):
        polling.open_again(actor=here.actor, item=here.item)


def test_void_vote_calls_its_ballot_off_and_takes_no_count() -> None:
    here = Hall()
    vote = here.opened()

    votes.void_vote(actor=here.actor, vote=vote, reason="选票印错")

    assert here.ballot(vote).state == "cancelled"
    with pytest.raises(DomainError):
        here.count(vote, dict.fromkeys(STANDING, 1))


def test_stranger_opens_no_ballot() -> None:
    here = Hall()

    with pytest.raises(PermissionDenied):
        polling.open_ballot(
            actor=make.stranger(organisation=here.branch),
            item=here.item,
            booth="paper",
            tellers=here.tellers,
        )

    assert not Vote.objects.filter(unit_id=here.branch.unit_id).exists()


def test_decision_by_phone_is_judged_like_every_other() -> None:
    here = Hall()
    items.drop_item(actor=here.actor, item=here.item, reason="改日选举")
    item = make_meetings.item(here.meeting, "讨论工作报告", subject="resolution")
    item = items.take_item(actor=here.actor, item=item)

    vote = polling.open_ballot(actor=here.actor, item=item, booth="online", tellers=here.tellers)

    ballot = here.ballot(vote)
    assert (ballot.tier, ballot.state) == ("online", "draft")
    assert ballot.booth[0]["kind"] == "question"
