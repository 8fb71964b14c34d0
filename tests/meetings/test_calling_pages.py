"""The pages of calling a meeting, seen as the web role: what each reader gets, and at what cost."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

import make
import make_meetings
from dangwu.accounts.models import Role
from dangwu.meetings.models import AgendaItem, Attendee, Material, Meeting
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> Organisation:
    return make.organisation(unit=make.unit(), name="河东村党支部")


@pytest.fixture
def secretary(branch: Organisation) -> Client:
    client = Client()
    client.force_login(make.account(role=Role.SECRETARY, organisation=branch))
    return client


@contextmanager
def web_role() -> Iterator[None]:
    """Answer as the web role inside: row security and grants are in force."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE dangwu_web")
        yield
        cursor.execute("RESET ROLE")


def page(meeting: Meeting, rest: str = "") -> str:
    return f"/meetings/{meeting.unit_id}/{meeting.id}/{rest}"


def member(branch: Organisation, person: Person) -> Client:
    client = Client()
    client.force_login(make.account(role=Role.MEMBER, organisation=branch, person=person))
    return client


def tomorrow() -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=1)
    return {"day": day.isoformat(), "clock": "19:30"}


def test_a_plan_is_prefilled_and_saved(branch: Organisation, secretary: Client) -> None:
    chair = make.person("李书记", organisation=branch)
    make.post(chair, branch)
    place = f"/meetings/plan/{branch.unit_id}/{branch.id}/"

    with web_role():
        text = secretary.get(f"{place}?kind=theme_day").content.decode()
    assert '<option value="theme_day" selected>主题党日</option>' in text
    assert f'<option value="{chair.id}" selected>李书记</option>' in text
    assert 'name="title" maxlength' in text
    assert 'name="title" value' not in text  # the month is that of the day, not yet known

    given = {
        "kind": "theme_day", **tomorrow(), "place": "活动室", "chair": str(chair.id),
        "agenda": "学习文件\n志愿服务\n",
    }  # fmt: skip
    with web_role():
        answer = secretary.post(place, given)

    meeting = Meeting.objects.get(unit_id=branch.unit_id)
    assert (answer.status_code, answer.headers["Location"]) == (302, page(meeting))
    assert (meeting.kinds, meeting.chair_id, meeting.place) == (["theme_day"], chair.id, "活动室")
    assert timezone.localtime(meeting.starts_at).strftime("%H:%M") == "19:30"
    items = AgendaItem.objects.filter(unit_id=branch.unit_id, meeting=meeting)
    assert [item.title for item in items.order_by("position")] == ["学习文件", "志愿服务"]


def test_a_plan_that_lacks_its_time_says_so_at_the_field(
    branch: Organisation, secretary: Client
) -> None:
    place = f"/meetings/plan/{branch.unit_id}/{branch.id}/"
    answer = secretary.post(place, {"kind": "assembly", "agenda": "学习文件"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in text
    assert '<a href="#id_day">日期</a>：请填写日期。' in " ".join(text.split()).replace(" >", ">")
    assert "学习文件" in text
    assert not Meeting.objects.filter(unit_id=branch.unit_id).exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    branch: Organisation,
    secretary: Client,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        make_meetings.meeting(branch, title=f"第{number}次会议", state="noticed")
    secretary.get("/meetings/")
    with django_assert_num_queries(LIST_QUERIES):
        text = secretary.get("/meetings/").content.decode()
    assert text.count('data-label="时间"') == rows


LIST_QUERIES = 9
PEOPLE_QUERIES = 11


@pytest.mark.parametrize("rows", [1, 3])
def test_the_people_of_a_meeting_cost_the_same_for_one_and_for_three(
    branch: Organisation,
    secretary: Client,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    meeting = make_meetings.meeting(branch, state="noticed")
    for number in range(rows):
        make_meetings.attendee(meeting, make.person(f"第{number}人", organisation=branch))
    secretary.get(page(meeting, "attendees/"))
    with django_assert_num_queries(PEOPLE_QUERIES):
        text = secretary.get(page(meeting, "attendees/")).content.decode()
    assert text.count('data-label="名义"') == rows


def test_the_three_lists_hold_each_meeting_once(branch: Organisation, secretary: Client) -> None:
    for state in ("planned", "noticed", "open", "closed", "called_off"):
        make_meetings.meeting(branch, title=f"会议{state}", state=state)

    def listed(part: str) -> set[str]:
        text = secretary.get(f"/meetings/?part={part}").content.decode()
        return {
            state
            for state in ("planned", "noticed", "open", "closed", "called_off")
            if f">会议{state}</a>" in text
        }

    assert listed("ahead") == {"planned", "noticed", "open"}
    assert listed("past") == {"closed", "called_off"}
    assert listed("unsealed") == {"closed"}


def test_more_than_a_page_is_turned_by_the_last_row(
    branch: Organisation, secretary: Client
) -> None:
    for number in range(51):
        starts = make.NOW + timedelta(hours=number)
        make_meetings.meeting(branch, title=f"甲{number}乙", starts_at=starts)
    first = secretary.get("/meetings/").context
    last = secretary.get(f"/meetings/?after={first['page'].after}".replace("+", "%2B")).context
    assert [row.title for row in first["page"].rows][-1] == "甲49乙"
    assert [row.title for row in last["page"].rows] == ["甲50乙"]
    assert last["page"].after == ""


def test_a_member_sees_what_the_notice_called_them_to_and_no_list(branch: Organisation) -> None:
    person = make.person("王党员", organisation=branch)
    other = make.person("赵同志", organisation=branch)
    meeting = make_meetings.meeting(branch, title="叫到的会", state="noticed")
    planned = make_meetings.meeting(branch, title="还没通知的会")
    elsewhere = make_meetings.meeting(branch, title="别人的会", state="noticed")
    for called in (meeting, planned):
        make_meetings.attendee(called, person)
        make_meetings.attendee(called, other, presence="on_leave", leave_reason="住院")
    client = member(branch, person)

    with web_role():
        listed = client.get("/meetings/").content.decode()
        text = client.get(page(meeting)).content.decode()
        refused = [
            client.get(address).status_code
            for address in (page(meeting, "attendees/"), page(planned), page(elsewhere))
        ]
        client.post(page(meeting, "receipt/"))

    assert [t for t in ("叫到的会", "还没通知的会", "别人的会") if t in listed] == ["叫到的会"]
    assert "确认收到通知" in text
    assert [secret for secret in ("赵同志", "住院", "应到</dt>") if secret in text] == []
    assert refused == [403, 404, 404]
    row = Attendee.objects.get(unit_id=branch.unit_id, meeting=meeting, person=person)
    assert row.receipt_at is not None


def test_a_secretary_lists_also_what_another_organisation_calls_to(branch: Organisation) -> None:
    town = make.organisation(unit=branch.unit, kind="committee", category="township")
    person = make.person("李书记", organisation=branch)
    above = make_meetings.meeting(town, title="镇党委的会", state="noticed")
    make_meetings.meeting(town, title="镇党委的另一个会", state="noticed")
    make_meetings.attendee(above, person)
    client = Client()
    client.force_login(make.account(role=Role.SECRETARY, organisation=branch, person=person))

    listed = client.get("/meetings/").context["page"].rows

    assert [row.title for row in listed] == ["镇党委的会"]


def test_a_receipt_for_nobody_on_the_list_is_not_found(
    branch: Organisation, secretary: Client
) -> None:
    meeting = make_meetings.meeting(branch, state="noticed")
    for person in (str(uuid.uuid4()), "x"):
        answer = secretary.post(page(meeting, "receipt/"), {"person": person})
        assert answer.status_code == 404


def test_the_page_has_one_next_act_for_each_state(branch: Organisation, secretary: Client) -> None:
    planned = make_meetings.meeting(branch, starts_at=timezone.now() + timedelta(days=2))
    assert "还没有议题" in secretary.get(page(planned)).content.decode()
    make_meetings.item(planned)
    assert page(planned, "notice/") in secretary.get(page(planned)).content.decode()
    for state, says in (
        ("noticed", "通知已发。"),
        ("open", "会议正在进行。"),
        ("closed", "还没有签字封存"),
    ):
        meeting = make_meetings.meeting(
            branch, state=state, starts_at=timezone.now() + timedelta(days=2)
        )
        assert says in secretary.get(page(meeting)).content.decode()


def test_what_the_fire_rules_ask_is_said_before_the_notice() -> None:
    company = make.organisation(
        unit=make.unit(), name="某中队党支部", regime="fire-2011", category="fire",
        fire_kind="company_branch",
    )  # fmt: skip
    client = Client()
    client.force_login(make.account(role=Role.SECRETARY, organisation=company))
    soon = make_meetings.meeting(company, starts_at=timezone.now() + timedelta(hours=3, minutes=5))
    make_meetings.item(soon)

    for rest in ("", "notice/"):
        text = client.get(page(soon, rest)).content.decode()
        assert "提前3小时，需要至少提前1天" in text
        assert "S6-18e" in text
    text = client.get(page(soon)).content.decode()
    assert "党员大会的议题由委员会研究确定。" in text
    assert "还有1项议题没有写会前征求意见的情况" in text


def test_a_paper_comes_back_as_a_download_of_its_own_type(
    branch: Organisation, secretary: Client
) -> None:
    meeting = make_meetings.meeting(branch)
    file = SimpleUploadedFile("报告.pdf", b"%PDF-x", content_type="text/html")

    with web_role():
        secretary.post(page(meeting, "materials/"), {"file": file})
        paper = Material.objects.get(unit_id=branch.unit_id)
        answer = secretary.get(page(meeting, f"materials/{paper.id}/"))

    assert (answer.content, answer.headers["Content-Type"]) == (b"%PDF-x", "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.fixture
def at_the_door(branch: Organisation) -> Meeting:
    meeting = make_meetings.meeting(
        branch, state="noticed", starts_at=timezone.now(), door_token=uuid.uuid4().hex
    )
    for name in ("张三", "李四"):
        make_meetings.attendee(meeting, make.person(name, organisation=branch))
    return meeting


def test_the_door_takes_a_name_and_tells_none(at_the_door: Meeting, client: Client) -> None:
    door = f"/meetings/door/{at_the_door.unit_id}/{at_the_door.door_token}/"
    with web_role():
        asked = client.get(door)
        wrong = client.post(door, {"name": "王五"})
        right = client.post(door, {"name": "张三"})

    for answer in (asked, wrong):
        assert [name for name in ("张三", "李四") if name in answer.content.decode()] == []
    assert wrong.status_code == 422
    assert (right.status_code, right.headers["Location"]) == (302, f"{door}?done")
    rows = Attendee.objects.filter(unit_id=at_the_door.unit_id).select_related("person")
    assert {row.person.name: row.presence for row in rows} == {
        "张三": "claimed", "李四": "expected",
    }  # fmt: skip


def test_a_code_that_is_no_longer_good_says_whom_to_turn_to(
    at_the_door: Meeting, client: Client
) -> None:
    answer = client.get(f"/meetings/door/{at_the_door.unit_id}/{uuid.uuid4().hex}/")
    assert answer.status_code == 404
    assert "请直接向会议秘书报到" in answer.content.decode()


def test_names_cannot_be_tried_out_at_the_door(at_the_door: Meeting, client: Client) -> None:
    door = f"/meetings/door/{at_the_door.unit_id}/{at_the_door.door_token}/"
    answers = [client.post(door, {"name": f"试{n}"}).status_code for n in range(61)]
    assert answers == [*[422] * 60, 429]
    assert client.post(door, {"name": "张三"}).status_code == 429


def test_the_code_of_the_door_is_a_picture_without_style(
    at_the_door: Meeting, secretary: Client
) -> None:
    answer = secretary.get(page(at_the_door, "door.svg"))
    text = answer.content.decode()
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert text.count("<path") == 1
    assert "style" not in text
    assert "<script" not in text


def test_the_secretary_confirms_all_and_types_in_the_sheet(
    at_the_door: Meeting, secretary: Client
) -> None:
    rows = Attendee.objects.filter(unit_id=at_the_door.unit_id)
    first, second = rows.order_by("person__name")
    rows.filter(person_id=first.person_id).update(presence="claimed", way="phone")
    signed = {"person": [str(second.person_id)]}

    with web_role():
        text = secretary.get(page(at_the_door, "arrivals/")).content.decode()
        secretary.post(page(at_the_door, "arrivals/confirm/"))
        secretary.post(page(at_the_door, "attendees/sheet/"), signed)

    assert first.person.name in text

    assert {(row.presence, row.way) for row in rows.all()} == {
        ("present", "phone"), ("present", "paper"),
    }  # fmt: skip


def test_those_at_the_door_stand_in_the_order_they_came(
    at_the_door: Meeting, client: Client, secretary: Client
) -> None:
    door = f"/meetings/door/{at_the_door.unit_id}/{at_the_door.door_token}/"
    with web_role():
        client.post(door, {"name": "李四"})
        client.post(door, {"name": "张三"})
        text = secretary.get(page(at_the_door, "arrivals/")).content.decode()

    assert text.index("李四") < text.index("张三")


def test_an_act_on_the_list_comes_back_to_its_line_and_one_at_the_door_to_the_door(
    at_the_door: Meeting, secretary: Client
) -> None:
    row = Attendee.objects.filter(unit_id=at_the_door.unit_id).first()
    assert row is not None
    address = page(at_the_door, "attendees/keep/presence/")
    with web_role():
        came = secretary.post(address, {"person": row.person_id, "presence": "present"})
        other = secretary.post(address, {"person": row.person_id, "presence": "expected"})
        text = secretary.get(page(at_the_door, "attendees/")).content.decode()

    assert came.headers["Location"] == page(at_the_door, f"attendees/#at-{row.person_id}")
    assert f'id="at-{row.person_id}"' in text
    assert other.headers["Location"] == page(at_the_door, "arrivals/")


def test_the_list_is_kept_by_its_buttons(branch: Organisation, secretary: Client) -> None:
    person = make.person("张三", organisation=branch)
    guest = make.person("客人", organisation=make.organisation(unit=branch.unit))
    meeting = make_meetings.meeting(branch, state="noticed")
    make_meetings.attendee(meeting, person)

    def keep(slug: str, **data: object) -> int:
        return secretary.post(page(meeting, f"attendees/keep/{slug}/"), data).status_code

    def row() -> tuple[str, str]:
        found = Attendee.objects.get(unit_id=branch.unit_id, meeting=meeting, person=person)
        return found.part, found.presence

    assert keep("leave", person=person.id, reason="出差") == 302
    assert row() == ("entitled", "on_leave")
    assert keep("end-leave", person=person.id) == 302
    both = ["上级党组织同意", "党员大会通过"]
    assert keep("leave-out", person=person.id, reason="不能表达意志", approvals=both) == 302
    assert row() == ("left_out", "expected")
    assert keep("restore", person=person.id) == 302
    assert row() == ("entitled", "expected")
    assert keep("add-observer", name="客人") == 302
    assert keep("remove-observer", person=guest.id) == 302
    assert keep("leave", person=person.id) == 422
    assert keep("dance") == 404
