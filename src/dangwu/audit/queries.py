"""Reading the record, and checking its chain."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from dangwu.audit.models import Entry, Seal, SealedEntry
from dangwu.audit.sealed import first_altered
from dangwu.core import sealing
from dangwu.sharding.models import Unit
from dangwu.sharding.queries import UnitQuerySet

PAGE = 50


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of the chains found.

    first_bad: the unit with the seal and entry, or with the sealed record, and what is wrong.
    """

    entries: int
    seals: int
    unsealed: int
    first_bad: dict[str, object] | None

    @property
    def ok(self) -> bool:
        return self.first_bad is None


def entry_content(entry: Entry) -> dict[str, object]:
    """Return what an entry's digest is over: every column but the digest itself."""
    return {
        "unit": entry.unit_id,
        "id": entry.id,
        "recorded_at": entry.recorded_at,
        "account": entry.account_id,
        "actor": entry.actor_name,
        "verb": entry.verb,
        "target_kind": entry.target_kind,
        "target": entry.target_id,
        "organisation": entry.organisation_id,
        "facts": entry.facts,
    }


def entries_of(
    *,
    units: Iterable[int],
    since: date | None = None,
    until: date | None = None,
    actor: str = "",
    verb: str = "",
    before: uuid.UUID | None = None,
) -> list[Entry]:
    """Return up to a page and one more of entries, newest first. `before`: keyset of the last page.

    until: inclusive.
    """
    entries: UnitQuerySet[Entry] = Entry.objects.filter(unit_id__in=sorted(units))
    zone = timezone.get_default_timezone()
    if since:
        entries = entries.filter(
            recorded_at__gte=datetime(since.year, since.month, since.day, tzinfo=zone)
        )
    if until and until < date.max:
        after = until + timedelta(days=1)
        entries = entries.filter(
            recorded_at__lt=datetime(after.year, after.month, after.day, tzinfo=zone)
        )
    if actor:
        entries = entries.filter(actor_name=actor)
    if verb:
        entries = entries.filter(Q(verb=verb) | Q(verb__startswith=f"{verb}."))
    if before:
        entries = entries.filter(id__lt=before)
    return list(entries.order_by("-id")[: PAGE + 1])


def history_of(*, unit_id: int, target_id: uuid.UUID, limit: int = 50) -> list[Entry]:
    """Return the newest entries about one thing."""
    return list(
        Entry.objects.filter(unit_id=unit_id, target_id=target_id).order_by("-recorded_at")[:limit]
    )


def newest_seals(units: Iterable[int]) -> list[Seal]:
    """Return the newest seal of each unit."""
    return list(
        Seal.objects.filter(unit_id__in=sorted(units))
        .select_related("unit")
        .order_by("unit_id", "-number")
        .distinct("unit_id")
    )


def verify_units(units: Iterable[int] | None = None) -> Verification:
    """Check the chain of every unit (or of these) against the entries and sealed records now."""
    ids = (
        sorted(units)
        if units is not None
        else list(Unit.objects.order_by("id").values_list("id", flat=True))
    )
    entries = seals = loose = 0
    for unit_id in ids:
        finding = _verify_unit(unit_id)
        entries += finding.entries
        seals += finding.seals
        loose += Entry.objects.filter(unit_id=unit_id).count() - finding.entries
        if finding.first_bad is not None:
            bad = finding.first_bad
            first_bad: dict[str, object] = {
                "unit": bad.unit_id,
                "seal": bad.seal,
                "entry": bad.entry,
                "problem": str(bad.kind),
            }
            return Verification(entries, seals, max(loose, 0), first_bad)
        if altered := first_altered(unit_id):
            return Verification(entries, seals, max(loose, 0), altered)
    return Verification(entries, seals, loose, None)


def _verify_unit(unit_id: int) -> sealing.Finding:
    digests: dict[uuid.UUID, list[str]] = {}
    rows = SealedEntry.objects.filter(unit_id=unit_id).order_by("seal__number", "position")
    for seal_id, digest in rows.values_list("seal_id", "digest"):
        digests.setdefault(seal_id, []).append(digest)
    chain = [
        sealing.Seal(
            unit_id=unit_id,
            number=row.number,
            sealed_at=row.sealed_at,
            algorithm=sealing.Algorithm(row.algorithm),
            previous=row.previous_head,
            digests=tuple(digests.get(row.id, ())),
            head=row.head,
            signature=row.signature,
        )
        for row in Seal.objects.filter(unit_id=unit_id).order_by("number")
    ]
    return sealing.verify_seals(
        chain,
        _sealed_contents(unit_id),
        unit_id=unit_id,
        public_key=sealing.public_key_of(settings.SEAL_KEY),
    )


def _sealed_contents(unit_id: int) -> Iterator[sealing.Plain]:
    """Yield what each sealed entry says now, in the order of the seals."""
    places = SealedEntry.objects.filter(unit_id=unit_id).select_related("entry", "seal")
    for place in places.order_by("seal__number", "position").iterator():
        yield sealing.plain(entry_content(place.entry))
