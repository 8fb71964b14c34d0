"""One form of bytes for one value, so that a digest means the value and not its spelling."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from cryptography.hazmat.primitives import hashes

Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"

MARK = "$"  # begins the key that says of what kind a text is, as in {"$date": "2026-11-21"}


class Algorithm(StrEnum):
    """Digests of 32 bytes."""

    SHA256 = "sha256"
    SM3 = "sm3"


def plain(value: object) -> Plain:
    """Return the value in the few kinds JSON has, other kinds marked as {"$kind": text}.

    This is what is stored beside a digest: `digest_plain` of it is `digest` of the value.
    value: None, bool, int, str, Decimal, date, datetime with a time zone, UUID, and lists, tuples
    and mappings of them with keys that are text and do not begin with $.
    Raises TypeError for anything else, floats among them.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Mapping):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return _marked(value)


def canonical(value: object) -> bytes:
    """Return the one UTF-8 text of the value: JSON with sorted keys and no blanks."""
    return _canonical_json(plain(value))


def digest(value: object, algorithm: Algorithm = Algorithm.SHA256) -> str:
    """Return the digest of the value's canonical form, 64 hexadecimal digits."""
    return _hash(canonical(value), algorithm)


def digest_plain(value: Plain, algorithm: Algorithm = Algorithm.SHA256) -> str:
    """Return the digest of a value that is in plain form already, as read from storage.

    Raises TypeError when it holds a float.
    """
    _refuse_floats(value)
    return _hash(_canonical_json(value), algorithm)


def _key(key: object) -> str:
    if not isinstance(key, str) or key.startswith(MARK):
        raise TypeError(f"A key must be text that does not begin with {MARK}, not {key!r}.")
    return str.__str__(key)


def _marked(value: object) -> Plain:
    if isinstance(value, Decimal) and value.is_finite():
        return {"$decimal": f"{value if value else abs(value):f}"}
    if isinstance(value, datetime) and value.tzinfo is not None:
        moment = value.astimezone(UTC).replace(tzinfo=None)
        return {"$time": moment.isoformat(timespec="microseconds") + "Z"}
    if isinstance(value, date) and not isinstance(value, datetime):
        return {"$date": value.isoformat()}
    if isinstance(value, UUID):
        return {"$uuid": str(value)}
    raise TypeError(f"A value of type {type(value).__name__} has no canonical form: {value!r}.")


def _canonical_json(value: Plain) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError(f"A float has no canonical form: {value!r}.")
    if isinstance(value, Mapping):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list):
        for item in value:
            _refuse_floats(item)


def _hash(data: bytes, algorithm: Algorithm) -> str:
    if algorithm is Algorithm.SHA256:
        return hashlib.sha256(data).hexdigest()
    # Not every OpenSSL that Python is built with has SM3; that of `cryptography` has.
    context = hashes.Hash(hashes.SM3())
    context.update(data)
    return context.finalize().hex()
