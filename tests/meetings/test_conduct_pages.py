"""The chair's page, the hall and the papers: what they show, and at what cost."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

import make
import make_meetings
from dangwu.accounts.models import Account, Role
from dangwu.documents.paper import Facts, Paragraph, Roll
from dangwu.meetings.models import AgendaItem, Attendee, Meeting, SealedMinutes, Vote
from dangwu.meetings.queries.papers import record_paper
from dangwu.members.models import Person
from dangwu.tasks.models import Task

pytestmark = pytest.mark.django_db


def held(
    *, items: int = 1, people: int = 5, state: str = Meeting.State.OPEN
) -> tuple[Meeting, Account, list[Person]]:
    """A running meeting with its secretary's account; the first item is on the table."""
    branch = make.organisation(unit=make.unit())
    members = [make.person(f"党员{n}", organisation=branch) for n in range(people)]
    make.post(members[0], branch)
    account = make.account(role=Role.SECRETARY, organisation=branch, person=members[0])
    meeting = make_meetings.meeting(
        branch, state=state, chair=members[0], starts_at=make.NOW - timedelta(hours=1)
    )
    make_meetings.present(meeting, members)
    for number in range(items):
        make_meetings.item(
            meeting,
            f"事项{number}",
            state=AgendaItem.State.OPEN if number == 0 else AgendaItem.State.WAITING,
        )
    return meeting, account, members


def page(client: Client, meeting: Meeting, name: str, *more: object) -> str:
    response = client.get(reverse(f"meetings:{name}", args=[meeting.unit_id, meeting.id, *more]))
    assert response.status_code == 200
    return response.content.decode()


def counted(meeting: Meeting, *, passed: bool = True) -> Vote:
    """A vote of the item on the table, counted, with the finding that it was judged by."""
    item = AgendaItem.objects.get(unit_id=meeting.unit_id, meeting=meeting, state="open")
    finding = {
        "rule": "ZB2018-11-pass",
        "instrument": "ZB2018",
        "article": "11",
        "strength": "must",
        "outcome": "met" if passed else "breached",
        "needs": 3,
        "has": 4,
        "text": "赞成4票，需要超过应到会有表决权党员5人的半数即至少3票，通过。",
    }
    return Vote.objects.create(
        unit_id=meeting.unit_id,
        item=item,
        method="hands",
        state=Vote.State.CLOSED,
        should_attend=5,
        present=5,
        yes=4,
        no=1,
        abstain=0,
        valid=True,
        passed=passed,
        verdict={"valid": True, "passed": passed, "findings": [finding]},
        opened_at=make.NOW,
        closed_at=make.NOW,
    )


@pytest.mark.parametrize("items", [1, 3])
def test_the_chairs_page_costs_the_same_for_any_agenda(
    items: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    meeting, account, _ = held(items=items)
    client.force_login(account)

    with as_the_web(), django_assert_num_queries(31):
        text = page(client, meeting, "conduct")

    assert "正在议：1. 事项0" in text


@pytest.mark.parametrize("items", [1, 3])
def test_the_hall_costs_the_same_for_any_agenda(
    items: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    meeting, account, _ = held(items=items)
    counted(meeting)
    client.force_login(account)

    with as_the_web(), django_assert_num_queries(17):
        text = page(client, meeting, "hall")

    assert "表决结果" in text
    assert "至少要 3 票" in text


@pytest.mark.parametrize("items", [1, 3])
def test_the_page_of_a_meeting_costs_the_same_for_any_agenda(
    items: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    meeting, account, _ = held(items=items)
    counted(meeting)
    client.force_login(account)

    with as_the_web(), django_assert_num_queries(27):
        text = page(client, meeting, "show")

    assert "赞成 4，反对 1，弃权 0" in text


@pytest.mark.parametrize("name", ["conduct", "hall"])
def test_a_part_that_refreshes_itself_is_sent_only_when_it_changed(
    client: Client, name: str
) -> None:
    meeting, account, people = held()
    client.force_login(account)
    found = re.search(r'hx-get="([^"]+)"', page(client, meeting, name))
    assert found is not None
    address = html.unescape(found[1])

    assert client.get(address, headers={"HX-Request": "true"}).status_code == 204
    Attendee.objects.filter(unit_id=meeting.unit_id, person_id=people[1].id).update(
        presence="left", left_at=make.NOW
    )
    answer = client.get(address, headers={"HX-Request": "true"})
    assert (answer.status_code, "hx-get" in answer.content.decode()) == (200, True)


def test_the_hall_hides_what_is_not_for_it_and_shows_no_number(client: Client) -> None:
    meeting, account, members = held()
    AgendaItem.objects.filter(unit_id=meeting.unit_id).update(closed_to_hall=True, title="处分")
    counted(meeting)
    client.force_login(account)

    text = page(client, meeting, "hall")

    assert "处分" not in text
    assert "（不公开的事项）" in text
    assert members[1].number not in text


def test_the_hall_says_when_the_quorum_is_lost(client: Client) -> None:
    meeting, account, members = held(people=6)
    rows = Attendee.objects.filter(unit_id=meeting.unit_id, meeting=meeting)
    rows.filter(person__in=members[:4]).update(presence="left", left_at=make.NOW)
    client.force_login(account)

    for name in ("hall", "conduct"):
        assert "还差 1 人" in " ".join(page(client, meeting, name).split())


def test_a_refusal_on_the_chairs_page_is_told_and_changes_nothing(client: Client) -> None:
    meeting, account, _ = held(people=5)
    client.force_login(account)
    item = AgendaItem.objects.get(unit_id=meeting.unit_id)
    AgendaItem.objects.filter(unit_id=meeting.unit_id).update(subject="election")

    answer = client.post(
        reverse("meetings:open_vote", args=[meeting.unit_id, meeting.id, item.id]),
        {"method": "hands"},
        follow=True,
    )

    assert "无记名" in answer.content.decode()
    assert not Vote.objects.filter(unit_id=meeting.unit_id).exists()


@pytest.mark.parametrize("kind", ["notice", "sheet", "record"])
@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_papers_of_a_meeting_come_from_its_facts(
    kind: str, form: str, begins: bytes, client: Client
) -> None:
    meeting, account, _ = held()
    client.force_login(account)

    answer = client.get(reverse("meetings:paper", args=[meeting.unit_id, meeting.id, kind, form]))

    assert answer.status_code == 200
    assert answer.content.startswith(begins)


def test_a_meeting_without_resolution_has_no_minutes_paper(client: Client) -> None:
    meeting, account, _ = held()
    client.force_login(account)

    answer = client.get(
        reverse("meetings:paper", args=[meeting.unit_id, meeting.id, "minutes", "pdf"]),
        follow=True,
    )

    assert "没有形成决议" in answer.content.decode()


def test_work_is_assigned_from_a_resolution_and_stands_beside_it(client: Client) -> None:
    meeting, account, members = held()
    item = AgendaItem.objects.get(unit_id=meeting.unit_id)
    client.force_login(account)
    address = reverse("meetings:assign", args=[meeting.unit_id, meeting.id, item.id])

    client.post(
        address,
        {"title": "修路", "owner": str(members[1].id), "due_on": "2027-01-31", "detail": ""},
    )

    task = Task.objects.get(unit_id=meeting.unit_id)
    assert (task.origin_kind, task.origin_id) == ("meetings.agendaitem", item.id)
    assert "修路" in page(client, meeting, "show")


def test_work_is_assigned_from_the_chairs_page_with_the_resolution_filled_in(
    client: Client,
) -> None:
    meeting, account, _ = held()
    item = AgendaItem.objects.get(unit_id=meeting.unit_id)
    client.force_login(account)
    address = reverse("meetings:assign", args=[meeting.unit_id, meeting.id, item.id])
    assert address not in page(client, meeting, "conduct")
    AgendaItem.objects.filter(unit_id=meeting.unit_id).update(
        state="decided", resolution="年底前修好村口的路。"
    )

    assert address in page(client, meeting, "conduct")
    assert "决议：年底前修好村口的路。</textarea>" in page(client, meeting, "assign", item.id)


def test_minutes_are_signed_on_the_page_and_then_only_corrected(client: Client) -> None:
    meeting, account, _ = held(items=0)
    client.force_login(account)
    client.post(reverse("meetings:close", args=[meeting.unit_id, meeting.id]))
    address = reverse("meetings:minutes", args=[meeting.unit_id, meeting.id])
    assert "应到5人" in client.get(address).content.decode()

    answer = client.post(address, {"text": "会议记录全文", "then": "sign"}, follow=True)

    sealed = SealedMinutes.objects.get(unit_id=meeting.unit_id)
    assert "内容与摘要一致" in answer.content.decode()
    assert sealed.content["text"] == "会议记录全文"
    assert "签字封存" in client.post(address, {"text": "另写"}).content.decode()
    corrected = client.post(
        reverse("meetings:sealed", args=[meeting.unit_id, meeting.id]),
        {"wrong": "全文", "right": "摘要", "reason": "笔误"},
        follow=True,
    )
    assert "更正1" in corrected.content.decode()


def test_the_paper_of_the_minutes_is_what_was_signed_and_what_was_corrected(
    client: Client,
) -> None:
    meeting, account, people = held(items=0)
    client.force_login(account)
    client.post(reverse("meetings:close", args=[meeting.unit_id, meeting.id]))
    address = reverse("meetings:minutes", args=[meeting.unit_id, meeting.id])
    written = "会议名称：党员大会\r\n地点：活动室\r\n\r\n1. 慰问\r\n会后由支委会送达"
    client.post(address, {"text": written, "then": "sign"})
    client.post(
        reverse("meetings:sealed", args=[meeting.unit_id, meeting.id]),
        {"wrong": "送达", "right": "转交", "reason": "笔误"},
    )
    sealed = SealedMinutes.objects.get(unit_id=meeting.unit_id)

    paper = record_paper(meeting)

    assert paper.digest == sealed.digest
    assert Facts((("地点", "活动室"),)) in paper.blocks
    assert Paragraph("会后由支委会送达") in paper.blocks
    said = "".join(block.text for block in paper.blocks if isinstance(block, Paragraph))
    assert "“送达”更正为“转交”。原因：笔误。" in said
    assert [b.names for b in paper.blocks if isinstance(b, Roll)] == [
        tuple(person.name for person in people)
    ]


@contextmanager
def as_the_web() -> Iterator[None]:
    """Let the block run as the web role."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE dangwu_web")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
