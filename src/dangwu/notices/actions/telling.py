"""Telling somebody something, once, in the transaction of its reason."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.db import connection

from dangwu.core.identity import mask_id_number, mask_phone
from dangwu.notices.models import Notice
from dangwu.notices.recipients import Recipient
from dangwu.sharding.fields import uuid7

LONGEST: Final = 120  # characters of a subject
# A telephone or ID number has no business in what travels by mail and chat. People write them
# into titles all the same: of a task "call the builder on 138…".
NUMBER: Final = re.compile(r"(?<!\d)(?:1\d{10}|\d{17}[\dXx])(?!\d)")
_MOBILE: Final = 11  # digits


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be told to one recipient. Fields as `notify` takes them."""

    to: Recipient
    key: str
    subject: str
    text: str = ""
    link: str = ""
    due_on: date | None = None
    urgent: bool = False
    category: str = ""


def notify(
    *,
    unit_id: int,
    recipients: Iterable[Recipient],
    key: str,
    subject: str,
    text: str,
    link: str,
    due_on: date | None = None,
    urgent: bool = False,
    category: str = "",
) -> int:
    """Tell these recipients; return how many had not been told under this key before.

    Part of the caller's transaction: rolled back with it, sent out by the worker after it.
    key: what it is about, e.g. "tasks.assign:<id>"; the same key reaches a recipient once, ever.
    subject: leaves the product, so no names of others; numbers of persons are masked in it and in
    text. link: a path here.
    urgent: passes quiet hours and the digest; for meetings called in an emergency only.
    Raises RuntimeError outside a transaction, ValueError for a foreign link.
    """
    return tell(
        unit_id=unit_id,
        drafts=[
            Draft(each, key, subject, text, link, due_on, urgent, category) for each in recipients
        ],
    )


def tell(*, unit_id: int, drafts: Iterable[Draft]) -> int:
    """Write many notices at once; return how many are new. Rules as for `notify`."""
    if not connection.in_atomic_block:
        raise RuntimeError("notify() belongs in the transaction of its reason")
    by_key = {(each.to.id, each.key): each for each in drafts}
    rows = [_row(unit_id, each) for each in by_key.values()]
    if not rows:
        return 0
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    written = Notice.objects.filter(unit_id=unit_id, id__in=[row.id for row in rows])
    return written.count()


def _row(unit_id: int, draft: Draft) -> Notice:
    if draft.link and (not draft.link.startswith("/") or draft.link.startswith("//")):
        raise ValueError(f"{draft.key}: a notice links to a page of this product")
    return Notice(
        id=uuid7(),
        unit_id=unit_id,
        recipient_kind=draft.to.kind,
        recipient_id=draft.to.id,
        key=draft.key,
        subject=_short(_masked(draft.subject)),
        text=_masked(draft.text),
        link=draft.link,
        category=draft.category,
        due_on=draft.due_on,
        urgent=draft.urgent,
        unrouted=_leaves(draft.to),
    )


def _masked(words: str) -> str:
    """Return the words with stars in their telephone and ID numbers."""
    return NUMBER.sub(lambda found: _stars(found[0]), words)


def _stars(number: str) -> str:
    return mask_phone(number) if len(number) == _MOBILE else mask_id_number(number)


def _leaves(to: Recipient) -> bool:
    """Whether the notice may go out of the product at all, as this installation is set up."""
    if to.kind == Notice.To.ORGANISATION:
        return bool(settings.ROBOT_HOSTS)
    return bool(settings.EMAIL_HOST)


def _short(subject: str) -> str:
    words = " ".join(subject.split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
