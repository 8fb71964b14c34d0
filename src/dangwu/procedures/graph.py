"""Where a case stands: the steps that belong to it, looked at by the engine of procedures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

from dangwu.core.calendar import WorkingCalendar
from dangwu.core.casework import evaluate
from dangwu.core.rulebook.findings import caveat, citation
from dangwu.core.rulebook.reading import find_pack, find_rule
from dangwu.core.rulebook.records import Override, Pack, Rule, Rulebook, Scope
from dangwu.core.rulebook.selection import matches
from dangwu.core.rulebook.shapes import Procedure, Step
from dangwu.core.rulebook.terms import Confidence, Strength
from dangwu.procedures.steps import (
    BRANCH,
    BRANCH_WITHOUT_COMMITTEE,
    BY_ASSEMBLY,
    BY_CONGRESS,
    StepPlan,
)

NAME: Final = "term_change"
FRAME: Final = "XJ2020"  # the instrument under which the order of the steps stands
NO_CALENDAR: Final = WorkingCalendar(frozenset(), frozenset(), frozenset())
DONE: Final = "done"


@dataclass(frozen=True, slots=True)
class Source:
    """A rule behind a step, for a page: who says it, how surely it was seen."""

    rule: str
    cited: str
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A step with its state: done, open, blocked or skipped.

    waits_for: titles of the steps that a binding text wants before it. sources: the rules in
    force. warned: it has no record though later steps were done; only custom asks for it.
    """

    plan: StepPlan
    number: int
    state: str
    waits_for: tuple[str, ...]
    sources: tuple[Source, ...]
    warned: bool = False

    @property
    def is_done(self) -> bool:
        return self.state == DONE


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides which steps a case has."""

    kind: str
    has_committee: bool = True
    by_congress: bool = False
    shifted: bool = False
    with_inspectors: bool = False
    with_standing: bool = False


def steps_of(shape: Shape) -> tuple[StepPlan, ...]:
    """Return the steps of such a case in their order."""
    if shape.kind == "branch":
        steps = BRANCH if shape.has_committee else BRANCH_WITHOUT_COMMITTEE
    else:
        steps = BY_CONGRESS if shape.by_congress else BY_ASSEMBLY
    left_out = set() if shape.shifted else {"shift"}
    if not shape.with_inspectors:
        left_out.add("inspectors_first")
    return tuple(_fitted(step, shape) for step in steps if step.id not in left_out)


def _fitted(step: StepPlan, shape: Shape) -> StepPlan:
    """Return the step in words that name only what this case elects."""
    title, materials = step.title, step.materials
    unsaid = [] if shape.with_standing else ["常委、"]
    if not shape.with_inspectors:
        unsaid.append("两委")
    for words in unsaid:
        title = title.replace(words, "")
        materials = tuple(replace(each, title=each.title.replace(words, "")) for each in materials)
    return replace(step, title=title, materials=materials)


def standings(
    shape: Shape,
    *,
    done: Mapping[str, date],
    on: date,
    book: Rulebook,
    facts: Mapping[str, object],
) -> tuple[Standing, ...]:
    """Return every step with its state on that day.

    done: the day of each step that was filed. book: the rules in force where the case is. facts:
    what decides which of them speak to the organisation.
    Source: XJ2020 art. 14, art. ~15
    """
    plans = steps_of(shape)
    known = {step.id for step in plans}
    events = [
        {"step": step, "on": day.isoformat()}
        for step, day in sorted(done.items(), key=lambda pair: pair[1])
        if step in known and day <= on
    ]
    payload = {"procedure": NAME, "on": on.isoformat(), "facts": {}, "events": events}
    found = evaluate(payload, rulebook=_frame(book, plans), calendar=NO_CALENDAR)
    rows: Any = found["steps"]
    states = {row["id"]: row["state"] for row in rows}
    last = max((place for place, step in enumerate(plans) if step.id in done), default=-1)
    titles = {step.id: step.title for step in plans}
    return tuple(
        Standing(
            plan=step,
            number=place + 1,
            state=states[step.id],
            waits_for=_waits(step, done, titles),
            sources=sources_of(step.rules, book, facts, on),
            warned=states[step.id] in ("open", "skipped") and place < last,
        )
        for place, step in enumerate(plans)
    )


def next_step(found: Iterable[Standing]) -> Standing | None:
    """Return the one step to do now: the first open one after the last that was done."""
    steps = list(found)
    last = max((place for place, step in enumerate(steps) if step.is_done), default=-1)
    ahead = [*steps[last + 1 :], *steps[: last + 1]]
    return next((step for step in ahead if step.state == "open" and not step.warned), None)


def sources_of(
    rules: Iterable[str], book: Rulebook, facts: Mapping[str, object], on: date
) -> tuple[Source, ...]:
    """Return the rules of these ids that speak to such an organisation that day, as cited."""
    found = (find_rule(book, rule) for rule in rules)
    return tuple(
        Source(rule.id, citation(rule), rule.paraphrase, caveat(rule))
        for rule in found
        if rule and rule.in_force(on) and matches(rule.scope, facts) is not False
    )


def _waits(step: StepPlan, done: Mapping[str, date], titles: Mapping[str, str]) -> tuple[str, ...]:
    if not step.binding or step.id in done:
        return ()
    return tuple(
        titles[before] for before in step.after if before in titles and before not in done
    )


@lru_cache(maxsize=32)
def _frame(book: Rulebook, plans: tuple[StepPlan, ...]) -> Rulebook:
    """Return the steps as the one procedure of a rulebook, for the engine."""
    pack = find_pack(book, FRAME)
    assert pack is not None  # noqa: S101  # a built-in pack
    known = {step.id for step in plans}
    steps = tuple(
        Step(
            id=step.id,
            no=place,
            title=step.title,
            stage="换届",
            article=_article(step, book),
            after=tuple(before for before in step.after if before in known),
            actor=step.by,
            evidence=tuple(each.title for each in step.materials),
            usual_order_only=not step.binding,
        )
        for place, step in enumerate(plans, 1)
    )
    frame = Rule(
        id=f"{FRAME}-term-change-steps",
        instrument=pack.instrument,
        article="14",
        paraphrase="换届选举的步骤。",
        shape=Procedure(NAME, steps),
        scope=Scope(),
        strength=Strength.MUST,
        override=Override(),
        evidence=(),
        since=pack.instrument.since,
        until=pack.instrument.until,
        status=pack.instrument.status,
        confidence=Confidence.HIGH,
        interpretation="",
        dispute="",
        exception_to=(),
        where="",
    )
    return Rulebook((Pack(pack.instrument, (), (frame,)),))


def _article(step: StepPlan, book: Rulebook) -> str:
    rules = (find_rule(book, rule) for rule in step.rules)
    return next((rule.article for rule in rules if rule is not None), "惯例")
