"""A notice reaches its recipient once, with its reason or not at all, and nobody is watched."""

import uuid
from datetime import date

import pytest
from django.db import models, transaction

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.audit.models import Entry
from dangwu.members.signals import person_merged
from dangwu.notices.actions import notify, put_away
from dangwu.notices.models import Delivery, Notice
from dangwu.notices.queries.mine import notices_of, waiting_count
from dangwu.notices.recipients import Recipient, to_account, to_group, to_person
from dangwu.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def branch() -> Organisation:
    return make.organisation(unit=make.unit())


def tell(at: Organisation, *recipients: Recipient, key: str = "k:1", subject: str = "通知") -> int:
    return notify(
        unit_id=at.unit_id, recipients=recipients, key=key, subject=subject, text="", link="/"
    )


def secretary_of(at: Organisation) -> Access:
    return make.access(role=Role.SECRETARY, organisation=at)


def test_notify_tells_accounts_and_persons_and_says_how_many_are_new() -> None:
    at = branch()
    member = make.access(
        role=Role.MEMBER, organisation=at, person=(person := make.person(organisation=at))
    )
    secretary = secretary_of(at)
    assert secretary.account_id is not None

    told = notify(
        unit_id=at.unit_id,
        recipients=[to_person(person.id), to_account(secretary.account_id)],
        key="meetings.notice:1",
        subject="11月30日召开党员大会",
        text="在党员活动室。",
        link="/meetings/1/",
        due_on=date(2026, 11, 30),
        category="meetings",
    )

    assert told == 2
    (row,) = notices_of(member)
    assert (row.subject, row.text, row.link, row.due_on, row.category, row.urgent) == (
        "11月30日召开党员大会",
        "在党员活动室。",
        "/meetings/1/",
        date(2026, 11, 30),
        "meetings",
        False,
    )
    assert waiting_count(secretary) == 1


def test_the_same_key_reaches_a_recipient_once_ever() -> None:
    at = branch()
    first, second = to_person(uuid.uuid4()), to_person(uuid.uuid4())

    assert tell(at, first) == 1
    assert tell(at, first, first, second) == 1
    assert tell(at, first, key="k:2") == 1

    assert Notice.objects.filter(unit_id=at.unit_id, recipient_id=first.id).count() == 2


def test_a_notice_is_rolled_back_with_its_reason() -> None:
    at = branch()

    def act() -> None:
        with transaction.atomic():
            tell(at, to_person(uuid.uuid4()))
            raise LookupError

    with pytest.raises(LookupError):
        act()

    assert not Notice.objects.filter(unit_id=at.unit_id).exists()


@pytest.mark.django_db(transaction=True)
def test_notify_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        notify(unit_id=1, recipients=[], key="k", subject="通知", text="", link="/")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("电话13800138000报价", "电话138****8000报价"),
        ("身份证11010119900307123X", "身份证110***********123X"),
        ("编号20261122000001", "编号20261122000001"),
    ],
)
def test_a_personal_number_is_masked_in_a_notice(typed: str, told: str) -> None:
    at = branch()
    someone = to_person(uuid.uuid4())

    notify(
        unit_id=at.unit_id, recipients=[someone], key="k", subject=typed, text=f"甲：{typed}",
        link="/",
    )  # fmt: skip

    row = Notice.objects.get(unit_id=at.unit_id, recipient_id=someone.id)
    assert (row.subject, row.text) == (told, f"甲：{told}")


@pytest.mark.parametrize("link", ["https://elsewhere.example/", "//elsewhere.example/", "tasks/"])
def test_a_notice_links_to_this_product_only(link: str) -> None:
    with pytest.raises(ValueError, match="page"):
        notify(
            unit_id=branch().unit_id,
            recipients=[to_person(uuid.uuid4())],
            key="k",
            subject="通知",
            text="",
            link=link,
        )


def test_a_long_subject_is_cut_and_says_so() -> None:
    at = branch()

    tell(at, to_person(uuid.uuid4()), subject="任务" * 100)

    subject = Notice.objects.get(unit_id=at.unit_id).subject
    assert (len(subject), subject[-1]) == (120, "…")


def test_without_mail_server_and_robot_hosts_nothing_is_to_leave() -> None:
    at = branch()
    secretary = secretary_of(at)
    assert secretary.account_id is not None

    tell(at, to_account(secretary.account_id), to_group(at.id))

    assert not Notice.objects.filter(unit_id=at.unit_id, unrouted=True).exists()
    assert not Delivery.objects.filter(unit_id=at.unit_id).exists()


def test_put_away_takes_ones_own_notices_only_and_leaves_no_trace() -> None:
    at = branch()
    mine, theirs = secretary_of(at), secretary_of(at)
    assert mine.account_id is not None
    assert theirs.account_id is not None
    tell(at, to_account(mine.account_id), to_account(theirs.account_id))
    tell(at, to_account(mine.account_id), key="k:2")
    (foreign,) = notices_of(theirs)

    assert put_away(access=mine, notices=[foreign.id]) == 0
    assert put_away(access=mine, notices=[notices_of(mine)[0].id]) == 1
    assert waiting_count(mine) == 1
    assert put_away(access=mine) == 1

    assert (waiting_count(mine), waiting_count(theirs)) == (0, 1)
    assert len(notices_of(mine, put_away=True)) == 2
    assert not Entry.objects.filter(unit_id=at.unit_id).exists()


def test_the_kept_record_of_a_person_takes_over_the_notices() -> None:
    at = branch()
    keep, drop = make.person(organisation=at), make.person(organisation=at)
    tell(at, to_person(keep.id), to_person(drop.id))
    tell(at, to_person(drop.id), key="k:2")

    person_merged.send(sender=None, keep=keep, drop=drop)

    rows = Notice.objects.filter(unit_id=at.unit_id, recipient_id=keep.id).order_by("key")
    assert [row.key for row in rows] == ["k:1", "k:2"]


def test_no_field_holds_when_or_whether_somebody_read() -> None:
    moments = {
        f.name
        for f in Notice._meta.fields
        if isinstance(f, models.DateTimeField | models.DateField)
    }
    assert moments == {"created_at", "due_on"}


def test_a_list_is_paged_by_the_last_row() -> None:
    at = branch()
    secretary = secretary_of(at)
    assert secretary.account_id is not None
    for number in range(60):
        tell(at, to_account(secretary.account_id), key=f"k:{number}")

    first = notices_of(secretary)
    second = notices_of(secretary, after=str(first[49].id))

    assert (len(first), len(second)) == (51, 10)
    assert first[50].id == second[0].id
