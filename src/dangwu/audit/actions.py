"""Writing the record. The one way in; called by every action, in its transaction."""

import uuid
from datetime import datetime
from typing import Protocol

from django.db import connection, models

from dangwu.audit.models import Entry
from dangwu.audit.queries import entry_content
from dangwu.core.sealing import digest
from dangwu.sharding.fields import uuid7
from dangwu.sharding.models import Unit


class Actor(Protocol):
    """Who acts: an account, or the program itself (account_id None)."""

    @property
    def account_id(self) -> uuid.UUID | None: ...

    @property
    def name(self) -> str: ...

    @property
    def now(self) -> datetime: ...


def record(
    *,
    actor: Actor,
    verb: str,
    target: models.Model,
    organisation_id: uuid.UUID | None = None,
    **facts: str | int | bool | list[str] | None,
) -> Entry:
    """Add the entry that `actor` did `verb` to `target`, in the transaction of the change.

    verb: app and act, e.g. "members.reveal". facts: what a person needs to understand it, never
    a personal number in clear. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() belongs in the transaction of the change")
    row_id = getattr(target, "id", None)
    entry = Entry(
        id=uuid7(),
        unit_id=target.id if isinstance(target, Unit) else getattr(target, "unit_id", None) or 0,
        recorded_at=actor.now,
        account_id=actor.account_id,
        actor_name=actor.name,
        verb=verb,
        target_kind=target._meta.label_lower,
        target_id=row_id if isinstance(row_id, uuid.UUID) else None,
        organisation_id=organisation_id or getattr(target, "organisation_id", None),
        facts=facts,
    )
    entry.digest = digest(entry_content(entry))
    entry.save(force_insert=True)
    return entry
