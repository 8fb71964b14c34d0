"""Every address of the product × every role: seen, refused, or not there."""

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from architecture.roles import GET, POST, Row
from architecture.world import ACTORS, Value, World, addresses, made

pytestmark = pytest.mark.django_db
LETTERS = {200: "o", 302: "r", 403: "f", 404: "m", 405: "p", 422: "u"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One county for all rows, seen through the web role; nothing of it is kept."""
    refusals = logging.getLogger("django.request")
    refusals.disabled = True  # five hundred of them, each with its traceback
    with django_db_blocker.unblock(), transaction.atomic():
        found = made()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE dangwu_web")
        yield found
        transaction.set_rollback(True)
    refusals.disabled = False


def answers(world: World, row: Row, method: str) -> str:
    """Return the letters of all actors, in the order of the table."""
    url = world.url(row.address, row.given)
    data = world.filled(row.data)
    return " ".join(_answer(world.client(actor), method, url, data) for actor in ACTORS)


def _answer(client: Client, method: str, url: str, data: dict[str, Value]) -> str:
    with transaction.atomic():
        response = client.post(url, data) if method == "POST" else client.get(url)
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith("/login/"):
        return "l"
    return LETTERS.get(response.status_code, str(response.status_code))


@pytest.mark.parametrize("row", GET, ids=lambda row: row.name)
def test_who_reads_what(world: World, row: Row) -> None:
    assert answers(world, row, "GET") == row.answers


@pytest.mark.parametrize("row", POST, ids=lambda row: row.name)
def test_who_may_send_what(world: World, row: Row) -> None:
    assert answers(world, row, "POST") == row.answers


# The form of `members:merge` names whom it is about: an empty one is nobody's.
FORMS = [row for row in POST if row.data and row.name != "members:merge"]


@pytest.mark.parametrize("row", FORMS, ids=lambda row: row.name)
def test_permission_is_asked_before_the_form_is_read(world: World, row: Row) -> None:
    empty = answers(world, replace(row, data={}), "POST")
    assert [who for who in _let_in(empty) if who not in _let_in(row.answers)] == []


def _let_in(letters: str) -> list[str]:
    found = zip(ACTORS, letters.split(), strict=True)
    return [actor for actor, letter in found if letter not in "lfm"]


def test_every_address_stands_in_the_table() -> None:
    assert {row.address for row in GET} == set(addresses())


def test_what_takes_nothing_but_a_form_is_tried_with_one() -> None:
    sent = {row.name for row in POST}
    assert not [row.name for row in GET if "p" in row.answers and row.name not in sent]
