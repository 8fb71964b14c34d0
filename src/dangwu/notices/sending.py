"""Sending what is due, each delivery once.

Three steps, each its own transaction: `claim` marks deliveries as sending, `carry` sends them,
`settle` writes how it ended. A worker that dies after the first step leaves them marked; after
a while `give_up` calls them unsure. Nothing marked is ever sent again by the program.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from dangwu.accounts.models import Account
from dangwu.notices.addresses import confirmed
from dangwu.notices.channels import mail, robots
from dangwu.notices.channels.outcomes import Ending, Outcome
from dangwu.notices.models import Delivery
from dangwu.sharding.access import open_units

State = Delivery.State
# Minutes until the next try, after each try that certainly did not deliver.
BACKOFF: Final = (1, 5, 15, 60, 240)
LOST: Final = timedelta(minutes=10)  # longer than any sending takes
LARGEST_MAIL: Final = 50  # notices in one mail
STATES: Final = {
    Ending.SENT: State.SENT,
    Ending.FAILED: State.FAILED,
    Ending.UNSURE: State.UNSURE,
    Ending.NOWHERE: State.DROPPED,
}


def send_unit(unit_id: int, *, now: datetime, limit: int = 500) -> int:
    """Send what is due in a unit; return how many sendings were tried, at most `limit`."""
    give_up(unit_id, now=now)
    for tried in range(limit):
        claimed = claim(unit_id, now=now)
        if not claimed:
            return tried
        settle(claimed, carry(claimed, now=now), now=now)
    return limit


def claim(unit_id: int, *, now: datetime) -> list[Delivery]:
    """Mark what goes out next and return it: one post, or all due mails of one account.

    Committed before it returns, so that no second worker and no later run sends it too.
    """
    with transaction.atomic():
        open_units([unit_id])
        due = (
            Delivery.objects.filter(unit_id=unit_id, state=State.QUEUED, not_before__lte=now)
            .select_for_update(of=("self",), skip_locked=True)
            .order_by("not_before", "id")
        )
        first = due.first()
        if first is None:
            return []
        rows = [first]
        if first.channel == Delivery.Channel.MAIL:
            rows = list(
                due.filter(channel=Delivery.Channel.MAIL, account_id=first.account_id)[
                    :LARGEST_MAIL
                ]
            )
        ids = [row.id for row in rows]
        mine = Delivery.objects.filter(unit_id=unit_id, id__in=ids)
        for row in rows:
            row.attempts += 1
        mine.update(state=State.SENDING, tried_at=now, attempts=max(r.attempts for r in rows))
        return list(mine.select_related("notice", "robot").order_by("notice_id"))


def carry(claimed: Sequence[Delivery], *, now: datetime) -> Outcome:
    """Send what was claimed, outside any transaction."""
    first = claimed[0]
    if first.channel == Delivery.Channel.ROBOT:
        text = "\n".join(
            line for line in ("【党务】" + first.notice.subject, *_where(first)) if line
        )
        return robots.post(first.robot, text, now=now, key=str(first.id))
    address = _address(first.account_id)
    if not address:
        return Outcome(Ending.NOWHERE, "账号已停用，或者邮箱改过、还没有确认")
    subject, text = _mail(claimed)
    return mail.send(to=address, subject=subject, text=text, key=str(first.id))


def settle(claimed: Sequence[Delivery], outcome: Outcome, *, now: datetime) -> None:
    """Write how the sending ended."""
    unit_id, attempts = claimed[0].unit_id, claimed[0].attempts
    with transaction.atomic():
        open_units([unit_id])
        rows = Delivery.objects.filter(
            unit_id=unit_id, id__in=[row.id for row in claimed], state=State.SENDING
        )
        reason = outcome.reason[:200]
        if outcome.ending is Ending.RETRY and attempts <= len(BACKOFF):
            later = now + timedelta(minutes=BACKOFF[attempts - 1])
            rows.update(state=State.QUEUED, not_before=later, refusal=reason)
            return
        rows.update(state=STATES.get(outcome.ending, State.FAILED), refusal=reason)


def give_up(unit_id: int, *, now: datetime) -> int:
    """Call unsure what was marked long ago and never settled; return how many."""
    with transaction.atomic():
        open_units([unit_id])
        return Delivery.objects.filter(
            unit_id=unit_id, state=State.SENDING, tried_at__lt=now - LOST
        ).update(state=State.UNSURE, refusal="发送途中程序中断，不能确定对方是否收到")


def _address(account_id: uuid.UUID | None) -> str:
    if account_id is None:
        return ""
    account = Account.objects.filter(id=account_id, is_active=True).only("email").first()
    return account.email if account and confirmed([account.id]) else ""


def _where(delivery: Delivery) -> list[str]:
    """Return the day and the address: what a text out of the product may hold beside the subject."""
    notice = delivery.notice
    day = notice.due_on
    return [
        f"期限：{day.year}年{day.month}月{day.day}日" if day else "",
        f"{settings.SITE_ADDRESS}{notice.link}" if notice.link else "",
    ]


def _mail(claimed: Sequence[Delivery]) -> tuple[str, str]:
    """Return subject and text of one mail over one notice or several."""
    parts = []
    for number, each in enumerate(claimed, start=1):
        head = each.notice.subject if len(claimed) == 1 else f"{number}. {each.notice.subject}"
        lines = (head, each.notice.text, *_where(each))
        parts.append("\n".join(line for line in lines if line))
    end = "不想再收到这样的邮件，请登录后在“提醒设置”里关闭。"
    subject = claimed[0].notice.subject
    if len(claimed) > 1:
        subject = f"{len(claimed)}件事的提醒"
    return f"【党务】{subject}", "\n\n".join([*parts, "—" * 10, end])
