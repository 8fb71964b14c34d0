"""Meetings stand in the calendar of those who are called to them and of those who call them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

import make
import make_meetings
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.meetings.days import meeting_entries
from dangwu.meetings.models import Attendee, Meeting
from dangwu.notices.sources import entries
from dangwu.organisations.models import Organisation

pytestmark = pytest.mark.django_db
State = Meeting.State
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture
def branch() -> Organisation:
    return make.organisation(unit=make.unit(), name="河东村党支部")


def titles(access: Access, first: date = FIRST, last: date = LAST) -> list[str]:
    return [entry.title for entry in meeting_entries(access, first, last)]


def test_a_meeting_stands_there_with_time_place_and_address(branch: Organisation) -> None:
    called = make_meetings.meeting(branch, state=State.NOTICED, minutes_planned=120)
    secretary = make.access(role=Role.SECRETARY, organisation=branch)

    (entry,) = (e for e in entries(secretary, FIRST, LAST) if e.uid == f"meeting-{called.id}")

    assert (entry.kind, entry.title, entry.place) == ("会议", "十一月党员大会", "党员活动室")
    assert (entry.on, entry.starts) == (date(2026, 11, 23), called.starts_at)
    assert entry.ends == called.starts_at + timedelta(minutes=120)
    assert entry.link == f"/meetings/{called.unit_id}/{called.id}/"
    assert not entry.done


def test_who_is_called_sees_it_once_the_notice_is_out(branch: Organisation) -> None:
    person = make.person("戴立柱", organisation=branch)
    for title, state in (("筹备的", State.PLANNED), ("通知的", State.NOTICED)):
        make_meetings.attendee(make_meetings.meeting(branch, title=title, state=state), person)
    left_out = make_meetings.meeting(branch, title="不计入的", state=State.NOTICED)
    left = Attendee.Part.LEFT_OUT
    make_meetings.attendee(left_out, person, part=left, left_out_class="ill", voting=False)
    member = make.access(role=Role.MEMBER, organisation=branch, person=person)

    assert titles(member) == ["通知的"]


def test_post_sees_plans_of_its_own_organisation_and_nothing_called_off(
    branch: Organisation,
) -> None:
    make_meetings.meeting(branch, title="筹备的")
    make_meetings.meeting(branch, title="取消的", state=State.CALLED_OFF)
    clerk = make.access(role=Role.CLERK, organisation=branch)

    assert [(e.kind, e.title) for e in meeting_entries(clerk, FIRST, LAST)] == [
        ("筹备会议", "筹备的")
    ]


def test_another_branch_and_another_month_see_nothing(branch: Organisation) -> None:
    make_meetings.meeting(branch, state=State.NOTICED)
    beside = make.organisation(unit=make.unit(), name="河西村党支部")
    stranger = make.access(role=Role.SECRETARY, organisation=beside)
    own = make.access(role=Role.SECRETARY, organisation=branch)

    assert titles(stranger) == []
    assert titles(replace(stranger, unit_id=branch.unit_id)) == []
    assert titles(own, date(2026, 12, 1), date(2026, 12, 31)) == []


def test_a_meeting_late_in_the_evening_belongs_to_that_day_in_shanghai(
    branch: Organisation,
) -> None:
    late = make.NOW.replace(day=30, hour=15, minute=30)  # 23:30 in Shanghai
    make_meetings.meeting(branch, starts_at=late)
    make_meetings.meeting(branch, starts_at=late + timedelta(hours=1), title="下个月的")
    clerk = make.access(role=Role.CLERK, organisation=branch)

    assert titles(clerk) == ["十一月党员大会"]
