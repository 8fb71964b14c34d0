"""What the rules say of one event: its publication, persons, amounts, outcome, vote, papers."""

from collections.abc import Iterator
from datetime import date

from dangwu.core.calendar import DAY, Period, WorkingCalendar
from dangwu.core.casework.history import Occurrence, vote_rule
from dangwu.core.casework.inputs import persons_of
from dangwu.core.casework.timing import Clock
from dangwu.core.rulebook.check import judge
from dangwu.core.rulebook.findings import Finding, Judgement, finding
from dangwu.core.rulebook.shapes import (
    Archive,
    Authority,
    Eligibility,
    Outcomes,
    Persons,
    Procedure,
    Range,
    StepVote,
    Window,
)
from dangwu.core.rulebook.terms import Outcome


def findings_of_event(clock: Clock, happened: Occurrence) -> Iterator[Finding]:
    """Yield a finding for each record that speaks of what the event says."""
    yield from _windows(clock, happened)
    yield from _persons(happened)
    yield from _amounts(clock, happened)
    yield from _authorities(happened)
    yield from _outcomes(clock, happened)
    yield from _vote(happened)
    yield from _papers(happened)


def _windows(clock: Clock, happened: Occurrence) -> Iterator[Finding]:
    event = happened.event
    for rule, shape in happened.version.at_step(Window, event.step):
        if shape.when and not clock.history.case.form.flag(shape.when):
            continue
        following = clock.history.ending(shape.before) if shape.before else None
        facts = {
            "from": event.first,
            "to": event.to,
            "before_on": following.event.on if following else None,
            "places": event.form.texts("places"),
            "holidays": tuple(clock.calendar.days_off),
            "workdays": tuple(clock.calendar.days_worked),
        }
        judged = judge(rule, facts)
        if shape.unit == "working_day" and _is_provisional(clock.calendar, event.first, event.to):
            clause = f"{event.first}至{event.to}公示，按周一至周五暂计{judged.has}个工作日"
            ending = "该年放假安排尚未载入，暂不判断"
            open_one = Judgement(Outcome.UNKNOWN, shape.n, judged.has, clause, ending)
            judged = finding(rule, open_one)
        yield judged


def _is_provisional(calendar: WorkingCalendar, first: date | None, to: date | None) -> bool:
    if first is None or to is None:
        return False
    return calendar.count_working_days(Period(first, to + DAY)).provisional


def _persons(happened: Occurrence) -> Iterator[Finding]:
    event = happened.event
    for rule, shape in happened.version.at_step(Persons, event.step):
        named = persons_of(event, shape.role)
        count = len(named) if isinstance(named, tuple) else named
        yield judge(rule, {"count": count})
    for rule, fit in happened.version.at_step(Eligibility, event.step):
        named = persons_of(event, fit.role)
        for person in named if isinstance(named, tuple) else ({},):
            yield judge(rule, person)


def _amounts(clock: Clock, happened: Occurrence) -> Iterator[Finding]:
    event = happened.event
    for rule, shape in happened.version.at_step(Range, event.step):
        given = {name: event.form.number(name) for name in (shape.quantity, shape.or_quantity)}
        if shape.quantity == "age":
            given["age"] = _age(clock, event.on)
        yield judge(rule, {name: value for name, value in given.items() if value is not None})


def _age(clock: Clock, on: date) -> int | None:
    """Return the applicant's age in full years."""
    facts = clock.history.case.form
    born = facts.day("born_on")
    if born is None:
        return facts.number("age")
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _authorities(happened: Occurrence) -> Iterator[Finding]:
    body = happened.event.form.text("body")
    for rule, shape in happened.version.at_step(Authority, happened.event.step):
        if shape.body == body:
            yield judge(rule, {"act": next(iter((*shape.may_not, *shape.may)), None)})


def _outcomes(clock: Clock, happened: Occurrence) -> Iterator[Finding]:
    event = happened.event
    rules = [
        (rule, shape)
        for rule, shape in happened.version.at_step(Outcomes, event.step)
        if not shape.when or clock.history.case.form.flag(shape.when)
    ]
    meant = [entry for entry in rules if happened.outcome in entry[1].outcomes]
    for rule, shape in (meant or rules)[:1]:
        months = event.form.number("months")
        again = happened.outcome in shape.again
        same = [
            found
            for found in clock.history.at(event.step)
            if found.outcome == happened.outcome and found.event.on <= event.on
        ]
        if again and shape.extend_max is not None and months is None:
            clause = "未填写延长或者推迟的月数"
            yield finding(rule, Judgement(Outcome.UNKNOWN, shape.extend_max, None, clause))
            continue
        facts = {"outcome": happened.outcome}
        bounds = {"extended_by": months, "times_extended": len(same)} if again else {}
        yield judge(rule, {**facts, **bounds})


def _vote(happened: Occurrence) -> Iterator[Finding]:
    event = happened.event
    vote = vote_rule(happened.version, event.step, happened.outcome)
    for rule, shape in happened.version.at_step(StepVote, event.step):
        if shape is not vote:
            continue
        decision = happened.decision
        if decision is None:
            yield judge(rule, {})
            continue
        yield from (
            found
            for found in decision.findings
            if found.outcome is not Outcome.UNKNOWN or found.leaves_open
        )
        yield judge(rule, {"passed": decision.passed})


def _papers(happened: Occurrence) -> Iterator[Finding]:
    procedure = happened.version.frame.shape
    last = next(reversed(happened.version.steps), None)
    if not isinstance(procedure, Procedure) or happened.event.step != last:
        return
    for rule, shape in happened.version.all_of(Archive):
        if shape.of == procedure.name:
            yield judge(rule, {"papers": happened.event.form.texts("papers")})
