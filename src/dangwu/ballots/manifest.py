"""What is frozen before a ballot opens, in the form that everybody can digest again."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, Final

from dangwu.ballots.booth import Contest, as_frozen
from dangwu.ballots.models import Ballot, RollEntry, Teller
from dangwu.core.sealing import digest, plain

SCHEME: Final = "dangwu-ballot-1"


def roll_digest(persons: Iterable[uuid.UUID]) -> str:
    """Return the digest of the roll: of the persons' identifiers in their order."""
    return digest(sorted(str(person) for person in persons))


def manifest_of(
    ballot: Ballot,
    *,
    contests: Sequence[Contest],
    roll: Sequence[RollEntry],
    tellers: Sequence[Teller],
    plaintext: int,
    receipt_key: str,
) -> dict[str, Any]:
    """Return the manifest in plain form. plaintext: bytes that a ballot is padded to."""
    content = {
        "scheme": SCHEME,
        "ballot": str(ballot.id),
        "unit": ballot.unit_id,
        "organisation": ballot.organisation.name,
        "title": ballot.title,
        "tier": ballot.tier,
        "held_on": ballot.held_on,
        "opens_at": ballot.opens_at,
        "closes_at": ballot.closes_at,
        "contests": as_frozen(contests),
        "roll": {"count": len(roll), "digest": roll_digest(row.person_id for row in roll)},
        "tellers": [
            {"number": t.number, "name": t.name, "duty": t.duty, "key": t.public_key}
            for t in tellers
        ],
        "plaintext_bytes": plaintext,
        "receipt_key": receipt_key,
    }
    found = plain(content)
    assert isinstance(found, dict)  # noqa: S101  # of a mapping
    return found
