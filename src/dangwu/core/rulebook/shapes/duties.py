"""Duties over time."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dangwu.core.rulebook.shapes.vocabulary import Unit


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to satisfy a cadence inside one period."""

    times: int
    minutes_each: int = 0
    minutes_total: int = 0
    half_days_per_week: int = 0  # total time grows with the weeks of the period


@dataclass(frozen=True, slots=True)
class Cadence:
    """Work of these kinds, so often in each natural period of `months` months.

    kinds: any of them counts. `alternatives`: other ways to satisfy the same period.
    condition: the organisation must have it (`committee`, `groups`), else not applicable.
    """

    kinds: tuple[str, ...]
    months: int
    times: int
    minutes_each: int = 0
    minutes_total: int = 0
    alternatives: tuple[Alternative, ...] = ()
    condition: Literal["", "committee", "groups", "members_abroad"] = ""
    first_period: Literal["exempt", "full"] = "exempt"
    quarter: int | None = None  # the quarter of the year in which it usually falls


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every one of `over` is reached by work of these kinds, so often in each period."""

    kinds: tuple[str, ...]
    over: Literal["members", "children", "committee_members", "secretaries", "activists"]
    months: int
    times: int = 1


@dataclass(frozen=True, slots=True)
class Accumulator:
    """Hours that each of `over` gathers in a year by work of these kinds."""

    kinds: tuple[str, ...]
    over: Literal["members", "secretaries", "committee_members"]
    hours: int
    sessions: int = 0


@dataclass(frozen=True, slots=True)
class Reminder:
    """A term, a status or a calendar day that comes near is announced so long before."""

    event: str
    n: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Absence:
    """`months` running without any of these: a proposal to people, never an automatic act."""

    months: int
    without: tuple[str, ...]
    leads_to: str


@dataclass(frozen=True, slots=True)
class TimedStatus:
    """A status with its longest (or shortest) duration and what follows at its end."""

    status: str
    on_expiry: str
    max: int | None = None
    min: int | None = None
    unit: Unit = "month"


@dataclass(frozen=True, slots=True)
class Trigger:
    """When `event` happens, `action` is due."""

    event: str
    action: str


@dataclass(frozen=True, slots=True)
class Quota:
    """A result may reach at most this share of the base; the excluded are neither counted in."""

    result: str
    base: str
    max: Fraction
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scale:
    """The grades of an appraisal, best first."""

    of: str
    grades: tuple[str, ...]
