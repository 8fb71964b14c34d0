"""Pages of posts and of structure: who may open them, what they show and refuse, their cost."""

from datetime import date

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import make
from dangwu.accounts.models import Role
from dangwu.members.models import PostHolding
from dangwu.organisations.models import LeadingBody, Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> Organisation:
    town = make.organisation(unit=make.unit(), kind="committee", category="township")
    return make.organisation(unit=town.unit, parent=town, name="河东村党支部")


def above(branch: Organisation) -> Organisation:
    assert branch.parent is not None
    parent: Organisation = branch.parent
    return parent


def signed_in(role: Role, organisation: Organisation) -> Client:
    client = Client()
    client.force_login(make.account(role=role, organisation=organisation))
    return client


def page(name: str, organisation: Organisation, *more: object) -> str:
    return reverse(f"members:{name}", args=[organisation.unit_id, organisation.id, *more])


def web_role(*, on: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE dangwu_web" if on else "RESET ROLE")


@pytest.mark.parametrize("rows", [1, 3])
def test_posts_cost_the_same_for_any_number_of_rows(branch: Organisation, rows: int) -> None:
    for post in ("secretary", "publicity", "youth")[:rows]:
        make.post(make.person(organisation=branch), branch, post=post)
    client = signed_in(Role.CLERK, branch)
    web_role(on=True)
    with CaptureQueriesContext(connection) as queries:
        shown = client.get(page("posts", branch)).content.decode()
    web_role(on=False)
    assert shown.count("2025年3月1日起") == rows
    read = [q["sql"] for q in queries.captured_queries if "members_postholding" in q["sql"]]
    assert len(read) == 2


def test_posts_of_a_past_day_show_who_held_them_then(branch: Organisation) -> None:
    make.body(branch, elected_on=date(2021, 3, 1), expires_on=date(2026, 3, 1))
    make.post(make.person("王建国", organisation=branch), branch, since=date(2021, 3, 1))
    client = signed_in(Role.CLERK, branch)
    assert "王建国" in client.get(page("posts", branch) + "?on=2022-01-01").content.decode()
    before = client.get(page("posts", branch) + "?on=2020-01-01").content.decode()
    assert "王建国" not in before
    assert "这一天没有登记任职人员" in before


@pytest.mark.parametrize("role", [Role.MEMBER, Role.RESIDENT])
def test_those_of_the_place_see_who_leads_it_today_and_no_more(
    branch: Organisation, role: Role
) -> None:
    held = make.post(make.person("王建国", organisation=branch), branch)
    held.approval, held.came_by = "组发〔2025〕8号", "选举"
    held.save()
    make.post(make.person("李干事", organisation=branch), branch, post="clerk")
    former = make.post(make.person("赵前任", organisation=branch), branch, post="publicity")
    former.period = DateRange(date(2021, 3, 1), date(2024, 3, 1))
    former.save()
    address = page("posts", branch)

    shown = signed_in(role, branch).get(address).content.decode()
    assert "王建国" in shown
    hidden = ("组发〔2025〕8号", "（选举）", "李干事", "赵前任")
    assert [word for word in hidden if word in shown] == []
    past = signed_in(role, branch).get(f"{address}?on=2022-01-01").content.decode()
    assert "赵前任" not in past

    kept = signed_in(Role.CLERK, branch).get(address).content.decode()
    assert [word for word in hidden if word not in kept] == []


def test_the_election_form_fills_the_posts_by_name(branch: Organisation) -> None:
    person = make.person("王建国", organisation=branch)
    client = signed_in(Role.DEPARTMENT, above(branch))
    answer = client.post(
        page("election", branch),
        {
            "elected_on": "2026-11-01",
            "has_committee": "on",
            "seats": "3",
            "approval": "八号",
            "secretary": "王建国",
            "publicity": person.number,
        },
        follow=True,
    )
    assert "新一届班子已登记" in answer.content.decode()
    held = PostHolding.objects.filter(organisation=branch).order_by("post")
    assert [(row.post, row.person_id, row.approval) for row in held] == [
        ("publicity", person.id, "八号"),
        ("secretary", person.id, "八号"),
    ]


def test_the_election_form_says_at_the_field_who_was_not_found(branch: Organisation) -> None:
    for _ in range(2):
        make.person("王建国", organisation=branch)
    client = signed_in(Role.DEPARTMENT, above(branch))
    answer = client.post(
        page("election", branch),
        {"elected_on": "2026-11-01", "secretary": "王建国", "deputy": "无此人"},
    )
    assert answer.status_code == 422
    assert "有多名“王建国”，请填写党员编号" in answer.content.decode()
    assert LeadingBody.objects.filter(organisation=branch).count() == 0


def test_a_post_is_assigned_and_ended_in_the_browser(branch: Organisation) -> None:
    make.person("王建国", organisation=branch)
    client = signed_in(Role.CLERK, branch)
    assigned = client.post(
        page("assign_post", branch),
        {"post": "publicity", "person": "王建国", "since": "2026-11-01", "came_by": "分工"},
        follow=True,
    )
    assert "任职已登记。" in assigned.content.decode()
    holding = PostHolding.objects.get(organisation=branch)
    ended = client.post(
        page("end_post", branch, holding.id), {"on": "2026-11-10", "reason": "调离"}, follow=True
    )
    assert "职务已结束" in ended.content.decode()
    holding.refresh_from_db()
    assert holding.period.upper == date(2026, 11, 10)


def test_merge_and_split_are_done_in_the_browser(branch: Organisation) -> None:
    town = above(branch)
    other = make.organisation(unit=town.unit, parent=town, name="河西村党支部")
    stays, goes = (make.person(name, organisation=branch) for name in ("王建国", "李红"))
    client = signed_in(Role.DEPARTMENT, town)
    facts = {"on": "2026-11-01", "basis": "一号"}
    split = client.post(
        page("split_organisation", branch),
        {**facts, "name": "河东村第二党支部", "kind": "branch", "people": [str(goes.id)]},
        follow=True,
    )
    assert "新组织已设立" in split.content.decode()
    merged = client.post(
        page("merge_organisation", branch), {**facts, "into": str(other.id)}, follow=True
    )
    assert "合并完成" in merged.content.decode()
    stays.refresh_from_db()
    assert stays.organisation_id == other.id


@pytest.mark.parametrize(
    "name",
    [
        "election",
        "abolish_organisation",
        "merge_organisation",
        "split_organisation",
    ],
)
def test_changes_of_structure_are_for_those_above(branch: Organisation, name: str) -> None:
    assert signed_in(Role.SECRETARY, branch).get(page(name, branch)).status_code == 403
    assert signed_in(Role.DEPARTMENT, above(branch)).get(page(name, branch)).status_code == 200
    beside = make.organisation(unit=branch.unit, parent=above(branch))
    assert signed_in(Role.SECRETARY, beside).get(page(name, branch)).status_code == 404


def test_assigning_is_not_for_readers_and_strangers(branch: Organisation) -> None:
    beside = make.organisation(unit=branch.unit, parent=above(branch))
    for role, organisation, status in (
        (Role.SUPERVISOR, branch, 403),
        (Role.COMMITTEE_MEMBER, branch, 403),
        (Role.MEMBER, branch, 403),
        (Role.SECRETARY, beside, 404),
    ):
        client = signed_in(role, organisation)
        assert client.get(page("assign_post", branch)).status_code == status
