"""A page that stayed open over night: nothing typed is lost, nobody lands on a page of nothing."""

import re

import pytest
from django.test import Client
from django.urls import reverse

import make
from dangwu.accounts.models import Role

pytestmark = pytest.mark.django_db
PAGE = "/meetings/?part=past"
FORM = "/tasks/1/00000000-0000-0000-0000-000000000000/close/"
OURS = {"Origin": "http://testserver", "Referer": f"http://testserver{PAGE}"}
ELSEWHERE = {"Origin": "https://elsewhere.example", "Referer": "https://elsewhere.example/"}


@pytest.mark.parametrize(
    ("headers", "back"),
    [(OURS, "%2Fmeetings%2F%3Fpart%3Dpast"), (ELSEWHERE, "%2F"), ({}, "%2F")],
)
def test_a_form_of_somebody_signed_out_leads_back_to_its_page(
    headers: dict[str, str], back: str, client: Client
) -> None:
    answer = client.post(FORM, {"text": "先修桥"}, headers=headers)

    assert answer.headers["Location"] == f"{reverse('account_login')}?next={back}"
    assert "登录已过期" in client.get(reverse("account_login")).content.decode()


def test_a_visit_of_somebody_signed_out_leads_back_to_where_it_went(client: Client) -> None:
    answer = client.get(PAGE)

    assert answer.headers["Location"].endswith("?next=/meetings/%3Fpart%3Dpast")


def test_a_part_that_refreshes_itself_brings_the_whole_page_to_the_door(client: Client) -> None:
    answer = client.get(PAGE, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Refresh"]) == (200, "true")


def test_a_form_with_an_old_token_is_sent_again_with_all_that_was_typed() -> None:
    client = Client(enforce_csrf_checks=True)
    branch = make.organisation(unit=make.unit())
    client.force_login(make.account(role=Role.SECRETARY, organisation=branch))
    given = {"text": "先修<桥>\n再修路", "person": ["a", "b"]}

    address = f"{reverse('accounts:large_text')}?x=1"

    answer = client.post(address, given, headers=OURS)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert re.findall(r'name="(text|person)"', page) == ["text", "person", "person"]
    assert "先修&lt;桥&gt;\n再修路</textarea>" in page
    assert f'action="{address}"' in page
    assert "再提交一次" in page


@pytest.mark.parametrize(
    ("given", "headers"),
    [({"text": "x"}, ELSEWHERE), ({"text": "x"}, {}), ({"password": "x", "text": "y"}, OURS)],
)
def test_nothing_is_carried_along_from_elsewhere_or_with_a_password(
    given: dict[str, str], headers: dict[str, str]
) -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post(reverse("account_login"), given, headers=headers)

    assert answer.status_code == 403
    assert "再提交一次" not in answer.content.decode()
