"""Chaining what was recorded. Runs beside the work, so that no change waits on a chain."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from dangwu.audit.models import Entry, Seal, SealedEntry
from dangwu.core import sealing

KEY_ID = "k1"
BATCH = 5000
# A transaction may commit later than it recorded; entries older than this have all arrived.
LATEST_ARRIVAL = timedelta(hours=24)


def last_head(unit_id: int) -> sealing.Head | None:
    """Return the head of a unit's newest seal."""
    seal = Seal.objects.filter(unit_id=unit_id).order_by("-number").first()
    return sealing.Head(unit_id, seal.number, seal.head) if seal else None


def unsealed(unit_id: int, *, batch: int = BATCH) -> list[Entry]:
    """Return the unit's next committed entries that no seal holds yet, oldest first."""
    newest = Seal.objects.filter(unit_id=unit_id).order_by("-number").first()
    entries = Entry.objects.filter(unit_id=unit_id)
    if newest is not None:
        entries = entries.filter(recorded_at__gt=newest.sealed_at - LATEST_ARRIVAL)
    sealed = SealedEntry.objects.filter(unit_id=unit_id, entry_id=OuterRef("id"))
    return list(entries.exclude(Exists(sealed)).order_by("recorded_at", "id")[:batch])


@transaction.atomic
def seal_unit(*, unit_id: int, now: datetime) -> int:
    """Seal the unit's next batch; return how many entries it holds.

    Two sealers at once cannot fork the chain: the second's number is refused by the database.
    """
    entries = unsealed(unit_id)
    if not entries:
        return 0
    seal = sealing.chain(
        unit_id=unit_id,
        last=last_head(unit_id),
        digests=[entry.digest for entry in entries],
        sealed_at=now,
    )
    row = Seal.objects.create(
        unit_id=unit_id,
        number=seal.number,
        previous_head=seal.previous,
        head=seal.head,
        entries=seal.count,
        sealed_at=seal.sealed_at,
        signature=sealing.sign_head(settings.SEAL_KEY, seal.head),
        key_id=KEY_ID,
        algorithm=str(seal.algorithm),
    )
    SealedEntry.objects.bulk_create(
        SealedEntry(
            unit_id=unit_id, entry_id=entry.id, seal_id=row.id, position=place, digest=entry.digest
        )
        for place, entry in enumerate(entries, start=1)
    )
    return len(entries)
