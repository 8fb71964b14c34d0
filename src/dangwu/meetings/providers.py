"""What rooms above know of a meeting, asked here; they register themselves when the program starts.

A meeting without such a room behind it has no answer, and goes by the register.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from dangwu.ballots.actions import TellerNamed
from dangwu.meetings.models import AgendaItem, Meeting
from dangwu.members.models import Person


@dataclass(frozen=True, slots=True)
class Stands:
    """Who stands at an election, and as what the rules know it (`core.rulebook.elect.POSTS`).

    people: None where the item's own persons stand.
    """

    post: str
    people: tuple[Person, ...] | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """The work step by step that a meeting of its kind belongs to, and where it is dealt with.

    name: what it is called; stage: this meeting is one of its steps, it goes on without this
    meeting, or nobody has begun it; address: its page, or the page to begin it.
    """

    name: str
    stage: Literal["own", "running", "to_start"]
    address: str


# An item → who was proposed to watch and count; nobody where the room knows of none.
Tellers: TypeAlias = Callable[[AgendaItem], tuple[TellerNamed, ...]]
# A meeting → who belongs at it (delegates with the organisation that sent them); None: not known.
Roll: TypeAlias = Callable[[Meeting], dict[uuid.UUID, uuid.UUID] | None]
# An item → who stands at its election; None where the room knows nothing of it. It refuses with
# DomainError where that is not settled yet.
Standing: TypeAlias = Callable[[AgendaItem], Stands | None]
# A meeting → the work step by step that its kind belongs to; None: there is no such work.
Programmes: TypeAlias = Callable[[Meeting], Programme | None]
_tellers: Final[list[Tellers]] = []
_rolls: Final[list[Roll]] = []
_standings: Final[list[Standing]] = []
_programmes: Final[list[Programmes]] = []


def tellers_told_by(answer: Tellers) -> None:
    """Let a room above propose tellers from now on."""
    _tellers.append(answer)


def roll_told_by(answer: Roll) -> None:
    """Let a room above say who belongs at its meetings from now on."""
    _rolls.append(answer)


def standing_told_by(answer: Standing) -> None:
    """Let a room above say who stands at the elections of its meetings from now on."""
    _standings.append(answer)


def programme_told_by(answer: Programmes) -> None:
    """Let a room above say which work step by step a meeting belongs to from now on."""
    _programmes.append(answer)


def programme_of(meeting: Meeting) -> Programme | None:
    """Return the work step by step that the kind of a meeting belongs to, if there is such work."""
    return next((found for answer in _programmes if (found := answer(meeting))), None)


def proposed_tellers(item: AgendaItem) -> tuple[TellerNamed, ...]:
    """Return who was proposed to watch and count at an election."""
    return next((found for answer in _tellers if (found := answer(item))), ())


def roll_of(meeting: Meeting) -> dict[uuid.UUID, uuid.UUID] | None:
    """Return who belongs at a meeting where a room above knows; None: the register tells."""
    return next((found for answer in _rolls if (found := answer(meeting)) is not None), None)


def stands_at(item: AgendaItem) -> Stands | None:
    """Return who stands at an election where a room above knows; None: the item's own persons.

    Raises DomainError where it is not settled yet.
    """
    return next((found for answer in _standings if (found := answer(item)) is not None), None)
