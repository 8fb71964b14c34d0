"""What the rules say of a case: one finding for each record that its events touch."""

from collections.abc import Iterator
from dataclasses import replace

from dangwu.core.casework.events import findings_of_event
from dangwu.core.casework.history import Occurrence
from dangwu.core.casework.states import State, is_skipped, open_gate, standing_of
from dangwu.core.casework.timing import Clock
from dangwu.core.casework.versions import Version
from dangwu.core.rulebook.check import judge
from dangwu.core.rulebook.findings import Finding, Judgement, finding
from dangwu.core.rulebook.shapes import Deadline, Elapsed, Gate, Step
from dangwu.core.rulebook.terms import Outcome
from dangwu.core.rulebook.words import span


def findings_of(clock: Clock) -> tuple[Finding, ...]:
    """Return every finding of a case, step by step; each sentence begins with its step."""
    found: list[Finding] = []
    for step_id in clock.history.steps():
        version = clock.history.version_of(step_id)
        title = version.steps[step_id].title
        found += [
            replace(entry, text=f"{title}：{entry.text}") for entry in _of_step(clock, step_id)
        ]
    return tuple(found)


def _of_step(clock: Clock, step_id: str) -> Iterator[Finding]:
    history = clock.history
    for happened in history.at(step_id):
        yield from findings_of_event(clock, happened)
    over = history.ending(step_id)
    version = history.version_of(step_id)
    if over is not None:
        yield from _order(clock, version, version.steps[step_id], over)
        yield from _times(clock, version, over)
        yield from _gates(clock, version, over)
    elif standing_of(clock, step_id).state is State.OVERDUE:
        yield from _overdue(clock, version, step_id)
    elif is_skipped(clock, step_id):
        yield from _skipped(clock, version, version.steps[step_id])


def _order(clock: Clock, version: Version, step: Step, over: Occurrence) -> Iterator[Finding]:
    """Yield a finding for each step that should have been over before and was over later."""
    rule = replace(version.frame, article=step.article)
    for before in () if step.usual_order_only or step.spans else step.after:
        done = clock.history.done_on(before)
        if done is not None and done > over.event.on:
            clause = f"{over.event.on}进行，应在“{version.steps[before].title}”（{done}）之后"
            judged = Judgement(
                Outcome.BREACHED, done.isoformat(), over.event.on.isoformat(), clause
            )
            yield finding(rule, judged)


def _skipped(clock: Clock, version: Version, step: Step) -> Iterator[Finding]:
    """Yield that a step that was passed over has no record; nothing where it was exempted."""
    gates = [gate for _, gate in version.all_of(Gate) if gate.fact == step.id]
    if any(open_gate(clock, gate) for gate in gates):
        return
    rule = replace(version.frame, article=step.article)
    judged = Judgement(Outcome.UNKNOWN, step.id, None, "后面的步骤已经办理，没有这一步的记录")
    yield finding(rule, judged)


def _times(clock: Clock, version: Version, over: Occurrence) -> Iterator[Finding]:
    step = over.event.step
    for rule, limit in version.at_step(Deadline, step):
        yield judge(rule, {**_limit_facts(clock, limit), "step_on": over.event.on})
    for rule, shape in version.at_step(Elapsed, step):
        if not version.steps[step].spans and shape.outcome in {"", over.outcome}:
            yield finding(rule, _elapsed(clock, shape, over))


def _elapsed(clock: Clock, shape: Elapsed, over: Occurrence) -> Judgement:
    first, start = clock.first_day(shape), clock.start_of(shape)
    asked = f"须满{span(shape.n, shape.unit)}"
    if first is None:
        return Judgement(Outcome.UNKNOWN, None, None, f"没有起算步骤的记录，{asked}")
    day = over.event.on
    outcome = Outcome.MET if day >= first else Outcome.BREACHED
    clause = f"{day}进行，自{start}起{asked}，最早{first}"
    return Judgement(outcome, first.isoformat(), day.isoformat(), clause)


def _gates(clock: Clock, version: Version, over: Occurrence) -> Iterator[Finding]:
    for rule, gate in version.at_step(Gate, over.event.step):
        passed = open_gate(clock, gate)
        if gate.fact in version.steps and passed is False:
            passed = None if not clock.history.at(gate.fact) else False
        done = clock.history.done_on(gate.fact)
        if passed and done is not None and done > over.event.on:
            passed = False
        yield judge(rule, {gate.fact: passed})


def _overdue(clock: Clock, version: Version, step: str) -> Iterator[Finding]:
    for rule, limit in version.at_step(Deadline, step):
        last = clock.last_day(limit)
        if last is not None and last < clock.history.case.on:
            yield judge(rule, {**_limit_facts(clock, limit), "on": clock.history.case.on})


def _limit_facts(clock: Clock, limit: Deadline) -> dict[str, object]:
    facts: dict[str, object] = {
        "after_on": clock.anchor_of(limit),
        "extended": clock.is_extended(limit),
    }
    if limit.unit == "working_day":
        facts["holidays"] = tuple(clock.calendar.days_off)
        facts["workdays"] = tuple(clock.calendar.days_worked)
    return facts
