"""Records sealed by their digest: rooms above say where theirs stand, `verify` compares them.

A sealed record has its content, its digest beside it, and an audit entry with the same digest. To
change it unnoticed one would have to change all three, and the chain of seals holds the third.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dangwu.audit.models import Entry


@dataclass(frozen=True, slots=True)
class Record:
    """One sealed record as it stands now. found: the digest of its content, computed just now."""

    id: uuid.UUID
    stored: str
    found: str


Reader = Callable[[int], Iterator[Record]]
_READERS: dict[tuple[str, str], Reader] = {}


def register(label: str, verb: str, reader: Reader) -> None:
    """Let a room's sealed records be verified.

    label: the model, e.g. meetings.sealedminutes. verb: the audit entry that carries the digest
    as the fact `digest`. reader: yields the records of a unit.
    """
    _READERS[(label, verb)] = reader


def first_altered(unit_id: int) -> dict[str, object] | None:
    """Return the first sealed record of a unit that is not what was sealed, or None.

    problem: altered (content and digest differ), unsealed (digest and audit entry differ) or
    removed (the entry stands, the record is gone).
    """
    for (label, verb), reader in sorted(_READERS.items()):
        entries = Entry.objects.filter(unit_id=unit_id, verb=verb, target_kind=label)
        sealed = dict(entries.values_list("target_id", "facts__digest"))
        for record in reader(unit_id):
            if record.stored != record.found:
                return _bad(unit_id, label, record.id, "altered")
            if sealed.pop(record.id, None) != record.stored:
                return _bad(unit_id, label, record.id, "unsealed")
        if sealed:
            gone = next(iter(sealed))
            return _bad(unit_id, label, gone, "removed") if gone else None
    return None


def _bad(unit_id: int, label: str, record: uuid.UUID, problem: str) -> dict[str, object]:
    return {"unit": unit_id, "record": f"{label}:{record}", "problem": problem}
