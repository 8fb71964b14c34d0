"""The tree and the record in the browser's answers: who sees what, on which day, at what cost."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import make
from dangwu.accounts.actions import open_account
from dangwu.accounts.models import Role
from dangwu.core.writing import written_day
from dangwu.organisations import actions
from dangwu.organisations.models import Organisation

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 1)


@pytest.fixture
def town() -> Organisation:
    return make.organisation(
        unit=make.unit(), kind="committee", category="township", name="红旗镇党委"
    )


def signed_in(role: Role, organisation: Organisation) -> Client:
    client = Client()
    client.force_login(make.account(role=role, organisation=organisation))
    return client


def page(name: str, organisation: Organisation, query: str = "") -> str:
    return reverse(f"organisations:{name}", args=[organisation.unit_id, organisation.id]) + query


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_tree_shows_kinds_counts_and_only_what_is_in_reach(
    town: Organisation, as_web_role: None
) -> None:
    with owner():
        branch = make.organisation(unit=town.unit, parent=town, name="河东村党支部")
        make.organisation(unit=town.unit, parent=town, name="河西村党支部")
        make.organisation(unit=town.unit, parent=branch, kind="group", name="第一党小组")
        make.person(organisation=branch)
        of_town, of_branch = signed_in(Role.CLERK, town), signed_in(Role.SECRETARY, branch)
    whole = text(of_town, reverse("organisations:tree"))
    part = text(of_branch, reverse("organisations:tree"))

    assert "党委　下级2个　党员1人" in whole
    assert "党支部　下级1个　党员1人" in whole
    assert "河西村党支部" in whole
    assert "第一党小组" in part
    assert "河西村党支部" not in part


def test_tree_of_a_past_day_shows_names_and_places_of_that_day(
    town: Organisation, as_web_role: None
) -> None:
    with owner():
        branch = make.organisation(unit=town.unit, parent=town, name="老名党支部")
        department = make.access(role=Role.DEPARTMENT, organisation=town)
        actions.rename_organisation(
            actor=department, organisation=branch, name="新名党支部", on=ON, basis="一号"
        )
        client = signed_in(Role.CLERK, town)
    past = text(client, reverse("organisations:tree") + "?on=2026-10-31")

    assert "老名党支部" in past
    assert "新名党支部" not in past
    assert "下面是2026年10月31日的组织设置" in past


@pytest.mark.parametrize("query", ["河东", "hdcdzb", "hedong"])
def test_tree_finds_by_name_initials_and_pinyin(
    town: Organisation, query: str, as_web_role: None
) -> None:
    with owner():
        make.organisation(unit=town.unit, parent=town, name="河东村党支部")
        make.organisation(unit=town.unit, parent=town, name="柳林村党支部")
        client = signed_in(Role.CLERK, town)
    found = text(client, reverse("organisations:tree") + f"?q={query}")

    assert "河东村党支部" in found
    assert "柳林村党支部" not in found


@pytest.mark.parametrize("rows", [1, 3])
def test_tree_costs_the_same_for_any_number_of_rows(
    town: Organisation, rows: int, as_web_role: None
) -> None:
    with owner():
        for _ in range(rows):
            make.person(organisation=make.organisation(unit=town.unit, parent=town))
        client = signed_in(Role.CLERK, town)
    with CaptureQueriesContext(connection) as queries:
        text(client, reverse("organisations:tree"))
    assert of_page(queries) == 6


@pytest.mark.parametrize("rows", [1, 3])
def test_record_costs_the_same_for_any_number_of_rows(
    town: Organisation, rows: int, as_web_role: None
) -> None:
    with owner():
        make.body(town)
        for _ in range(rows):
            make.person(organisation=make.organisation(unit=town.unit, parent=town))
        client = signed_in(Role.CLERK, town)
    with CaptureQueriesContext(connection) as queries:
        text(client, page("record", town))
    assert of_page(queries) == 12


def test_record_shows_the_structure_check_with_its_article(
    town: Organisation, as_web_role: None
) -> None:
    with owner():
        branch = make.organisation(unit=town.unit, parent=town)
        for _ in range(2):
            make.person(organisation=branch)
        client = signed_in(Role.SECRETARY, branch)
    shown = text(client, page("record", branch))

    assert "2人（正式党员2人，预备党员0人）" in shown
    assert "联合党支部" in shown
    assert "只作建议，由上级党组织决定" in shown


def test_record_on_a_past_day_shows_that_day_and_no_actions(
    town: Organisation, as_web_role: None
) -> None:
    with owner():
        branch = make.organisation(unit=town.unit, parent=town, name="老名党支部")
        department = make.access(role=Role.DEPARTMENT, organisation=town)
        actions.rename_organisation(
            actor=department, organisation=branch, name="新名党支部", on=ON, basis="一号"
        )
        client = signed_in(Role.DEPARTMENT, town)
    past = text(client, page("record", branch, "?on=2026-10-31"))

    assert "<h1>老名党支部</h1>" in past
    assert "更名</a>" not in past


def test_record_before_the_founding_says_so_and_shows_the_first_day(
    town: Organisation, as_web_role: None
) -> None:
    with owner():
        branch = make.organisation(unit=town.unit, parent=town)
        client = signed_in(Role.DEPARTMENT, town)
    shown = text(client, page("record", branch, "?on=2000-01-01"))

    founded = written_day(branch.founded_on)
    assert f"2000年1月1日还没有这个组织，它成立于{founded}，下面是成立当天的情况。" in shown
    assert f"下面是{founded}的情况。" in shown


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("2090-01-01", "2090年1月1日还没有到，下面是今天的情况。"),
        ("1900-01-01", "1900年1月1日还没有党组织，下面是今天的情况。"),
        ("yesterday", "查看的日期填得不对，下面是今天的情况。"),
    ],
)
def test_a_day_that_cannot_be_shown_is_told(
    town: Organisation, as_web_role: None, asked: str, told: str
) -> None:
    with owner():
        client = signed_in(Role.DEPARTMENT, town)
    for address in (
        f"/organisations/?on={asked}",
        page("record", town, f"?on={asked}"),
        f"/members/organisations/{town.unit_id}/{town.id}/posts/?on={asked}",
        f"/reports/?on={asked}",
        f"/duties/{town.unit_id}/{town.id}/?on={asked}",
    ):
        assert told in text(client, address), address


def test_record_of_a_member_shows_public_facts_only(town: Organisation, as_web_role: None) -> None:
    with owner():
        branch = make.organisation(unit=town.unit, parent=town)
        client = signed_in(Role.MEMBER, branch)
    shown = text(client, page("record", branch))

    assert "基本情况" in shown
    for hidden in ("设置核对", "班子与任期</h2>", "沿革", "修改联系信息"):
        assert hidden not in shown


@pytest.mark.parametrize("name", ["record", "children", "set_up", "rename", "move"])
def test_pages_of_an_organisation_out_of_reach_do_not_exist(
    town: Organisation, name: str, as_web_role: None
) -> None:
    with owner():
        mine = make.organisation(unit=town.unit, parent=town)
        other = make.organisation(unit=town.unit, parent=town)
        client = signed_in(Role.SECRETARY, mine)
    assert client.get(page(name, other)).status_code == 404


@pytest.mark.parametrize("name", ["rename", "change_kind", "move"])
def test_a_secretary_may_not_open_changes_of_the_own_branch(
    town: Organisation, name: str, as_web_role: None
) -> None:
    with owner():
        branch = make.organisation(unit=town.unit, parent=town)
        client = signed_in(Role.SECRETARY, branch)
    assert client.get(page(name, branch)).status_code == 403


def test_set_up_form_makes_the_organisation_and_shows_the_reminder(
    town: Organisation, as_web_role: None
) -> None:
    with owner():
        client = signed_in(Role.CLERK, town)
    answer = client.post(
        page("set_up", town),
        {
            "kind": "branch",
            "category": "village",
            "name": "河东村党支部",
            "founded_on": "2026-11-01",
            "basis": "红发〔2026〕3号",
            "full_members": "2",
        },
        follow=True,
    )
    shown = answer.content.decode()
    assert "已设立“河东村党支部”。" in shown
    assert "请核对：" in shown


def test_set_up_form_says_what_is_missing_and_answers_422(
    town: Organisation, as_web_role: None
) -> None:
    with owner():
        client = signed_in(Role.CLERK, town)
    answer = client.post(page("set_up", town), {"kind": "branch", "category": "village"})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert "请填写批复文号。" in answer.content.decode()


def test_move_form_shows_a_refusal_of_the_action(town: Organisation, as_web_role: None) -> None:
    with owner():
        branch = make.organisation(unit=town.unit, parent=town)
        client = signed_in(Role.DEPARTMENT, town)
    answer = client.post(
        page("move", branch), {"parent": str(town.id), "on": "2026-11-01", "basis": "一号"}
    )
    assert answer.status_code == 422
    assert "现在就隶属" in answer.content.decode()


def test_children_are_a_part_for_htmx_and_a_page_without(
    town: Organisation, as_web_role: None
) -> None:
    with owner():
        make.organisation(unit=town.unit, parent=town, name="河东村党支部")
        client = signed_in(Role.CLERK, town)
    part = client.get(page("children", town), headers={"HX-Request": "true"}).content.decode()
    whole = text(client, page("children", town))

    assert "河东村党支部" in part
    assert "<h1>" not in part
    assert "<h1>" in whole


class owner:  # noqa: N801 - reads like a statement
    """Make rows as the owner in a test that otherwise runs as the web role."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")

    def __exit__(self, *_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE dangwu_web")


def of_page(queries: CaptureQueriesContext) -> int:
    """Count the reads of this room's page: after the account, its grants and units."""
    own = [q["sql"] for q in queries.captured_queries if "organisations_" in q["sql"]]
    return len(own) - 1  # the reach of the account


@pytest.mark.parametrize("name", ["tree", "bodies", "places"])
def test_an_account_without_a_post_is_told_what_to_do(client: Client, name: str) -> None:
    unit = make.unit()
    client.force_login(open_account(login="newcomer", name="新人", password=None, unit_id=unit.id))
    answer = client.get(reverse(f"organisations:{name}"))
    assert answer.status_code == 403
    assert "您的账号还没有登记职务" in answer.content.decode()
    assert "系统管理员" in answer.content.decode()
