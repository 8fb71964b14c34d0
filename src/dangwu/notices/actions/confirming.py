"""Showing that a mail address is one's own: mail leaves to a confirmed one only."""

from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.accounts.models import Account
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.notices.addresses import BETWEEN, VALID, is_valid, nonce_in
from dangwu.notices.models import MailAddress
from dangwu.notices.queries.mine import own_account


def ask_for_link(account: Account, email: str) -> None:
    """Want a link for an address that was not asked about; forget the one that was taken out."""
    rows = MailAddress.objects.filter(account=account)
    if not email:
        rows.delete()
        return
    known = rows.first()
    if known is None:
        MailAddress.objects.create(account=account, email=email, link_wanted=True)
    elif known.email != email:
        rows.update(email=email, confirmed_at=None, link_wanted=True, link_nonce="", refusal="")


@transaction.atomic
def ask_again(*, actor: Access) -> MailAddress:
    """Want another link for the own address; the one before ends when it goes out.

    Raises PermissionDenied, DomainError.
    """
    account = own_account(actor)
    if not account.email:
        raise DomainError("还没有填写电子邮箱，请先填写并保存。")
    ask_for_link(account, account.email)
    row = MailAddress.objects.select_for_update().get(account=account)
    if row.confirmed_at is not None:
        raise DomainError("这个邮箱已经确认过了，不用再确认。")
    if row.link_sent_at is not None and actor.now < row.link_sent_at + BETWEEN:
        raise DomainError(
            f"确认信刚刚发出，请先到邮箱里找一找，垃圾邮件里也看一下；{BETWEEN.seconds // 60}分钟后可以再发。"
        )
    row.link_wanted = True
    row.save(update_fields=["link_wanted"])
    record(actor=actor, verb="notices.ask_address_again", target=account)
    return row


@transaction.atomic
def confirm_address(*, actor: Access, token: str) -> MailAddress:
    """Use a link: its address is confirmed. Raises PermissionDenied, DomainError."""
    account = own_account(actor)
    row = MailAddress.objects.select_for_update().filter(account=account).first()
    nonce = nonce_in(token, account.id)
    if row is None or row.email != account.email or not is_valid(row, nonce, actor.now):
        raise DomainError(
            f"这个确认地址不能用了：可能已经用过、超过了{VALID.days}天、后来又发过新的，"
            "或者登录的不是当时填写邮箱的账号。请在提醒设置里重新发送确认信。"
        )
    row.confirmed_at, row.link_nonce, row.link_wanted = actor.now, "", False
    row.save(update_fields=["confirmed_at", "link_nonce", "link_wanted"])
    record(actor=actor, verb="notices.confirm_address", target=account)
    return row
