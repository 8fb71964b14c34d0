"""Taking one envelope: the right is used and the envelope kept in one transaction, or neither.

The statement is written out because it is the whole cost of a vote. No entry of the audit is made:
it would carry the moment beside the envelope. The roll itself is the record.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from dangwu.accounts.access import Access
from dangwu.ballots.envelopes import digest_of
from dangwu.ballots.receipts import receipt_message, sign
from dangwu.core.errors import DomainError

# One statement is one way to the database. The lock stands against closing (FOR UPDATE) and not
# against other voters; who waited for a closing sees the closed state, and nothing is added.
CAST = """
WITH booth AS MATERIALIZED (
    SELECT b.unit_id, b.id, m.digest
    FROM ballots_ballot b
    JOIN ballots_manifest m ON m.unit_id = b.unit_id AND m.ballot_id = b.id
    WHERE b.unit_id = %(unit)s AND b.id = %(ballot)s AND b.state = 'open'
      AND b.opens_at <= %(now)s AND %(now)s < b.closes_at AND m.envelope_bytes = %(length)s
    FOR KEY SHARE OF b
), used AS (
    INSERT INTO ballots_usedright (unit_id, ballot_id, person_id)
    SELECT r.unit_id, r.ballot_id, r.person_id
    FROM ballots_rollentry r JOIN booth ON r.unit_id = booth.unit_id AND r.ballot_id = booth.id
    WHERE r.unit_id = %(unit)s AND r.person_id = %(person)s
    ON CONFLICT DO NOTHING
    RETURNING unit_id
), kept AS (
    INSERT INTO ballots_envelope (unit_id, ballot_id, digest, content)
    SELECT unit_id, %(ballot)s, %(name)s, %(envelope)s FROM used
    ON CONFLICT DO NOTHING
    RETURNING unit_id
)
SELECT booth.digest, (SELECT count(*) FROM used), (SELECT count(*) FROM kept) FROM booth
"""
# Asked only when nothing was added: what stands in the way.
LOOK = """
SELECT m.digest, m.envelope_bytes, b.state = 'open' AND b.opens_at <= %(now)s
         AND %(now)s < b.closes_at,
       EXISTS (SELECT 1 FROM ballots_rollentry r WHERE r.unit_id = b.unit_id
               AND r.ballot_id = b.id AND r.person_id = %(person)s),
       EXISTS (SELECT 1 FROM ballots_envelope e WHERE e.unit_id = b.unit_id
               AND e.ballot_id = b.id AND e.digest = %(name)s)
FROM ballots_ballot b
JOIN ballots_manifest m ON m.unit_id = b.unit_id AND m.ballot_id = b.id
WHERE b.unit_id = %(unit)s AND b.id = %(ballot)s
"""


STRANGER = "您不在这次投票的名册上。如有疑问，请联系本党组织。"


class NotOnRollError(DomainError):
    """The person may not vote here."""


class AlreadyVotedError(DomainError):
    """The right to vote was used with another envelope."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The signed word that an envelope is in the box. again: it was there already."""

    ballot: str
    manifest: str
    envelope: str
    signature: str
    again: bool


@transaction.atomic(savepoint=False)
def cast_envelope(
    *, actor: Access, unit_id: int, ballot_id: uuid.UUID, envelope: bytes
) -> Receipt:
    """Return the receipt of an envelope that is in the box, put there now or before.

    Sending the same envelope again changes nothing. A refusal undoes the whole transaction.
    Raises NotOnRollError, AlreadyVotedError, DomainError when the ballot is not open or the
    envelope not of its length.
    """
    if actor.unit_id != unit_id or actor.person_id is None:
        raise NotOnRollError(STRANGER)
    name = digest_of(envelope)
    given: dict[str, Any] = {
        "unit": unit_id,
        "ballot": ballot_id,
        "person": actor.person_id,
        "now": actor.now,
        "name": name,
        "envelope": envelope,
        "length": len(envelope),
    }
    with connection.cursor() as cursor:
        cursor.execute(CAST, given)
        manifest, used, kept = cursor.fetchone() or ("", 0, 0)
        if used and not kept:
            # Somebody else's envelope sent again: the right is not used by it.
            raise DomainError("这张选票是别人投过的，没有收下。请刷新页面，自己填写。")
        if not used:
            manifest = _kept_before(cursor, given)
    message = receipt_message(ballot=str(ballot_id), manifest=manifest, envelope=name)
    signature = sign(settings.SEAL_KEY, message)
    return Receipt(str(ballot_id), manifest, name, signature, again=not used)


def _kept_before(cursor: CursorWrapper, given: dict[str, Any]) -> str:
    """Return the manifest's digest when the envelope is in the box already, else refuse."""
    cursor.execute(LOOK, given)
    manifest, length, takes, on_roll, kept = cursor.fetchone() or ("", 0, False, False, False)
    if not on_roll:
        raise NotOnRollError(STRANGER)
    if kept:
        return str(manifest)
    if not takes:
        raise DomainError("现在不在投票时间内，这张选票没有收下。")
    if given["length"] != length:
        raise DomainError("选票的长度不对，没有收下。请刷新页面重新填写。")
    raise AlreadyVotedError("您已经投过票，第一张选票有效，这一张没有收下。每人只投一票。")
