"""In which state every step is, and which steps come next."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dangwu.core.casework.timing import Clock
from dangwu.core.casework.versions import Version
from dangwu.core.rulebook.shapes import Gate, Step


class State(StrEnum):
    """Where a step stands."""

    DONE = "done"
    OPEN = "open"
    BLOCKED = "blocked"
    OVERDUE = "overdue"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a step, and whether it could be done today."""

    state: State
    possible: bool


def standing_of(clock: Clock, step: str) -> Standing:
    """Return where a step stands on the day of the case."""
    history = clock.history
    if history.is_done(step):
        return Standing(State.DONE, possible=False)
    if is_skipped(clock, step):
        return Standing(State.SKIPPED, possible=False)
    possible = not history.is_stopped() and _is_possible(clock, step)
    latest = clock.latest(step)
    if latest is not None and latest < history.case.on and not history.is_stopped():
        return Standing(State.OVERDUE, possible)
    return Standing(State.OPEN if possible else State.BLOCKED, possible)


def is_skipped(clock: Clock, step: str) -> bool:
    """Return whether a step that is not done was passed over: by a later step, or exempted."""
    history = clock.history
    if history.is_done(step):
        return False
    version = history.version_of(step)
    later = _dependents(version, step)
    return any(history.is_done(found) for found in later) or _is_exempt(clock, version, step)


def open_gate(clock: Clock, gate: Gate) -> bool | None:
    """Return whether a gate lets through; None where its fact is missing."""
    if _is_lifted(clock, gate):
        return True
    if gate.fact in clock.history.version_of(gate.step).steps:
        return clock.history.completing(gate.fact) is not None
    return clock.history.case.form.flag(gate.fact)


def _is_possible(clock: Clock, step: str) -> bool:
    history = clock.history
    version = history.version_of(step)
    here = version.steps[step]
    if not all(_is_behind(clock, before) for before in _demanded(here)):
        return False
    gates = (open_gate(clock, gate) for _, gate in version.at_step(Gate, step))
    if any(answer is False for answer in gates):
        return False
    earliest = clock.earliest(step)
    return here.spans or earliest is None or earliest <= history.case.on


def _is_behind(clock: Clock, step: str) -> bool:
    return clock.history.completing(step) is not None or is_skipped(clock, step)


def _demanded(step: Step) -> tuple[str, ...]:
    return () if step.usual_order_only else step.after


def _dependents(version: Version, step: str) -> set[str]:
    """Return every step that must come after a step, directly or through others."""
    found: set[str] = set()
    edge = {step}
    while edge:
        edge = {late for late, early in _edges(version) if early in edge} - found
        found |= edge
    return found


def _edges(version: Version) -> Iterator[tuple[str, str]]:
    for step in version.steps.values():
        for before in _demanded(step):
            yield step.id, before
    for _, gate in version.all_of(Gate):
        if gate.fact in version.steps:
            yield gate.step, gate.fact


def _is_exempt(clock: Clock, version: Version, step: str) -> bool:
    gates = [gate for _, gate in version.all_of(Gate) if gate.fact == step]
    return any(_is_lifted(clock, gate) for gate in gates)


def _is_lifted(clock: Clock, gate: Gate) -> bool:
    return gate.exception is not None and bool(clock.history.case.form.flag(gate.exception))
