"""Duties as a page shows them: the verdict, its article, and the button that starts the work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from dangwu.core.rulebook import shapes, terms
from dangwu.core.rulebook.explain import explain
from dangwu.core.rulebook.records import Rule, Rulebook
from dangwu.meetings.queries.kinds import SITTINGS
from dangwu.rules.duties.values import Duty, State
from dangwu.rules.duties.words import period
from dangwu.workbench.addresses import address, page

# What a person must see first.
URGENCY = (State.OVERDUE, State.DUE, State.UNKNOWN, State.LATE, State.MET, State.EXEMPT)
OPEN = (State.OVERDUE, State.DUE)
# What is more than one meeting begins with its case.
LIFE = ("democratic_life", "organisation_life")
APPRAISED = ("appraisal", "duty_review")


@dataclass(frozen=True, slots=True)
class Line:
    """One duty on a page. `start`: what the button says and where it leads; empty: nothing to do.

    meet, meet_url: the same for a meeting, or a case with its meetings, that satisfies it. is_term:
    whether it is the term of the leading body, which a change of term fulfils. cases: the kinds
    of case that satisfy it; one that runs is gone on with.
    """

    duty: Duty
    rule: str
    article: str
    instrument_title: str
    strength_label: str
    soft: bool
    note: str
    start: str
    start_url: str
    meet: str
    meet_url: str
    is_term: bool = False
    cases: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        return self.duty.state.value

    @property
    def text(self) -> str:
        return self.duty.text

    @property
    def needs(self) -> int | None:
        return self.duty.needs

    @property
    def has(self) -> int | None:
        return self.duty.has

    @property
    def when(self) -> str:
        """The period in words, e.g. 2026年第三季度."""
        first, after = self.duty.period
        return period(first, after - timedelta(days=1))

    @property
    def records_url(self) -> str:
        """Where the work behind the duty is listed."""
        return records_url(self.duty)


def lines(duties: Iterable[Duty], rulebook: Rulebook, *, today: date) -> list[Line]:
    """Return duties as lines, the most urgent first, then by the day they are due."""
    rules = {rule.id: rule for rule in rulebook.rules()}
    found = [_line(duty, rules[duty.rule], today) for duty in duties if duty.rule in rules]
    return sorted(
        found,
        key=lambda line: (
            URGENCY.index(line.duty.state),
            line.duty.due_on or date.max,
            line.duty.subject,
        ),
    )


def _line(duty: Duty, rule: Rule, today: date) -> Line:
    explained = explain(rule)
    start, url = _start(duty, rule, today)
    meet, meet_url = _meeting(duty, rule, today)
    return Line(
        duty=duty,
        rule=rule.id,
        article=rule.article,
        instrument_title=explained.title,
        strength_label=explained.strength,
        soft=rule.strength is not terms.Strength.MUST,
        note="；".join(part for part in (explained.confidence, explained.note) if part),
        start=start,
        start_url=url,
        meet=meet,
        meet_url=meet_url,
        is_term=isinstance(rule.shape, shapes.Term),
        cases=_cases(duty, rule) if meet else (),
    )


def _start(duty: Duty, rule: Rule, today: date) -> tuple[str, str]:
    """Return the one next step for an open duty."""
    if duty.state not in OPEN:
        return "", ""
    if isinstance(rule.shape, shapes.Cadence | shapes.Coverage | shapes.Accumulator):
        kinds = duty.records.kinds or rule.shape.kinds
        last = min(duty.records.last, today)
        query = urlencode({"kind": kinds[0], "held_on": last.isoformat()})
        place = address("activities:file", duty.unit_id, duty.organisation_id)
        return "登记这项工作", f"{place}?{query}"
    if isinstance(rule.shape, shapes.Term):
        return "启动换届", address("procedures:start", duty.unit_id, duty.organisation_id)
    return "去处理", address("organisations:record", duty.unit_id, duty.organisation_id)


def _meeting(duty: Duty, rule: Rule, today: date) -> tuple[str, str]:
    """Return the step to a meeting that would satisfy an open duty; empty: none would."""
    if duty.state not in OPEN or duty.records.last < today:
        return "", ""
    if not isinstance(rule.shape, shapes.Cadence | shapes.Coverage):
        return "", ""
    kind = (duty.records.kinds or rule.shape.kinds)[0]
    if kind not in SITTINGS:
        return "", ""
    if kind in APPRAISED:
        place = page("assessment:appraisals")
        url = f"{place}start/{duty.unit_id}/{duty.organisation_id}/{kind}/"
        return "开始筹备", url
    query = urlencode({"kind": kind})
    if kind in LIFE:
        place = address("assessment:start_life", duty.unit_id, duty.organisation_id)
        return "开始筹备", f"{place}?{query}"
    place = address("meetings:plan", duty.unit_id, duty.organisation_id)
    return "召开会议", f"{place}?{query}"


def _cases(duty: Duty, rule: Rule) -> tuple[str, ...]:
    """Return the kinds of case that satisfy a duty."""
    if not isinstance(rule.shape, shapes.Cadence | shapes.Coverage):
        return ()
    kinds = duty.records.kinds or rule.shape.kinds
    return tuple(kind for kind in kinds if kind in (*LIFE, *APPRAISED))


def records_url(duty: Duty) -> str:
    """Return where the work behind a duty is listed; the record, where the register decides."""
    if not duty.records.kinds:
        return address("organisations:record", duty.unit_id, duty.organisation_id)
    query = {
        "unit": duty.unit_id,
        "organisation": duty.organisation_id,
        "since": duty.records.first.isoformat(),
        "until": duty.records.last.isoformat(),
    }
    if len(duty.records.kinds) == 1:
        query["kind"] = duty.records.kinds[0]
    else:
        query["kinds"] = ",".join(duty.records.kinds)
    return f"{page('activities:list')}?{urlencode(query)}"
