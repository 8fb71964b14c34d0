"""Who is elected: qualifiers by votes, ties at the cut."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ranking:
    """Elected by votes; tied at the cut and to be voted on again; seats still to be filled."""

    elected: tuple[str, ...]
    tied: tuple[str, ...]
    vacant: int


def rank(votes: Mapping[str, int], needed: int, seats: int) -> Ranking:
    """Return who is elected to the seats.

    votes: votes in favour by name, written-in names among them.
    needed: the least number of votes that elects.
    Most votes first. Where a tie leaves more persons than seats, none of the tied is elected.
    """
    qualified = sorted(
        (name for name, yes in votes.items() if yes >= needed), key=lambda name: -votes[name]
    )
    if len(qualified) <= seats:
        return Ranking(tuple(qualified), (), seats - len(qualified))
    cut = votes[qualified[seats]] if seats else None
    if seats and votes[qualified[seats - 1]] == cut:
        elected = tuple(name for name in qualified if votes[name] > votes[qualified[seats]])
        tied = tuple(name for name in qualified if votes[name] == cut)
        return Ranking(elected, tied, seats - len(elected))
    return Ranking(tuple(qualified[:seats]), (), 0)
