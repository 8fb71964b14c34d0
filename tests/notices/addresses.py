"""Accounts with a mail address that was confirmed."""

import make
from dangwu.accounts.models import Account
from dangwu.notices.models import MailAddress


def give_address(account: Account, email: str = "") -> str:
    """Give the account an address that it has confirmed; return it."""
    account.email = email or f"{account.login}@example.invalid"
    account.save(update_fields=["email"])
    MailAddress.objects.update_or_create(
        account=account, defaults={"email": account.email, "confirmed_at": make.NOW}
    )
    return account.email
