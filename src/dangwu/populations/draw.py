"""Chance that is the same on every machine: one seeded source for choices and identifiers."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")

# Identifiers of populations carry this moment (2024-01-01 UTC) and a running number instead of
# the time they were made, so that they sort in the order of making on every machine.
_EPOCH_MS = 1_704_067_200_000


class Draw:
    """A seeded source. The same seed and the same calls give the same answers anywhere."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - invented people need no secrecy
        self._made = 0

    def new_id(self) -> str:
        """Return the next identifier, in the form of a version 7 UUID."""
        self._made += 1
        milliseconds = _EPOCH_MS + (self._made >> 12)
        head, tail = f"{milliseconds:012x}", f"{0x8 << 60 | self._random.getrandbits(62):016x}"
        return f"{head[:8]}-{head[8:]}-7{self._made & 0xFFF:03x}-{tail[:4]}-{tail[4:]}"

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to `limit` − 1."""
        return int(self._random.random() * limit)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def one_of(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[self.below(len(items))]

    def chance(self, share: float) -> bool:
        """Return true in this share of the calls."""
        return self._random.random() < share

    def day(self, first: date, last: date) -> date:
        """Return a day from `first` to `last`; `first` where there is none between."""
        return first + timedelta(days=self.below(max(1, (last - first).days + 1)))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in another order."""
        return self._random.sample(items, len(items))
