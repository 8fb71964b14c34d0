"""The door: a name and nothing else; the list is never told; a secretary confirms."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

import make
import make_meetings
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.actions import door
from dangwu.meetings.models import Attendee, Meeting
from dangwu.meetings.queries.door import SeveralError, UnknownNameError, meeting_at_door
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation

pytestmark = pytest.mark.django_db
NOBODY = Access(account_id=None, name="会场签到", today=make.TODAY, now=make.NOW)


@pytest.fixture
def branch() -> Organisation:
    return make.organisation(unit=make.unit(), name="河东村党支部")


@pytest.fixture
def secretary(branch: Organisation) -> Access:
    return make.access(role=Role.SECRETARY, organisation=branch)


@pytest.fixture
def meeting(branch: Organisation) -> Meeting:
    return make_meetings.meeting(branch, state="noticed", starts_at=make.NOW)


def called(meeting: Meeting, name: str, mask: str = "", **facts: object) -> Person:
    person = make.person(name, organisation=meeting.organisation)
    person.phone_mask = mask
    person.save(update_fields=["phone_mask"])
    make_meetings.attendee(meeting, person, **facts)
    return person


def presence(meeting: Meeting, person: Person) -> tuple[str, str]:
    row = Attendee.objects.get(unit_id=meeting.unit_id, meeting=meeting, person=person)
    return row.presence, row.way


def test_a_name_said_at_the_door_waits_for_the_secretary(
    meeting: Meeting, secretary: Access
) -> None:
    person, other = called(meeting, "买买提·艾力"), called(meeting, "张三")

    door.claim_arrival(actor=NOBODY, meeting=meeting, name=" 买买提•艾力 ")
    assert presence(meeting, person) == ("claimed", "phone")

    assert door.confirm_arrival(actor=secretary, meeting=meeting) == 1
    assert presence(meeting, person) == ("present", "phone")
    assert presence(meeting, other) == ("expected", "")
    # Saying it again changes nothing.
    door.claim_arrival(actor=NOBODY, meeting=meeting, name="买买提·艾力")
    assert presence(meeting, person) == ("present", "phone")


def test_those_who_wait_are_confirmed_one_by_one(meeting: Meeting, secretary: Access) -> None:
    one, two = called(meeting, "张三"), called(meeting, "李四")
    for name in ("张三", "李四"):
        door.claim_arrival(actor=NOBODY, meeting=meeting, name=name)
    assert door.confirm_arrival(actor=secretary, meeting=meeting, people=[two.id]) == 1
    assert (presence(meeting, one)[0], presence(meeting, two)[0]) == ("claimed", "present")


def test_an_unknown_name_is_told_nothing_of_the_list(meeting: Meeting) -> None:
    called(meeting, "张三")
    with pytest.raises(UnknownNameError) as refusal:
        door.claim_arrival(actor=NOBODY, meeting=meeting, name="张")
    assert "张三" not in str(refusal.value)


def test_only_where_two_share_a_name_the_last_four_digits_are_asked(meeting: Meeting) -> None:
    first = called(meeting, "张三", "138****1234")
    second = called(meeting, "张三", "139****5678")
    for digits in ("", "0000", "34", "１２３４"):
        with pytest.raises(SeveralError):
            door.claim_arrival(actor=NOBODY, meeting=meeting, name="张三", digits=digits)

    door.claim_arrival(actor=NOBODY, meeting=meeting, name="张三", digits="5678")

    assert (presence(meeting, first)[0], presence(meeting, second)[0]) == ("expected", "claimed")


def test_the_door_opens_on_the_day_and_closes_with_the_meeting(meeting: Meeting) -> None:
    called(meeting, "张三")
    early = replace(NOBODY, today=make.TODAY - timedelta(days=1))
    with pytest.raises(DomainError, match="11月21日召开，当天才能签到"):
        door.claim_arrival(actor=early, meeting=meeting, name="张三")
    for state in ("planned", "called_off"):
        meeting.state = state
        with pytest.raises(DomainError, match="现在不能签到"):
            door.claim_arrival(actor=NOBODY, meeting=meeting, name="张三")


def test_the_token_opens_its_unit_and_lives_till_the_close(
    branch: Organisation, meeting: Meeting, as_web_role: None
) -> None:
    assert meeting_at_door(meeting.unit_id, meeting.door_token) == meeting
    unit, token = meeting.unit_id, meeting.door_token
    for where, word in ((unit + 1, token), (unit, ""), (unit, "x")):
        with pytest.raises(Http404):
            meeting_at_door(where, word)


def test_a_closed_meeting_has_no_door(branch: Organisation) -> None:
    closed = make_meetings.meeting(branch, state="closed", starts_at=make.NOW)
    with pytest.raises(Http404):
        meeting_at_door(closed.unit_id, closed.door_token)


def test_roll_call_marks_there_gone_and_absent(meeting: Meeting, secretary: Access) -> None:
    person = called(meeting, "张三")
    with pytest.raises(DomainError, match="没有到会"):
        door.mark_presence(actor=secretary, meeting=meeting, person=person, presence="left")
    for state, way in (("present", "hand"), ("left", "hand"), ("absent", "")):
        door.mark_presence(actor=secretary, meeting=meeting, person=person, presence=state)
        assert presence(meeting, person) == (state, way)
    with pytest.raises(InputError, match="请选择"):
        door.mark_presence(actor=secretary, meeting=meeting, person=person, presence="claimed")


def test_the_signed_sheet_is_typed_in(meeting: Meeting, secretary: Access) -> None:
    one, two = called(meeting, "张三"), called(meeting, "李四")
    assert door.mark_paper_sheet(actor=secretary, meeting=meeting, present=[one.id]) == 1
    assert presence(meeting, one) == ("present", "paper")
    assert presence(meeting, two) == ("expected", "")
    assert door.mark_paper_sheet(actor=secretary, meeting=meeting, present=[one.id, two.id]) == 1


def test_nobody_is_marked_after_the_close(branch: Organisation, secretary: Access) -> None:
    closed = make_meetings.meeting(branch, state="closed", starts_at=make.NOW)
    person = called(closed, "张三", presence="claimed")
    # The page was opened while the meeting still ran.
    closed.state = "open"
    with pytest.raises(DomainError, match="会议已结束，现在不能签到"):
        door.confirm_arrival(actor=secretary, meeting=closed)
    with pytest.raises(DomainError, match="会议已结束，现在不能签到"):
        door.mark_presence(actor=secretary, meeting=closed, person=person, presence="present")
    with pytest.raises(DomainError, match="会议已结束，现在不能签到"):
        door.mark_paper_sheet(actor=secretary, meeting=closed, present=[person.id])
    assert presence(closed, person)[0] == "claimed"


def test_members_confirm_nobody(meeting: Meeting, branch: Organisation) -> None:
    person = called(meeting, "张三", presence="claimed")
    member = make.access(role=Role.MEMBER, organisation=branch, person=person)
    with pytest.raises(PermissionDenied):
        door.confirm_arrival(actor=member, meeting=meeting)
    with pytest.raises(PermissionDenied):
        door.mark_paper_sheet(actor=member, meeting=meeting, present=[person.id])
    assert presence(meeting, person)[0] == "claimed"
