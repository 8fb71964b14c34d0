"""Every act on a ballot."""

from dangwu.ballots.actions.casting import cast_envelope
from dangwu.ballots.actions.counting import Refused, return_batch
from dangwu.ballots.actions.making import (
    TellerNamed,
    create_ballot,
    enter_key,
    name_tellers,
    revote,
    set_roll,
)
from dangwu.ballots.actions.paper import PaperCount, enter_count
from dangwu.ballots.actions.running import (
    cancel_ballot,
    close_ballot,
    freeze_ballot,
    open_ballot,
)

__all__ = [
    "PaperCount",
    "Refused",
    "TellerNamed",
    "cancel_ballot",
    "cast_envelope",
    "close_ballot",
    "create_ballot",
    "enter_count",
    "enter_key",
    "freeze_ballot",
    "name_tellers",
    "open_ballot",
    "return_batch",
    "revote",
    "set_roll",
]
