"""Shares of a base, in whole numbers and fractions only."""

from fractions import Fraction
from typing import Literal

Operator = Literal[">", ">=", "<", "<=", "="]


def compare(left: Fraction | int, op: Operator, right: Fraction | int) -> bool:
    """Return whether `left op right` holds, exactly."""
    match op:
        case ">":
            return left > right
        case ">=":
            return left >= right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case "=":
            return left == right


def satisfies(count: int, base: int, fraction: Fraction, op: Operator) -> bool:
    """Return whether a count stands to a share of the base as the operator says.

    Exactly half is not more than half: nothing is rounded.
    """
    return compare(count, op, base * fraction)


def bound(share: Fraction, op: Operator) -> int:
    """Return the whole number at the edge of what the operator allows.

    For > and >= the least number that satisfies, for < and <= the greatest, for = the next above.
    """
    match op:
        case ">":
            return share.__floor__() + 1
        case "<":
            return share.__ceil__() - 1
        case "<=":
            return share.__floor__()
        case ">=" | "=":
            return share.__ceil__()


def min_needed(base: int, fraction: Fraction, op: Operator) -> int:
    """Return the least whole number that satisfies a share of the base, e.g. 11 for > ½ of 20."""
    return bound(base * fraction, op)
