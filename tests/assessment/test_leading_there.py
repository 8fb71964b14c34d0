"""Organisation life of the year begins from Today, and is gone on with there once it runs."""

from typing import Any

import pytest
from django.test import Client

import make
import make_assessment
from dangwu.accounts.models import Account, Role
from dangwu.assessment.models import LifeCase
from make_assessment import Company

pytestmark = pytest.mark.django_db


def today_of(here: Company) -> str:
    account_id = here.access(Role.SECRETARY).account_id
    assert account_id is not None
    client = Client()
    client.force_login(Account.objects.get(id=account_id))
    return client.get("/").content.decode()


def test_what_is_due_begins_from_today() -> None:
    here = make_assessment.company(fire=False)

    told = today_of(here)

    start = f"/assessment/life/start/{here.branch.unit_id}/{here.branch.id}/"
    assert f"{start}?kind=organisation_life" in told
    assert "继续办理" not in told


@pytest.mark.parametrize("kind", [LifeCase.Kind.DEMOCRATIC, LifeCase.Kind.ORGANISATION])
def test_under_either_name_that_a_rule_accepts_it_is_gone_on_with(kind: LifeCase.Kind) -> None:
    here = make_assessment.company()
    case = make_assessment.case(here.branch, kind=kind)

    told = today_of(here)

    assert f"/assessment/life/{case.unit_id}/{case.id}/" in told


@pytest.mark.parametrize(
    ("facts", "gone_on"),
    [
        ({}, True),
        ({"state": LifeCase.State.CLOSED, "closed_on": make.TODAY}, False),
        ({"year": make.TODAY.year - 1}, False),
    ],
)
def test_an_open_case_of_the_same_year_is_gone_on_with(
    facts: dict[str, Any], *, gone_on: bool
) -> None:
    here = make_assessment.company(fire=False)
    case = make_assessment.case(here.branch, kind=LifeCase.Kind.ORGANISATION, **facts)

    told = today_of(here)

    assert (f"/assessment/life/{case.unit_id}/{case.id}/" in told) is gone_on
    assert ("继续办理" in told) is gone_on
