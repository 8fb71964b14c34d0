"""Seals: batches of entries of one unit, each bound to the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dangwu.core.sealing.canonical import Algorithm, Plain, digest, plain

GENESIS = "0" * 64  # what the first seal of a unit names as the head before it


@dataclass(frozen=True, slots=True)
class Head:
    """What is published of a seal: it fixes every entry up to this one."""

    unit_id: int
    number: int
    head: str


@dataclass(frozen=True, slots=True)
class Seal:
    """One batch of a unit. `head` is the digest of all the other fields but the signature."""

    unit_id: int
    number: int  # 1, 2, 3 … within the unit
    sealed_at: datetime
    algorithm: Algorithm
    previous: str
    digests: tuple[str, ...]  # of the entries, in order
    head: str
    signature: str = ""

    @property
    def count(self) -> int:
        """How many entries are sealed here."""
        return len(self.digests)

    @property
    def published(self) -> Head:
        """What the next seal is chained to."""
        return Head(self.unit_id, self.number, self.head)


def chain(
    *,
    unit_id: int,
    last: Head | None,
    digests: Sequence[str],
    sealed_at: datetime,
    algorithm: Algorithm = Algorithm.SHA256,
) -> Seal:
    """Return the seal of the next batch of entries, not signed yet.

    last: the head of the unit's seal before this, None for its first.
    digests: of the committed entries in their order, by the same algorithm.
    sealed_at: with a time zone.
    Raises ValueError when `last` belongs to another unit.
    """
    if last is not None and last.unit_id != unit_id:
        raise ValueError(f"The head of unit {last.unit_id} cannot precede one of {unit_id}.")
    number = last.number + 1 if last else 1
    previous = last.head if last else GENESIS
    head = head_of(unit_id, number, sealed_at, algorithm, previous, digests)
    return Seal(unit_id, number, sealed_at, algorithm, previous, tuple(digests), head)


def head_of(
    unit_id: int,
    number: int,
    sealed_at: datetime,
    algorithm: Algorithm,
    previous: str,
    digests: Sequence[str],
) -> str:
    """Return the head that a seal with these fields must have."""
    fields = {
        "unit_id": unit_id,
        "number": number,
        "sealed_at": sealed_at,
        "algorithm": algorithm,
        "previous": previous,
        "count": len(digests),
        "digests": list(digests),
    }
    return digest(fields, algorithm)


def as_published(seal: Seal) -> dict[str, Plain]:
    """Return the seal as it is published: enough to check an export, without the digests."""
    return {
        "unit_id": seal.unit_id,
        "number": seal.number,
        "sealed_at": plain(seal.sealed_at),
        "algorithm": str(seal.algorithm),
        "previous": seal.previous,
        "count": seal.count,
        "head": seal.head,
        "signature": seal.signature,
    }


def as_json(seal: Seal) -> dict[str, Plain]:
    """Return the published form and the digests, which let a check name the very entry."""
    return as_published(seal) | {"digests": list(seal.digests)}
