"""Robots of group chats: three formats, each signed, to listed hosts only, subject and link only."""

import base64
import hashlib
import hmac
import json
from datetime import date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from pytest_django import Settings

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.audit.models import Entry
from dangwu.core.errors import InputError
from dangwu.members.secrets import open_number
from dangwu.notices.actions import add_robot, close_robot, notify
from dangwu.notices.channels import robots
from dangwu.notices.channels.addresses import checked_host
from dangwu.notices.models import Delivery, Robot
from dangwu.notices.recipients import to_group
from dangwu.notices.routing import route
from dangwu.notices.sending import send_unit
from dangwu.organisations.models import Organisation
from notices.groups import SECRET, robot_of
from notices.receivers import Group, Post

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
State = Delivery.State


def branch() -> tuple[Organisation, Access]:
    at = make.organisation(unit=make.unit(), name="河东村党支部")
    return at, make.access(role=Role.ADMINISTRATOR, organisation=at)


def tell(at: Organisation, subject: str = "11月30日召开党员大会", *, urgent: bool = False) -> None:
    notify(
        unit_id=at.unit_id,
        recipients=[to_group(at.id)],
        key=f"k:{subject}",
        subject=subject,
        text="请王建国准备材料。",
        link="/meetings/1/",
        due_on=date(2026, 11, 30),
        urgent=urgent,
    )


def send(at: Organisation, *, now: datetime = NOON) -> None:
    route(at.unit_id, now=now)
    send_unit(at.unit_id, now=now)


def posted(group: Group, kind: str) -> Post:
    """What arrives when one notice is sent to a robot of that kind."""
    at, admin = branch()
    robot_of(at, admin, group, kind)
    tell(at)
    if kind == "feishu":
        group.answer = b'{"code": 0, "msg": "success"}'
    send(at)
    (post,) = group.posts
    assert Delivery.objects.get(unit_id=at.unit_id).state == State.SENT
    return post


TEXT = "【党务】11月30日召开党员大会\n期限：2026年11月30日\nhttps://dangwu.example/meetings/1/"


def test_wecom_is_sent_a_text_under_the_key_of_its_address(group: Group) -> None:
    post = posted(group, "wecom")

    assert post.path == "/send?key=K1"
    assert post.body == {"msgtype": "text", "text": {"content": TEXT}}


def test_dingtalk_is_signed_in_the_query(group: Group) -> None:
    post = posted(group, "dingtalk")

    query = {name: values[0] for name, values in parse_qs(urlsplit(post.path).query).items()}
    assert query["timestamp"] == str(int(NOON.timestamp() * 1000))
    signed = f"{query['timestamp']}\n{SECRET}".encode()
    expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()
    assert base64.b64decode(query["sign"]) == expected
    assert query["key"] == "K1"
    assert post.body == {"msgtype": "text", "text": {"content": TEXT}}


def test_feishu_is_signed_in_the_body(group: Group) -> None:
    post = posted(group, "feishu")

    stamp = post.body["timestamp"]
    assert stamp == str(int(NOON.timestamp()))
    expected = hmac.new(f"{stamp}\n{SECRET}".encode(), b"", hashlib.sha256).digest()
    assert base64.b64decode(post.body["sign"]) == expected
    assert (post.body["msg_type"], post.body["content"]) == ("text", {"text": TEXT})


def test_the_text_of_a_notice_stays_in_the_product(group: Group) -> None:
    assert "王建国" not in json.dumps(posted(group, "wecom").body, ensure_ascii=False)


def test_a_subject_cannot_call_on_the_whole_group(group: Group) -> None:
    at, admin = branch()
    robot_of(at, admin, group, "feishu")
    tell(at, '<at user_id="all">所有人</at>')

    send(at)

    assert "<" not in group.posts[0].body["content"]["text"]


def test_address_and_secret_are_encrypted_and_never_in_the_record(group: Group) -> None:
    at, admin = branch()
    robot = robot_of(at, admin, group, "dingtalk")

    robot.refresh_from_db()
    stored = bytes(robot.address) + bytes(robot.secret)
    assert b"K1" not in stored
    assert SECRET.encode() not in stored
    assert open_number(bytes(robot.secret)) == SECRET
    (entry,) = Entry.objects.filter(unit_id=at.unit_id)
    assert entry.verb == "notices.add_robot"
    assert "K1" not in str(entry.facts)
    assert SECRET not in str(entry.facts)


def test_a_new_robot_greets_its_group_within_a_minute_whatever_the_hour(group: Group) -> None:
    at, admin = branch()
    add_robot(
        actor=admin, organisation=at, kind="wecom", name="工作群",
        address=group.address("/send?key=K1"), secret="",
    )  # fmt: skip

    send(at, now=NOON.replace(hour=23))

    assert group.posts[0].body["text"]["content"] == "【党务】“工作群”已接通党务提醒"


def test_a_second_robot_greets_its_own_group_only(group: Group) -> None:
    at, admin = branch()
    robot_of(at, admin, group)
    add_robot(
        actor=admin, organisation=at, kind="wecom", name="乙群",
        address=group.address("/send?key=K2"), secret="",
    )  # fmt: skip

    send(at, now=timezone.now())

    assert [post.path for post in group.posts] == ["/send?key=K2"]


def test_quiet_hours_of_groups_and_what_is_urgent(group: Group) -> None:
    at, admin = branch()
    robot_of(at, admin, group)
    night = NOON.replace(hour=23)
    tell(at, "平常的事")
    tell(at, "紧急会议", urgent=True)

    send(at, now=night)
    assert len(group.posts) == 1
    assert "紧急会议" in group.posts[0].body["text"]["content"]
    send_unit(at.unit_id, now=NOON + timedelta(hours=20))
    assert len(group.posts) == 2


@pytest.mark.parametrize(
    ("status", "answer", "state", "reason"),
    [
        (200, b'{"errcode": 93000, "errmsg": "invalid webhook url"}', State.FAILED, "93000"),
        (200, b'{"errcode": 45009, "errmsg": "api freq out of limit"}', State.QUEUED, "45009"),
        (200, b'{"code": 19021, "msg": "sign match fail"}', State.FAILED, "19021"),
        (200, b"<html>", State.UNSURE, "看不懂"),
        (200, b"{}", State.UNSURE, "看不懂"),
        (200, b'"ok"', State.UNSURE, "看不懂"),
        (403, b"", State.FAILED, "403"),
        (429, b"", State.QUEUED, "稍后"),
        (500, b"", State.UNSURE, "500"),
    ],
)
def test_an_answer_is_taken_for_what_it_certainly_says(
    group: Group, status: int, answer: bytes, state: str, reason: str
) -> None:
    at, admin = branch()
    robot_of(at, admin, group)
    tell(at)
    group.status, group.answer = status, answer

    send(at)

    row = Delivery.objects.get(unit_id=at.unit_id)
    assert row.state == state
    assert reason in row.refusal
    assert len(group.posts) == 1


def test_a_receiver_that_hangs_up_leaves_it_unsure_and_gets_nothing_twice(group: Group) -> None:
    at, admin = branch()
    robot_of(at, admin, group)
    tell(at)
    group.hangs_up = True

    send(at)
    send(at, now=NOON + timedelta(days=1))

    assert Delivery.objects.get(unit_id=at.unit_id).state == State.UNSURE
    assert len(group.posts) == 1


def test_an_answer_that_never_ends_is_hung_up_on(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(robots, "LONGEST", 0.5)
    at, admin = branch()
    robot_of(at, admin, group)
    tell(at)
    group.drips = True

    send(at)

    assert Delivery.objects.get(unit_id=at.unit_id).state == State.UNSURE
    assert len(group.posts) == 1


def test_a_redirect_is_not_followed(group: Group) -> None:
    at, admin = branch()
    robot_of(at, admin, group)
    tell(at)
    group.status, group.headers = 307, {"Location": group.address("/elsewhere")}

    send(at)

    assert [post.path for post in group.posts] == ["/send?key=K1"]
    assert Delivery.objects.get(unit_id=at.unit_id).state == State.FAILED


def test_a_host_that_is_taken_off_the_list_gets_nothing_more(
    group: Group, settings: Settings
) -> None:
    at, admin = branch()
    robot_of(at, admin, group)
    tell(at)
    route(at.unit_id, now=NOON)
    settings.ROBOT_HOSTS = []

    send_unit(at.unit_id, now=NOON)

    assert group.posts == []
    assert Delivery.objects.get(unit_id=at.unit_id).state == State.FAILED


def test_a_closed_robot_posts_no_more_and_drops_what_waits(group: Group) -> None:
    at, admin = branch()
    robot = robot_of(at, admin, group)
    tell(at, "等着的")
    route(at.unit_id, now=NOON)

    close_robot(actor=admin, robot=robot)
    close_robot(actor=admin, robot=robot)
    tell(at, "以后的")
    send(at)

    assert group.posts == []
    assert [d.state for d in Delivery.objects.filter(unit_id=at.unit_id)] == [State.DROPPED]
    verbs = [e.verb for e in Entry.objects.filter(unit_id=at.unit_id).order_by("id")]
    assert verbs == ["notices.add_robot", "notices.close_robot"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://robots.example/send", "https"),
        ("https://elsewhere.example/send", "不在允许的名单"),
        ("https://robots.example:8443/send", "不在允许的名单"),
        ("https://robots.example@elsewhere.example/send", "地址不对"),
        ("https://user:pass@robots.example/send", "地址不对"),
        ("https://127.0.0.1/send", "不在允许的名单"),
        ("https://169.254.169.254/latest", "不在允许的名单"),
        ("https://robots.example.elsewhere.example/", "不在允许的名单"),
        ("file:///etc/passwd", "地址不对"),
        ("gopher://robots.example/", "https"),
        ("https://robots.example:port/", "地址不对"),
        ("robots.example/send", "地址不对"),
        ("", "地址不对"),
    ],
)
def test_only_https_on_a_listed_host(settings: Settings, address: str, words: str) -> None:
    settings.ROBOT_HOSTS = ["robots.example"]

    with pytest.raises(InputError, match=words):
        checked_host(address)


def test_a_listed_host_is_taken(settings: Settings) -> None:
    settings.ROBOT_HOSTS = ["robots.example", "robots.example:8443"]

    assert checked_host("https://robots.example/send?key=1") == "robots.example"
    assert checked_host("https://ROBOTS.example:8443/send") == "robots.example:8443"


def test_without_a_list_no_robot_can_be_added() -> None:
    at, admin = branch()

    with pytest.raises(InputError, match="DANGWU_ROBOT_HOSTS"):
        add_robot(
            actor=admin, organisation=at, kind="wecom", name="群",
            address="https://robots.example/send?key=1", secret="",
        )  # fmt: skip

    assert not Robot.objects.filter(unit_id=at.unit_id).exists()


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_what_must_be_signed_asks_for_the_secret(group: Group, kind: str) -> None:
    at, admin = branch()

    with pytest.raises(InputError, match="加签"):
        add_robot(
            actor=admin, organisation=at, kind=kind, name="群", address=group.address("/"),
            secret="",
        )  # fmt: skip


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_the_administrator_sets_up_robots(group: Group, role: Role) -> None:
    at, admin = branch()
    robot = robot_of(at, admin, group)
    other = make.access(role=role, organisation=at)

    with pytest.raises(PermissionDenied):
        add_robot(
            actor=other, organisation=at, kind="wecom", name="群", address=group.address("/"),
            secret="",
        )  # fmt: skip
    with pytest.raises(PermissionDenied):
        close_robot(actor=other, robot=robot)

    assert [r.closed_at for r in Robot.objects.filter(unit_id=at.unit_id)] == [None]
