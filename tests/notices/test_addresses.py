"""A mail address is confirmed by a link that counts once; until then nothing is sent there."""

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Account, Role
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError
from dangwu.notices.actions import ask_again, choose, confirm_address, notify
from dangwu.notices.addresses import BETWEEN, VALID, send_links, token_of
from dangwu.notices.models import Delivery, MailAddress, Notice
from dangwu.notices.recipients import to_account
from dangwu.notices.routing import route
from dangwu.notices.sending import send_unit
from dangwu.organisations.models import Organisation
from notices.addresses import give_address
from notices.receivers import Mailbox

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
MINE = "me@example.invalid"


@pytest.fixture(autouse=True)
def _mail(settings: Settings) -> None:
    """A mail server by name; Django's own backend for tests keeps what is sent."""
    settings.EMAIL_HOST = "mail.example"
    settings.SITE_ADDRESS = "https://dangwu.example"


@pytest.fixture
def at() -> Organisation:
    return make.organisation(unit=make.unit(), name="河东村党支部")


def secretary(at: Organisation, *, now: datetime = NOON) -> Access:
    return replace(make.access(role=Role.SECRETARY, organisation=at), now=now)


def keep(actor: Access, email: str = MINE, *, way: str = "each") -> None:
    choose(
        actor=actor, mail=way, email=email, digest_at=time(8, 30), quiet_from=time(21),
        quiet_until=time(8),
    )  # fmt: skip


def account_of(actor: Access) -> Account:
    assert actor.account_id is not None
    return Account.objects.get(id=actor.account_id)


def row_of(actor: Access) -> MailAddress:
    return MailAddress.objects.get(account=account_of(actor))


def tell(at: Organisation, actor: Access, key: str = "k") -> None:
    assert actor.account_id is not None
    notify(
        unit_id=at.unit_id, recipients=[to_account(actor.account_id)], key=key, subject="开会",
        text="", link="/tasks/",
    )  # fmt: skip


def sent_to(at: Organisation) -> list[list[str]]:
    """Let the worker have its turn, and return who was written to by all mails so far."""
    route(at.unit_id, now=NOON)
    send_unit(at.unit_id, now=NOON)
    return [message.to for message in mail.outbox]


def link_in(body: str) -> str:
    found = re.search(r"https://dangwu\.example(/\S+)", body)
    assert found
    return found[1]


def test_a_new_address_gets_a_link_and_no_reminder(at: Organisation) -> None:
    actor = secretary(at)
    keep(actor)
    tell(at, actor)
    assert sent_to(at) == []
    assert Notice.objects.filter(unit_id=at.unit_id).count() == 1

    assert send_links(now=NOON) == 1

    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([MINE], "【党务】请确认电子邮箱")
    assert "3天内" in letter.body
    assert "河东村" not in letter.body
    assert actor.name not in letter.body
    assert send_links(now=NOON + timedelta(days=1)) == 0


def test_the_link_confirms_once_and_from_then_on_mail_leaves(at: Organisation) -> None:
    actor = secretary(at)
    keep(actor)
    send_links(now=NOON)
    token = token_of(row_of(actor))

    confirm_address(actor=actor, token=token)

    assert row_of(actor).confirmed_at == NOON
    with pytest.raises(DomainError, match="已经用过"):
        confirm_address(actor=actor, token=token)
    tell(at, actor)
    mail.outbox.clear()
    assert sent_to(at) == [[MINE]]
    entry = Entry.objects.across_units().get(verb="notices.confirm_address")
    assert MINE not in str(entry.facts)


def test_a_link_is_good_for_three_days(at: Organisation) -> None:
    actor = secretary(at)
    keep(actor)
    send_links(now=NOON)
    token = token_of(row_of(actor))
    late = replace(actor, now=NOON + VALID)
    with pytest.raises(DomainError, match="超过了3天"):
        confirm_address(actor=late, token=token)
    assert row_of(actor).confirmed_at is None
    confirm_address(actor=replace(late, now=late.now - timedelta(seconds=1)), token=token)
    assert timedelta(days=3) == VALID


def test_forged_foreign_and_older_links_confirm_nothing(at: Organisation) -> None:
    actor, other = secretary(at), secretary(at)
    for each in (actor, other):
        keep(each)
    assert send_links(now=NOON) == 2
    older, theirs = token_of(row_of(actor)), token_of(row_of(other))
    later = replace(actor, now=NOON + BETWEEN)
    ask_again(actor=later)
    send_links(now=later.now)
    fresh = token_of(row_of(actor))
    forged = f"{later.account_id}.{row_of(actor).link_nonce}:x"
    for token in (older, theirs, forged, f"{fresh}x", "", "x"):
        with pytest.raises(DomainError, match="不能用了"):
            confirm_address(actor=later, token=token)
    assert row_of(actor).confirmed_at is None
    with pytest.raises(PermissionDenied):
        confirm_address(actor=replace(later, account_id=None), token=fresh)
    confirm_address(actor=later, token=fresh)


def test_another_address_has_to_be_confirmed_anew(at: Organisation) -> None:
    actor = secretary(at)
    keep(actor)
    send_links(now=NOON)
    confirm_address(actor=actor, token=token_of(row_of(actor)))
    keep(actor)
    assert row_of(actor).confirmed_at == NOON
    keep(actor, "other@example.invalid")
    assert (row_of(actor).confirmed_at, row_of(actor).link_wanted) == (None, True)
    mail.outbox.clear()
    tell(at, actor)
    assert sent_to(at) == []
    keep(actor, "", way="digest")
    assert not MailAddress.objects.filter(account=account_of(actor)).exists()


def test_an_address_that_changed_on_the_way_is_dropped_in_silence(at: Organisation) -> None:
    actor = secretary(at)
    give_address(account_of(actor))
    tell(at, actor)
    route(at.unit_id, now=NOON)
    keep(actor, "other@example.invalid")
    send_unit(at.unit_id, now=NOON + timedelta(days=1))
    assert mail.outbox == []
    assert Delivery.objects.get(unit_id=at.unit_id).state == Delivery.State.DROPPED


def test_links_to_one_account_are_five_minutes_apart(at: Organisation) -> None:
    actor = secretary(at)
    keep(actor)
    send_links(now=NOON)
    with pytest.raises(DomainError, match="刚刚发出"):
        ask_again(actor=actor)
    keep(actor, "other@example.invalid")
    assert send_links(now=NOON + BETWEEN - timedelta(seconds=1)) == 0
    assert send_links(now=NOON + BETWEEN) == 1
    assert [message.to for message in mail.outbox] == [[MINE], ["other@example.invalid"]]


def test_asking_again_needs_an_address_that_is_not_confirmed(at: Organisation) -> None:
    actor = secretary(at)
    with pytest.raises(DomainError, match="还没有填写电子邮箱"):
        ask_again(actor=actor)
    give_address(account_of(actor))
    with pytest.raises(DomainError, match="已经确认过"):
        ask_again(actor=actor)
    assert not Entry.objects.across_units().filter(verb="notices.ask_address_again").exists()


def test_an_address_from_before_gets_its_link_when_asked_for(at: Organisation) -> None:
    actor = secretary(at)
    before = account_of(actor)
    before.email = MINE
    before.save(update_fields=["email"])
    tell(at, actor)
    assert sent_to(at) == []
    ask_again(actor=actor)
    assert send_links(now=NOON) == 1


def test_a_link_that_certainly_did_not_go_out_is_sent_later(
    at: Organisation, mailbox: Mailbox
) -> None:
    actor = secretary(at)
    keep(actor)
    mailbox.refuses = "451 later"
    send_links(now=NOON)
    assert (row_of(actor).link_wanted, row_of(actor).refusal) == (True, "发信服务器拒收（451）")
    mailbox.refuses = ""
    assert send_links(now=NOON + BETWEEN) == 1
    assert len(mailbox.mails) == 1
    mailbox.refuses = "550 nobody"
    ask_again(actor=replace(actor, now=NOON + 2 * BETWEEN))
    send_links(now=NOON + 2 * BETWEEN)
    assert (row_of(actor).link_wanted, row_of(actor).refusal) == (False, "发信服务器拒收（550）")


@pytest.mark.parametrize("missing", ["EMAIL_HOST", "SITE_ADDRESS"])
def test_without_server_or_own_address_the_link_waits(
    at: Organisation, settings: Settings, missing: str
) -> None:
    actor = secretary(at)
    keep(actor)
    setattr(settings, missing, "")
    assert send_links(now=NOON) == 0
    assert row_of(actor).link_wanted


def test_the_page_tells_how_far_it_is_and_the_link_leads_through(at: Organisation) -> None:
    account = make.account(role=Role.SECRETARY, organisation=at)
    client = Client()
    client.force_login(account)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE dangwu_web")
    page = "/notices/settings/"
    typed = {
        "mail": "each", "email": MINE, "digest_at": "08:30", "quiet_from": "21:00",
        "quiet_until": "08:00",
    }  # fmt: skip
    said = client.post(page, typed, follow=True).content.decode()
    assert "邮箱还没有确认" in said
    assert "确认信几分钟内发出" in said
    send_links(now=timezone.now())
    link = link_in(str(mail.outbox[0].body))

    stranger = Client().get(link)
    assert (stranger.status_code, stranger["Location"].startswith("/login/")) == (302, True)
    assert "确认这个邮箱" in client.get(link).content.decode()
    assert MailAddress.objects.get().confirmed_at is None
    assert "邮箱已确认" in client.post(link, follow=True).content.decode()
    assert "不能用了" in client.post(link, follow=True).content.decode()
    assert "已经确认过" in client.get(link).content.decode()
    assert "提醒发到这里" in client.get(page).content.decode()
    refused = client.post("/notices/settings/address/again/", follow=True).content.decode()
    assert "不用再确认" in refused
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
