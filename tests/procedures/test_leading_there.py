"""A term that ends leads to its change: from Today, from the record, from the list of bodies."""

import uuid

import pytest
from django.test import Client

import make
from dangwu.accounts.models import Account, Role
from procedures import electing
from procedures.electing import World

pytestmark = pytest.mark.django_db
PAGES = ("/", "/organisations/{unit}/{id}/", "/organisations/bodies/")


def shown(page: str, here: World, account_id: uuid.UUID | None) -> str:
    assert account_id is not None
    client = Client()
    client.force_login(Account.objects.get(id=account_id))
    url = page.format(unit=here.branch.unit_id, id=here.branch.id)
    return client.get(url).content.decode()


def start_of(here: World) -> str:
    return f"/procedures/start/{here.branch.unit_id}/{here.branch.id}/"


@pytest.mark.parametrize("page", PAGES)
def test_term_about_to_end_is_one_click_from_its_change(page: str) -> None:
    here = electing.world()

    told = shown(page, here, here.secretary.account_id)

    assert start_of(here) in told
    assert "第3条" in told or "任期" in told


@pytest.mark.parametrize("page", PAGES)
def test_who_may_not_begin_it_is_not_led_there(page: str) -> None:
    here = electing.world()
    looker = make.access(role=Role.COMMITTEE_MEMBER, organisation=here.branch)

    assert start_of(here) not in shown(page, here, looker.account_id)


def test_running_case_is_gone_on_with_at_its_next_step() -> None:
    here = electing.world()
    case = electing.started(here)

    told = shown("/", here, here.secretary.account_id)

    assert f"/procedures/{case.unit_id}/{case.id}/" in told
    assert "继续换届：收到换届提醒" in told
    assert start_of(here) not in told
