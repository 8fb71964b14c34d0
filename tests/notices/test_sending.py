"""What leaves the product leaves once: also when the worker dies at the worst moment."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Account, Role
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError
from dangwu.notices.actions import drop_delivery, notify, send_again
from dangwu.notices.channels.outcomes import Ending, Outcome
from dangwu.notices.models import Delivery, Notice, Preference
from dangwu.notices.recipients import to_account, to_person
from dangwu.notices.routing import route
from dangwu.notices.sending import BACKOFF, LOST, carry, claim, give_up, send_unit, settle
from dangwu.organisations.models import Organisation
from notices.addresses import give_address
from notices.receivers import Mailbox

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
NIGHT = datetime(2026, 11, 22, 0, 50, tzinfo=ZONE)
MORNING = datetime(2026, 11, 22, 8, 30, tzinfo=ZONE)
State = Delivery.State


def reader(at: Organisation, **wish: object) -> Account:
    """An account that can be written to."""
    account = make.account(role=Role.SECRETARY, organisation=at)
    give_address(account)
    if wish:
        Preference.objects.create(account=account, **wish)
    return account


def tell(
    at: Organisation, account: Account, subject: str = "通知", *, urgent: bool = False
) -> None:
    notify(
        unit_id=at.unit_id,
        recipients=[to_account(account.id)],
        key=f"k:{subject}",
        subject=subject,
        text=f"{subject}的内容",
        link="/tasks/1/",
        urgent=urgent,
    )


def state_of(at: Organisation) -> list[str]:
    rows = Delivery.objects.filter(unit_id=at.unit_id).order_by("id")
    return list(rows.values_list("state", flat=True))


def queued(mailbox: Mailbox, *, now: datetime = MORNING) -> Organisation:
    """A branch with one mail that is due."""
    at = make.organisation(unit=make.unit())
    tell(at, reader(at, mail="each"))
    route(at.unit_id, now=now)
    return at


def test_all_that_waits_for_an_account_goes_out_as_one_mail_at_digest_time(
    mailbox: Mailbox,
) -> None:
    at = make.organisation(unit=make.unit())
    account = reader(at)
    tell(at, account, "党员大会")
    tell(at, account, "任务快到期")

    assert route(at.unit_id, now=NIGHT) == 2
    assert send_unit(at.unit_id, now=MORNING - timedelta(minutes=1)) == 0
    assert send_unit(at.unit_id, now=MORNING) == 1

    (mail,) = mailbox.mails
    assert mail["To"] == account.email
    assert mail["Subject"] == "【党务】2件事的提醒"
    text = mail.get_payload(decode=True).decode()  # type: ignore[union-attr]  # not multipart
    assert "1. 党员大会\n党员大会的内容\nhttps://dangwu.example/tasks/1/" in text.replace("\r", "")
    assert "2. 任务快到期" in text
    assert state_of(at) == [State.SENT, State.SENT]
    assert send_unit(at.unit_id, now=MORNING + timedelta(days=1)) == 0
    assert len(mailbox.mails) == 1


def test_each_at_once_but_not_in_quiet_hours_and_urgent_always(mailbox: Mailbox) -> None:
    at = make.organisation(unit=make.unit())
    account = reader(at, mail="each", quiet_from=time(20), quiet_until=time(7))
    tell(at, account, "平常的事")
    tell(at, account, "紧急会议", urgent=True)

    route(at.unit_id, now=NIGHT)
    send_unit(at.unit_id, now=NIGHT)

    assert [mail["Subject"] for mail in mailbox.mails] == ["【党务】紧急会议"]
    send_unit(at.unit_id, now=NIGHT.replace(hour=7, minute=0))
    assert [mail["Subject"] for mail in mailbox.mails] == ["【党务】紧急会议", "【党务】平常的事"]


def test_off_without_address_and_closed_accounts_get_no_mail(mailbox: Mailbox) -> None:
    at = make.organisation(unit=make.unit())
    nobody = make.account(role=Role.CLERK, organisation=at)
    closed = reader(at)
    closed.is_active = False
    closed.save()
    for account in (reader(at, mail="off"), nobody, closed):
        tell(at, account)

    assert route(at.unit_id, now=MORNING) == 3

    assert state_of(at) == []
    assert not Notice.objects.filter(unit_id=at.unit_id, unrouted=True).exists()


def test_a_person_is_written_to_by_the_own_account(mailbox: Mailbox) -> None:
    at = make.organisation(unit=make.unit())
    person = make.person(organisation=at)
    account = make.account(role=Role.MEMBER, organisation=at, person=person)
    give_address(account, "member@example.invalid")
    notify(
        unit_id=at.unit_id, recipients=[to_person(person.id)], key="k", subject="通知", text="",
        link="/",
    )  # fmt: skip

    route(at.unit_id, now=NIGHT)
    send_unit(at.unit_id, now=MORNING)

    assert [mail["To"] for mail in mailbox.mails] == ["member@example.invalid"]


def test_routing_twice_makes_no_second_delivery(mailbox: Mailbox) -> None:
    at = queued(mailbox)
    Notice.objects.filter(unit_id=at.unit_id).update(unrouted=True)

    route(at.unit_id, now=MORNING)

    assert state_of(at) == [State.QUEUED]


def test_a_worker_that_dies_before_sending_never_sends_it_by_itself(mailbox: Mailbox) -> None:
    at = queued(mailbox)

    assert len(claim(at.unit_id, now=MORNING)) == 1  # and here it is killed

    assert send_unit(at.unit_id, now=MORNING + timedelta(minutes=1)) == 0
    assert state_of(at) == [State.SENDING]
    assert send_unit(at.unit_id, now=MORNING + LOST + timedelta(minutes=1)) == 0
    assert (state_of(at), mailbox.mails) == ([State.UNSURE], [])


def test_a_worker_that_dies_after_sending_does_not_send_again(mailbox: Mailbox) -> None:
    at = queued(mailbox)
    claimed = claim(at.unit_id, now=MORNING)

    assert carry(claimed, now=MORNING).ending is Ending.SENT  # and here it is killed

    for minutes in (1, 11, 60, 24 * 60):
        send_unit(at.unit_id, now=MORNING + timedelta(minutes=minutes))
    assert (state_of(at), len(mailbox.mails)) == ([State.UNSURE], 1)


def test_what_was_given_up_is_not_settled_by_a_late_worker(mailbox: Mailbox) -> None:
    at = queued(mailbox)
    claimed = claim(at.unit_id, now=MORNING)
    later = MORNING + LOST + timedelta(minutes=1)

    assert give_up(at.unit_id, now=later) == 1
    settle(claimed, Outcome(Ending.RETRY), now=later)

    assert state_of(at) == [State.UNSURE]


def test_two_workers_never_claim_the_same(mailbox: Mailbox) -> None:
    at = queued(mailbox)

    assert (len(claim(at.unit_id, now=MORNING)), claim(at.unit_id, now=MORNING)) == (1, [])


def test_a_server_that_hangs_up_after_the_mail_leaves_it_unsure(mailbox: Mailbox) -> None:
    at = queued(mailbox)
    mailbox.hangs_up = True

    send_unit(at.unit_id, now=MORNING)

    assert (state_of(at), len(mailbox.mails)) == ([State.UNSURE], 1)
    send_unit(at.unit_id, now=MORNING + timedelta(days=1))
    assert len(mailbox.mails) == 1


def test_a_refusal_for_good_fails_and_says_why(mailbox: Mailbox) -> None:
    at = queued(mailbox)
    mailbox.refuses = "550 no such user"

    send_unit(at.unit_id, now=MORNING)

    row = Delivery.objects.get(unit_id=at.unit_id)
    assert (row.state, row.refusal, row.attempts) == (State.FAILED, "发信服务器拒收（550）", 1)


def test_what_certainly_did_not_arrive_is_tried_again_ever_later_and_then_fails(
    mailbox: Mailbox,
) -> None:
    at = queued(mailbox)
    mailbox.refuses = "451 later"
    now = MORNING

    for minutes in BACKOFF:
        assert send_unit(at.unit_id, now=now) == 1
        assert state_of(at) == [State.QUEUED]
        assert send_unit(at.unit_id, now=now + timedelta(minutes=minutes, seconds=-1)) == 0
        now += timedelta(minutes=minutes)
    send_unit(at.unit_id, now=now)

    assert state_of(at) == [State.FAILED]
    mailbox.refuses = ""
    send_unit(at.unit_id, now=now + timedelta(days=1))
    assert mailbox.mails == []


def test_a_server_that_is_not_there_is_tried_again(mailbox: Mailbox, settings: object) -> None:
    at = queued(mailbox)
    settings.EMAIL_PORT = 1  # type: ignore[attr-defined]  # nobody listens there

    send_unit(at.unit_id, now=MORNING)

    assert state_of(at) == [State.QUEUED]


def _unsure(mailbox: Mailbox) -> tuple[Organisation, Delivery, Access]:
    at = queued(mailbox)
    claim(at.unit_id, now=MORNING)
    give_up(at.unit_id, now=MORNING + timedelta(hours=1))
    admin = make.access(role=Role.ADMINISTRATOR, organisation=at)
    return at, Delivery.objects.get(unit_id=at.unit_id), admin


def test_a_person_may_send_the_unsure_again_and_that_is_recorded(mailbox: Mailbox) -> None:
    at, delivery, admin = _unsure(mailbox)

    send_again(actor=admin, delivery=delivery)
    send_unit(at.unit_id, now=MORNING)

    assert (state_of(at), len(mailbox.mails)) == ([State.SENT], 1)
    assert [e.verb for e in Entry.objects.filter(unit_id=at.unit_id)] == ["notices.send_again"]
    with pytest.raises(DomainError, match="已发出"):
        send_again(actor=admin, delivery=delivery)


def test_a_person_may_leave_the_unsure_at_that(mailbox: Mailbox) -> None:
    at, delivery, admin = _unsure(mailbox)

    drop_delivery(actor=admin, delivery=delivery)
    send_unit(at.unit_id, now=MORNING + timedelta(days=1))

    assert (state_of(at), mailbox.mails) == ([State.DROPPED], [])


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.DEPARTMENT, Role.MEMBER])
def test_only_the_administrator_decides_about_the_unsure(mailbox: Mailbox, role: Role) -> None:
    at, delivery, _admin = _unsure(mailbox)
    other = make.access(role=role, organisation=at)
    elsewhere = make.access(
        role=Role.ADMINISTRATOR, organisation=make.organisation(unit=make.unit())
    )

    for actor in (other, elsewhere):
        with pytest.raises(PermissionDenied):
            send_again(actor=actor, delivery=delivery)
        with pytest.raises(PermissionDenied):
            drop_delivery(actor=actor, delivery=delivery)

    assert state_of(at) == [State.UNSURE]
