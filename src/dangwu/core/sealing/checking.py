"""Checking the seals of one unit against its entries: the first bad place, or none."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from dangwu.core.sealing.canonical import Algorithm, Plain, digest_plain
from dangwu.core.sealing.seals import GENESIS, Head, Seal, head_of
from dangwu.core.sealing.signing import verify_head


class BadKind(StrEnum):
    """What is wrong at a place."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    NOT_SEALED = "not_sealed"
    MISSING_SEAL = "missing_seal"
    BROKEN_LINK = "broken_link"
    WRONG_HEAD = "wrong_head"
    WRONG_SIGNATURE = "wrong_signature"
    NOT_AS_PUBLISHED = "not_as_published"


SENTENCES = {
    BadKind.CHANGED: "第{seal}号封存的第{entry}条记录内容与封存时不同。",
    BadKind.REMOVED: "第{seal}号封存的第{entry}条记录已不在。",
    BadKind.INSERTED: "第{seal}号封存的第{entry}条位置上多出一条封存时没有的记录。",
    BadKind.REORDERED: "第{seal}号封存的第{entry}条起记录次序与封存时不同。",
    BadKind.NOT_SEALED: "第{seal}号封存之后还有未经封存的记录。",
    BadKind.MISSING_SEAL: "缺少第{seal}号封存。",
    BadKind.BROKEN_LINK: "第{seal}号封存没有接在前一号之后。",
    BadKind.WRONG_HEAD: "第{seal}号封存的链头与其内容不符。",
    BadKind.WRONG_SIGNATURE: "第{seal}号封存的签名不对。",
    BadKind.NOT_AS_PUBLISHED: "第{seal}号封存与已公布的链头不同。",
}


@dataclass(frozen=True, slots=True)
class BadPlace:
    """Where the chain fails first. `entry` counts from 1 within the seal, 0 for the seal."""

    unit_id: int
    seal: int
    entry: int
    kind: BadKind

    @property
    def text(self) -> str:
        """One sentence for a person."""
        return SENTENCES[self.kind].format(seal=self.seal, entry=self.entry)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check saw: seals and entries found sound, and the first bad place."""

    seals: int
    entries: int
    first_bad: BadPlace | None

    @property
    def ok(self) -> bool:
        """Whether everything is as it was sealed."""
        return self.first_bad is None


def verify_seals(
    seals: Sequence[Seal],
    entries: Iterable[Plain],
    *,
    unit_id: int,
    after: Head | None = None,
    published: Iterable[Head] = (),
    public_key: bytes | None = None,
) -> Finding:
    """Return the first place where the seals of a unit and its entries do not agree.

    entries: in plain form and order, all that are said to be sealed by `seals` and no others.
    after: the head before the first of `seals`, None when it is the first of the unit.
    published: heads known from elsewhere; without them a chain made anew, or cut at its end,
    cannot be told from the true one unless the signatures tell it.
    public_key: when given, every seal must carry a right signature.
    """
    known = {head.number: head.head for head in published if head.unit_id == unit_id}
    rest = iter(entries)
    last = after or Head(unit_id, 0, GENESIS)
    sound = 0
    for place, seal in enumerate(seals):
        bad = _bad_seal(seal, last, known, public_key) or _bad_entry(
            seal, rest, seals[place + 1 : place + 2]
        )
        if bad:
            return Finding(place, sound, bad)
        last = seal.published
        sound += seal.count
    return Finding(len(seals), sound, _bad_end(last, known, rest))


def _bad_seal(
    seal: Seal, last: Head, known: dict[int, str], public_key: bytes | None
) -> BadPlace | None:
    """Return what is wrong with the seal itself."""
    number = last.number + 1
    if seal.number > number:
        return BadPlace(last.unit_id, number, 0, BadKind.MISSING_SEAL)
    kind = None
    if (seal.unit_id, seal.number, seal.previous) != (last.unit_id, number, last.head):
        kind = BadKind.BROKEN_LINK
    elif seal.head != _true_head(seal):
        kind = BadKind.WRONG_HEAD
    elif known.get(seal.number, seal.head) != seal.head:
        kind = BadKind.NOT_AS_PUBLISHED
    elif public_key is not None and not verify_head(public_key, seal.head, seal.signature):
        kind = BadKind.WRONG_SIGNATURE
    return BadPlace(last.unit_id, seal.number, 0, kind) if kind else None


def _true_head(seal: Seal) -> str:
    return head_of(
        seal.unit_id, seal.number, seal.sealed_at, seal.algorithm, seal.previous, seal.digests
    )


def _bad_entry(seal: Seal, rest: Iterator[Plain], following: Sequence[Seal]) -> BadPlace | None:
    """Take the seal's entries from `rest` and return the first that is not as sealed."""
    found = [_digest(entry, seal.algorithm) for entry in islice(rest, seal.count)]
    if tuple(found) == seal.digests:
        return None
    # One more of each side tells a removal or an insertion at the end of the batch.
    found += [_digest(entry, seal.algorithm) for entry in islice(rest, 1)]
    sealed = [*seal.digests, *(digest for after in following for digest in after.digests[:1])]
    place = next(
        (i for i, (a, b) in enumerate(zip(sealed, found, strict=False)) if a != b), len(found)
    )
    return BadPlace(seal.unit_id, seal.number, place + 1, _kind(sealed[place:], found[place:]))


def _kind(sealed: Sequence[str], found: Sequence[str]) -> BadKind:
    """Return what happened, judged from the first difference on."""
    if not found:
        return BadKind.REMOVED
    seen_later = found[0] in sealed[1:]
    missed_later = sealed[0] in found[1:]
    if seen_later and missed_later:
        return BadKind.REORDERED
    if seen_later:
        return BadKind.REMOVED
    return BadKind.INSERTED if missed_later else BadKind.CHANGED


def _bad_end(last: Head, known: dict[int, str], rest: Iterator[Plain]) -> BadPlace | None:
    if any(number > last.number for number in known):
        return BadPlace(last.unit_id, last.number + 1, 0, BadKind.MISSING_SEAL)
    for _ in rest:
        return BadPlace(last.unit_id, last.number, 0, BadKind.NOT_SEALED)
    return None


def _digest(entry: Plain, algorithm: Algorithm) -> str:
    """Return the entry's digest, an empty text for what can never have been sealed."""
    try:
        return digest_plain(entry, algorithm)
    except (TypeError, UnicodeEncodeError):
        return ""
