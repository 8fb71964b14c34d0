"""Who counts: the bases that shares are taken of."""

from collections.abc import Collection, Iterable


def should_attend(
    voters: Iterable[str], left_out: Collection[str] = (), suspended: Collection[str] = ()
) -> frozenset[str]:
    """Return those who should attend and vote.

    left_out: excused by the superior's consent and the assembly's vote.
    suspended: without the right to vote (on probation, 留党察看, detained).
    """
    return frozenset(voters) - frozenset(left_out) - frozenset(suspended)


def voting(should: Collection[str], here: Collection[str]) -> frozenset[str]:
    """Return those present who have the right to vote."""
    return frozenset(should) & frozenset(here)
