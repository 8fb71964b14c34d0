"""The list of work and its form: what a tired person fills in wrongly is said, nothing is lost."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

import make
from dangwu.accounts.models import Role
from dangwu.activities.models import Activity
from dangwu.organisations.models import Organisation

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

pytestmark = pytest.mark.django_db


def work(organisation: Organisation, *kinds: str) -> Activity:
    return Activity.objects.create(
        unit_id=organisation.unit_id,
        organisation=organisation,
        kinds=list(kinds),
        title="、".join(kinds),
        held_on=make.TODAY,
        filed_at=make.NOW,
        filed_on=make.TODAY,
    )


@pytest.fixture
def branch(client: Client) -> Organisation:
    found = make.organisation(unit=make.unit())
    client.force_login(make.account(role=Role.SECRETARY, organisation=found))
    for kinds in (("training",), ("study", "theme_day"), ("lecture",), ("assembly",)):
        work(found, *kinds)
    return found


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, {"training", "study、theme_day", "lecture", "assembly"}),
        ({"kind": "lecture"}, {"lecture"}),
        ({"kinds": "training,study"}, {"training", "study、theme_day"}),
        ({"kinds": "training,study", "kind": "assembly"}, {"assembly"}),
        ({"kinds": "nothing"}, {"training", "study、theme_day", "lecture", "assembly"}),
    ],
)
def test_work_is_listed_by_the_kinds_asked_for(
    client: Client, branch: Organisation, asked: dict[str, str], titles: set[str]
) -> None:
    rows = client.get("/work/", asked).context["rows"]

    assert {row.title for row in rows} == titles


def test_a_broken_mark_gives_the_first_page(client: Client, branch: Organisation) -> None:
    answer = client.get("/work/", {"after": "yesterday:somebody"})

    assert (answer.status_code, len(answer.context["rows"])) == (200, 4)


def file(client: Client, branch: Organisation, **given: object) -> "TestResponse":
    told = {"kind": "study", "held_on": make.TODAY.isoformat(), "summary": "读了条例"}
    return client.post(f"/work/file/{branch.unit_id}/{branch.id}/", told | given)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"held_on": "2090-01-31"}, "2090年1月31日还没有到，请在开展之后填报。"),
        ({"held_on": "2026-13-41"}, "请按 2026-11-21 的格式填写日期。"),
        ({"held_on": ""}, "请填写哪一天开展的。"),
        ({"present": "0"}, "没有人到会的不算开展过"),
        ({"present": "9", "should_attend": "8"}, "合计超过应到8人，请改正。"),
        ({"minutes": "一小时"}, "只填数字，不写单位。"),
    ],
)
def test_what_is_filled_in_wrongly_is_said_and_the_rest_stays(
    client: Client, branch: Organisation, given: dict[str, str], told: str
) -> None:
    answer = file(client, branch, **given)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert "读了条例</textarea>" in page
    assert not Activity.objects.filter(unit_id=branch.unit_id, kinds=["study"], summary="读了条例")


def test_work_before_the_organisation_stood_is_refused_with_both_days(
    client: Client, branch: Organisation
) -> None:
    before = branch.founded_on - timedelta(days=1)

    page = file(client, branch, held_on=before.isoformat()).content.decode()

    assert f"早于{branch.name}的成立日期" in page


def test_the_same_form_twice_is_one_record_and_a_changed_one_is_told(
    client: Client, branch: Organisation
) -> None:
    first = file(client, branch)
    again = file(client, branch)
    other = file(client, branch, present="7")

    assert again["Location"] == first["Location"]
    assert other.status_code == 422
    assert "已经登记过，这次没有再记" in other.content.decode()


def test_the_roll_is_that_of_the_day_and_says_when_it_is_another(
    client: Client, branch: Organisation
) -> None:
    old = make.person("早来的", organisation=branch)
    make.person("新来的", organisation=branch, joined_on=make.TODAY - timedelta(days=2))
    earlier = make.TODAY - timedelta(days=30)
    ticked = {"held_on": earlier.isoformat(), "came": str(old.id)}

    page = client.get(
        f"/work/file/{branch.unit_id}/{branch.id}/", {"held_on": earlier.isoformat()}
    ).content.decode()
    other = file(client, branch, **ticked, listed_on=make.TODAY.isoformat())
    filed = file(client, branch, **ticked, listed_on=earlier.isoformat())

    assert ("早来的" in page, "新来的" in page) == (True, False)
    assert other.status_code == 422
    assert "名单按开展的那一天列出，与先前显示的不同" in other.content.decode()
    assert filed.status_code == 302
    row = Activity.objects.get(unit_id=branch.unit_id, summary="读了条例")
    assert (row.should_attend, row.present) == (1, 1)


def test_the_list_offers_to_file_where_the_post_may(client: Client, branch: Organisation) -> None:
    supervisor = Client()
    supervisor.force_login(make.account(role=Role.SUPERVISOR, organisation=branch))

    address = f"/work/file/{branch.unit_id}/{branch.id}/"
    assert address in client.get("/work/").content.decode()
    assert address not in supervisor.get("/work/").content.decode()
