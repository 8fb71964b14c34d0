"""A meeting of many: somebody is found by name, namesakes are told apart, the sheet is in order."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

import make
import make_meetings
from dangwu.accounts.models import Role
from dangwu.documents.paper import Table
from dangwu.meetings.models import Meeting
from dangwu.meetings.queries.papers import sheet_paper
from dangwu.meetings.views.attendees import LONG
from dangwu.members.models import Person

pytestmark = pytest.mark.django_db


def called(names: list[str], *, present: bool = False) -> tuple[Client, Meeting, list[Person]]:
    """A meeting of these, its secretary signed in; the numbers of the people are A0, A1, …"""
    branch = make.organisation(unit=make.unit())
    people = [make.person(name, organisation=branch) for name in names]
    for number, person in enumerate(people):
        person.number = f"A{number}"
        person.save(update_fields=["number"])
    meeting = make_meetings.meeting(
        branch, state="open" if present else "noticed", starts_at=make.NOW - timedelta(hours=1)
    )
    if present:
        make_meetings.present(meeting, people)
    else:
        for person in people:
            make_meetings.attendee(meeting, person)
    client = Client()
    client.force_login(make.account(role=Role.SECRETARY, organisation=branch))
    return client, meeting, people


def text(client: Client, meeting: Meeting, name: str, query: str = "") -> str:
    address = reverse(f"meetings:{name}", args=[meeting.unit_id, meeting.id])
    return client.get(f"{address}{query}").content.decode()


def test_somebody_on_a_long_list_is_found_by_a_part_of_the_name() -> None:
    client, meeting, _ = called([f"王{n:02}明" for n in range(LONG + 1)])

    assert "找一个人" in text(client, meeting, "attendees")
    found = text(client, meeting, "attendees", "?name=07")
    assert "王07明" in found
    assert found.count('data-label="名义"') == 1
    assert f"应到{LONG + 1}人" in found
    assert "名单上没有姓名含“李”的人" in text(client, meeting, "attendees", "?name=李")


def test_a_short_list_asks_for_no_name() -> None:
    client, meeting, _ = called(["王一", "王二"])
    assert "找一个人" not in text(client, meeting, "attendees")


def test_namesakes_are_told_apart_by_their_numbers_and_nobody_else() -> None:
    client, meeting, _ = called(["陈学", "陈学", "王一"])

    for name in ("attendees", "sheet"):
        shown = text(client, meeting, name)
        assert "陈学（A0）" in shown
        assert "陈学（A1）" in shown
        assert "A2" not in shown


def test_who_speaks_or_counts_is_chosen_among_namesakes_by_number() -> None:
    client, meeting, _ = called(["陈学", "陈学", "王一"], present=True)
    make_meetings.item(meeting, "工作报告", state="open")

    shown = text(client, meeting, "conduct")
    lists = shown.count('<option value="">')
    assert shown.count("陈学（A0）") == shown.count("陈学（A1）") == lists > 0


def test_the_sheet_to_sign_is_numbered_and_goes_on_along_the_line() -> None:
    _, meeting, _ = called(["王一", "王七", "丁一"])
    table = next(block for block in sheet_paper(meeting).blocks if isinstance(block, Table))

    assert table.rows == (("1", "丁一", "", "2", "王一", ""), ("3", "王七", "", "", "", ""))
