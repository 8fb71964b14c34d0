"""Sign-in, lock-out, one's own account and the large text."""

import pytest
from django.test import Client

import make
from dangwu.accounts.models import Account, Role

pytestmark = pytest.mark.django_db

PASSWORD = "long-enough-2026"


def secretary() -> Account:
    branch = make.organisation(unit=make.unit())
    return make.account(role=Role.SECRETARY, organisation=branch, login="shuji", password=PASSWORD)


def test_sign_in_leads_to_today(client: Client) -> None:
    secretary()

    answer = client.post("/login/", {"login": "shuji", "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_wrong_password_is_refused_without_saying_which_part_is_wrong(client: Client) -> None:
    secretary()

    known = client.post("/login/", {"login": "shuji", "password": "wrong"}).content.decode()
    unknown = client.post("/login/", {"login": "nobody", "password": "wrong"}).content.decode()

    assert 'role="alert"' in known
    assert known.count("notice-error") == unknown.count("notice-error") == 1


def test_five_wrong_passwords_lock_the_account_for_a_while(
    client: Client, settings: pytest.FixtureRequest
) -> None:
    settings.AXES_ENABLED = True  # type: ignore[attr-defined]
    secretary()

    codes = [
        client.post("/login/", {"login": "shuji", "password": "wrong"}).status_code
        for _try in range(5)
    ]
    locked = client.post("/login/", {"login": "shuji", "password": PASSWORD})

    assert codes == [200, 200, 200, 200, 429]
    assert locked.status_code == 429
    assert "暂停登录" in locked.content.decode()


def test_a_whole_hall_signs_in_from_one_address_within_a_minute(client: Client) -> None:
    secretary()

    codes = {
        client.post("/login/", {"login": "shuji", "password": "wrong"}).status_code
        for _person in range(60)
    }

    assert codes == {200}


def test_a_flood_from_one_address_is_told_to_wait(
    client: Client, settings: pytest.FixtureRequest
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "", "login": "1/m/ip"}  # type: ignore[attr-defined]
    sent = {"login": "nobody", "password": "wrong"}

    first, second = (client.post("/login/", sent) for _try in range(2))

    assert (first.status_code, second.status_code) == (200, 429)
    assert "等一分钟再试" in second.content.decode()


def test_pages_send_a_stranger_to_sign_in(client: Client) -> None:
    answer = client.get("/overview/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_change_password_keeps_the_session(client: Client) -> None:
    account = secretary()
    client.force_login(account)
    new = "another-long-one-2026"

    answer = client.post(
        "/me/password/",
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )

    assert answer.status_code == 302
    account.refresh_from_db()
    assert account.check_password(new)
    assert client.get("/me/").status_code == 200


def test_change_password_refuses_a_weak_one_and_keeps_the_old(client: Client) -> None:
    account = secretary()
    client.force_login(account)

    answer = client.post(
        "/me/password/",
        {"old_password": PASSWORD, "new_password1": "12345", "new_password2": "12345"},
    )

    assert answer.status_code == 422
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_large_text_is_kept_with_the_person(client: Client) -> None:
    client.force_login(secretary())

    client.post("/me/large-text/", {"large": "1", "next": "/me/"})

    assert 'class="big-text"' in client.get("/me/").content.decode()
    client.post("/me/large-text/", {"large": "0", "next": "/me/"})
    assert 'class="big-text"' not in client.get("/me/").content.decode()


def test_large_text_leads_nowhere_else(client: Client) -> None:
    answer = client.post("/me/large-text/", {"large": "1", "next": "https://example.org/"})

    assert answer["Location"] == "/"
