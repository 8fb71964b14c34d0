"""The list of work: by one kind, by several that a duty counts, page by page."""

import pytest
from django.test import Client

import make
from dangwu.accounts.models import Role
from dangwu.activities.models import Activity
from dangwu.organisations.models import Organisation

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
