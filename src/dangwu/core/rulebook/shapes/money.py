"""Dues and their use."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Tier:
    """One rate for the whole base when the base is at most `up_to` (None: no upper bound)."""

    rate: Decimal
    up_to: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Slab:
    """Dues from the whole base at the rate of its tier; tiers are not marginal."""

    classes: tuple[str, ...]
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Flat:
    """Dues of a fixed amount, or within a range that a lower level fixes. Yuan a month."""

    classes: tuple[str, ...]
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that is generally collected from one member a month, in yuan."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class Waiver:
    """Who may be exempted and who approves it."""

    who: tuple[str, ...]
    approved_by: str


@dataclass(frozen=True, slots=True)
class Remittance:
    """A share passed upward, and the last day of the following year (month-day)."""

    share: Fraction
    sender: str
    receiver: str
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Uses:
    """What money may be spent on."""

    of: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Segregation:
    """Two roles that one person may not hold together."""

    roles: tuple[str, str]
