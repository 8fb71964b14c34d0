"""The page of the record: every entry in Chinese, and the way to what it is about."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

import make
from dangwu.accounts.models import Role
from dangwu.audit.actions import record
from dangwu.audit.words import TARGETS, facts_told
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def revealed() -> tuple[Organisation, Person]:
    branch = make.organisation(unit=make.unit())
    person = make.person(organisation=branch)
    with transaction.atomic():
        record(
            actor=make.access(role=Role.SECRETARY, organisation=branch),
            verb="members.reveal",
            target=person,
            organisation_id=branch.id,
            emergency=False,
            kinds=["assembly", "lecture"],
            digest="a1" * 32,
            minority="",
        )
    return branch, person


def page(client: Client, role: Role, branch: Organisation) -> str:
    client.force_login(make.account(role=role, organisation=branch))
    return client.get("/audit/").content.decode()


def test_supervision_reads_an_entry_in_chinese_and_follows_it(client: Client) -> None:
    branch, person = revealed()

    shown = page(client, Role.SUPERVISOR, branch)

    for told in ("紧急会议：否", "类别：党员大会、党课", "摘要：a1a1a1a1a1a1…"):
        assert told in shown
    assert reverse("members:person", args=(person.unit_id, person.id)) in shown
    assert "minority" not in shown
    assert "少数意见" not in shown


def test_the_administrator_is_not_led_to_people(client: Client) -> None:
    branch, person = revealed()

    shown = page(client, Role.ADMINISTRATOR, branch)

    assert "查看完整号码" in shown
    assert str(person.id) not in shown


def test_the_administrator_reads_what_was_set_up_and_not_what_was_done(client: Client) -> None:
    branch, _person = revealed()
    with transaction.atomic():
        record(
            actor=make.access(role=Role.ADMINISTRATOR, organisation=branch),
            verb="accounts.grant",
            target=make.account(role=Role.CLERK, organisation=branch),
            reason="到任",
        )

    shown = page(client, Role.ADMINISTRATOR, branch)

    assert "类别：党员大会" not in shown
    assert "由监督职务查看" in shown
    assert "原因：到任" in shown


def test_facts_that_rooms_name_in_chinese_stay_and_zero_is_a_value() -> None:
    assert facts_told({"原因": "转出", "late_days": 0, "person": None}) == [
        ("原因", "转出"),
        ("迟报天数", "0"),
    ]


def test_every_page_of_a_target_exists() -> None:
    for _word, name in TARGETS.values():
        assert not name or reverse(name, args=(1, "018cc251-f400-7001-8d9b-e839d0d9cc7d"))
