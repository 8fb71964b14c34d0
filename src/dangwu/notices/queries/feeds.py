"""The calendar that is read under a secret address, without signing in."""

import hashlib
from datetime import date, datetime, timedelta

from django.http import Http404

from dangwu.accounts.access import Access
from dangwu.accounts.models import Account, Grant
from dangwu.notices.models import Feed
from dangwu.notices.queries.mine import NOBODY
from dangwu.organisations.queries import reaches_of
from dangwu.sharding.access import open_units

BACK = timedelta(days=90)
AHEAD = timedelta(days=183)


def digest_of(token: str) -> bytes:
    """Return the digest by which a feed is found."""
    return hashlib.sha256(token.encode()).digest()


def feed_of(access: Access) -> Feed | None:
    """Return the own secret address, without the secret."""
    return Feed.objects.filter(account_id=access.account_id or NOBODY).first()


def access_by_token(token: str, *, today: date, now: datetime) -> Access:
    """Return what the account behind a secret address reaches, and open its units.

    Raises Http404 for an address that was never given out or has ended.
    """
    feed = Feed.objects.filter(digest=digest_of(token)).select_related("account").first()
    if feed is None or not feed.account.is_active:
        raise Http404
    return _access(feed.account, today, now)


def _access(account: Account, today: date, now: datetime) -> Access:
    granted = set(
        Grant.objects.in_force(today).filter(account=account).values_list("unit_id", flat=True)
    )
    if account.unit_id is not None:
        granted.add(account.unit_id)
    open_units(granted)
    access = Access(
        account_id=account.id,
        name=account.name,
        today=today,
        now=now,
        reaches=reaches_of(account, on=today),
        unit_id=account.unit_id,
        person_id=account.person_id,
    )
    open_units(access.units)
    return access


def window(today: date) -> tuple[date, date]:
    """Return the first and last day that a feed holds: three months back, half a year ahead."""
    return today - BACK, today + AHEAD
