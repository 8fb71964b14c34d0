"""Gates and named reads of ballots."""

from dangwu.ballots.queries.box import (
    Turnout,
    current_batch,
    envelope_digests,
    item_bytes,
    layers_done,
    next_teller,
    roll_of,
    turnout_of,
    voted_persons,
)
from dangwu.ballots.queries.gates import (
    ballot_at,
    ballot_for,
    ballots_of_origin,
    board_for,
    has_voted,
    may_count,
    teller_for,
    voter_ballot_for,
)
from dangwu.ballots.queries.lists import ballots_in, open_ballots_for, tellings_for
from dangwu.ballots.queries.paper import SheetState, sheet_states
from dangwu.ballots.queries.results import (
    box_of,
    contests_of,
    manifest_of_ballot,
    published_of,
    result_for,
    setting_of,
    tellers_of,
)

__all__ = [
    "SheetState",
    "Turnout",
    "ballot_at",
    "ballot_for",
    "ballots_in",
    "ballots_of_origin",
    "board_for",
    "box_of",
    "contests_of",
    "current_batch",
    "envelope_digests",
    "has_voted",
    "item_bytes",
    "layers_done",
    "manifest_of_ballot",
    "may_count",
    "next_teller",
    "open_ballots_for",
    "published_of",
    "result_for",
    "roll_of",
    "setting_of",
    "sheet_states",
    "teller_for",
    "tellers_of",
    "tellings_for",
    "turnout_of",
    "voted_persons",
    "voter_ballot_for",
]
