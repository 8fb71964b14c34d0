"""Reads of accounts and their roles."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from dangwu.accounts.models import Account, Grant

PAGE = 50


def grants_of(account: Account | AnonymousUser | object, *, on: date) -> list[Grant]:
    """Return the roles that an account holds on a day."""
    if not isinstance(account, Account):
        return []
    return list(Grant.objects.in_force(on).filter(account=account).order_by("role"))


def accounts_of(units: Iterable[int], *, text: str = "", after: str = "") -> list[Account]:
    """Return up to a page and one more of the accounts at home in these units, by login name."""
    found = Account.objects.filter(unit_id__in=sorted(units))
    if text:
        found = found.filter(Q(login__startswith=text) | Q(name__startswith=text))
    if after:
        found = found.filter(login__gt=after)
    return list(found.order_by("login")[: PAGE + 1])


def account_at(units: Iterable[int], account_id: uuid.UUID) -> Account | None:
    """Return an account at home in one of these units."""
    return Account.objects.filter(unit_id__in=sorted(units), id=account_id).first()
