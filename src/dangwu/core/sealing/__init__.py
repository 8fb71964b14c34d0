"""Sealing: what was recorded cannot be changed, removed, added or moved unseen."""

from dangwu.core.sealing.canonical import Algorithm, Plain, canonical, digest, digest_plain, plain
from dangwu.core.sealing.checking import BadKind, BadPlace, Finding, verify_seals
from dangwu.core.sealing.seals import GENESIS, Head, Seal, as_json, as_published, chain, head_of
from dangwu.core.sealing.signing import public_key_of, sign_head, verify_head

__all__ = [
    "GENESIS",
    "Algorithm",
    "BadKind",
    "BadPlace",
    "Finding",
    "Head",
    "Plain",
    "Seal",
    "as_json",
    "as_published",
    "canonical",
    "chain",
    "digest",
    "digest_plain",
    "head_of",
    "plain",
    "public_key_of",
    "sign_head",
    "verify_head",
    "verify_seals",
]
