"""Personal numbers at rest: encrypted, found by a keyed digest, shown masked.

Ciphertext: one byte format, one byte length of the key id, the key id, 12 bytes nonce, the
AES-256-GCM text. The key id lets a new key be introduced while old rows are still read.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from dangwu.core.identity import mask_id_number, mask_phone

_FORMAT = 1
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Sealed:
    """A personal number as it is stored. `digest` finds it, `mask` is shown."""

    cipher: bytes
    digest: bytes
    mask: str


@cache
def _cipher(key_id: str) -> AESGCM:
    return AESGCM(settings.FIELD_KEYS[key_id])


def _encrypt(text: str) -> bytes:
    key_id = settings.FIELD_KEY_ID
    name = key_id.encode()
    nonce = os.urandom(_NONCE_BYTES)
    head = bytes((_FORMAT, len(name))) + name
    return head + nonce + _cipher(key_id).encrypt(nonce, text.encode(), head)


def digest_of(number: str) -> bytes:
    """Return the 32-byte keyed digest by which an encrypted number is found."""
    return hmac.digest(settings.BLIND_KEY, number.encode(), hashlib.sha256)


def seal_id(number: str) -> Sealed:
    """Return a checked ID number as it is stored."""
    return Sealed(_encrypt(number), digest_of(f"id:{number}"), mask_id_number(number))


def seal_phone(number: str) -> Sealed:
    """Return a telephone number as it is stored."""
    return Sealed(_encrypt(number), digest_of(f"phone:{number}"), mask_phone(number))


def seal_text(text: str) -> bytes:
    """Return any other text encrypted, e.g. the value a correction proposes."""
    return _encrypt(text)


def id_digest(number: str) -> bytes:
    """Return the digest that a stored ID number is found by."""
    return digest_of(f"id:{number}")


def phone_digest(number: str) -> bytes:
    """Return the digest that a stored telephone number is found by."""
    return digest_of(f"phone:{number}")


def open_number(cipher: bytes) -> str:
    """Return an encrypted text in clear. The caller has asked permission and records it.

    Raises cryptography's InvalidTag when the text was altered: a fault, not a refusal.
    """
    cipher = bytes(cipher)
    size = cipher[1]
    head, rest = cipher[: 2 + size], cipher[2 + size :]
    key_id = head[2:].decode()
    return _cipher(key_id).decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], head).decode()
