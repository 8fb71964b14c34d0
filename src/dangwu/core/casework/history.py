"""What has happened in a case up to the day it is looked at."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from dangwu.core.casework.inputs import CaseInput, Event
from dangwu.core.casework.versions import Version, version_on
from dangwu.core.errors import InputError
from dangwu.core.rulebook.decide import FIELDS as MEETING_FIELDS
from dangwu.core.rulebook.decide import Decision, meeting_facts, verdict_on
from dangwu.core.rulebook.records import Rule, Rulebook
from dangwu.core.rulebook.shapes import Outcomes, StepVote
from dangwu.core.rulebook.terms import CIVIL


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An event with what it came to.

    completes: the step is over by it and the case goes on. stops: it ends the case.
    """

    event: Event
    version: Version
    outcome: str
    decision: Decision | None
    completes: bool
    stops: bool


@dataclass(frozen=True, slots=True)
class History:
    """The occurrences of every step, in order of their days."""

    case: CaseInput
    by_step: dict[str, tuple[Occurrence, ...]]

    def at(self, step: str) -> tuple[Occurrence, ...]:
        """Return what happened in a step."""
        return self.by_step.get(step, ())

    def completing(self, step: str) -> Occurrence | None:
        """Return the occurrence by which the step was over, if the case went on from it."""
        return next((found for found in self.at(step) if found.completes), None)

    def ending(self, step: str) -> Occurrence | None:
        """Return the occurrence by which the step was over, whether or not the case went on."""
        over = self.completing(step)
        return over or next((found for found in self.at(step) if found.stops), None)

    def is_done(self, step: str) -> bool:
        """Return whether the step is over."""
        return self.ending(step) is not None

    def done_on(self, step: str) -> date | None:
        """Return the day on which the step was over."""
        over = self.ending(step)
        return None if over is None else over.event.completed_on

    def is_stopped(self) -> bool:
        """Return whether a step ended the case and was not done again with another outcome."""
        return any(self.is_done(step) and not self.completing(step) for step in self.by_step)

    def version_of(self, step: str) -> Version:
        """Return the version that counts for a step: by its day if done, else as of today."""
        done = self.done_on(step)
        return version_on(self.case.versions, self.case.wanted, done or self.case.on)

    def steps(self) -> Iterator[str]:
        """Yield the steps of the case in order: those of today, and older ones that were done."""
        today = version_on(self.case.versions, self.case.wanted, self.case.on)
        yield from today.steps
        for step in self.by_step:
            if step not in today.steps and step in self.version_of(step).steps:
                yield step


def history_of(case: CaseInput, rulebook: Rulebook) -> History:
    """Return what has happened; events after the day of the case have not happened yet."""
    by_step: dict[str, tuple[Occurrence, ...]] = {}
    for event in case.events:
        if event.completed_on <= case.on:
            found = _occurrence(case, event, rulebook)
            by_step[event.step] = (*by_step.get(event.step, ()), found)
    return History(case, by_step)


def vote_rule(version: Version, step: str, outcome: str) -> StepVote | None:
    """Return the vote that decides a step with that outcome."""
    votes = [shape for _, shape in version.at_step(StepVote, step)]
    exact = [vote for vote in votes if vote.outcome == outcome]
    return next((vote for vote in (*exact, *votes) if vote.outcome in {outcome, ""}), None)


def _occurrence(case: CaseInput, event: Event, rulebook: Rulebook) -> Occurrence:
    version = version_on(case.versions, case.wanted, event.completed_on)
    rules = [shape for _, shape in version.at_step(Outcomes, event.step)]
    outcome = event.outcome or (rules[0].outcomes[0] if rules else "")
    stops = any(outcome in shape.stops for shape in rules)
    again = any(outcome in shape.again for shape in rules)
    vote = vote_rule(version, event.step, outcome)
    decision = _decision(case, event, version, vote, rulebook)
    failed = decision is not None and decision.passed is False
    completes = not (stops or again or failed)
    return Occurrence(event, version, outcome, decision, completes, stops and not failed)


def _decision(
    case: CaseInput, event: Event, version: Version, vote: StepVote | None, rulebook: Rulebook
) -> Decision | None:
    """Return the verdict on the vote of an event, where a count is given."""
    if vote is None or event.given.get("count") is None:
        return None
    meeting = {name: event.given[name] for name in MEETING_FIELDS if name in event.given}
    meeting.update(
        on=event.on,
        regime=case.form.text("regime") or CIVIL,
        organisation=event.given.get("organisation")
        or case.facts.get("organisation")
        or {"kind": "branch"},
        body=vote.body,
        subject=vote.subject,
    )
    try:
        return verdict_on(_rules_of(version, rulebook, event.on), meeting_facts(meeting))
    except InputError as refusal:
        reason = str(refusal).partition("：")[2]
        raise InputError(f"{event.path}.{refusal.field}", reason) from refusal


def _rules_of(version: Version, rulebook: Rulebook, on: date) -> Iterator[Rule]:
    """Yield the rules of a vote: of the procedure's versions only the one that counts."""
    procedure = version.frame.instrument.procedure
    for rule in rulebook.rules():
        if rule.instrument == version.frame.instrument:
            yield rule if rule.in_force(on) else replace(rule, since=date.min, until=None)
        elif not procedure or rule.instrument.procedure != procedure:
            yield rule
