"""Steps of procedures: what each shape says of facts."""

from datetime import date

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.days import later, working_days
from dangwu.core.rulebook.facts import Facts, day, days, flag, number, word, words
from dangwu.core.rulebook.findings import Judgement
from dangwu.core.rulebook.judging.bodies import between, inside
from dangwu.core.rulebook.judging.votes import verdict
from dangwu.core.rulebook.terms import BODIES, SUBJECTS, Outcome
from dangwu.core.rulebook.words import label, labels, span

UNKNOWN = Outcome.UNKNOWN


def procedure(shape: shapes.Procedure, facts: Facts) -> Judgement:
    """No step stands before one that it must follow."""
    done = words(facts, "done")
    if done is None:
        return Judgement(UNKNOWN, None, None, "未填写已完成的步骤")
    titles = {step.id: step.title for step in shape.steps}
    wrong = []
    for step in shape.steps:
        if step.id in done and not step.usual_order_only:
            before = done[: done.index(step.id)]
            wrong += [(step.id, needed) for needed in step.after if needed not in before]
    if not wrong:
        return Judgement(Outcome.MET, None, done, "步骤的先后符合要求")
    told = "；".join(f"“{titles[late]}”应在“{titles[early]}”之后" for late, early in wrong)
    needs = tuple(early for _, early in wrong)
    return Judgement(Outcome.BREACHED, needs, done, told)


def deadline(shape: shapes.Deadline, facts: Facts) -> Judgement:
    """Done by the last day; not done and not yet due is unknown."""
    after, done = day(facts, "after_on"), day(facts, "step_on")
    extended = flag(facts, "extended") and shape.extended_n is not None
    n = (shape.extended_n or shape.n) if extended else shape.n
    asked = f"应在{span(n, shape.unit)}内完成"
    if after is None:
        return Judgement(UNKNOWN, None, None, f"未填写起算日期，{asked}")
    last = later(after, n, shape.unit, days(facts, "holidays"), days(facts, "workdays"))
    needs, start = last.isoformat(), f"自{after}起{asked}，最迟{last}"
    if done is not None:
        clause = f"{done}完成，{start}"
        return Judgement(verdict(done <= last), needs, done.isoformat(), clause)
    today = day(facts, "on")
    if today is not None and today > last:
        return Judgement(Outcome.BREACHED, needs, None, f"尚未完成，{start}", "已经逾期")
    return Judgement(UNKNOWN, needs, None, f"尚未完成，{start}", "未到期限")


def elapsed(shape: shapes.Elapsed, facts: Facts) -> Judgement:
    """Not before the earliest day."""
    after, done = day(facts, "after_on"), day(facts, "step_on")
    accrued = (number(facts, "accrued_months") or 0) if shape.accrues else 0
    asked = f"须满{span(shape.n, shape.unit)}"
    if after is None:
        return Judgement(UNKNOWN, None, None, f"未填写起算日期，{asked}")
    off = days(facts, "holidays"), days(facts, "workdays")
    first = later(after, shape.n, shape.unit, *off)
    if accrued:
        first = max(after, later(first, -accrued, "month"))
        asked += f"（此前已计{accrued}个月）"
    needs = first.isoformat()
    if done is None:
        return Judgement(UNKNOWN, needs, None, f"自{after}起{asked}，最早{first}")
    clause = f"{done}进行，自{after}起{asked}，最早{first}"
    return Judgement(verdict(done >= first), needs, done.isoformat(), clause)


def window(shape: shapes.Window, facts: Facts) -> Judgement:
    """A publication long enough, closed before what follows, in every place."""
    start, end, before = day(facts, "from"), day(facts, "to"), day(facts, "before_on")
    asked = f"公示不少于{span(shape.n, shape.unit)}"
    if start is None or end is None:
        return Judgement(UNKNOWN, shape.n, None, f"未填写公示起止，{asked}")
    length, long_enough = _length(shape, start, end, facts)
    answers: list[bool | None] = [long_enough]
    if shape.before is not None and before is not None:
        answers.append(end < before)
    places = words(facts, "places")
    if shape.places:
        answers.append(None if places is None else set(shape.places) <= set(places))
    holds = False if False in answers else None if None in answers else True
    clause = f"{start}至{end}公示，{asked}"
    clause += f"，{labels(shape.places)}均应公示" if shape.places else ""
    clause += "，期满后方可进行下一步" if shape.before is not None else ""
    return Judgement(verdict(holds), shape.n, length, clause)


def _length(shape: shapes.Window, start: date, end: date, facts: Facts) -> tuple[int, bool]:
    """Return the length in days, both ends counted, and whether it is long enough."""
    holidays, workdays = days(facts, "holidays"), days(facts, "workdays")
    if shape.unit == "working_day":
        length = working_days(start, end, holidays, workdays)
        return length, length >= shape.n
    length = (end - start).days + 1
    if shape.unit == "day":
        return length, length >= shape.n
    return length, end >= later(later(start, shape.n, shape.unit), -1, "day")


def gate(shape: shapes.Gate, facts: Facts) -> Judgement:
    """A fact that must be true before the step."""
    fact = flag(facts, shape.fact)
    if fact:
        return Judgement(Outcome.MET, shape.fact, "true")
    if shape.exception is not None and flag(facts, "exception"):
        return Judgement(Outcome.MET, shape.fact, shape.exception)
    if fact is None:
        return Judgement(UNKNOWN, shape.fact)
    return Judgement(Outcome.BREACHED, shape.fact, "false")


def outcomes(shape: shapes.Outcomes, facts: Facts) -> Judgement:
    """One of the outcomes of a step, within its bounds."""
    outcome, by = word(facts, "outcome"), number(facts, "extended_by")
    times = number(facts, "times_extended")
    asked = f"结果为{labels(shape.outcomes)}"
    bounded = shape.extend_min is not None or shape.extend_max is not None
    if bounded:
        asked += f"，延长{between(shape.extend_min, shape.extend_max)}{span(0, shape.unit)[1:]}"
        asked += "，只延长一次" if shape.once else ""
    if outcome is None:
        return Judgement(UNKNOWN, shape.outcomes, None, f"未填写结果，{asked}")
    answers = [outcome in shape.outcomes]
    if by is not None:
        answers.append(inside(by, shape.extend_min, shape.extend_max))
    if times is not None and shape.once:
        answers.append(times <= 1)
    told = f"结果为{label(outcome)}" + (f"{span(by, shape.unit)}" if by is not None else "")
    return Judgement(verdict(all(answers)), shape.outcomes, outcome, f"{told}，{asked}")


def step_vote(shape: shapes.StepVote, facts: Facts) -> Judgement:
    """The step's vote passed."""
    passed = flag(facts, "passed")
    asked = f"须经{label(shape.body, BODIES)}就{label(shape.subject, SUBJECTS)}表决通过"
    if passed is None:
        return Judgement(UNKNOWN, None, None, f"未填写表决结果，{asked}")
    told = "表决通过" if passed else "表决未通过"
    return Judgement(verdict(passed), None, None, f"{told}，{asked}")
