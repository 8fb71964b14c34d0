"""Judge any rule on a flat set of facts. docs/reference/rulebook.md lists the facts of each shape."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.facts import Facts, day
from dangwu.core.rulebook.findings import Finding, Judgement, finding
from dangwu.core.rulebook.judging import bodies, money, papers, steps, votes, work
from dangwu.core.rulebook.records import Rule
from dangwu.core.rulebook.selection import matches
from dangwu.core.rulebook.terms import Outcome

JUDGES: Final[Mapping[type, Callable[[Any, Facts], Judgement]]] = {
    shapes.Quorum: votes.quorum,
    shapes.Threshold: votes.threshold,
    shapes.Method: votes.method,
    shapes.Convener: votes.convener,
    shapes.Agenda: votes.agenda,
    shapes.LeadTime: votes.lead_time,
    shapes.DecisionUnit: votes.decision_unit,
    shapes.Recusal: votes.recusal,
    shapes.Exclusion: votes.exclusion,
    shapes.Suspension: votes.suspension,
    shapes.DecisionState: votes.decision_state,
    shapes.Ballot: votes.ballot,
    shapes.Elected: votes.elected,
    shapes.Vacancy: votes.vacancy,
    shapes.Ratio: votes.ratio,
    shapes.Range: bodies.range_,
    shapes.Headcount: bodies.headcount,
    shapes.Limit: bodies.limit,
    shapes.Size: bodies.size,
    shapes.Term: bodies.term,
    shapes.Composition: bodies.composition,
    shapes.Parent: bodies.parent,
    shapes.Eligibility: bodies.eligibility,
    shapes.Persons: bodies.persons,
    shapes.Routing: bodies.routing,
    shapes.Authority: bodies.authority,
    shapes.Cadence: work.cadence,
    shapes.Coverage: work.coverage,
    shapes.Accumulator: work.accumulator,
    shapes.Reminder: work.reminder,
    shapes.Absence: work.absence,
    shapes.TimedStatus: work.timed_status,
    shapes.Trigger: work.trigger,
    shapes.Quota: work.quota,
    shapes.Scale: work.scale,
    shapes.Record: papers.record,
    shapes.Publicity: papers.publicity,
    shapes.Sequence: papers.sequence,
    shapes.Archive: papers.archive,
    shapes.Slab: money.slab,
    shapes.Flat: money.flat,
    shapes.Cap: money.cap,
    shapes.Waiver: money.waiver,
    shapes.Remittance: money.remittance,
    shapes.Uses: money.uses,
    shapes.Segregation: money.segregation,
    shapes.Procedure: steps.procedure,
    shapes.Deadline: steps.deadline,
    shapes.Elapsed: steps.elapsed,
    shapes.Window: steps.window,
    shapes.Gate: steps.gate,
    shapes.Outcomes: steps.outcomes,
    shapes.StepVote: steps.step_vote,
}


def is_checkable(rule: Rule) -> bool:
    """Return whether a machine can judge the rule; the rest is to be read."""
    return type(rule.shape) in JUDGES


def judge(rule: Rule, facts: Facts) -> Finding:
    """Return the rule's finding; it is taken to apply.

    Raises InputError when a fact is not of its type.
    """
    judged = JUDGES.get(type(rule.shape))
    if judged is None:
        return finding(rule, Judgement(Outcome.NOT_APPLICABLE, ending="供阅读，不作机器核对"))
    return finding(rule, judged(rule.shape, facts))


def unsure(rule: Rule, facts: Facts) -> Finding:
    """Return the finding of a rule that perhaps applies: what it says, and that it is open."""
    known = judge(rule, facts)
    if known.outcome is Outcome.NOT_APPLICABLE:
        return known
    ending = "缺少判断是否适用的资料，暂不判断"
    return finding(rule, Judgement(Outcome.UNKNOWN, known.needs, known.has, ending=ending))


def evaluate(rule: Rule, facts: Facts) -> Finding:
    """Return one rule's finding on a flat set of facts.

    A scope fact or `on` that is given and does not match makes the rule not applicable; one that
    is left out is taken to match.
    Raises InputError when a fact is not of its type.
    """
    on = day(facts, "on")
    if (on is not None and not rule.in_force(on)) or matches(rule.scope, facts) is False:
        return finding(rule, Judgement(Outcome.NOT_APPLICABLE))
    return judge(rule, facts)
