"""应到: derived as of the day, left out only by class with both approvals, leave, observers."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.backends.postgresql.psycopg_any import DateRange

import make
import make_meetings
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.actions import attendees as acts
from dangwu.meetings.models import Attendee, Meeting
from dangwu.meetings.queries.attendees import Numbers, numbers_of
from dangwu.members.models import GroupPlace, Membership, Person, SpecialStatus
from dangwu.organisations.models import Organisation

pytestmark = pytest.mark.django_db
ABROAD = "出国（境）6个月以上"
BOTH = ["上级党组织同意", "党员大会通过"]


@pytest.fixture
def branch() -> Organisation:
    return make.organisation(unit=make.unit(), name="河东村党支部")


@pytest.fixture
def secretary(branch: Organisation) -> Access:
    return make.access(role=Role.SECRETARY, organisation=branch)


def rows_of(meeting: Meeting) -> dict[str, tuple[str, bool, str]]:
    rows = Attendee.objects.filter(unit_id=meeting.unit_id, meeting=meeting)
    return {
        r.person.name: (r.part, r.voting, r.voting_reason) for r in rows.select_related("person")
    }


def test_the_right_to_vote_is_that_of_the_day(branch: Organisation, secretary: Access) -> None:
    make.person("甲正式", organisation=branch)
    make.person("乙预备", organisation=branch, standing="probationary")
    make.person("丙申请", organisation=branch, standing="applicant")
    watched = make.person("丁察看", organisation=branch)
    meeting = make_meetings.meeting(branch)
    on = meeting.starts_at.date()
    SpecialStatus.objects.create(
        unit_id=branch.unit_id, person=watched, kind="on_probation",
        period=DateRange(on, on + timedelta(days=365)),
    )  # fmt: skip

    assert acts.derive_attendees(actor=secretary, meeting=meeting) == 3

    assert rows_of(meeting) == {
        "甲正式": ("entitled", True, ""),
        "乙预备": ("entitled", False, "预备期内（《中国共产党章程》第7条）"),
        # The penalty behind it is read by few, and this row by many.
        "丁察看": (
            "entitled", False,
            "原因由书记和组织部门掌握（《中国共产党基层组织选举工作条例》第5条）",
        ),
    }  # fmt: skip


def test_who_comes_and_goes_before_the_meeting_is_derived_anew(
    branch: Organisation, secretary: Access
) -> None:
    stays, goes = make.person("甲", organisation=branch), make.person("乙", organisation=branch)
    guest = make.person("丙", organisation=make.organisation(unit=branch.unit))
    meeting = make_meetings.meeting(branch)
    acts.derive_attendees(actor=secretary, meeting=meeting)
    acts.grant_leave(actor=secretary, meeting=meeting, person=stays, reason="出差")
    acts.add_observer(actor=secretary, meeting=meeting, person=guest)
    Membership.objects.filter(unit_id=branch.unit_id, person=goes).update(
        period=DateRange(date(2015, 1, 1), date(2026, 11, 22))
    )
    make.person("丁", organisation=branch)

    assert acts.derive_attendees(actor=secretary, meeting=meeting) == 2

    assert set(rows_of(meeting)) == {"甲", "丙", "丁"}
    kept = Attendee.objects.get(unit_id=branch.unit_id, meeting=meeting, person=stays)
    assert (kept.presence, kept.leave_reason) == ("on_leave", "出差")
    assert numbers_of(meeting) == Numbers(
        should_attend=2, voters=2, present=0, present_voters=0, claimed=0, on_leave=1,
        left_out=0, observers=1, receipts=0,
    )  # fmt: skip


def test_a_committee_meeting_calls_those_who_hold_a_seat(
    branch: Organisation, secretary: Access
) -> None:
    for name, post in [("甲", "secretary"), ("乙", "publicity"), ("丙", "clerk")]:
        make.post(make.person(name, organisation=branch), branch, post=post)
    make.person("丁", organisation=branch)
    meeting = make_meetings.meeting(branch, kinds=["committee_meeting"], body="committee")

    acts.derive_attendees(actor=secretary, meeting=meeting)

    assert set(rows_of(meeting)) == {"甲", "乙"}


def test_a_group_calls_its_own(branch: Organisation, secretary: Access) -> None:
    group = make.organisation(unit=branch.unit, parent=branch, kind="group")
    inside = make.person("甲", organisation=branch)
    make.person("乙", organisation=branch)
    GroupPlace.objects.create(
        unit_id=branch.unit_id, person=inside, group=group,
        period=DateRange(date(2020, 1, 1), None),
    )  # fmt: skip
    meeting = make_meetings.meeting(group, kinds=["group_meeting"], body="group")

    acts.derive_attendees(actor=secretary, meeting=meeting)

    assert set(rows_of(meeting)) == {"甲"}


@pytest.fixture
def called(branch: Organisation) -> tuple[Meeting, Person]:
    person = make.person("甲", organisation=branch)
    meeting = make_meetings.meeting(branch, state="noticed")
    make_meetings.attendee(meeting, person)
    return meeting, person


def test_leaving_out_keeps_the_class_and_both_approvals(
    called: tuple[Meeting, Person], secretary: Access
) -> None:
    meeting, person = called

    row = acts.leave_out(
        actor=secretary, meeting=meeting, person=person, reason=ABROAD, approvals=BOTH
    )

    assert (row.part, row.left_out_class, row.left_out_approvals) == ("left_out", ABROAD, BOTH)
    assert numbers_of(meeting).should_attend == 0
    assert acts.restore(actor=secretary, meeting=meeting, person=person).part == "entitled"
    assert numbers_of(meeting).should_attend == 1


@pytest.mark.parametrize(
    ("reason", "approvals", "says"),
    [
        (ABROAD, BOTH[:1], "还缺：党员大会通过"),
        (ABROAD, [], "还缺：上级党组织同意、党员大会通过"),
        ("路远", BOTH, "只能按《中国共产党基层组织选举工作条例》"),
    ],
)
def test_nobody_is_left_out_otherwise(
    called: tuple[Meeting, Person], secretary: Access, reason: str, approvals: list[str], says: str
) -> None:
    meeting, person = called
    with pytest.raises(InputError, match=says):
        acts.leave_out(
            actor=secretary, meeting=meeting, person=person, reason=reason, approvals=approvals
        )
    assert numbers_of(meeting).should_attend == 1


def test_leave_counts_among_those_who_should_attend(
    called: tuple[Meeting, Person], secretary: Access
) -> None:
    meeting, person = called
    acts.grant_leave(actor=secretary, meeting=meeting, person=person, reason="住院")
    assert (numbers_of(meeting).should_attend, numbers_of(meeting).on_leave) == (1, 1)
    acts.end_leave(actor=secretary, meeting=meeting, person=person)
    assert numbers_of(meeting).on_leave == 0
    with pytest.raises(DomainError, match="没有请假"):
        acts.end_leave(actor=secretary, meeting=meeting, person=person)


def test_who_is_there_is_not_on_leave(called: tuple[Meeting, Person], secretary: Access) -> None:
    meeting, person = called
    Attendee.objects.filter(unit_id=meeting.unit_id, meeting=meeting).update(
        presence="present", arrived_at=make.NOW
    )
    with pytest.raises(DomainError, match="已经到会"):
        acts.grant_leave(actor=secretary, meeting=meeting, person=person, reason="住院")


def test_observers_have_no_vote_and_can_be_taken_off(
    called: tuple[Meeting, Person], secretary: Access
) -> None:
    meeting, person = called
    guest = make.person("客", organisation=person.organisation)

    row = acts.add_observer(actor=secretary, meeting=meeting, person=guest)

    assert (row.part, row.voting) == ("observer", False)
    with pytest.raises(InputError, match="已经在名单上"):
        acts.add_observer(actor=secretary, meeting=meeting, person=person)
    with pytest.raises(DomainError, match="不是列席人员"):
        acts.remove_observer(actor=secretary, meeting=meeting, person=person)
    acts.remove_observer(actor=secretary, meeting=meeting, person=guest)
    assert numbers_of(meeting).observers == 0


def test_the_list_is_fixed_once_the_meeting_is_open(
    branch: Organisation, secretary: Access
) -> None:
    person = make.person("甲", organisation=branch)
    meeting = make_meetings.meeting(branch, state="open")
    make_meetings.attendee(meeting, person)

    with pytest.raises(DomainError, match="名单已经固定"):
        acts.derive_attendees(actor=secretary, meeting=meeting)
    with pytest.raises(DomainError, match="名单已经固定"):
        acts.leave_out(
            actor=secretary, meeting=meeting, person=person, reason=ABROAD, approvals=BOTH
        )


def test_strangers_keep_no_list(called: tuple[Meeting, Person], branch: Organisation) -> None:
    meeting, person = called
    stranger = make.stranger(organisation=branch)
    with pytest.raises(PermissionDenied):
        acts.derive_attendees(actor=stranger, meeting=meeting)
    with pytest.raises(PermissionDenied):
        acts.grant_leave(actor=stranger, meeting=meeting, person=person, reason="x")
    with pytest.raises(PermissionDenied):
        acts.leave_out(
            actor=stranger, meeting=meeting, person=person, reason=ABROAD, approvals=BOTH
        )
