"""Planning: what a plan holds, what refuses it, who may."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

import make
import make_meetings
from dangwu.accounts.models import Role
from dangwu.activities.queries.listing import partners
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError, InputError
from dangwu.core.writing import written_day
from dangwu.meetings.actions.planning import call_off, change_plan, plan_meeting
from dangwu.meetings.models import AgendaItem, Attendee, Meeting, MeetingOrganisation
from dangwu.meetings.queries.drafting import drafted_items
from dangwu.meetings.queries.kinds import body_for
from dangwu.meetings.queries.notice import opening_line
from dangwu.notices.models import Notice
from dangwu.organisations.models import Organisation

pytestmark = pytest.mark.django_db
STARTS = make.NOW + timedelta(days=3)


@pytest.fixture
def branch() -> Organisation:
    unit = make.unit()
    town = make.organisation(unit=unit, kind="committee", category="township", name="红旗镇党委")
    return make.organisation(unit=unit, parent=town, name="河东村党支部")


def agenda_of(meeting: Meeting) -> list[tuple[int, str, str, str, bool]]:
    rows = AgendaItem.objects.filter(unit_id=meeting.unit_id, meeting=meeting)
    return [
        (r.position, r.title, r.kind, r.subject, r.by_person) for r in rows.order_by("position")
    ]


def test_plan_makes_meeting_agenda_and_list_of_those_called(branch: Organisation) -> None:
    chair = make.person("李书记", organisation=branch)
    new = make.person("王预备", organisation=branch, standing="probationary")
    secretary = make.access(role=Role.SECRETARY, organisation=branch)

    meeting = plan_meeting(
        actor=secretary,
        organisation=branch,
        kinds=["assembly", "lecture"],
        starts_at=STARTS,
        place=" 活动室 ",
        chair=chair,
        agenda=["听取支委会工作报告", "", "讨论接收张三为预备党员"],
    )

    assert (meeting.title, meeting.place, meeting.body, meeting.state) == (
        "2026年11月党员大会", "活动室", "assembly", "planned",
    )  # fmt: skip
    assert agenda_of(meeting) == [
        (1, "听取支委会工作报告", "report", "report", False),
        (2, "讨论接收张三为预备党员", "decide", "admission", True),
    ]
    called = Attendee.objects.filter(unit_id=branch.unit_id, meeting=meeting)
    assert {row.person_id: (row.part, row.voting) for row in called} == {
        chair.id: ("entitled", True),
        new.id: ("entitled", False),
    }
    held = MeetingOrganisation.objects.filter(unit_id=branch.unit_id, meeting=meeting)
    assert [row.organisation_id for row in held] == [branch.id]
    verbs = Entry.objects.filter(unit_id=branch.unit_id).order_by("id").values_list("verb")
    assert [verb for (verb,) in verbs] == ["meetings.plan", "meetings.derive_attendees"]


def test_a_joint_meeting_counts_each_person_once_with_the_own_organisation(
    branch: Organisation,
) -> None:
    town = branch.parent
    assert town is not None
    beside = make.organisation(unit=branch.unit, parent=town, name="河西村党支部")
    one, two = make.person("甲", organisation=branch), make.person("乙", organisation=beside)
    clerk = make.access(role=Role.CLERK, organisation=town)

    meeting = plan_meeting(
        actor=clerk, organisation=branch, kinds=["theme_day"], starts_at=STARTS, joint=[beside]
    )

    called = Attendee.objects.filter(unit_id=branch.unit_id, meeting=meeting)
    assert {row.person_id: row.organisation_id for row in called} == {
        one.id: branch.id,
        two.id: beside.id,
    }


def test_a_committee_lectures_to_the_members_of_its_branches(branch: Organisation) -> None:
    town = branch.parent
    assert town is not None
    member = make.person("甲", organisation=branch)
    secretary = make.access(role=Role.SECRETARY, organisation=town)
    assert partners(secretary, town) == [branch]

    meeting = plan_meeting(
        actor=secretary, organisation=town, kinds=["lecture"], starts_at=STARTS, joint=[branch]
    )

    assert meeting.body == "assembly"
    called = Attendee.objects.filter(unit_id=branch.unit_id, meeting=meeting)
    assert [row.person_id for row in called] == [member.id]
    held = MeetingOrganisation.objects.filter(unit_id=branch.unit_id, meeting=meeting)
    assert {row.organisation_id for row in held} == {town.id, branch.id}


def test_a_committee_studies_by_itself_and_reports_to_everybody(branch: Organisation) -> None:
    town = branch.parent
    assert town is not None

    bodies = {
        kind: body_for(kind, town) for kind in ("study", "work_report", "situation_analysis")
    }

    assert bodies == {
        "study": "committee",
        "work_report": "assembly",
        "situation_analysis": "committee",
    }


def test_a_branch_does_not_call_the_members_of_another(branch: Organisation) -> None:
    beside = make.organisation(unit=branch.unit, parent=branch.parent)
    secretary = make.access(role=Role.SECRETARY, organisation=branch)

    with pytest.raises(PermissionDenied):
        plan_meeting(
            actor=secretary, organisation=branch, kinds=["assembly"], starts_at=STARTS,
            joint=[beside],
        )  # fmt: skip
    assert not Meeting.objects.filter(unit_id=branch.unit_id).exists()


@pytest.mark.parametrize("role", [Role.MEMBER, Role.DEPARTMENT, Role.SUPERVISOR])
def test_who_does_not_keep_the_work_calls_no_meeting(branch: Organisation, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        plan_meeting(
            actor=make.access(role=role, organisation=branch), organisation=branch,
            kinds=["assembly"], starts_at=STARTS,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"kinds": []}, "kinds", "请选择会议类别"),
        ({"kinds": ["talk"]}, "kinds", "“谈心谈话”不是会议"),
        ({"starts_at": make.NOW - timedelta(days=1)}, "starts_at", "已经过去"),
        ({"title": "报名电话13800001234"}, "title", "不能写手机号码"),
        ({"minutes_planned": 0}, "minutes_planned", "1到"),
        ({"agenda": ["长" * 201]}, "agenda", "不能超过200字"),
        ({"rerun_of": "closed"}, "rerun_reason", "须写明原因"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    branch: Organisation, given: dict[str, object], field: str, says: str
) -> None:
    facts: dict[str, object] = {"kinds": ["assembly"], "starts_at": STARTS, **given}
    if facts.get("rerun_of"):
        facts["rerun_of"] = make_meetings.meeting(branch, state="closed")
    before = Meeting.objects.filter(unit_id=branch.unit_id).count()

    with pytest.raises(InputError, match=says) as refusal:
        plan_meeting(
            actor=make.access(role=Role.SECRETARY, organisation=branch),
            organisation=branch,
            **facts,  # type: ignore[arg-type]  # what a form could bring
        )
    assert refusal.value.field == field
    assert Meeting.objects.filter(unit_id=branch.unit_id).count() == before


def test_a_convener_is_designated_only_in_an_emergency(branch: Organisation) -> None:
    convener = make.person(organisation=branch)
    secretary = make.access(role=Role.SECRETARY, organisation=branch)

    with pytest.raises(InputError, match="只有紧急会议才指定召集人"):
        plan_meeting(
            actor=secretary, organisation=branch, kinds=["assembly"], starts_at=STARTS,
            designated_convener=convener,
        )  # fmt: skip
    meeting = plan_meeting(
        actor=secretary, organisation=branch, kinds=["assembly"], starts_at=STARTS,
        emergency_reason="防汛抢险", designated_convener=convener,
    )  # fmt: skip

    assert (meeting.emergency, meeting.designated_convener_id) == (True, convener.id)


def test_a_new_time_after_the_notice_is_a_new_notice(branch: Organisation) -> None:
    person = make.person(organisation=branch)
    meeting = make_meetings.meeting(branch, state="noticed")
    make_meetings.attendee(meeting, person, receipt_at=make.NOW)
    later = meeting.starts_at + timedelta(days=1)

    change_plan(
        actor=make.access(role=Role.SECRETARY, organisation=branch),
        meeting=meeting, starts_at=later, title=meeting.title, place="村委会大院",
    )  # fmt: skip

    meeting.refresh_from_db()
    row = Attendee.objects.get(unit_id=branch.unit_id, meeting=meeting, person=person)
    assert (meeting.starts_at, meeting.noticed_at, row.receipt_at) == (later, make.NOW, None)
    told = Notice.objects.get(unit_id=branch.unit_id, recipient_id=person.id)
    begins = timezone.localtime(later)
    assert told.subject == "会议改期或换地点：十一月党员大会"
    assert f"{written_day(begins.date())}{begins:%H:%M}，地点：村委会大院" in told.text


@pytest.mark.parametrize("state", ["planned", "noticed"])
def test_a_title_that_names_the_month_follows_the_day(branch: Organisation, state: str) -> None:
    actor = make.access(role=Role.SECRETARY, organisation=branch)
    meeting = make_meetings.meeting(branch, state=state, title="2026年11月党员大会")
    december = meeting.starts_at.replace(month=12)

    changed = change_plan(
        actor=actor, meeting=meeting, starts_at=december, title=meeting.title, place="活动室"
    )

    assert changed.title == "2026年12月党员大会"


@pytest.mark.parametrize("written", [False, True])
def test_the_notice_tells_the_new_time_and_place(branch: Organisation, written: bool) -> None:
    actor = make.access(role=Role.SECRETARY, organisation=branch)
    meeting = make_meetings.meeting(branch, state="noticed", title="选举大会")
    before = opening_line(meeting)
    meeting.notice_text = "请都来。" if written else f"{before}\n议题：\n1. 选举"
    meeting.save()

    changed = change_plan(
        actor=actor,
        meeting=meeting,
        starts_at=meeting.starts_at + timedelta(days=1),
        title=meeting.title,
        place="村委会大院",
    )

    assert opening_line(changed) in changed.notice_text
    assert "村委会大院" in opening_line(changed)
    assert before not in changed.notice_text
    assert ("请都来。" if written else "议题：\n1. 选举") in changed.notice_text


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("讨论决定困难党员慰问方案", "decide"),
        ("讨论困难党员慰问方案", "discuss"),
        ("学习上级关于党费的决定", "report"),
    ],
)
def test_what_is_to_be_decided_is_put_to_the_vote(
    branch: Organisation, line: str, kind: str
) -> None:
    (item,) = drafted_items(make_meetings.meeting(branch), [line])
    assert item.kind == kind


def test_the_title_stays_once_the_notice_is_out(branch: Organisation) -> None:
    meeting = make_meetings.meeting(branch, state="noticed")

    with pytest.raises(InputError, match="题目不能再改"):
        change_plan(
            actor=make.access(role=Role.SECRETARY, organisation=branch),
            meeting=meeting, starts_at=STARTS, title="另一个会", place="活动室",
        )  # fmt: skip


def test_calling_off_keeps_the_reason_and_tells_those_called(branch: Organisation) -> None:
    person = make.person(organisation=branch)
    meeting = make_meetings.meeting(branch, state="noticed")
    make_meetings.attendee(meeting, person)
    secretary = make.access(role=Role.SECRETARY, organisation=branch)

    with pytest.raises(InputError, match="须写明原因"):
        call_off(actor=secretary, meeting=meeting, reason=" ")
    call_off(actor=secretary, meeting=meeting, reason="防汛")

    meeting.refresh_from_db()
    assert (meeting.state, meeting.called_off_reason) == ("called_off", "防汛")
    told = Notice.objects.get(unit_id=branch.unit_id, recipient_id=person.id)
    assert (told.subject, told.text) == ("会议取消：十一月党员大会", "原因：防汛")


@pytest.mark.parametrize("state", ["open", "closed", "called_off"])
def test_a_meeting_that_opened_is_neither_changed_nor_called_off(
    branch: Organisation, state: str
) -> None:
    meeting = make_meetings.meeting(branch, state=state)
    secretary = make.access(role=Role.SECRETARY, organisation=branch)

    with pytest.raises(DomainError, match="不能再改"):
        call_off(actor=secretary, meeting=meeting, reason="防汛")
    with pytest.raises(DomainError, match="不能再改"):
        change_plan(
            actor=secretary, meeting=meeting, starts_at=STARTS, title=meeting.title, place="x"
        )


def test_strangers_call_nothing_off(branch: Organisation) -> None:
    meeting = make_meetings.meeting(branch, state="noticed")
    with pytest.raises(PermissionDenied):
        call_off(actor=make.stranger(organisation=branch), meeting=meeting, reason="x")
    meeting.refresh_from_db()
    assert meeting.state == "noticed"
