"""Elections."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dangwu.core.rulebook.shapes.vocabulary import Base, Operator


@dataclass(frozen=True, slots=True)
class Ballot:
    """Validity of a poll: returned against issued, and names marked against seats."""

    returned_op: Operator
    marks_op: Operator


@dataclass(frozen=True, slots=True)
class Elected:
    """Who is elected: votes in favour against a base, most votes first, what a tie leads to."""

    base: Base
    fraction: Fraction
    op: Operator
    tie: Literal["revote"]


@dataclass(frozen=True, slots=True)
class Vacancy:
    """What may follow when fewer pass than there are seats."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """numerator op value × denominator; `rounding` of value × denominator to whole persons."""

    numerator: str
    denominator: str
    op: Operator
    value: Fraction
    rounding: Literal["ceil", "floor", "none"] = "none"


@dataclass(frozen=True, slots=True)
class Range:
    """A share or count that is usually between two limits (inclusive).

    or_quantity, or_low: another quantity that satisfies the rule just as well.
    step: the step of a procedure whose event carries the quantity.
    """

    quantity: str
    low: Fraction | None = None
    high: Fraction | None = None
    or_quantity: str = ""
    or_low: Fraction | None = None
    step: str = ""
