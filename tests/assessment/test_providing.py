"""A meeting of a kind that is dealt with step by step says where all of its papers are kept."""

import pytest
from django.test import Client

import make
import make_assessment as made
import make_meetings
from dangwu.accounts.models import Role
from dangwu.meetings.models import Meeting
from dangwu.organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> Organisation:
    return made.company(fire=False).branch


def shown(meeting: Meeting, role: Role = Role.SECRETARY) -> str:
    client = Client()
    client.force_login(make.account(role=role, organisation=meeting.organisation))
    return client.get(f"/meetings/{meeting.unit_id}/{meeting.id}/").content.decode()


def called(branch: Organisation, kind: str, **facts: object) -> Meeting:
    return make_meetings.meeting(branch, kinds=[kind], starts_at=make.NOW, **facts)  # type: ignore[arg-type]  # facts of the row


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        ("democratic_life", "/assessment/life/start/{unit}/{branch}/?kind=democratic_life"),
        ("organisation_life", "/assessment/life/start/{unit}/{branch}/?kind=organisation_life"),
        ("appraisal", "/assessment/appraisals/start/{unit}/{branch}/appraisal/"),
        ("duty_review", "/assessment/appraisals/start/{unit}/{branch}/duty_review/"),
    ],
)
def test_a_bare_meeting_points_to_where_the_whole_work_begins(
    branch: Organisation, kind: str, start: str
) -> None:
    text = shown(called(branch, kind))
    assert "留下全部材料的，请从“组织生活”开始" in text
    assert start.format(unit=branch.unit_id, branch=branch.id) in text


def test_other_kinds_and_meetings_that_are_over_point_nowhere(branch: Organisation) -> None:
    assert "请从“组织生活”开始" not in shown(called(branch, "assembly"))
    assert "请从“组织生活”开始" not in shown(called(branch, "appraisal", state="closed"))


def test_who_does_not_call_meetings_is_not_sent_to_begin(branch: Organisation) -> None:
    assert "请从“组织生活”开始" not in shown(called(branch, "appraisal"), Role.SUPERVISOR)


def test_where_the_work_goes_on_the_meeting_points_to_it(branch: Organisation) -> None:
    case = made.case(branch, kind="organisation_life")
    appraisal = made.appraisal(branch)

    text = shown(called(branch, "organisation_life"))
    assert "正在按程序办理" in text
    assert f"/assessment/life/{branch.unit_id}/{case.id}/" in text
    text = shown(called(branch, "appraisal", title="评议会"))
    assert f"/assessment/appraisals/{branch.unit_id}/{appraisal.id}/" in text


def test_a_meeting_of_a_case_points_back_to_it(branch: Organisation) -> None:
    case = made.met(made.case(branch, kind="organisation_life"), [])
    assert case.meeting is not None
    text = shown(case.meeting)
    assert "这次会议是组织生活会的一步" in text
    assert f"/assessment/life/{branch.unit_id}/{case.id}/" in text
