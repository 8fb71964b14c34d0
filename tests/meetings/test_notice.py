"""Agenda, notice and receipts: nothing added unnoticed, the time before the meeting judged."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

import make
import make_meetings
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.actions import agenda, notice
from dangwu.meetings.models import AgendaItem, Attendee, Meeting
from dangwu.meetings.queries.asking import agenda_demands, notice_findings
from dangwu.notices.models import Notice
from dangwu.organisations.models import Organisation

pytestmark = pytest.mark.django_db
TEXT = "请准时参加。"


@pytest.fixture
def branch() -> Organisation:
    return make.organisation(
        unit=make.unit(), name="某中队党支部", regime="fire-2011", category="fire",
        fire_kind="company_branch",
    )  # fmt: skip


@pytest.fixture
def secretary(branch: Organisation) -> Access:
    return make.access(role=Role.SECRETARY, organisation=branch)


def titles(meeting: Meeting) -> list[str]:
    rows = AgendaItem.objects.filter(unit_id=meeting.unit_id, meeting=meeting)
    return [row.title for row in rows.order_by("position")]


def test_notice_goes_to_those_called_and_opens_the_door(
    branch: Organisation, secretary: Access
) -> None:
    person = make.person("甲", organisation=branch)
    meeting = make_meetings.meeting(branch)
    make_meetings.item(meeting)

    given = notice.give_notice(actor=secretary, meeting=meeting, text=TEXT)

    assert (given.state, given.noticed_at, given.notice_text) == ("noticed", make.NOW, TEXT)
    assert len(given.door_token) == 32
    told = Notice.objects.get(unit_id=branch.unit_id, recipient_id=person.id)
    assert told.subject == "会议通知：十一月党员大会"
    assert told.text == "11月23日09:00，地点：党员活动室，议题1项。请打开会议页确认收到。"
    with pytest.raises(DomainError, match="不用再发通知"):
        notice.give_notice(actor=secretary, meeting=meeting, text=TEXT)


def test_a_notice_without_place_and_agenda_is_refused_with_all_that_is_missing(
    branch: Organisation, secretary: Access
) -> None:
    make.person(organisation=branch)
    meeting = make_meetings.meeting(branch, place="")
    with pytest.raises(DomainError, match="还没有填地点，请补填。还没有议题，请至少列一项。"):
        notice.give_notice(actor=secretary, meeting=meeting, text=TEXT)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.door_token) == ("planned", "")


def test_a_notice_to_nobody_is_refused(branch: Organisation, secretary: Access) -> None:
    meeting = make_meetings.meeting(branch)
    make_meetings.item(meeting)
    with pytest.raises(DomainError, match="没有人应当到会"):
        notice.give_notice(actor=secretary, meeting=meeting, text=TEXT)


@pytest.mark.parametrize(("hours", "outcome"), [(23, "breached"), (24, "met"), (None, "unknown")])
def test_one_day_before_is_judged_and_forbids_nothing(
    branch: Organisation, hours: int | None, outcome: str
) -> None:
    meeting = make_meetings.meeting(branch)
    (finding,) = notice_findings(meeting, hours)
    assert (finding.rule.id, finding.outcome.value, finding.blocks) == ("S6-18e", outcome, False)


def test_who_sets_the_agenda_is_shown_with_its_article(branch: Organisation) -> None:
    assembly = make_meetings.meeting(branch)
    committee = make_meetings.meeting(branch, kinds=["committee_meeting"], body="committee")
    assert [d.rule for d in agenda_demands(assembly)] == ["S6-18c", "S6-18d-opinions"]
    assert [d.rule for d in agenda_demands(committee)] == ["S6-18b", "S6-18d-opinions"]


def test_an_item_is_added_after_the_notice_only_with_a_reason(
    branch: Organisation, secretary: Access
) -> None:
    meeting = make_meetings.meeting(branch, state="noticed")
    with pytest.raises(InputError, match="第18条"):
        agenda.add_item(actor=secretary, meeting=meeting, title="研究采购")
    assert titles(meeting) == []

    item = agenda.add_item(
        actor=secretary, meeting=meeting, title="研究采购", reason="灭火救援急需"
    )

    assert (item.added_after_notice, item.added_reason, item.subject) == (
        True, "灭火救援急需", "procurement",
    )  # fmt: skip


def test_items_are_moved_and_taken_off_while_planned(
    branch: Organisation, secretary: Access
) -> None:
    meeting = make_meetings.meeting(branch)
    one, two, three = (make_meetings.item(meeting, title) for title in ("一", "二", "三"))

    agenda.move_item(actor=secretary, item=three, up=True)
    assert titles(meeting) == ["一", "三", "二"]
    agenda.remove_item(actor=secretary, item=one)
    assert titles(meeting) == ["三", "二"]
    two.refresh_from_db()
    assert two.position == 2
    with pytest.raises(DomainError, match="已经是最后一项"):
        agenda.move_item(actor=secretary, item=two, up=False)


def test_an_item_taken_off_after_the_notice_stays_with_its_reason(
    branch: Organisation, secretary: Access
) -> None:
    meeting = make_meetings.meeting(branch, state="noticed")
    item = make_meetings.item(meeting)
    with pytest.raises(InputError, match="须写明原因"):
        agenda.remove_item(actor=secretary, item=item)
    agenda.remove_item(actor=secretary, item=item, reason="材料不齐")
    item.refresh_from_db()
    assert (item.state, item.state_reason) == ("dropped", "材料不齐")


def test_an_item_says_whose_opinion_was_sought_and_whom_it_is_about(
    branch: Organisation, secretary: Access
) -> None:
    first, second = (
        make.person(name, organisation=branch, standing="applicant") for name in ("甲", "乙")
    )
    item = make_meetings.item(make_meetings.meeting(branch))

    agenda.change_item(
        actor=secretary, item=item, title=item.title, kind="decide", subject="admission",
        by_person=True, consulted="征求了三名委员意见，无异议", people=[second, first, second],
    )  # fmt: skip

    item.refresh_from_db()
    assert (item.consulted, item.by_person) == ("征求了三名委员意见，无异议", True)
    people = item.people.filter(unit_id=branch.unit_id).order_by("position")
    assert [row.person_id for row in people] == [second.id, first.id]


def test_a_receipt_is_ones_own_or_noted_by_those_who_call(
    branch: Organisation, secretary: Access
) -> None:
    person, other = (make.person(name, organisation=branch) for name in ("甲", "乙"))
    meeting = make_meetings.meeting(branch, state="noticed")
    for each in (person, other):
        make_meetings.attendee(meeting, each)
    member = make.access(role=Role.MEMBER, organisation=branch, person=person)

    assert notice.confirm_receipt(actor=member, meeting=meeting).receipt_at == make.NOW
    with pytest.raises(PermissionDenied):
        notice.confirm_receipt(actor=member, meeting=meeting, person=other)
    notice.confirm_receipt(actor=secretary, meeting=meeting, person=other)
    rows = Attendee.objects.filter(unit_id=branch.unit_id, meeting=meeting)
    assert rows.filter(receipt_at=make.NOW).count() == 2


def test_who_is_not_called_confirms_nothing(branch: Organisation) -> None:
    meeting = make_meetings.meeting(branch, state="noticed")
    person = make.person(organisation=branch)
    outsider = make.access(role=Role.MEMBER, organisation=branch, person=person)
    with pytest.raises(DomainError, match="不在这次会议的名单上"):
        notice.confirm_receipt(actor=outsider, meeting=meeting)


def test_strangers_give_no_notice_and_set_no_agenda(branch: Organisation) -> None:
    meeting = make_meetings.meeting(branch, starts_at=make.NOW + timedelta(days=5))
    item = make_meetings.item(meeting)
    stranger = make.stranger(organisation=branch)
    with pytest.raises(PermissionDenied):
        notice.give_notice(actor=stranger, meeting=meeting, text=TEXT)
    with pytest.raises(PermissionDenied):
        agenda.add_item(actor=stranger, meeting=meeting, title="x")
    with pytest.raises(PermissionDenied):
        agenda.remove_item(actor=stranger, item=item)
    assert titles(meeting) == [item.title]
