"""Today says what waits for the one who signs in: meetings, ballots, tasks; else nothing."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import make
import make_meetings
from dangwu.accounts.models import Role
from dangwu.ballots.models import Ballot, RollEntry, Teller, UsedRight
from dangwu.meetings.models import Attendee, Meeting
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.tasks.models import Task
from dangwu.workbench.waiting import Waiting, waiting_for

pytestmark = pytest.mark.django_db
State = Meeting.State
DAY = timedelta(days=1)


@pytest.fixture
def branch() -> Organisation:
    unit = make.unit()
    town = make.organisation(unit=unit, kind="committee", category="township", name="红旗镇党委")
    return make.organisation(unit=unit, parent=town, name="河东村党支部")


def waits(organisation: Organisation, role: Role, person: Person | None = None) -> Waiting:
    """What waits for a post of the organisation, held by a person or by nobody of the register."""
    access = make.access(role=role, organisation=organisation)
    if person is not None:
        access = replace(access, unit_id=person.unit_id, person_id=person.id)
    return waiting_for(access, reach=access.reaches[0], organisation=organisation)


def ballot(organisation: Organisation, voter: Person, *, state: str = "open") -> Ballot:
    row = Ballot.objects.create(
        unit_id=organisation.unit_id,
        organisation=organisation,
        title="换届选举",
        tier="online",
        state=state,
        held_on=make.TODAY,
        booth=[],
        opens_at=make.NOW - DAY,
        closes_at=make.NOW + DAY,
    )
    RollEntry.objects.create(
        unit_id=row.unit_id, ballot=row, person=voter, name=voter.name, sort_key=voter.sort_key
    )
    return row


def task(owner: Person, title: str, *, days: int, state: str = "open") -> Task:
    return Task.objects.create(
        unit_id=owner.unit_id,
        organisation=owner.organisation,
        owner=owner,
        title=title,
        due_on=make.TODAY + timedelta(days=days),
        state=state,
        closed_on=None if state == "open" else make.TODAY,
        created_at=make.NOW,
    )


def test_member_confirms_a_notice_from_the_first_page(
    client: Client, branch: Organisation
) -> None:
    person = make.person("戴立柱", organisation=branch)
    called = make_meetings.meeting(branch, state=State.NOTICED, starts_at=timezone.now() + DAY)
    make_meetings.attendee(called, person)
    client.force_login(make.account(role=Role.MEMBER, organisation=branch, person=person))

    before = client.get("/").content.decode()
    answer = client.post(f"/meetings/{called.unit_id}/{called.id}/receipt/")

    assert f'action="{answer.request["PATH_INFO"]}"' in before
    after = client.get("/").content.decode()
    assert "已确认收到通知" in after
    assert "/receipt/" not in after


def test_member_is_not_told_of_plans_nor_of_meetings_called_without_them(
    branch: Organisation,
) -> None:
    person = make.person("戴立柱", organisation=branch)
    planned = make_meetings.meeting(branch, title="筹备中的会")
    make_meetings.attendee(planned, person)
    make_meetings.meeting(branch, state=State.NOTICED, title="别人的会")
    left_out = make_meetings.meeting(branch, state=State.NOTICED, title="不计入应到的会")
    left = Attendee.Part.LEFT_OUT
    make_meetings.attendee(left_out, person, part=left, left_out_class="ill", voting=False)

    assert waits(branch, Role.MEMBER, person).meetings == []


@pytest.mark.parametrize(
    ("state", "starts", "word", "act", "page"),
    [
        (State.PLANNED, DAY, "还没有发通知", "继续筹备", ""),
        (State.PLANNED, -DAY, "时间已过，还没有发通知", "继续筹备", ""),
        (State.NOTICED, DAY, "通知已发", "看回执和名单", "attendees/"),
        (State.NOTICED, timedelta(hours=1), "今天开会", "去开会", "conduct/"),
        (State.NOTICED, -DAY, "时间已过，还没有开", "去处理", ""),
        (State.OPEN, timedelta(0), "正在进行", "主持会议", "conduct/"),
        (State.CLOSED, -DAY, "会议记录还没有签字封存", "整理会议记录", "minutes/"),
    ],
)
def test_secretary_is_led_to_the_next_act(
    branch: Organisation, state: str, starts: timedelta, word: str, act: str, page: str
) -> None:
    called = make_meetings.meeting(branch, state=state, starts_at=make.NOW + starts)

    (line,) = waits(branch, Role.SECRETARY).meetings

    assert (line.word, line.act) == (word, act)
    assert line.act_url == f"/meetings/{called.unit_id}/{called.id}/{page}"


def test_sealed_and_called_off_meetings_wait_for_nobody(branch: Organisation) -> None:
    make_meetings.sealed(branch)
    make_meetings.meeting(branch, state=State.CALLED_OFF)

    assert waits(branch, Role.SECRETARY).meetings == []


def test_secretary_called_to_the_own_meeting_has_one_line_for_both(branch: Organisation) -> None:
    secretary = make.person("王书记", organisation=branch)
    called = make_meetings.meeting(branch, state=State.NOTICED)
    make_meetings.attendee(called, secretary)

    (line,) = waits(branch, Role.SECRETARY, secretary).meetings

    assert line.act == "看回执和名单"
    assert line.confirm_url == f"/meetings/{called.unit_id}/{called.id}/receipt/"


def test_committee_member_is_not_led_to_a_page_that_is_closed_to_the_post(
    branch: Organisation,
) -> None:
    running = make_meetings.meeting(branch, state=State.OPEN, starts_at=make.NOW)

    (line,) = waits(branch, Role.COMMITTEE_MEMBER).meetings

    assert (line.act, line.act_url) == ("看会议", f"/meetings/{running.unit_id}/{running.id}/")


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.SUPERVISOR])
def test_those_who_only_read_are_not_asked_to_act_on_meetings(
    branch: Organisation, role: Role
) -> None:
    make_meetings.meeting(branch)

    assert waits(branch, role).meetings == []


def test_a_ballot_waits_until_one_has_voted(branch: Organisation) -> None:
    voter = make.person("戴立柱", organisation=branch)
    waiting = ballot(branch, voter)
    ballot(branch, voter, state="frozen")
    ballot(branch, make.person("别人", organisation=branch))

    assert waits(branch, Role.MEMBER, voter).ballots == [waiting]

    UsedRight.objects.create(unit_id=waiting.unit_id, ballot=waiting, person=voter)
    assert waits(branch, Role.MEMBER, voter).ballots == []


def test_tasks_wait_when_due_within_two_weeks_or_overdue(branch: Organisation) -> None:
    owner = make.person("戴立柱", organisation=branch)
    task(owner, "已经逾期", days=-1)
    task(owner, "两周内到期", days=14)
    task(owner, "以后再说", days=15)
    task(owner, "办完了", days=1, state="done")
    task(make.person("别人", organisation=branch), "别人的任务", days=1)

    found = [(line.title, line.state) for line in waits(branch, Role.MEMBER, owner).tasks]

    assert found == [("已经逾期", "overdue"), ("两周内到期", "due")]


def test_where_nothing_waits_nothing_is_shown(client: Client, branch: Organisation) -> None:
    person = make.person("戴立柱", organisation=branch)
    client.force_login(make.account(role=Role.SECRETARY, organisation=branch, person=person))

    page = client.get("/").content.decode()

    assert [
        part for part in ("meetings", "ballots", "tellings", "tasks") if f'id="{part}"' in page
    ] == []
    assert "条提醒要看" not in page


@pytest.mark.parametrize(("role", "queries"), [(Role.SECRETARY, 23), (Role.MEMBER, 17)])
def test_first_page_asks_the_same_number_of_queries_for_one_and_for_three_of_each(
    client: Client, branch: Organisation, role: Role, queries: int
) -> None:
    counts = []
    person = make.person("戴立柱", organisation=branch)
    client.force_login(make.account(role=role, organisation=branch, person=person))
    client.get("/")
    for number in (1, 2):
        for _ in range(number):
            called = make_meetings.meeting(
                branch, state=State.NOTICED, starts_at=timezone.now() + DAY
            )
            make_meetings.attendee(called, person)
            ballot(branch, person)
            task(person, f"任务{uuid.uuid4()}", days=0)
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/").status_code == 200
        counts.append(len(captured))

    assert counts == [queries, queries]


def test_a_key_waits_on_the_first_page_of_its_teller(client: Client, branch: Organisation) -> None:
    person = make.person("戴立柱", organisation=branch)
    waiting = ballot(branch, make.person("投票人", organisation=branch), state="draft")
    Teller.objects.create(
        unit_id=waiting.unit_id,
        ballot=waiting,
        number=1,
        person=person,
        name=person.name,
        duty=Teller.Duty.SCRUTINEER,
    )
    client.force_login(make.account(role=Role.MEMBER, organisation=branch, person=person))

    page = client.get("/").content.decode()

    assert "等您监票、计票" in page
    assert f"/ballots/{waiting.unit_id}/{waiting.id}/key/" in page
