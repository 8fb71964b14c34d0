"""Meetings and votes."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dangwu.core.rulebook.shapes.vocabulary import Base, Operator, Unit


@dataclass(frozen=True, slots=True)
class Quorum:
    """Persons present against a base, before the body may meet."""

    base: Base
    fraction: Fraction
    op: Operator


@dataclass(frozen=True, slots=True)
class Threshold:
    """Votes in favour against a base. `written`: written opinions handed in beforehand count."""

    base: Base
    fraction: Fraction
    op: Operator
    written: bool = False


@dataclass(frozen=True, slots=True)
class Method:
    """The ways of voting that the subject allows."""

    allowed: tuple[Literal["oral", "hands", "secret", "signed"], ...]


@dataclass(frozen=True, slots=True)
class Convener:
    """One of these posts must be present; `emergency_allows`: an emergency lifts it."""

    any_of: tuple[str, ...]
    emergency_allows: bool


@dataclass(frozen=True, slots=True)
class Agenda:
    """No item may be added after the notice; `special_allows`: special cases lift it."""

    special_allows: bool


@dataclass(frozen=True, slots=True)
class LeadTime:
    """At least `n` units between `anchor` (notice, plan, reminder) and the event."""

    anchor: str
    event: str
    n: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class DecisionUnit:
    """Whether several matters are discussed or voted as one: item by item, person by person."""

    by: Literal["item", "person"]
    act: Literal["discuss", "vote"]


@dataclass(frozen=True, slots=True)
class Recusal:
    """Whom the matter touches leaves discussion and vote. The base after recusal is not stated."""

    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Classes of members that may be left out of those who should attend, and who must agree."""

    classes: tuple[str, ...]
    approvals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suspension:
    """Members without the right to vote, to elect and to be elected."""

    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionState:
    """A path a matter takes when it is not decided at once, e.g. postponed → re-discussed → ruled."""

    states: tuple[str, ...]
