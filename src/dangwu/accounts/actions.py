"""Roles are granted when a post begins and end with it."""

import uuid
from datetime import date

from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.accounts.models import Account, Grant, Role
from dangwu.audit.actions import record
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


@transaction.atomic
def set_password(*, actor: Access, account: Account, password: str) -> None:
    """Give an account a new password and record that it was done, never the password."""
    account.set_password(password)
    account.save(update_fields=["password"])
    record(actor=actor, verb="accounts.password", target=account, 账号=account.login)


@transaction.atomic
def close_account(*, actor: Access, account: Account) -> None:
    """Let nobody sign in with this account any more. Its records stay."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    record(actor=actor, verb="accounts.close", target=account, 账号=account.login)


@transaction.atomic
def reopen_account(*, actor: Access, account: Account) -> None:
    """Let a closed account sign in again."""
    account.is_active = True
    account.save(update_fields=["is_active"])
    record(actor=actor, verb="accounts.reopen", target=account, 账号=account.login)


def keep_large_text(*, account: Account, large: bool) -> None:
    """Keep the person's choice of large text. A preference, not a record."""
    account.large_text = large
    account.save(update_fields=["large_text"])
