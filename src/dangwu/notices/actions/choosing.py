"""What a person chooses for the own account. Putting a notice away leaves no trace but the mark."""

import secrets
import uuid
from collections.abc import Iterable
from datetime import time

from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import InputError
from dangwu.notices.actions.confirming import ask_for_link
from dangwu.notices.models import Feed, Preference
from dangwu.notices.queries.feeds import digest_of
from dangwu.notices.queries.mine import notices_to, own_account
from dangwu.notices.timing import Hours

TOKEN_BYTES = 32


def put_away(*, access: Access, notices: Iterable[uuid.UUID] | None = None) -> int:
    """Take notices out of the own list, all of them when none is named; return how many.

    Nobody is told and no moment is kept: whether a person reads is not recorded.
    """
    found = notices_to(access).filter(put_away=False)
    if notices is not None:
        found = found.filter(id__in=list(notices))
    return found.update(put_away=True)


@transaction.atomic
def choose(
    *,
    actor: Access,
    mail: str,
    email: str,
    digest_at: time,
    quiet_from: time,
    quiet_until: time,
) -> Preference:
    """Keep how the own account is told outside the product.

    An address that is new to the account gets a link first. Raises PermissionDenied, InputError.
    """
    account = own_account(actor)
    hours = Hours(quiet_from, quiet_until, digest_at)
    if mail == Preference.Mail.EACH and not email:
        raise InputError("email", "要用邮件接收提醒，请填写自己的电子邮箱。")
    if hours.is_quiet(digest_at):
        raise InputError("digest_at", "每日汇总的时间在免打扰时段内，请错开。")
    account.email = email
    account.save(update_fields=["email"])
    chosen, _created = Preference.objects.update_or_create(
        account=account,
        defaults={
            "mail": Preference.Mail(mail),
            "digest_at": digest_at,
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
        },
    )
    ask_for_link(account, email)
    record(actor=actor, verb="notices.choose", target=account, 邮件=chosen.get_mail_display())
    return chosen


@transaction.atomic
def open_feed(*, actor: Access) -> str:
    """Return a new secret token of the own calendar; an address given out before ends.

    It is shown this once: only its digest is kept. Raises PermissionDenied.
    """
    account = own_account(actor)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Feed.objects.update_or_create(
        account=account, defaults={"digest": digest_of(token), "opened_at": actor.now}
    )
    record(actor=actor, verb="notices.open_feed", target=account)
    return token


@transaction.atomic
def close_feed(*, actor: Access) -> None:
    """End the secret address of the own calendar. Raises PermissionDenied."""
    account = own_account(actor)
    Feed.objects.filter(account=account).delete()
    record(actor=actor, verb="notices.close_feed", target=account)
