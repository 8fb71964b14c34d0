"""Receipts: the server's word that it holds an envelope, checkable by anybody with its key."""

from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dangwu.core.sealing import canonical

# Says what is signed, so that no signature made for another purpose passes for one of these.
RECEIPT: Final = b"dangwu ballot receipt 1\n"
BOX: Final = b"dangwu ballot box 1\n"
RESULT: Final = b"dangwu ballot result 1\n"


def receipt_message(*, ballot: str, manifest: str, envelope: str) -> bytes:
    """Return what a receipt is signed over; the voter's page builds the same."""
    return RECEIPT + canonical({"ballot": ballot, "manifest": manifest, "envelope": envelope})


def digest_message(purpose: bytes, *, ballot: str, digest: str) -> bytes:
    """Return what the box or the result is signed over."""
    return purpose + canonical({"ballot": ballot, "digest": digest})


def sign(private_key: bytes, message: bytes) -> str:
    """Return an Ed25519 signature, 128 hexadecimal digits."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(message).hex()


def is_signed(public_key: bytes, message: bytes, signature: str) -> bool:
    """Return whether the signature was made over the message by the key's private half."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
