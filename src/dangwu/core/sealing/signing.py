"""Signatures over heads: Ed25519 with raw keys of 32 bytes."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

# Says what is signed, so that no signature made for another purpose passes for one of a head.
PURPOSE = b"dangwu head 1\n"


def public_key_of(private_key: bytes) -> bytes:
    """Return the key that checks what `private_key` signs."""
    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def sign_head(private_key: bytes, head: str) -> str:
    """Return the signature of a head, 128 hexadecimal digits."""
    key = Ed25519PrivateKey.from_private_bytes(private_key)
    return key.sign(PURPOSE + head.encode()).hex()


def verify_head(public_key: bytes, head: str, signature: str) -> bool:
    """Return whether the signature was made over this head with the key's private half."""
    key = Ed25519PublicKey.from_public_bytes(public_key)
    try:
        key.verify(bytes.fromhex(signature), PURPOSE + head.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
