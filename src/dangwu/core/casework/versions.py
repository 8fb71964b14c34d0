"""The versions of a procedure that the packs hold, and which of them counts on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from dangwu.core.rulebook.records import Pack, Rule, Rulebook
from dangwu.core.rulebook.shapes import Procedure, Step

BY_STEP: Final = "by_step"
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a procedure: its steps by id in order, its records by their shape."""

    name: str  # the year in which it came into force
    since: date
    frame: Rule  # the record that holds the steps
    steps: dict[str, Step]
    rules: dict[type, tuple[Rule, ...]]

    def all_of(self, shape: type[S]) -> Iterator[tuple[Rule, S]]:
        """Yield the records of one shape, each with its shape."""
        for rule in self.rules.get(shape, ()):
            if isinstance(rule.shape, shape):
                yield rule, rule.shape

    def at_step(self, shape: type[S], step: str) -> Iterator[tuple[Rule, S]]:
        """Yield the records of one shape that speak of a step."""
        for rule, found in self.all_of(shape):
            if getattr(found, "step", None) == step:
                yield rule, found


def versions_of(rulebook: Rulebook, procedure: str) -> tuple[Version, ...]:
    """Return the versions of a procedure, oldest first; none where no pack has it."""
    found = (_version(pack, procedure) for pack in rulebook.packs)
    return tuple(sorted((v for v in found if v is not None), key=lambda v: v.since))


def procedures_in(rulebook: Rulebook) -> tuple[str, ...]:
    """Return the names of all procedures that the packs hold."""
    shapes = (rule.shape for rule in rulebook.rules())
    return tuple(sorted({shape.name for shape in shapes if isinstance(shape, Procedure)}))


def version_on(versions: tuple[Version, ...], wanted: str, day: date) -> Version:
    """Return the version that counts on a day.

    wanted: the name of one version, which then counts on every day; or `by_step`.
    Before the oldest version the oldest counts.
    """
    if wanted != BY_STEP:
        return next(version for version in versions if version.name == wanted)
    in_force = [version for version in versions if version.since <= day]
    return in_force[-1] if in_force else versions[0]


def _version(pack: Pack, procedure: str) -> Version | None:
    for rule in pack.rules:
        if isinstance(rule.shape, Procedure) and rule.shape.name == procedure:
            since = pack.instrument.since
            steps = {step.id: step for step in rule.shape.steps}
            return Version(str(since.year), since, rule, steps, _by_shape(pack.rules))
    return None


def _by_shape(rules: tuple[Rule, ...]) -> dict[type, tuple[Rule, ...]]:
    found: dict[type, list[Rule]] = {}
    for rule in rules:
        found.setdefault(type(rule.shape), []).append(rule)
    return {shape: tuple(listed) for shape, listed in found.items()}
