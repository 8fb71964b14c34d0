"""What the chair and the secretary are told before it is forgotten, with the article."""

from datetime import timedelta

import pytest

import make
import make_meetings
from dangwu.accounts.models import Role
from dangwu.meetings.models import AgendaItem, Attendee, Meeting
from dangwu.meetings.queries.asking import notice_findings
from dangwu.meetings.queries.console import console_of
from dangwu.meetings.queries.demands import BEYOND, CONSULTED, RECORDED, demands, kind_demands
from dangwu.meetings.queries.drafting import drafted_item
from dangwu.meetings.queries.page import page_of
from dangwu.meetings.queries.reminders import Reminders, reminders_of
from dangwu.meetings.queries.voting import matter_of
from dangwu.meetings.rules import Matter
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.tasks.models import Task

pytestmark = pytest.mark.django_db

Kind, ItemState = AgendaItem.Kind, AgendaItem.State


def committee() -> Organisation:
    """A battalion's committee under the fire regulation."""
    return make.organisation(
        unit=make.unit(),
        kind="committee",
        category="fire",
        regime="fire-2011",
        fire_kind="battalion_committee",
    )


def sitting(
    organisation: Organisation, *, state: str = Meeting.State.OPEN, kind: str = "committee_meeting"
) -> tuple[Meeting, list[Person]]:
    """A meeting of five, all there, led by the secretary."""
    people = [make.person(f"委员{n}", organisation=organisation) for n in range(5)]
    make.post(people[0], organisation)
    meeting = make_meetings.meeting(
        organisation,
        kinds=[kind],
        body="committee",
        state=state,
        chair=people[0],
        starts_at=make.NOW - timedelta(hours=1),
    )
    make_meetings.present(meeting, people)
    return meeting, people


def told(meeting: Meeting) -> Reminders:
    return reminders_of(meeting, console_of(meeting))


def test_an_item_that_is_discussed_only_is_said_to_need_a_vote() -> None:
    meeting, _ = sitting(committee())
    make_meetings.item(
        meeting, "研究经费", kind="discuss", subject="spending", state=ItemState.OPEN
    )

    text = told(meeting).unvoted

    assert "先表决再记决议" in text
    assert "应当逐项表决" in text
    assert "第18条" in text


def test_ordinary_business_may_be_discussed_without_a_word() -> None:
    meeting, _ = sitting(committee())
    make_meetings.item(meeting, "研究分工", kind="discuss", state=ItemState.OPEN)

    assert told(meeting).unvoted == ""


def test_the_next_item_says_what_was_not_written_of_it() -> None:
    meeting, _ = sitting(committee())
    item = make_meetings.item(meeting, "研究经费", subject="spending")

    lacking = told(meeting).lacking
    assert [(one.rule, one.article) for one in lacking] == [
        ("S6-18d-opinions", "18"),
        ("S6-18f", "18"),
        ("S6-19e", "19"),
    ]

    item.consulted, item.basis = "听取了大队部意见", "经费管理规定"
    item.save()
    assert told(meeting).lacking == []


def test_resolutions_without_an_owner_are_named_before_the_end() -> None:
    meeting, people = sitting(committee())
    first = make_meetings.item(meeting, "研究经费", state=ItemState.DECIDED, resolution="同意")
    make_meetings.item(
        meeting, "听取情况", kind="report", state=ItemState.DECIDED, resolution="知悉"
    )

    found = told(meeting)
    assert [item.title for item in found.unassigned] == ["研究经费"]
    assert [one.rule for one in found.responsible] == ["S6-18o", "S6-18p"]

    make_task(meeting, first, people[1])
    assert told(meeting).unassigned == []


def make_task(meeting: Meeting, item: AgendaItem, owner: Person) -> Task:
    return Task.objects.create(
        unit_id=meeting.unit_id,
        organisation=meeting.organisation,
        title=item.title,
        owner=owner,
        due_on=make.TODAY + timedelta(days=7),
        origin_kind="meetings.agendaitem",
        origin_id=item.id,
        created_at=make.NOW,
    )


def test_the_planned_chair_who_did_not_come_is_named_before_opening() -> None:
    meeting, people = sitting(committee(), state=Meeting.State.NOTICED)
    assert told(meeting).chair is None

    Attendee.objects.filter(unit_id=meeting.unit_id, person=people[0]).update(
        presence=Attendee.Presence.EXPECTED
    )

    assert told(meeting).chair == people[0]


def test_a_democratic_life_meeting_shows_what_goes_before_during_and_after() -> None:
    meeting, _ = sitting(committee(), kind="democratic_life")

    found = [(one.rule, one.article) for one in kind_demands(meeting)]

    assert found == [
        ("S6-26a", "26"),
        ("S6-26b", "26"),
        ("S6-26c", "26"),
        ("S6-26c-correct", "26"),
        ("S6-26d", "26"),
    ]


def test_consultation_and_reporting_upward_are_asked_of_the_battalion_committee() -> None:
    meeting, _ = sitting(committee())

    asked = {one.rule: one.article for one in demands(meeting, (*CONSULTED, *BEYOND))}

    assert {"S6-23a", "S6-23a-branch", "S6-23a-soldiers", "S6-23a-experts"} <= set(asked)
    assert asked["S6-25a"] == "25"
    assert [one.rule for one in kind_demands(meeting)] == ["S6-22a"]
    assert "S6-19h" in [one.rule for one in demands(meeting, RECORDED)]


def test_a_regime_that_says_nothing_asks_for_nothing() -> None:
    meeting, _ = sitting(make.organisation(unit=make.unit()))
    make_meetings.item(meeting, "研究经费", subject="spending")

    assert told(meeting).lacking == []
    assert kind_demands(meeting) == []


def test_a_short_notice_is_not_called_late() -> None:
    organisation = committee()
    meeting, people = sitting(organisation, state=Meeting.State.NOTICED)
    meeting.noticed_at = meeting.starts_at - timedelta(hours=3)
    meeting.save()
    actor = make.access(role=Role.SECRETARY, organisation=organisation, person=people[0])

    (line,) = page_of(actor, meeting).lines

    assert (line.check.state, line.check.article) == ("against", "18")
    assert [f.blocks for f in notice_findings(meeting, 3)] == [False]


@pytest.mark.parametrize(
    ("line", "kind", "subject", "by_person"),
    [
        ("研究购置训练器材经费", Kind.DECIDE, "spending", False),
        ("研究士官选取", Kind.DECIDE, "nco", True),
        ("研究骨干配备", Kind.DECIDE, "backbone", True),
        ("听取经费使用情况", Kind.REPORT, "spending", False),
        ("研究骨干培训", Kind.DISCUSS, "resolution", False),
    ],
)
def test_a_line_of_the_agenda_suggests_how_it_is_taken(
    line: str, kind: str, subject: str, by_person: bool
) -> None:
    meeting, _ = sitting(committee())

    item = drafted_item(meeting, line, 1)

    assert (item.kind, item.subject, item.by_person) == (kind, subject, by_person)


def test_a_matter_without_names_is_not_said_to_be_voted_on_person_by_person() -> None:
    meeting, _ = sitting(committee())
    item = make_meetings.item(meeting, "研究士官选取", subject="nco")
    unit = make_meetings.item(meeting, "表彰先进中队", subject="reward")

    found: Matter = matter_of(item, "hands", None)

    assert found.decided_by == "item"
    assert matter_of(unit, "hands", None).decided_by == "person"
