"""Deciding by which ways a new notice leaves the product, and not before when."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from dangwu.accounts.models import Account
from dangwu.notices.addresses import confirmed
from dangwu.notices.models import Delivery, Notice, Preference, Robot
from dangwu.notices.timing import Hours, after_quiet, next_digest

BATCH = 1000
GROUP = Hours()  # the quiet hours of group chats


@transaction.atomic
def route(unit_id: int, *, now: datetime) -> int:
    """Make the deliveries of a unit's next new notices; return how many notices were decided."""
    notices = list(
        Notice.objects.filter(unit_id=unit_id, unrouted=True)
        .select_for_update(skip_locked=True)
        .order_by("id")[:BATCH]
    )
    found = [*_mails(unit_id, notices, now), *_posts(unit_id, notices, now)]
    Delivery.objects.bulk_create(found, ignore_conflicts=True)
    Notice.objects.filter(unit_id=unit_id, id__in=[each.id for each in notices]).update(
        unrouted=False
    )
    return len(notices)


def _mails(unit_id: int, notices: Iterable[Notice], now: datetime) -> Iterator[Delivery]:
    personal = [n for n in notices if n.recipient_kind != Notice.To.ORGANISATION]
    if not personal or not settings.EMAIL_HOST:
        return
    accounts = _accounts(unit_id, [each.recipient_id for each in personal])
    chosen = _preferences({account.id for account in accounts.values()})
    for notice in personal:
        account = accounts.get(notice.recipient_id)
        if account is None:
            continue
        wish = chosen.get(account.id) or Preference(account_id=account.id)
        if wish.mail == Preference.Mail.OFF:
            continue
        yield Delivery(
            unit_id=unit_id,
            notice=notice,
            channel=Delivery.Channel.MAIL,
            account_id=account.id,
            not_before=_when(wish, notice, now),
        )


def _when(wish: Preference, notice: Notice, now: datetime) -> datetime:
    if notice.urgent:
        return now
    hours = Hours(wish.quiet_from, wish.quiet_until, wish.digest_at)
    if wish.mail == Preference.Mail.EACH:
        return after_quiet(now, hours)
    return next_digest(now, hours)


def _accounts(unit_id: int, recipients: list[uuid.UUID]) -> dict[uuid.UUID, Account]:
    """Return accounts with a confirmed address, by the account's and by its person's id."""
    rows = Account.objects.filter(
        Q(id__in=recipients) | Q(unit_id=unit_id, person_id__in=recipients), is_active=True
    ).exclude(email="")
    own = confirmed([row.id for row in rows])
    found = {row.id: row for row in rows if row.id in own}
    return found | {row.person_id: row for row in found.values() if row.person_id is not None}


def _preferences(accounts: Iterable[uuid.UUID]) -> dict[uuid.UUID, Preference]:
    rows = Preference.objects.filter(account_id__in=list(accounts))
    return {row.account_id: row for row in rows}


def _posts(unit_id: int, notices: Iterable[Notice], now: datetime) -> Iterator[Delivery]:
    groups = [n for n in notices if n.recipient_kind == Notice.To.ORGANISATION]
    if not groups:
        return
    robots: dict[uuid.UUID, list[Robot]] = {}
    wanted = {each.recipient_id for each in groups}
    for robot in Robot.objects.filter(
        unit_id=unit_id, organisation_id__in=wanted, closed_at__isnull=True
    ):
        robots.setdefault(robot.organisation_id, []).append(robot)
    for notice in groups:
        for robot in robots.get(notice.recipient_id, []):
            yield Delivery(
                unit_id=unit_id,
                notice=notice,
                channel=Delivery.Channel.ROBOT,
                robot=robot,
                not_before=now if notice.urgent else after_quiet(now, GROUP),
            )
