"""Taking one envelope: the right is used and the envelope kept in one transaction, or neither.

Three short statements, written out because they are the whole cost of a vote. No entry of the
audit is made: it would carry the moment beside the envelope. The roll itself is the record.
"""

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from dangwu.accounts.access import Access
from dangwu.ballots.envelopes import digest_of
from dangwu.ballots.receipts import receipt_message, sign
from dangwu.core.errors import DomainError

# The lock stands against closing (FOR UPDATE) and not against other voters.
LOCK = """
SELECT b.state, b.opens_at, b.closes_at, m.digest, m.envelope_bytes
FROM ballots_ballot b
JOIN ballots_manifest m ON m.unit_id = b.unit_id AND m.ballot_id = b.id
WHERE b.unit_id = %s AND b.id = %s
FOR KEY SHARE OF b
"""
USE = """
INSERT INTO ballots_usedright (unit_id, ballot_id, person_id)
SELECT unit_id, ballot_id, person_id FROM ballots_rollentry
WHERE unit_id = %s AND ballot_id = %s AND person_id = %s
ON CONFLICT DO NOTHING
"""
KEEP = """
INSERT INTO ballots_envelope (unit_id, ballot_id, digest, content) VALUES (%s, %s, %s, %s)
ON CONFLICT DO NOTHING
"""
ON_ROLL = """
SELECT EXISTS (SELECT 1 FROM ballots_rollentry
               WHERE unit_id = %s AND ballot_id = %s AND person_id = %s),
       EXISTS (SELECT 1 FROM ballots_envelope
               WHERE unit_id = %s AND ballot_id = %s AND digest = %s)
"""


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


@transaction.atomic
def cast_envelope(
    *, actor: Access, unit_id: int, ballot_id: uuid.UUID, envelope: bytes
) -> Receipt:
    """Return the receipt of an envelope that is in the box, put there now or before.

    Sending the same envelope again changes nothing. Raises NotOnRollError, AlreadyVotedError,
    DomainError when the ballot is not open or the envelope not of its length.
    """
    place = (unit_id, ballot_id)
    with connection.cursor() as cursor:
        cursor.execute(LOCK, place)
        found = cursor.fetchone()
        if found is None or actor.unit_id != unit_id or actor.person_id is None:
            raise NotOnRollError("您不在这次投票的名册上。如有疑问，请联系本党组织。")
        state, opens_at, closes_at, manifest, length = found
        name = digest_of(envelope)
        again = False
        if state != "open" or not opens_at <= actor.now < closes_at:
            again = _is_kept(cursor, place, actor.person_id, name)
            if not again:
                raise DomainError("现在不在投票时间内，这张选票没有收下。")
        elif len(envelope) != length:
            raise DomainError("选票的长度不对，没有收下。请刷新页面重新填写。")
        else:
            again = not _keep(cursor, place, actor.person_id, name, envelope)
    message = receipt_message(ballot=str(ballot_id), manifest=manifest, envelope=name)
    return Receipt(str(ballot_id), manifest, name, sign(settings.SEAL_KEY, message), again)


def _keep(
    cursor: CursorWrapper,
    place: tuple[int, uuid.UUID],
    person: uuid.UUID,
    name: str,
    envelope: bytes,
) -> bool:
    """Use the right and keep the envelope; False when that had been done before."""
    cursor.execute(USE, (*place, person))
    if not cursor.rowcount:
        if not _is_kept(cursor, place, person, name):
            raise AlreadyVotedError("您已经投过票，第一张选票有效，这一张没有收下。每人只投一票。")
        return False
    cursor.execute(KEEP, (*place, name, envelope))
    if not cursor.rowcount:
        # Somebody else's envelope sent again: nothing of this transaction stays.
        raise DomainError("这张选票是别人投过的，没有收下。请刷新页面，自己填写。")
    return True


def _is_kept(
    cursor: CursorWrapper, place: tuple[int, uuid.UUID], person: uuid.UUID, name: str
) -> bool:
    """Whether the envelope is in the box. Raises NotOnRollError for a stranger."""
    cursor.execute(ON_ROLL, (*place, person, *place, name))
    on_roll, kept = cursor.fetchone()
    if not on_roll:
        raise NotOnRollError("您不在这次投票的名册上。如有疑问，请联系本党组织。")
    return bool(kept)
