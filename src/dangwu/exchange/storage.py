"""Workbooks in the database: in pieces, encrypted, one row each."""

import hashlib
import os
import uuid
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from dangwu.exchange.models import RosterChunk, RosterFile
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import uuid7

_PIECE: Final = 1024 * 1024
_NONCE: Final = 12


def store_file(
    *,
    organisation: Organisation,
    name: str,
    content: bytes,
    stored_by: uuid.UUID | None,
    at: datetime,
) -> RosterFile:
    """Return the file as kept in the database, in the running transaction."""
    file = RosterFile.objects.create(
        id=uuid7(),
        unit_id=organisation.unit_id,
        organisation=organisation,
        name=name[-200:],
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        created_at=at,
        created_by=stored_by,
    )
    key_id = settings.FIELD_KEY_ID
    cipher, head = AESGCM(settings.FIELD_KEYS[key_id]), _head(key_id)
    for number, start in enumerate(range(0, len(content), _PIECE)):
        nonce = os.urandom(_NONCE)
        # The place is bound in: pieces cannot be exchanged unseen.
        text = cipher.encrypt(nonce, content[start : start + _PIECE], _place(file.id, number))
        RosterChunk.objects.create(
            unit_id=file.unit_id, file=file, number=number, data=head + nonce + text
        )
    return file


def content_of(file: RosterFile) -> bytes:
    """Return the bytes of a stored file."""
    pieces = []
    chunks = RosterChunk.objects.filter(unit_id=file.unit_id, file=file).order_by("number")
    for number, data in chunks.values_list("number", "data").iterator(chunk_size=4):
        raw = bytes(data)
        size = 1 + raw[0]
        key = settings.FIELD_KEYS[raw[1:size].decode()]
        nonce, text = raw[size : size + _NONCE], raw[size + _NONCE :]
        pieces.append(AESGCM(key).decrypt(nonce, text, _place(file.id, number)))
    return b"".join(pieces)


def _head(key_id: str) -> bytes:
    return bytes([len(key_id)]) + key_id.encode()


def _place(file_id: uuid.UUID, number: int) -> bytes:
    return file_id.bytes + number.to_bytes(4, "big")
