"""Roles are granted when a post begins and end with it."""

import uuid
from datetime import date

from django.db import transaction

from dangwu.accounts.models import Account, Grant, Role
from dangwu.core.errors import DomainError


class LoginTakenError(DomainError):
    """Another account has this login name."""


@transaction.atomic
def open_account(
    *,
    login: str,
    name: str,
    password: str | None,
    unit_id: int | None,
    person_id: uuid.UUID | None = None,
) -> Account:
    """Return a new account. Without a password nobody can sign in with it yet.

    Raises LoginTakenError.
    """
    if Account.objects.filter(login=login).exists():
        raise LoginTakenError(f"登录名“{login}”已被使用，请换一个。")
    return Account.objects.create_user(
        login, password, name=name, unit_id=unit_id, person_id=person_id
    )


@transaction.atomic
def grant_role(
    *,
    account: Account,
    role: Role,
    unit_id: int,
    organisation_id: uuid.UUID | None,
    since: date,
    until: date | None = None,
) -> Grant:
    """Give an account a role in an organisation over [since, until); again is the same grant."""
    grant, _created = Grant.objects.update_or_create(
        account=account,
        role=role,
        unit_id=unit_id,
        organisation_id=organisation_id,
        since=since,
        defaults={"until": until},
    )
    return grant


@transaction.atomic
def end_roles(*, account: Account, organisation_id: uuid.UUID, role: Role, on: date) -> int:
    """End the account's role in an organisation on that day; return how many grants ended."""
    return (
        Grant.objects.in_force(on)
        .filter(account=account, organisation_id=organisation_id, role=role, since__lt=on)
        .update(until=on)
    )
