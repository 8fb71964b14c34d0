"""The pages of notices as the web role: one's own, the settings, the administrator's."""

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import make
from dangwu.accounts.models import Account, Role
from dangwu.audit.models import Entry
from dangwu.notices.actions import notify
from dangwu.notices.models import Delivery, Notice, Preference, Robot
from dangwu.notices.recipients import to_account
from dangwu.organisations.models import Organisation
from dangwu.sharding.access import open_units
from notices.groups import SECRET, robot_of
from notices.receivers import Group

pytestmark = pytest.mark.django_db


def branch() -> Organisation:
    return make.organisation(unit=make.unit(), name="河东村党支部")


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def tell(at: Organisation, account: Account, number: int = 1) -> None:
    notify(
        unit_id=at.unit_id,
        recipients=[to_account(account.id)],
        key=f"k:{number}",
        subject=f"第{number}件事",
        text="请办理。",
        link="/tasks/",
    )


def as_web() -> None:
    """From here on the web role acts, as the product does."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE dangwu_web")


@pytest.fixture(autouse=True)
def _back_to_owner() -> object:
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_the_list_shows_ones_own_and_nobody_elses() -> None:
    at = branch()
    mine = make.account(role=Role.SECRETARY, organisation=at)
    theirs = make.account(role=Role.CLERK, organisation=at)
    tell(at, mine, 1)
    tell(at, theirs, 2)
    as_web()

    page = signed_in(mine).get("/notices/").content.decode()

    assert "第1件事" in page
    assert "第2件事" not in page


def test_putting_one_away_moves_it_and_another_persons_stays() -> None:
    at = branch()
    mine = make.account(role=Role.SECRETARY, organisation=at)
    theirs = make.account(role=Role.CLERK, organisation=at)
    tell(at, mine)
    tell(at, theirs)
    ids = {n.recipient_id: n.id for n in Notice.objects.filter(unit_id=at.unit_id)}
    as_web()
    client = signed_in(mine)

    answer = client.post("/notices/put-away/", {"notice": str(ids[mine.id])})
    client.post("/notices/put-away/", {"notice": str(ids[theirs.id])})
    client.post("/notices/put-away/", {"notice": "nonsense"})

    assert (answer.status_code, answer["Location"]) == (302, "/notices/")
    assert "没有要看的提醒" in client.get("/notices/").content.decode()
    assert "第1件事" in client.get("/notices/?old=1").content.decode()
    assert "第1件事" in signed_in(theirs).get("/notices/").content.decode()


def test_all_are_put_away_at_once() -> None:
    at = branch()
    mine = make.account(role=Role.SECRETARY, organisation=at)
    for number in range(3):
        tell(at, mine, number)
    as_web()
    client = signed_in(mine)

    client.post("/notices/put-away/", {"all": "1"})

    assert "没有要看的提醒" in client.get("/notices/").content.decode()


def test_the_bell_counts_on_the_first_page_and_costs_other_pages_nothing() -> None:
    at = branch()
    mine = make.account(role=Role.SECRETARY, organisation=at)
    tell(at, mine, 1)
    tell(at, mine, 2)
    as_web()
    client = signed_in(mine)

    first = client.get("/").content.decode()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        other = client.get("/me/").content.decode()

    assert re.search(r"提醒<span[^>]*>2<", first)
    assert "提醒</a>" in other
    assert not [query for query in queries if "notices_notice" in query["sql"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number(rows: int) -> None:
    at = branch()
    mine = make.account(role=Role.SECRETARY, organisation=at)
    for number in range(rows):
        tell(at, mine, number)
    as_web()
    client = signed_in(mine)

    with CaptureQueriesContext(connection) as queries:
        client.get("/notices/")

    assert len(queries) == LIST


LIST = 10


def test_settings_are_kept_and_recorded() -> None:
    mine = make.account(role=Role.SECRETARY, organisation=branch())
    as_web()

    answer = signed_in(mine).post(
        "/notices/settings/",
        {
            "mail": "each",
            "email": "me@example.invalid",
            "digest_at": "09:15",
            "quiet_from": "20:00",
            "quiet_until": "07:30",
        },
    )

    assert answer.status_code == 302
    kept = Preference.objects.get(account=mine)
    assert (kept.mail, str(kept.digest_at), str(kept.quiet_from), str(kept.quiet_until)) == (
        "each",
        "09:15:00",
        "20:00:00",
        "07:30:00",
    )
    mine.refresh_from_db()
    assert mine.email == "me@example.invalid"
    open_units([mine.unit_id or 0])
    (entry,) = Entry.objects.filter(unit_id=mine.unit_id or 0)
    assert (entry.verb, "example" in str(entry.facts)) == ("notices.choose", False)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"digest_at": "22:00"}, "免打扰时段内"),
        ({"email": "", "mail": "each"}, "请填写自己的电子邮箱"),
        ({"email": "nonsense"}, "格式不对"),
        ({"quiet_from": "late"}, "请按 08:30 的格式"),
        ({"mail": "hourly"}, "hourly"),
    ],
)
def test_settings_that_make_no_sense_are_refused(change: dict[str, str], words: str) -> None:
    mine = make.account(role=Role.SECRETARY, organisation=branch())
    as_web()
    good = {
        "mail": "digest",
        "email": "me@example.invalid",
        "digest_at": "08:30",
        "quiet_from": "21:00",
        "quiet_until": "08:00",
    }

    answer = signed_in(mine).post("/notices/settings/", good | change)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Preference.objects.filter(account=mine).exists()


def test_the_secret_address_is_shown_once_and_works() -> None:
    mine = make.account(role=Role.SECRETARY, organisation=branch())
    as_web()
    client = signed_in(mine)

    shown = client.post("/notices/settings/feed/").content.decode()
    address = re.search(r'value="(http://testserver/notices/feed/[^"]+\.ics)"', shown)

    assert address
    assert Client().get(address[1].removeprefix("http://testserver")).status_code == 200
    later = client.get("/notices/settings/").content.decode()
    assert "/notices/feed/" not in later
    assert "换一个新地址" in later
    client.post("/notices/settings/feed/close/")
    assert Client().get(address[1].removeprefix("http://testserver")).status_code == 404


@pytest.mark.parametrize(
    "month", ["", "?month=2027-02", "?month=nonsense", "?month=0001-01", "?month=9999-12"]
)
def test_the_calendar_opens_on_any_month(month: str) -> None:
    at = branch()
    make.body(at)
    mine = make.account(role=Role.SECRETARY, organisation=at)
    as_web()

    answer = signed_in(mine).get(f"/notices/calendar/{month}")

    assert answer.status_code == 200
    assert "星期一" in answer.content.decode()


def test_the_administrator_adds_a_robot_by_the_code_of_the_organisation(group: Group) -> None:
    at = branch()
    admin = make.account(role=Role.ADMINISTRATOR, organisation=at)
    as_web()
    given = {
        "code": at.code,
        "kind": "dingtalk",
        "name": "镇工作群",
        "address": group.address("/send?key=K1"),
        "secret": SECRET,
    }
    client = signed_in(admin)

    unknown = client.post("/notices/robots/", given | {"code": "NOWHERE"})
    foreign = client.post("/notices/robots/", given | {"address": "https://elsewhere.example/"})
    answer = client.post("/notices/robots/", given)

    assert (unknown.status_code, foreign.status_code, answer.status_code) == (422, 422, 302)
    assert "没有代码为" in unknown.content.decode()
    assert "不在允许的名单" in foreign.content.decode()
    open_units([at.unit_id])
    assert Robot.objects.get(unit_id=at.unit_id).name == "镇工作群"
    page = client.get("/notices/robots/").content.decode()
    assert "镇工作群" in page
    assert "K1" not in page
    assert SECRET not in page


def test_the_page_of_deliveries_names_no_person_and_no_subject(group: Group) -> None:
    at = branch()
    admin = make.account(role=Role.ADMINISTRATOR, organisation=at)
    reader = make.account(
        role=Role.SECRETARY, organisation=at, person=make.person("赵小明", organisation=at)
    )
    robot_of(at, make.access(role=Role.ADMINISTRATOR, organisation=at), group)
    tell(at, reader)
    stuck = Delivery.objects.create(
        unit_id=at.unit_id, notice=Notice.objects.get(unit_id=at.unit_id), channel="mail",
        account_id=reader.id, state="unsure", not_before=make.NOW, tried_at=make.NOW,
    )  # fmt: skip
    as_web()
    client = signed_in(admin)

    page = client.get("/notices/robots/").content.decode()
    assert "不能确定是否发出" in page
    assert "第1件事" not in page
    assert "赵小明" not in page
    again = client.post(f"/notices/deliveries/{at.unit_id}/{stuck.id}/again/")
    twice = client.post(f"/notices/deliveries/{at.unit_id}/{stuck.id}/again/")
    elsewhere = client.post(f"/notices/deliveries/{at.unit_id}/{uuid.uuid4()}/drop/")

    assert (again.status_code, twice.status_code, elsewhere.status_code) == (302, 422, 404)


def test_another_units_administrator_does_not_see_it(group: Group) -> None:
    at = branch()
    robot = robot_of(at, make.access(role=Role.ADMINISTRATOR, organisation=at), group)
    other = make.account(role=Role.ADMINISTRATOR, organisation=branch())
    as_web()
    client = signed_in(other)

    assert "工作群" not in re.sub(
        r"<form.*</form>", "", client.get("/notices/robots/").content.decode(), flags=re.DOTALL
    )
    assert client.post(f"/notices/robots/{at.unit_id}/{robot.id}/close/").status_code == 404
