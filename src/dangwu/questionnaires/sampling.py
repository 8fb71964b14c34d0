"""Drawing a sample by strata: proportional, and the same again for whoever has the seed."""

import hashlib
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from dangwu.core.errors import InputError

REST = "其余"


@dataclass(frozen=True, slots=True)
class Sample:
    """Whom the draw named, by stratum, each list in the order of the draw."""

    chosen: Mapping[str, tuple[uuid.UUID, ...]]

    @property
    def size(self) -> int:
        return sum(len(ids) for ids in self.chosen.values())


def allocate(sizes: Mapping[str, int], wanted: int) -> dict[str, int]:
    """Return how many of `wanted` each stratum gives: proportional, by the largest remainder.

    Equal remainders go to the larger stratum, then by name. Raises InputError when there are not
    as many people, or none is wanted.
    """
    total = sum(sizes.values())
    if wanted < 1:
        raise InputError("size", "至少要抽1人。")
    if wanted > total:
        raise InputError("size", f"范围内共{total}人，抽不出{wanted}人，请减少人数。")
    given = {name: size * wanted // total for name, size in sizes.items()}
    left = wanted - sum(given.values())
    by_remainder = sorted(
        sizes, key=lambda name: (-(sizes[name] * wanted % total), -sizes[name], name)
    )
    for name in by_remainder[:left]:
        given[name] += 1
    return given


def in_order(people: Iterable[uuid.UUID], seed: str) -> list[uuid.UUID]:
    """Return the people in the order of the draw: by SHA-256 of the seed and the person's id.

    Nothing else enters: each order of the same people is as likely as any other over the seeds.
    """
    return sorted(people, key=lambda person: (_place(seed, person), person))


def draw(strata: Mapping[str, Collection[uuid.UUID]], wanted: int, seed: str) -> Sample:
    """Return the sample of this size. Raises InputError as `allocate`."""
    given = allocate({name: len(people) for name, people in strata.items()}, wanted)
    return Sample(
        {name: tuple(in_order(people, seed)[: given[name]]) for name, people in strata.items()}
    )


def population_digest(people: Iterable[uuid.UUID]) -> str:
    """Return the SHA-256 of the sorted ids, one a line: who could be drawn, not in clear."""
    lines = "\n".join(sorted(str(person) for person in people))
    return hashlib.sha256(lines.encode()).hexdigest()


def joined(sizes: Mapping[str, int], at_least: int) -> dict[str, str]:
    """Return stratum → what it is counted under, so that every part has `at_least` people.

    The small ones are joined under one name, with the smallest of the others where that is still
    too few. With fewer people than that altogether nothing is told apart.
    """
    by_size = sorted(sizes, key=lambda name: (sizes[name], name))
    small = [name for name in by_size if sizes[name] < at_least]
    others = by_size[len(small) :]
    while small and others and sum(sizes[name] for name in small) < at_least:
        small.append(others.pop(0))
    if not others:
        return dict.fromkeys(sizes, "")
    return {name: REST if name in small else name for name in sizes}


def _place(seed: str, person: uuid.UUID) -> bytes:
    return hashlib.sha256(f"{seed}\n{person}".encode()).digest()
