"""The pages of ballots: who runs one, who votes, who tells, who reads the board."""

from dangwu.ballots.views.board import board, program, published
from dangwu.ballots.views.organiser import (
    ballots,
    cancel,
    close,
    freeze,
    open_,
    revote,
    show,
)
from dangwu.ballots.views.paper import count, slips
from dangwu.ballots.views.teller import batch, key, peel
from dangwu.ballots.views.voter import cast, vote

__all__ = [
    "ballots",
    "batch",
    "board",
    "cancel",
    "cast",
    "close",
    "count",
    "freeze",
    "key",
    "open_",
    "peel",
    "program",
    "published",
    "revote",
    "show",
    "slips",
    "vote",
]
