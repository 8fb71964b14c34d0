"""The pages of tasks as the web role: who sees what, what the forms do, what they cost."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import make
from dangwu.accounts.models import Account, Role
from dangwu.members.models import Person
from dangwu.notices.sources import entries
from dangwu.organisations.models import Organisation
from dangwu.sharding.access import open_units
from dangwu.tasks.actions import assign_task
from dangwu.tasks.models import Task, TaskEntry

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=20)


@dataclass
class Place:
    """A branch of a town with its secretary, an owner and one task."""

    town: Organisation
    branch: Organisation
    owner: Person
    task: Task


@pytest.fixture
def place() -> Iterator[Place]:
    unit = make.unit()
    town = make.organisation(unit=unit, kind="committee", category="township", name="红旗镇党委")
    branch = make.organisation(unit=unit, parent=town, name="河东村党支部")
    owner = make.person("王建国", organisation=branch)
    found = Place(town, branch, owner, given(branch, owner))
    yield found
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def given(branch: Organisation, owner: Person, title: str = "安装健身器材") -> Task:
    keeper = make.access(role=Role.SECRETARY, organisation=branch)
    return assign_task(actor=keeper, organisation=branch, title=title, owner=owner, due_on=DUE)


def as_web(account: Account) -> Client:
    """A browser of the account; from here on the web role acts, as the product does."""
    client = Client()
    client.force_login(account)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE dangwu_web")
    return client


def browser(place: Place, role: Role, *, at: str = "branch", own: bool = False) -> Client:
    organisation = getattr(place, at)
    person = place.owner if own else None
    return as_web(make.account(role=role, organisation=organisation, person=person))


def url(task: Task, tail: str = "") -> str:
    return f"/tasks/{task.unit_id}/{task.id}/{tail}"


@pytest.mark.parametrize(
    ("role", "at", "own", "status"),
    [
        (Role.SECRETARY, "branch", False, 200),
        (Role.COMMITTEE_MEMBER, "branch", False, 200),
        (Role.DEPARTMENT, "town", False, 200),
        (Role.SUPERVISOR, "town", False, 200),
        (Role.MEMBER, "branch", True, 200),
        (Role.MEMBER, "branch", False, 404),
        (Role.RESIDENT, "branch", False, 404),
        (Role.ADMINISTRATOR, "town", False, 404),
    ],
)
def test_a_task_is_seen_by_who_does_it_and_the_posts_above(
    place: Place, role: Role, at: str, own: bool, status: int
) -> None:
    assert browser(place, role, at=at, own=own).get(url(place.task)).status_code == status


def test_a_branch_beside_does_not_see_it(place: Place) -> None:
    beside = make.organisation(unit=place.branch.unit, parent=place.town)
    client = as_web(make.account(role=Role.SECRETARY, organisation=beside))

    assert client.get(url(place.task)).status_code == 404
    assert client.get(url(place.task, "close/")).status_code == 404
    assert "安装健身器材" not in client.get("/tasks/").content.decode()


def test_the_page_offers_what_the_reader_may_do(place: Place) -> None:
    keeper = browser(place, Role.SECRETARY).get(url(place.task)).content.decode()
    reader = browser(place, Role.SUPERVISOR, at="town").get(url(place.task)).content.decode()

    acts = ("progress", "close", "due", "cancel")
    assert [act for act in acts if url(place.task, f"{act}/") in keeper] == list(acts)
    assert f"?part={place.task.id}" in keeper
    assert url(place.task, "propose/") not in keeper
    assert url(place.task, "reopen/") not in keeper
    assert [act for act in acts if url(place.task, f"{act}/") in reader] == []
    assert "?part=" not in reader


def test_the_owner_reports_and_proposes_in_the_browser(place: Place) -> None:
    client = browser(place, Role.MEMBER, own=True)

    progress = client.post(url(place.task, "progress/"), {"text": "已选好三处。"})
    empty = client.post(url(place.task, "progress/"), {"text": ""})
    proposed = client.post(url(place.task, "propose/"), {"text": "装好了。"})
    closing = client.post(url(place.task, "close/"), {"text": "装好了。"})

    assert (progress.status_code, empty.status_code, proposed.status_code) == (302, 422, 302)
    assert closing.status_code == 403
    page = client.get(url(place.task)).content.decode()
    assert "已选好三处。" in page
    assert "待确认" in page


def test_who_closes_finds_what_the_owner_has_written(place: Place) -> None:
    browser(place, Role.MEMBER, own=True).post(url(place.task, "propose/"), {"text": "装了三处。"})

    closing = browser(place, Role.SECRETARY).get(url(place.task, "close/")).content.decode()

    assert "装了三处。</textarea>" in closing


def test_the_secretary_gives_work_divides_it_moves_and_closes_it(place: Place) -> None:
    client = browser(place, Role.SECRETARY)
    start = f"/tasks/start/{place.branch.unit_id}/{place.branch.id}/"

    empty = client.post(start, {"title": "", "owner": "", "due_on": ""})
    past = client.post(
        start, {"title": "选址", "owner": str(place.owner.id), "due_on": "2020-01-01"}
    )
    part = client.post(
        f"{start}?part={place.task.id}",
        {"title": "选址", "owner": str(place.owner.id), "due_on": DUE.isoformat()},
    )
    early = client.post(url(place.task, "close/"), {"text": "装好了。"})
    moved = client.post(
        url(place.task, "due/"),
        {"due_on": (DUE + timedelta(days=1)).isoformat(), "reason": "雨季停工"},
    )

    assert (empty.status_code, past.status_code, part.status_code) == (422, 422, 302)
    assert "已经过去" in past.content.decode()
    assert early.status_code == 422
    assert "还有1项分任务" in early.content.decode()
    assert moved.status_code == 302
    open_units([place.branch.unit_id])
    below = Task.objects.get(unit_id=place.branch.unit_id, parent_id=place.task.id)
    assert client.post(url(below, "close/"), {"text": "选好了。"}).status_code == 302
    assert client.post(url(place.task, "close/"), {"text": "装好了。"}).status_code == 302
    assert client.post(url(place.task, "reopen/"), {"reason": "没有验收"}).status_code == 302
    assert client.post(url(place.task, "cancel/"), {"reason": "不装了"}).status_code == 302
    page = client.get(url(place.task)).content.decode()
    for words in ("交办", "调整期限", "办结", "退回继续办理", "取消", "雨季停工", "选址"):
        assert words in page


def test_what_is_not_an_act_is_not_there(place: Place) -> None:
    assert browser(place, Role.SECRETARY).get(url(place.task, "erase/")).status_code == 404


def test_a_part_of_a_task_of_elsewhere_is_not_there(place: Place) -> None:
    client = browser(place, Role.SECRETARY)
    start = f"/tasks/start/{place.branch.unit_id}/{place.branch.id}/"

    assert client.get(f"{start}?part={uuid.uuid4()}").status_code == 404
    assert client.get(f"{start}?part=nonsense").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_and_pages_cost_the_same_for_any_number(place: Place, rows: int) -> None:
    for number in range(rows):
        given(place.branch, place.owner, f"第{number}件")
    client = browser(place, Role.SECRETARY)

    with CaptureQueriesContext(connection) as listed:
        client.get("/tasks/")
    with CaptureQueriesContext(connection) as mine:
        client.get("/tasks/?scope=mine")
    with CaptureQueriesContext(connection) as shown:
        client.get(url(place.task))

    assert (len(listed), len(mine), len(shown)) == COSTS


COSTS = (8, 7, 11)


def test_lists_are_filtered_and_paged_by_the_address(place: Place) -> None:
    unit = place.branch.unit_id
    Task.objects.bulk_create(
        Task(
            unit_id=unit, organisation=place.branch, title=f"编号{n:03d}", owner=place.owner,
            due_on=date(2026, 1, 1) + timedelta(days=n), created_at=make.NOW,
        )
        for n in range(60)
    )  # fmt: skip
    client = browser(place, Role.SECRETARY)

    first = client.get("/tasks/?state=overdue").content.decode()
    after = first.partition("after=")[2].partition('"')[0]
    second = client.get(f"/tasks/?state=overdue&after={after}").content.decode()
    until = client.get("/tasks/?state=all&until=2026-01-02").content.decode()
    odd = client.get("/tasks/?state=nonsense&after=x:y&until=x&unit=x&organisation=y")

    assert ("编号000" in first, "编号049" in first, "编号050" in first) == (True, True, False)
    assert ("编号049" in second, "编号050" in second, "编号059" in second) == (False, True, True)
    assert ("编号001" in until, "编号002" in until, "安装健身器材" in until) == (
        True,
        False,
        False,
    )
    assert odd.status_code == 200
    assert "编号000" in odd.content.decode()
    settled = client.get("/tasks/?state=done").content.decode()
    assert "没有符合条件的任务" in settled


def test_a_list_of_one_organisation_shows_no_other(place: Place) -> None:
    beside = make.organisation(unit=place.branch.unit, parent=place.town)
    given(beside, make.person("赵六", organisation=beside), "修路")
    client = browser(place, Role.DEPARTMENT, at="town")

    page = client.get(f"/tasks/?unit={beside.unit_id}&organisation={beside.id}").content.decode()

    assert "修路" in page
    assert "安装健身器材" not in page


def test_tasks_stand_in_the_calendar_of_owner_and_keeper_only(place: Place) -> None:
    owner = make.access(role=Role.MEMBER, organisation=place.branch, person=place.owner)
    keeper = make.access(role=Role.SECRETARY, organisation=place.branch)
    other = make.access(role=Role.MEMBER, organisation=place.branch)

    for access, expected in ((owner, 1), (keeper, 1), (other, 0)):
        found = [e for e in entries(access, DUE, DUE) if e.kind == "任务"]
        assert [e.uid for e in found] == [f"task-{place.task.id}"] * expected


def test_the_web_role_cannot_change_the_timeline(place: Place) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE dangwu_web")
    open_units([place.branch.unit_id])

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        TaskEntry.objects.filter(unit_id=place.branch.unit_id).update(text="改过")


def test_work_done_late_says_by_how_many_days(place: Place) -> None:
    client = browser(place, Role.SECRETARY)
    open_units([place.branch.unit_id])
    Task.objects.filter(unit_id=place.branch.unit_id, id=place.task.id).update(
        state=Task.State.DONE, closed_on=DUE + timedelta(days=3)
    )

    for address in (url(place.task), "/tasks/?state=done"):
        page = client.get(address).content.decode()
        assert "已完成" in page
        assert "逾期3天" in page

    open_units([place.branch.unit_id])
    Task.objects.filter(unit_id=place.branch.unit_id, id=place.task.id).update(closed_on=DUE)
    assert "逾期" not in client.get(url(place.task)).content.decode()
