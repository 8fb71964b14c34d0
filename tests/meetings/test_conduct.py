"""A running meeting: what the rule forbids is refused with its article, everything else is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

import make
import make_meetings
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.actions import floor, items, opening, votes
from dangwu.meetings.models import AgendaItem, Attendee, ItemPerson, Meeting, NamedVote, Vote
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation

pytestmark = pytest.mark.django_db

Shown = votes.Shown
ItemState = AgendaItem.State
Presence = Attendee.Presence


@dataclass(frozen=True, slots=True)
class Hall:
    """A meeting with its people: the secretary first."""

    branch: Organisation
    meeting: Meeting
    actor: Access
    people: list[Person]


def hall(
    *,
    called: int = 20,
    there: int = 11,
    state: str = Meeting.State.OPEN,
    fire: bool = False,
    secretary_there: bool = True,
) -> Hall:
    """A branch of the civil or the fire regime with so many called and so many there."""
    regime: dict[str, Any] = {
        "regime": "fire-2011",
        "fire_kind": "company_branch",
        "category": "fire",
    }
    branch = make.organisation(unit=make.unit(), **(regime if fire else {}))
    people = [make.person(f"党员{number}", organisation=branch) for number in range(called)]
    make.post(people[0], branch)
    actor = make.access(role=Role.SECRETARY, organisation=branch, person=people[0])
    meeting = make_meetings.meeting(
        branch, state=state, chair=people[0], starts_at=make.NOW, noticed_at=make.NOW - DAYS
    )
    first = 0 if secretary_there else 1
    came = people[first : first + there]
    make_meetings.present(meeting, came)
    for person in people:
        if person not in came:
            make_meetings.attendee(meeting, person)
    return Hall(branch, meeting, actor, people)


DAYS = timedelta(days=2)


def taken(here: Hall, about: Person | None = None, **facts: Any) -> AgendaItem:
    """An item of the agenda on the table, about that person."""
    item = make_meetings.item(here.meeting, **facts)
    name(item, about)
    return items.take_item(actor=here.actor, item=item)


def name(item: AgendaItem, about: Person | None) -> None:
    """Put a person on the item."""
    if about is not None:
        ItemPerson.objects.create(unit_id=item.unit_id, item=item, person=about, position=1)


def applicant(here: Hall) -> Person:
    """Somebody who asks to be admitted and is not called to the meeting."""
    return make.person("赵入党", organisation=here.branch, standing="candidate")


def verbs() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def test_open_meeting_opens_with_those_who_are_there_and_records_the_numbers() -> None:
    here = hall(state=Meeting.State.NOTICED)

    opened = opening.open_meeting(actor=here.actor, meeting=here.meeting)

    assert (opened.state, opened.opened_at) == (Meeting.State.OPEN, make.NOW)
    entry = Entry.objects.get(verb="meetings.open")
    assert (entry.facts["should_attend"], entry.facts["present"]) == (20, 11)


@pytest.mark.parametrize(
    ("fire", "there", "opens"),
    [(True, 10, False), (True, 11, True), (False, 9, False), (False, 10, True)],
)
def test_open_meeting_needs_the_quorum_of_its_regime(fire: bool, there: int, opens: bool) -> None:
    here = hall(state=Meeting.State.NOTICED, there=there, fire=fire)

    if opens:
        opening.open_meeting(actor=here.actor, meeting=here.meeting)
    else:
        with pytest.raises(
            DomainError, match=r"到会人数不足.*第(19|11)条|第(19|11)条.*到会人数不足"
        ):
            opening.open_meeting(actor=here.actor, meeting=here.meeting)

    here.meeting.refresh_from_db()
    assert (here.meeting.state == Meeting.State.OPEN) is opens


def test_open_meeting_under_the_fire_rule_needs_secretary_or_deputy() -> None:
    here = hall(state=Meeting.State.NOTICED, fire=True, secretary_there=False)

    with pytest.raises(DomainError, match="书记、副书记均未到会"):
        opening.open_meeting(actor=here.actor, meeting=here.meeting)

    here.meeting.emergency, here.meeting.emergency_reason = True, "灭火救援"
    here.meeting.save()
    opened = opening.open_meeting(actor=here.actor, meeting=here.meeting)
    assert opened.state == Meeting.State.OPEN


def test_open_meeting_is_refused_to_strangers_and_before_the_notice() -> None:
    here = hall(state=Meeting.State.NOTICED)
    with pytest.raises(PermissionDenied):
        opening.open_meeting(actor=make.stranger(organisation=here.branch), meeting=here.meeting)

    planned = hall(state=Meeting.State.PLANNED)
    with pytest.raises(DomainError, match="筹备"):
        opening.open_meeting(actor=planned.actor, meeting=planned.meeting)


def test_items_are_taken_one_at_a_time() -> None:
    here = hall()
    first = taken(here, title="听取报告", kind="report")
    second = make_meetings.item(here.meeting, "讨论计划", kind="discuss")

    with pytest.raises(DomainError, match="“听取报告”还没有议完"):
        items.take_item(actor=here.actor, item=second)

    items.record_resolution(actor=here.actor, item=first, text="同意报告")
    assert items.take_item(actor=here.actor, item=second).state == ItemState.OPEN


def test_the_next_item_is_refused_with_the_article_on_one_by_one() -> None:
    here = hall(fire=True)
    taken(here, kind="report", title="听取报告")
    second = make_meetings.item(here.meeting, title="讨论计划")

    with pytest.raises(DomainError, match=r"“听取报告”还没有议完。研究多个事项.*第18条"):
        items.take_item(actor=here.actor, item=second)


@pytest.mark.parametrize("subject", ["nco", "rank", "backbone", "discipline", "admission"])
def test_what_is_voted_on_person_by_person_is_not_taken_without_a_name(subject: str) -> None:
    here = hall(fire=True)
    item = make_meetings.item(here.meeting, subject=subject)

    with pytest.raises(DomainError, match=r"还没有写涉及的人.*逐个表决.*第18条"):
        items.take_item(actor=here.actor, item=item)

    name(item, applicant(here))
    assert items.take_item(actor=here.actor, item=item).state == ItemState.OPEN


def test_record_resolution_of_an_item_to_be_voted_on_needs_its_vote() -> None:
    here = hall()
    item = taken(here)

    with pytest.raises(DomainError, match="先表决"):
        items.record_resolution(actor=here.actor, item=item, text="同意接收")

    vote = votes.open_vote(actor=here.actor, item=item, method="secret")
    votes.close_vote(actor=here.actor, vote=vote, shown=Shown(11, 0, 0))
    done = items.record_resolution(actor=here.actor, item=item, text="同意接收")
    assert (done.state, done.resolution) == (ItemState.DECIDED, "同意接收")


def test_postpone_item_then_discuss_again_then_ruling_from_above() -> None:
    here = hall()
    item = taken(here, title="调整岗位")
    put_off = items.postpone_item(actor=here.actor, item=item, reason="意见分歧较大")
    later = make_meetings.meeting(here.branch, title="十二月党员大会")

    again = items.rediscuss(actor=here.actor, item=put_off, meeting=later)
    ruled = items.record_ruling(
        actor=here.actor, item=put_off, text="按原方案", ruled_by="县委", ruled_on=make.TODAY
    )

    assert (again.meeting_id, again.title, again.follows_id) == (later.id, "调整岗位", item.id)
    assert (ruled.ruling, ruled.ruled_by) == ("按原方案", "县委")
    with pytest.raises(DomainError, match="已经列入复议"):
        items.rediscuss(actor=here.actor, item=put_off, meeting=later)
    assert {"meetings.postpone_item", "meetings.rediscuss", "meetings.rule"} <= set(verbs())


def test_postpone_item_needs_a_reason_and_changes_nothing_without_one() -> None:
    here = hall()
    item = taken(here)

    with pytest.raises(InputError, match="写明原因"):
        items.postpone_item(actor=here.actor, item=item, reason=" ")

    item.refresh_from_db()
    assert item.state == ItemState.OPEN


@pytest.mark.parametrize(("fire", "passed"), [(True, True), (False, False)])
def test_one_count_passes_under_one_rule_and_fails_under_the_other(
    fire: bool, passed: bool
) -> None:
    here = hall(fire=fire)
    item = taken(here, about=applicant(here), subject="admission")
    vote = votes.open_vote(actor=here.actor, item=item, method="secret")

    closed = votes.close_vote(actor=here.actor, vote=vote, shown=Shown(6, 4, 1))

    assert (closed.valid, closed.passed) == (True, passed)
    needed = [f for f in closed.verdict["findings"] if "6票" in f["text"] and "需要" in f["text"]]
    assert {f["needs"] for f in needed} == ({6} if fire else {11})
    assert (closed.should_attend, closed.present) == (20, 11)


def test_open_vote_refuses_a_way_that_the_subject_does_not_allow() -> None:
    here = hall(there=20)
    item = taken(here, subject="election", seats=3)

    with pytest.raises(DomainError, match="无记名"):
        votes.open_vote(actor=here.actor, item=item, method="hands")

    assert not Vote.objects.filter(unit_id=item.unit_id).exists()


@pytest.mark.parametrize(
    ("fire", "there", "opens"),
    [(True, 16, False), (True, 17, True), (False, 15, False), (False, 16, True)],
)
def test_open_vote_of_an_election_needs_four_fifths(fire: bool, there: int, opens: bool) -> None:
    here = hall(there=there, fire=fire)
    item = taken(here, subject="election", seats=3)

    if opens:
        assert votes.open_vote(actor=here.actor, item=item, method="secret").round == 1
    else:
        with pytest.raises(DomainError, match="五分之四"):
            votes.open_vote(actor=here.actor, item=item, method="secret")


def test_vote_is_taken_person_by_person_where_the_rule_says_so() -> None:
    here = hall(fire=True)
    item = taken(here, subject="reward", by_person=True)
    for place, person in enumerate(here.people[15:17], start=1):
        ItemPerson.objects.create(unit_id=item.unit_id, item=item, person=person, position=place)
    with pytest.raises(InputError, match="逐人表决"):
        votes.open_vote(actor=here.actor, item=item, method="hands")

    for person in here.people[15:17]:
        vote = votes.open_vote(actor=here.actor, item=item, method="hands", person_id=person.id)
        votes.close_vote(actor=here.actor, vote=vote, shown=Shown(11, 0, 0))
    items.record_resolution(actor=here.actor, item=item, text="同意表彰")

    assert Vote.objects.filter(unit_id=item.unit_id, passed=True).count() == 2


def test_several_persons_are_not_voted_on_as_one() -> None:
    here = hall(fire=True)
    item = taken(here, subject="reward")
    for place, person in enumerate(here.people[15:17], start=1):
        ItemPerson.objects.create(unit_id=item.unit_id, item=item, person=person, position=place)

    with pytest.raises(DomainError, match="逐个表决"):
        votes.open_vote(actor=here.actor, item=item, method="hands")


def test_whom_the_matter_touches_must_have_left_the_vote() -> None:
    here = hall(fire=True)
    item = taken(here, subject="reward")
    person = here.people[3]
    ItemPerson.objects.create(unit_id=item.unit_id, item=item, person=person, position=1)
    with pytest.raises(DomainError, match="回避"):
        votes.open_vote(actor=here.actor, item=item, method="hands", person_id=person.id)

    floor.recuse(actor=here.actor, item=item, person_id=person.id, reason="本人事项")
    vote = votes.open_vote(actor=here.actor, item=item, method="hands", person_id=person.id)
    with pytest.raises(InputError, match="可以表决的10人"):
        votes.close_vote(actor=here.actor, vote=vote, shown=Shown(11, 0, 0))
    closed = votes.close_vote(actor=here.actor, vote=vote, shown=Shown(10, 0, 0))

    assert (closed.should_attend, closed.present, closed.yes) == (20, 11, 10)


def test_close_vote_refuses_more_votes_than_voters() -> None:
    here = hall()
    item = taken(here)
    vote = votes.open_vote(actor=here.actor, item=item, method="secret")

    with pytest.raises(InputError, match="可以表决的11人"):
        votes.close_vote(actor=here.actor, vote=vote, shown=Shown(12, 0, 0))

    vote.refresh_from_db()
    assert (vote.state, vote.yes) == (Vote.State.OPEN, None)


def test_a_vote_by_name_counts_what_each_person_said() -> None:
    here = hall(fire=True)
    item = taken(here, subject="resolution")
    vote = votes.open_vote(actor=here.actor, item=item, method="signed")
    there = here.people[:11]
    said = {p.id: ("yes" if place < 7 else "no") for place, p in enumerate(there)}
    votes.cast_named(actor=here.actor, vote=vote, choices=said)

    closed = votes.close_vote(actor=here.actor, vote=vote)

    assert (closed.yes, closed.no, closed.abstain) == (7, 4, 0)
    assert NamedVote.objects.filter(unit_id=vote.unit_id).count() == 11


def test_cast_named_refuses_somebody_who_is_not_there() -> None:
    here = hall(fire=True)
    vote = votes.open_vote(actor=here.actor, item=taken(here), method="hands")
    with pytest.raises(DomainError, match="只有记名投票"):
        votes.cast_named(actor=here.actor, vote=vote, choices={})
    votes.void_vote(actor=here.actor, vote=vote, reason="方式有误")
    named = votes.open_vote(actor=here.actor, item=vote.item, method="signed")

    with pytest.raises(InputError, match="不在会场"):
        votes.cast_named(actor=here.actor, vote=named, choices={here.people[19].id: "yes"})


def test_written_votes_count_where_the_rule_says_so() -> None:
    here = hall(there=12)
    item = make_meetings.item(here.meeting, subject="admission")
    name(item, applicant(here))
    votes.receive_written(
        actor=here.actor, item=item, person_id=here.people[19].id, choice="yes",
        received_on=make.TODAY,
    )  # fmt: skip
    items.take_item(actor=here.actor, item=item)
    vote = votes.open_vote(actor=here.actor, item=item, method="secret")

    closed = votes.close_vote(actor=here.actor, vote=vote, shown=Shown(10, 2, 0))

    assert (closed.written_yes, closed.passed) == (1, True)


def test_receive_written_is_refused_from_somebody_who_came() -> None:
    here = hall()
    item = make_meetings.item(here.meeting)

    with pytest.raises(InputError, match="已经到会"):
        votes.receive_written(
            actor=here.actor, item=item, person_id=here.people[0].id, choice="yes",
            received_on=make.TODAY,
        )  # fmt: skip


def test_void_vote_keeps_the_first_round_and_opens_a_second() -> None:
    here = hall()
    item = taken(here)
    first = votes.open_vote(actor=here.actor, item=item, method="secret")
    votes.close_vote(actor=here.actor, vote=first, shown=Shown(11, 0, 0))
    with pytest.raises(DomainError, match="已经表决"):
        votes.open_vote(actor=here.actor, item=item, method="secret")

    votes.void_vote(actor=here.actor, vote=first, reason="发错选票")
    second = votes.open_vote(actor=here.actor, item=item, method="secret")

    first.refresh_from_db()
    assert (first.state, first.yes, second.round) == (Vote.State.VOID, 11, 2)


def test_an_accepted_change_becomes_the_text_before_the_text_is_voted_on() -> None:
    here = hall()
    item = taken(here, text="每月活动一次")
    moved = floor.move_amendment(
        actor=here.actor, item=item, person_id=here.people[1].id, text="每月活动两次"
    )
    vote = votes.open_vote(actor=here.actor, item=item, method="hands", amendment=moved)
    votes.close_vote(actor=here.actor, vote=vote, shown=Shown(11, 0, 0))

    item.refresh_from_db()
    moved.refresh_from_db()
    assert (item.text, moved.state) == ("每月活动两次", "accepted")


def test_speakers_have_the_floor_in_turn_and_reservations_are_reported_up() -> None:
    here = hall()
    item = taken(here)
    one = floor.ask_to_speak(actor=here.actor, item=item, person_id=here.people[1].id)
    two = floor.ask_to_speak(actor=here.actor, item=item, person_id=here.people[2].id)
    floor.begin_speech(actor=here.actor, speech=one)

    floor.begin_speech(actor=here.actor, speech=two)
    kept = floor.record_statement(
        actor=here.actor, item=item, person_id=here.people[2].id, text="不同意", minority=True
    )
    told = floor.report_reservation_up(actor=here.actor, statement=kept, on=make.TODAY)

    one.refresh_from_db()
    assert (one.ended_at, told.reported_up_on) == (make.NOW, make.TODAY)
    with pytest.raises(InputError, match="不在会场"):
        floor.ask_to_speak(actor=here.actor, item=item, person_id=here.people[19].id)


ACTS: dict[str, Callable[[Access, AgendaItem, Person], object]] = {
    "take": lambda who, item, _: items.take_item(actor=who, item=item),
    "postpone": lambda who, item, _: items.postpone_item(actor=who, item=item, reason="分歧"),
    "drop": lambda who, item, _: items.drop_item(actor=who, item=item, reason="撤回"),
    "resolve": lambda who, item, _: items.record_resolution(actor=who, item=item, text="同意"),
    "speak": lambda who, item, p: floor.ask_to_speak(actor=who, item=item, person_id=p.id),
    "state": lambda who, item, p: floor.record_statement(
        actor=who, item=item, person_id=p.id, text="同意"
    ),
    "recuse": lambda who, item, p: floor.recuse(
        actor=who, item=item, person_id=p.id, reason="本人"
    ),
    "amend": lambda who, item, p: floor.move_amendment(
        actor=who, item=item, person_id=p.id, text="另写"
    ),
    "vote": lambda who, item, _: votes.open_vote(actor=who, item=item, method="secret"),
    "written": lambda who, item, p: votes.receive_written(
        actor=who, item=item, person_id=p.id, choice="yes", received_on=make.TODAY
    ),
    "rule": lambda who, item, _: items.record_ruling(
        actor=who, item=item, text="同意", ruled_by="县委", ruled_on=make.TODAY
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_strangers_and_members_change_nothing(name: str) -> None:
    here = hall()
    item = taken(here)
    member = make.access(role=Role.MEMBER, organisation=here.branch, person=here.people[5])
    before = verbs()

    for who in (make.stranger(organisation=here.branch), member):
        with pytest.raises(PermissionDenied):
            ACTS[name](who, item, here.people[1])

    assert verbs() == before
