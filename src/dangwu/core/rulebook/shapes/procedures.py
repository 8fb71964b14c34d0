"""Steps of procedures."""

from dataclasses import dataclass
from typing import Literal

from dangwu.core.rulebook.shapes.vocabulary import Unit


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure. `after`: steps that must be done before it can be.

    spans: a stretch of time; it is open from its beginning, a filed day on it is not its end.
    """

    id: str
    no: int
    title: str
    stage: str
    article: str
    after: tuple[str, ...] = ()
    actor: str = ""
    decider: str = ""
    evidence: tuple[str, ...] = ()
    usual_order_only: bool = False  # the order is the usual one, the text does not demand it
    spans: bool = False


@dataclass(frozen=True, slots=True)
class Procedure:
    """The steps of one procedure in order."""

    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """`step` must be done within `n` units after `after`; `extended_n` in special cases.

    anchor: the field of the event `after` whose day starts the clock; without it the event's day.
    """

    step: str
    after: str
    n: int
    unit: Unit
    extended_n: int | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Elapsed:
    """At least `n` units between `after` and `step`; `accrues`: time adds up across moves.

    credit: the fact that holds the months gathered before the move.
    after_choice: the fact that names another step to count from, where the text leaves it open.
    end_choice: the fact that says on which day the time is over: `same_day` or `day_before`.
    """

    step: str
    after: str
    n: int
    unit: Unit
    accrues: bool = False
    credit: str = ""
    after_choice: str = ""
    end_choice: str = ""
    outcome: str = ""  # only for this outcome of the step


@dataclass(frozen=True, slots=True)
class Window:
    """A publication of at least `n` units inside `step`, closed before `before`."""

    step: str
    n: int
    unit: Unit
    before: str | None = None
    places: tuple[str, ...] = ()
    when: str = ""  # only where this fact is true


@dataclass(frozen=True, slots=True)
class Gate:
    """`step` may be done only if the fact is true; `exception`: what lifts it.

    fact: a fact of the case, or a step that must be done.
    """

    step: str
    fact: str
    exception: str | None = None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The outcomes of a step and their bounds, e.g. extend once by 6 to 12 months.

    stops: outcomes that end the case. again: outcomes after which the step is due again.
    moves: which day an outcome of `again` puts later, by the months of its event or by the most.
    when: only where this fact is true.
    """

    step: str
    outcomes: tuple[str, ...]
    extend_min: int | None = None
    extend_max: int | None = None
    unit: Unit = "month"
    once: bool = True
    stops: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    moves: Literal["", "earliest", "latest"] = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class StepVote:
    """`step` is decided by a vote of `body` on `subject`: the rules of that vote apply."""

    step: str
    body: str
    subject: str
    outcome: str = ""  # only for this outcome of the step; empty: for every other


@dataclass(frozen=True, slots=True)
class Archive:
    """The papers that make the final file of a procedure."""

    of: str
    papers: tuple[str, ...]
