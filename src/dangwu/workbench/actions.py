"""What the administrator does with accounts: each act recorded."""

import uuid
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts import actions as account_actions
from dangwu.accounts.access import Access
from dangwu.accounts.models import Account, Grant, Role
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.organisations.models import Organisation
from dangwu.workbench.permissions import units_administered


class NoSuchOrganisationError(DomainError):
    """No organisation of the administered units has this code."""


def _administers(actor: Access, account: Account) -> None:
    if account.unit_id not in units_administered(actor):
        raise PermissionDenied


@transaction.atomic
def open_account(*, actor: Access, login: str, name: str, password: str) -> Account:
    """Open an account in the administrator's own unit. Raises PermissionDenied, LoginTakenError."""
    if actor.unit_id not in units_administered(actor):
        raise PermissionDenied
    opened = account_actions.open_account(
        login=login, name=name, password=password, unit_id=actor.unit_id
    )
    record(actor=actor, verb="accounts.open", target=opened, 登录名=login, 姓名=name)
    return opened


@transaction.atomic
def grant(*, actor: Access, account: Account, role: str, code: str, since: date) -> Grant:
    """Give an account a role in the organisation of that code.

    Raises PermissionDenied, NoSuchOrganisationError.
    """
    _administers(actor, account)
    units = units_administered(actor)
    organisation = Organisation.objects.filter(unit_id__in=sorted(units), code=code).first()
    if organisation is None:
        raise NoSuchOrganisationError(
            f"没有代码为“{code}”的党组织。代码在该组织的页面上，请核对后再填。"
        )
    given = account_actions.grant_role(
        account=account,
        role=Role(role),
        unit_id=organisation.unit_id,
        organisation_id=organisation.id,
        since=since,
    )
    record(
        actor=actor,
        verb="accounts.grant",
        target=account,
        organisation_id=organisation.id,
        登录名=account.login,
        权限=Role(role).label,
        党组织=organisation.name,
    )
    return given


@transaction.atomic
def end_grant(*, actor: Access, account: Account, grant_id: uuid.UUID) -> None:
    """End one role today; a role that began today is taken back whole. Raises PermissionDenied."""
    _administers(actor, account)
    held = Grant.objects.filter(account=account, id=grant_id).first()
    if held is None:
        return
    record(
        actor=actor,
        verb="accounts.end",
        target=account,
        organisation_id=held.organisation_id,
        登录名=account.login,
        权限=held.get_role_display(),
    )
    if held.since >= actor.today:
        held.delete()
        return
    held.until = actor.today
    held.save(update_fields=["until"])


@transaction.atomic
def reset_password(*, actor: Access, account: Account, password: str) -> None:
    """Give an account a new first password. Raises PermissionDenied."""
    _administers(actor, account)
    account_actions.set_password(actor=actor, account=account, password=password)


@transaction.atomic
def close_account(*, actor: Access, account: Account) -> None:
    """Let nobody sign in with the account. Raises PermissionDenied."""
    _administers(actor, account)
    account_actions.close_account(actor=actor, account=account)


@transaction.atomic
def reopen_account(*, actor: Access, account: Account) -> None:
    """Let a closed account sign in again. Raises PermissionDenied."""
    _administers(actor, account)
    account_actions.reopen_account(actor=actor, account=account)
