"""Each post finds what is due, why, and the one next step; figures lead to the rows behind them."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import make
from dangwu.accounts.models import Role
from dangwu.organisations.models import Organisation
from dangwu.rules.duties.reach import Over
from dangwu.rules.tallying import refresh_subtrees, refresh_tallies

pytestmark = pytest.mark.django_db


def town_with_branches(count: int) -> tuple[Organisation, list[Organisation]]:
    unit = make.unit()
    county = make.organisation(unit=unit, kind="committee", category="county", name="示范县委")
    town = make.organisation(
        unit=unit, parent=county, kind="committee", category="township", name="东川镇党委"
    )
    branches = [
        make.organisation(unit=unit, parent=town, name=f"{name}村党支部")
        for name in "甲乙丙丁"[:count]
    ]
    today = timezone.localdate()
    refresh_tallies(Over((unit.id,)), on=today)
    refresh_subtrees([unit.id])
    return county, branches


def signed_in(client: Client, role: Role, organisation: Organisation) -> Client:
    client.force_login(make.account(role=role, organisation=organisation))
    return client


def test_today_shows_a_secretary_what_is_overdue_with_article_and_start(
    client: Client, as_web_role: None
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        _county, (branch,) = town_with_branches(1)
        signed_in(client, Role.SECRETARY, branch)
        cursor.execute("SET ROLE dangwu_web")

    page = client.get("/").content.decode()

    assert "党员大会" in page
    assert "《中国共产党支部工作条例（试行）》第11条" in page
    assert f"/work/file/{branch.unit_id}/{branch.id}/?kind=assembly" in page


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.SUPERVISOR])
def test_today_offers_no_filing_to_those_who_only_read(client: Client, role: Role) -> None:
    county, _branches = town_with_branches(1)
    signed_in(client, role, county)

    page = client.get("/").content.decode()

    assert "登记这项工作" not in page
    assert "示范县委自己的事，由它的书记、委员或党务干事办理和登记" in page
    assert "看记录<" in page
    assert 'chip-overdue">' not in page  # red is for those who can act


def test_the_way_up_is_a_link_only_as_far_as_the_post_reaches(client: Client) -> None:
    _county, (branch,) = town_with_branches(1)
    town = branch.parent
    assert town is not None
    address = f"/overview/{branch.unit_id}/{branch.id}/"
    above = f'href="/overview/{town.unit_id}/{town.id}/"'

    below = signed_in(client, Role.SECRETARY, branch).get(address).content.decode()
    higher = signed_in(Client(), Role.SECRETARY, town).get(address).content.decode()

    assert (above in below, town.name in below) == (False, True)
    assert above in higher


def test_the_chart_leaves_out_the_name_that_stands_above(client: Client) -> None:
    unit = make.unit()
    branch = make.organisation(unit=unit, name="井堡梁村党支部")
    make.organisation(unit=unit, parent=branch, kind="group", name="井堡梁村党支部第1党小组")
    signed_in(client, Role.SECRETARY, branch)

    chart = client.get(f"/overview/{unit.id}/{branch.id}/").context["chart"]

    assert chart["yAxis"]["data"] == ["第1党小组"]


def test_today_of_a_member_shows_the_own_record_and_branch_only(client: Client) -> None:
    _county, (branch, other) = town_with_branches(2)
    person = make.person("戴立柱", organisation=branch)
    client.force_login(make.account(role=Role.MEMBER, organisation=branch, person=person))

    page = client.get("/").content.decode()

    assert "戴立柱" in page
    assert branch.name in page
    assert other.name not in page
    assert "逾期" not in page


def test_overview_sums_the_subtree_in_the_order_of_the_tree(client: Client) -> None:
    county, branches = town_with_branches(3)
    town = branches[0].parent
    signed_in(client, Role.DEPARTMENT, county)

    answer = client.get(f"/overview/{town.unit_id}/{town.id}/")

    found = answer.context["page"]
    assert [row.organisation for row in found.children] == branches
    assert found.total.organisations == 4
    assert [row.counts.behind for row in found.children] == [1, 1, 1]


def test_overview_leads_from_a_rule_to_the_organisations_behind_on_it(client: Client) -> None:
    county, branches = town_with_branches(2)
    signed_in(client, Role.DEPARTMENT, county)

    answer = client.get(f"/overview/{county.unit_id}/{county.id}/behind/ZB2018-11-assembly/")

    assert [row.organisation_id for row in answer.context["rows"]] == [b.id for b in branches]
    assert f"/duties/{branches[0].unit_id}/{branches[0].id}/" in answer.content.decode()


@pytest.mark.parametrize("state", ["met", "due", "overdue", "late", "unknown"])
def test_every_figure_of_the_overview_is_the_sum_of_the_list_behind_it(
    client: Client, state: str
) -> None:
    county, branches = town_with_branches(3)
    signed_in(client, Role.DEPARTMENT, county)
    page = client.get(f"/overview/{county.unit_id}/{county.id}/").context["page"]
    town = page.children[0]

    rows = client.get(f"{town.rows_url}?state={state}").context["rows"]

    assert sum(row.count for row in rows) == getattr(town.counts, state)
    for rule in page.rules:
        listed = client.get(f"{rule.rows_url}?state={state}").context["rows"]
        assert sum(row.count for row in listed) == getattr(rule.counts, state), rule.rule
    everybody = client.get(f"{town.rows_url}?state=all").context["rows"]
    assert [row.name for row in everybody] == [
        branches[0].parent.name,
        *(b.name for b in branches),
    ]
    assert len(everybody) == town.counts.organisations


def test_figures_are_links_and_nothing_where_there_is_nothing(client: Client) -> None:
    county, branches = town_with_branches(1)
    signed_in(client, Role.DEPARTMENT, county)
    town = branches[0].parent

    answer = client.get(f"/overview/{county.unit_id}/{county.id}/")

    shown = answer.content.decode()
    opening = f"/overview/{county.unit_id}/{town.id}/behind/-/?state="
    assert f'href="{opening}overdue"' in shown
    assert f"{opening}late" not in shown


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("/search/?q=%00", 200),
        ("/duties/{unit}/{id}/?on=0001-01-01", 200),
        ("/overview/{unit}/{id}/behind/-/?after=2:%00", 200),
        ("/overview/{unit}/{id}/behind/-/?state=best", 404),
        ("/overview/{unit}/{id}/behind/no-such-rule/", 404),
    ],
)
def test_addresses_that_nobody_writes_are_answered_plainly(
    client: Client, page: str, status: int
) -> None:
    county, _branches = town_with_branches(1)
    signed_in(client, Role.DEPARTMENT, county)

    assert client.get(page.format(unit=county.unit_id, id=county.id)).status_code == status


def test_duties_page_of_one_rule_lists_that_rule_alone_and_its_records(client: Client) -> None:
    county, (branch,) = town_with_branches(1)
    signed_in(client, Role.DEPARTMENT, county)
    url = f"/duties/{branch.unit_id}/{branch.id}/"

    answer = client.get(url, {"rule": "ZB2018-11-assembly"})

    assert {row.rule for row in answer.context["rows"]} == {"ZB2018-11-assembly"}
    for row in client.get(url).context["rows"]:
        assert client.get(row.records_url).status_code == 200, row.rule


def test_duties_page_shows_every_verdict_with_its_article(client: Client) -> None:
    _county, (branch,) = town_with_branches(1)
    signed_in(client, Role.SECRETARY, branch)

    answer = client.get(f"/duties/{branch.unit_id}/{branch.id}/", {"state": "overdue"})

    rows = answer.context["rows"]
    assert {row.state for row in rows} == {"overdue"}
    assert all(f"/rules/rule/{row.rule}/" in answer.content.decode() for row in rows)


@pytest.mark.parametrize("page", ["/", "/duties/{unit}/{id}/"])
def test_a_due_meeting_is_called_first_and_filed_beside(client: Client, page: str) -> None:
    _county, (branch,) = town_with_branches(1)
    signed_in(client, Role.SECRETARY, branch)
    url = page.format(unit=branch.unit_id, id=branch.id)

    shown = client.get(url).content.decode()

    plan = shown.index(f"/meetings/plan/{branch.unit_id}/{branch.id}/?kind=assembly")
    assert plan < shown.index(f"/work/file/{branch.unit_id}/{branch.id}/?kind=assembly", plan)


def test_the_duties_page_offers_nothing_to_do_to_those_who_only_read(client: Client) -> None:
    county, (branch,) = town_with_branches(1)
    signed_in(client, Role.SUPERVISOR, county)

    page = client.get(f"/duties/{branch.unit_id}/{branch.id}/").content.decode()

    assert "召开会议" not in page
    assert "登记这项工作" not in page


def test_duties_page_of_a_past_day_is_not_later_than_today(client: Client) -> None:
    _county, (branch,) = town_with_branches(1)
    signed_in(client, Role.SECRETARY, branch)
    url = f"/duties/{branch.unit_id}/{branch.id}/"

    past = client.get(url, {"on": "2026-03-15"}).context["on"]
    future = client.get(url, {"on": "2999-01-01"}).context["on"]

    assert (past, future) == (date(2026, 3, 15), timezone.localdate())


def test_the_branch_beside_cannot_be_seen(client: Client) -> None:
    _county, (here, beside) = town_with_branches(2)
    signed_in(client, Role.SECRETARY, here)

    assert client.get(f"/duties/{beside.unit_id}/{beside.id}/").status_code == 404
    assert client.get(f"/overview/{beside.unit_id}/{beside.id}/").status_code == 404


def test_search_finds_organisations_in_reach_by_name_letters_and_code(client: Client) -> None:
    county, branches = town_with_branches(2)
    signed_in(client, Role.DEPARTMENT, county)

    for text in ("乙村", branches[1].code, branches[1].initials[:4]):
        found = client.get("/search/", {"q": text}).context["organisations"]
        assert branches[1] in found, text


def test_search_of_a_secretary_finds_nothing_beside(client: Client) -> None:
    _county, (here, beside) = town_with_branches(2)
    signed_in(client, Role.SECRETARY, here)

    assert client.get("/search/", {"q": "乙村"}).context["organisations"] == []
    assert beside.name not in client.get("/search/", {"q": "乙村"}).content.decode()


@pytest.mark.parametrize(
    ("page", "queries"), [("/", 19), ("/overview/{unit}/{id}/", 12), ("/duties/{unit}/{id}/", 15)]
)
def test_pages_ask_the_same_number_of_queries_for_one_and_for_four_below(
    client: Client, page: str, queries: int
) -> None:
    counts = []
    for number in (1, 4):
        county, branches = town_with_branches(number)
        town = branches[0].parent
        signed_in(client, Role.CLERK, town)
        url = page.format(unit=town.unit_id, id=town.id)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(url).status_code == 200
        counts.append(len(captured))
        assert county.unit_id == town.unit_id

    assert counts == [queries, queries]
