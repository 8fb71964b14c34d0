"""What rooms above know of a meeting, asked here; they register themselves when the program starts.

A meeting without such a room behind it has no answer, and goes by the register.
"""

import uuid
from collections.abc import Callable
from typing import Final, TypeAlias

from dangwu.ballots.actions import TellerNamed
from dangwu.meetings.models import AgendaItem, Meeting

# An item → who was proposed to watch and count; nobody where the room knows of none.
Tellers: TypeAlias = Callable[[AgendaItem], tuple[TellerNamed, ...]]
# A meeting → who belongs at it (delegates with the organisation that sent them); None: not known.
Roll: TypeAlias = Callable[[Meeting], dict[uuid.UUID, uuid.UUID] | None]
_tellers: Final[list[Tellers]] = []
_rolls: Final[list[Roll]] = []


def tellers_told_by(answer: Tellers) -> None:
    """Let a room above propose tellers from now on."""
    _tellers.append(answer)


def roll_told_by(answer: Roll) -> None:
    """Let a room above say who belongs at its meetings from now on."""
    _rolls.append(answer)


def proposed_tellers(item: AgendaItem) -> tuple[TellerNamed, ...]:
    """Return who was proposed to watch and count at an election."""
    return next((found for answer in _tellers if (found := answer(item))), ())


def roll_of(meeting: Meeting) -> dict[uuid.UUID, uuid.UUID] | None:
    """Return who belongs at a meeting where a room above knows; None: the register tells."""
    return next((found for answer in _rolls if (found := answer(meeting)) is not None), None)
