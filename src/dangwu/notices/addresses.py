"""The link by which somebody shows that a mail address is theirs, and the mail that carries it.

The link is signed, counts once and for three days, and works only for the account that asked. It
is sent as every mail is: what was marked as sent is not sent again by the program.
"""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from dangwu.notices.channels import mail
from dangwu.notices.channels.outcomes import Ending
from dangwu.notices.models import MailAddress

VALID: Final = timedelta(days=3)
BETWEEN: Final = timedelta(minutes=5)  # two links to one account
SALT: Final = "dangwu.notices.address"
NONCE_BYTES: Final = 32


def token_of(row: MailAddress) -> str:
    """Return what the link of a row carries."""
    return Signer(salt=SALT).sign(f"{row.account_id.hex}.{row.link_nonce}")


def nonce_in(token: str, account_id: uuid.UUID) -> str:
    """Return the nonce of a link of this account; empty where the link is not ours or not theirs."""
    try:
        account, _, nonce = Signer(salt=SALT).unsign(token).partition(".")
    except BadSignature:
        return ""
    return nonce if account == account_id.hex else ""


def is_valid(row: MailAddress, nonce: str, now: datetime) -> bool:
    """Whether this nonce confirms the row's address at this moment."""
    sent = row.link_sent_at
    return bool(nonce) and nonce == row.link_nonce and sent is not None and now < sent + VALID


def can_send_links() -> bool:
    """Whether this installation has a mail server, and an address of its own to link to."""
    return bool(settings.EMAIL_HOST and settings.SITE_ADDRESS)


def send_links(*, now: datetime, limit: int = 100) -> int:
    """Send the links that are wanted; return how many were tried."""
    if not can_send_links():
        return 0
    for tried in range(limit):
        row = _claim(now)
        if row is None:
            return tried
        outcome = mail.send(to=row.email, subject=SUBJECT, text=_text(row), key=str(uuid.uuid4()))
        if outcome.ending is not Ending.SENT:
            _note(row, outcome.reason, again=outcome.ending is Ending.RETRY)
    return limit


def confirmed(accounts: list[uuid.UUID]) -> set[uuid.UUID]:
    """Return which of these accounts have confirmed the address they have now."""
    rows = MailAddress.objects.filter(
        account_id__in=accounts, confirmed_at__isnull=False, email=F("account__email")
    )
    return set(rows.values_list("account_id", flat=True))


@transaction.atomic
def _claim(now: datetime) -> MailAddress | None:
    """Mark the next link as sent, with a new nonce, so that no other run sends it too."""
    row = (
        MailAddress.objects.filter(link_wanted=True, account__is_active=True)
        .filter(Q(link_sent_at__isnull=True) | Q(link_sent_at__lte=now - BETWEEN))
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("id")
        .first()
    )
    if row is None:
        return None
    row.link_wanted, row.link_sent_at, row.refusal = False, now, ""
    row.link_nonce = secrets.token_urlsafe(NONCE_BYTES)
    row.save(update_fields=["link_wanted", "link_sent_at", "link_nonce", "refusal"])
    return row


@transaction.atomic
def _note(row: MailAddress, reason: str, *, again: bool) -> None:
    """Write why a link did not go out; `again`: it certainly did not, and is tried later."""
    MailAddress.objects.filter(id=row.id, link_nonce=row.link_nonce).update(
        refusal=reason[:200], link_wanted=again
    )


SUBJECT: Final = "【党务】请确认电子邮箱"


def _text(row: MailAddress) -> str:
    link = settings.SITE_ADDRESS + reverse("notices:confirm_address", args=(token_of(row),))
    return (
        "有人在党务系统的提醒设置里填写了这个电子邮箱，用来接收本人的提醒。\n\n"
        f"如果是您，请在{VALID.days}天内打开下面的地址，登录后点“确认这个邮箱”：\n{link}\n\n"
        "如果不是您，不用理会这封信：不确认，系统就不会再往这里发提醒。"
    )
