"""Ballots: what is asked, who may vote, the sealed box, the count."""

from dangwu.ballots.models.ballot import Ballot, Manifest, Teller
from dangwu.ballots.models.box import Batch, Box, Envelope, RollEntry, UsedRight
from dangwu.ballots.models.count import CountSheet, SealedResult

__all__ = [
    "Ballot",
    "Batch",
    "Box",
    "CountSheet",
    "Envelope",
    "Manifest",
    "RollEntry",
    "SealedResult",
    "Teller",
    "UsedRight",
]
