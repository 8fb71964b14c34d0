"""A button pressed twice, or by two people at once, files nothing twice."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

import make
import make_meetings
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.actions import agenda, floor, materials, minutes, votes
from dangwu.meetings.actions.planning import change_plan, plan_meeting
from dangwu.meetings.models import (
    AgendaItem,
    Amendment,
    Attendee,
    Correction,
    Material,
    Meeting,
    MeetingOrganisation,
    Recusal,
    SealedMinutes,
    Statement,
    WrittenVote,
)
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.tasks.actions import Origin, assign_task
from dangwu.tasks.models import Task

pytestmark = pytest.mark.django_db
at_once = pytest.mark.django_db(transaction=True)

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Hall:
    """A running meeting of a branch of five. The last one has not come."""

    branch: Organisation
    meeting: Meeting
    item: AgendaItem
    actor: Access
    people: list[Person]


def hall() -> Hall:
    branch = make.organisation(unit=make.unit())
    people = [make.person(f"党员{number}", organisation=branch) for number in range(5)]
    make.post(people[0], branch)
    actor = make.access(role=Role.SECRETARY, organisation=branch, person=people[0])
    meeting = make_meetings.meeting(branch, state=Meeting.State.OPEN, starts_at=make.NOW)
    make_meetings.present(meeting, people[:4])
    make_meetings.attendee(meeting, people[4])
    item = make_meetings.item(meeting, "研究修路", state=AgendaItem.State.OPEN)
    return Hall(branch, meeting, item, actor, people)


def planning(here: Hall, *lines: str, place: str = "活动室") -> Callable[[], Meeting]:
    return lambda: plan_meeting(
        actor=here.actor,
        organisation=here.branch,
        kinds=["assembly"],
        title="十二月党员大会",
        starts_at=make.NOW + timedelta(days=3),
        place=place,
        agenda=lines,
    )


def stating(here: Hall) -> Act:
    return lambda: floor.record_statement(
        actor=here.actor,
        item=here.item,
        person_id=here.people[1].id,
        text="先修桥",
        minority=True,
    )


def amending(here: Hall) -> Act:
    return lambda: floor.move_amendment(
        actor=here.actor, item=here.item, person_id=here.people[1].id, text="先修桥，再修路"
    )


def recusing(here: Hall) -> Act:
    return lambda: floor.recuse(
        actor=here.actor, item=here.item, person_id=here.people[1].id, reason="本人事项"
    )


def writing(here: Hall) -> Act:
    return lambda: votes.receive_written(
        actor=here.actor,
        item=here.item,
        person_id=here.people[4].id,
        choice="yes",
        received_on=make.TODAY,
        text="同意",
    )


def adding(here: Hall) -> Act:
    return lambda: agenda.add_item(
        actor=here.actor, meeting=here.meeting, title="研究防汛", reason="暴雨预警"
    )


def handing_out(here: Hall) -> Act:
    return lambda: materials.add_material(
        actor=here.actor, meeting=here.meeting, title="提纲", text="一、修路"
    )


def assigning(here: Hall) -> Act:
    return lambda: assign_task(
        actor=here.actor,
        organisation=here.branch,
        title="修路",
        owner=here.people[1],
        due_on=date(2027, 1, 31),
        origin=Origin("meetings.agendaitem", here.item.id),
    )


def correcting(here: Hall) -> Act:
    sealed = make_meetings.sealed(here.branch)
    return lambda: minutes.correct_minutes(
        actor=here.actor, sealed=sealed, wrong="五人", right="四人", reason="笔误"
    )


ACTS: dict[str, tuple[Callable[[Hall], Act], Callable[[Hall], int]]] = {
    "plan": (
        lambda here: planning(here, "研究修路", "学习党章"),
        lambda here: Meeting.objects.filter(
            unit_id=here.branch.unit_id, title="十二月党员大会"
        ).count(),
    ),
    "statement": (
        stating,
        lambda here: Statement.objects.filter(unit_id=here.branch.unit_id).count(),
    ),
    "amendment": (
        amending,
        lambda here: Amendment.objects.filter(unit_id=here.branch.unit_id).count(),
    ),
    "recusal": (
        recusing,
        lambda here: Recusal.objects.filter(unit_id=here.branch.unit_id).count(),
    ),
    "written opinion": (
        writing,
        lambda here: WrittenVote.objects.filter(unit_id=here.branch.unit_id).count(),
    ),
    "item": (
        adding,
        lambda here: AgendaItem.objects.filter(
            unit_id=here.branch.unit_id, title="研究防汛"
        ).count(),
    ),
    "material": (
        handing_out,
        lambda here: Material.objects.filter(unit_id=here.branch.unit_id).count(),
    ),
    "task": (assigning, lambda here: Task.objects.filter(unit_id=here.branch.unit_id).count()),
    "correction": (
        correcting,
        lambda here: Correction.objects.filter(unit_id=here.branch.unit_id).count(),
    ),
}


def together(work: Act) -> list[object]:
    """Run the work in two threads with their own connections; what each of them came to."""
    start = threading.Barrier(2)
    found: list[object] = []

    def run() -> None:
        try:
            start.wait()
            found.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def entries(here: Hall) -> int:
    return Entry.objects.filter(unit_id=here.branch.unit_id).count()


@pytest.mark.parametrize("name", ACTS)
def test_the_same_act_twice_is_one_row_and_one_entry(name: str) -> None:
    here = hall()
    act_of, rows = ACTS[name]
    act = act_of(here)

    first = act()
    before = entries(here)
    second = act()

    assert second == first
    assert rows(here) == 1
    assert entries(here) == before


@at_once
@pytest.mark.parametrize("name", ACTS)
def test_the_same_act_by_two_at_once_is_one_row(name: str) -> None:
    here = hall()
    act_of, rows = ACTS[name]

    first, second = together(act_of(here))

    assert first == second
    assert rows(here) == 1


@at_once
def test_the_meeting_planned_twice_has_its_agenda_and_people_once() -> None:
    here = hall()

    together(planning(here, "研究修路", "学习党章"))

    meeting = Meeting.objects.get(unit_id=here.branch.unit_id, title="十二月党员大会")
    of = {"unit_id": meeting.unit_id, "meeting_id": meeting.id}
    assert AgendaItem.objects.filter(**of).count() == 2
    assert Attendee.objects.filter(**of).count() == 5
    assert MeetingOrganisation.objects.filter(**of).count() == 1


@pytest.mark.parametrize(
    ("lines", "place"), [(["研究修路", "研究防汛"], "活动室"), (["研究修路"], "会议室")]
)
def test_another_plan_of_the_same_title_and_time_is_refused_not_lost(
    lines: list[str], place: str
) -> None:
    here = hall()
    first = planning(here, "研究修路")()

    with pytest.raises(InputError, match="已经在筹备") as refusal:
        planning(here, *lines, place=place)()

    assert refusal.value.field == "title"
    titles = AgendaItem.objects.filter(unit_id=first.unit_id, meeting_id=first.id)
    assert list(titles.values_list("title", flat=True)) == ["研究修路"]


def test_a_plan_is_not_changed_into_another_one() -> None:
    here = hall()
    first = planning(here, "研究修路")()
    other = plan_meeting(
        actor=here.actor,
        organisation=here.branch,
        kinds=["assembly"],
        title="另一次大会",
        starts_at=first.starts_at,
    )

    with pytest.raises(InputError, match="已经在筹备"):
        change_plan(
            actor=here.actor,
            meeting=other,
            starts_at=first.starts_at,
            title=first.title,
            place="",
        )

    other.refresh_from_db()
    assert other.title == "另一次大会"


def test_a_meeting_called_off_may_be_planned_again() -> None:
    here = hall()
    first = planning(here, "研究修路")()
    Meeting.objects.filter(unit_id=first.unit_id, id=first.id).update(
        state=Meeting.State.CALLED_OFF, called_off_reason="防汛"
    )

    assert planning(here, "研究修路")().id != first.id


def test_other_words_about_the_same_matter_are_refused_where_one_only_may_stand() -> None:
    here = hall()
    recusing(here)()
    writing(here)()

    with pytest.raises(DomainError, match="已经记了回避，原因：本人事项"):
        floor.recuse(
            actor=here.actor, item=here.item, person_id=here.people[1].id, reason="直系亲属"
        )
    with pytest.raises(DomainError, match="书面意见已经登记：赞成"):
        votes.receive_written(
            actor=here.actor,
            item=here.item,
            person_id=here.people[4].id,
            choice="no",
            received_on=make.TODAY,
        )


def test_minutes_signed_twice_lead_to_what_was_sealed(client: Client) -> None:
    here = hall()
    account = make.account(role=Role.SECRETARY, organisation=here.branch, person=here.people[0])
    client.force_login(account)
    closed = make_meetings.meeting(here.branch, state=Meeting.State.CLOSED, title="十月党员大会")
    address = reverse("meetings:minutes", args=[closed.unit_id, closed.id])
    given = {"text": "会议记录全文\n", "then": "sign"}

    client.post(address, given)
    again = client.post(address, given)

    assert again.headers["Location"] == reverse(
        "meetings:sealed", args=[closed.unit_id, closed.id]
    )
    assert SealedMinutes.objects.filter(unit_id=closed.unit_id).count() == 1
