"""Sealing and peeling with libsodium's sealed boxes. The server peels nothing: it has no key.

An envelope is the padded ballot sealed to the last teller, that sealed to the one before, and so
on: the first teller's layer is outermost. The pages do the same with libsodium in the browser.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Final

from nacl.bindings import crypto_box_SEALBYTES, sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

KEY_BYTES: Final = 32
LAYER: Final[int] = crypto_box_SEALBYTES  # what a sealed box adds
TRACKER_BYTES: Final = 16


def envelope_bytes(plaintext: int, tellers: int) -> int:
    """Return the length of an envelope of ballots padded to `plaintext` bytes."""
    return plaintext + tellers * LAYER


def digest_of(content: bytes) -> str:
    """Return the name of an envelope or batch: its SHA-256, 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def plaintext_of(
    *, ballot: str, manifest: str, tracker: str, choices: Sequence[object], length: int
) -> bytes:
    """Return a filled-in ballot, padded to `length` bytes. Raises ValueError when too long."""
    fields = {"v": 1, "ballot": ballot, "manifest": manifest, "tracker": tracker}
    text = json.dumps({**fields, "choices": choices}, ensure_ascii=False, separators=(",", ":"))
    raw = text.encode()
    if len(raw) >= length:
        raise ValueError(f"A ballot of {len(raw)} bytes does not fit into {length}.")
    return sodium_pad(raw, length)


def text_of(plaintext: bytes) -> str | None:
    """Return the JSON text of a padded ballot, None when it is not one."""
    try:
        return sodium_unpad(plaintext, len(plaintext)).decode()
    except (CryptoError, UnicodeDecodeError, ValueError):
        return None


def seal(plaintext: bytes, public_keys: Sequence[str]) -> bytes:
    """Return the envelope. public_keys: hexadecimal, in the order of the tellers."""
    sealed = plaintext
    for key in reversed(public_keys):
        sealed = SealedBox(PublicKey(bytes.fromhex(key))).encrypt(sealed)
    return sealed


def peel(item: bytes, secret_key: bytes) -> bytes | None:
    """Return the item with the key's layer taken off, None when it is not sealed to the key."""
    try:
        return SealedBox(PrivateKey(secret_key)).decrypt(item)
    except (CryptoError, ValueError):
        return None


def new_key() -> tuple[bytes, str]:
    """Return a secret key and its public half, as a teller's browser makes them."""
    key = PrivateKey.generate()
    return bytes(key), bytes(key.public_key).hex()


def is_usable_key(public_key: str) -> bool:
    """Whether something can be sealed to this key: 64 hexadecimal digits, not a weak point."""
    try:
        raw = bytes.fromhex(public_key)
        SealedBox(PublicKey(raw)).encrypt(b"")
    except (CryptoError, ValueError, TypeError):
        return False
    return len(public_key) == KEY_BYTES * 2


def split(content: bytes, length: int) -> list[bytes]:
    """Return the items of a batch, each `length` bytes long.

    Raises ValueError when the content is not whole items.
    """
    if length <= 0 or len(content) % length:
        raise ValueError("not whole items")
    return [content[start : start + length] for start in range(0, len(content), length)]


def parsed(text: str) -> Mapping[str, object] | None:
    """Return the object of a JSON text, None for anything else."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
