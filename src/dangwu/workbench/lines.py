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
COMMITTEE = "branch_committee"
POSTS = frozenset({"secretary", "deputy"})
# Verdicts on one work that was done: who was there, when notice was given, when it was filed.
OF_ONE_WORK = (shapes.Quorum, shapes.LeadTime, shapes.Parameter)


@dataclass(frozen=True, slots=True)
class Line:
    """One duty on a page. `start`: what the button says and where it leads; empty: nothing to do.

    meet, meet_url: the same for a meeting, or a case with its meetings, that satisfies it. is_term:
    whether a change of term fulfils it. cases: the kinds of case that satisfy it; one that runs is
    gone on with. records, records_url: what stands behind the verdict, for whoever reads it.
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
    records: str
    records_url: str
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
    def gap(self) -> str:
        """How far what there is falls short of what is asked, or passes it; empty: neither."""
        if self.needs is None or self.has is None or self.has == self.needs:
            return ""
        if self.has < self.needs:
            return f"现有{self.has}，需要{self.needs}"
        return f"现有{self.has}，最多{self.needs}" if self.needs else ""

    @property
    def when(self) -> str:
        """The period in words, e.g. 2026年第三季度."""
        first, after = self.duty.period
        return period(first, after - timedelta(days=1))


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
    records, records_url = _records(duty, rule)
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
        records=records,
        records_url=records_url,
        is_term=_by_election(rule),
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
    if _by_election(rule):
        return "启动换届", address("procedures:start", duty.unit_id, duty.organisation_id)
    if _needs_posts(rule):
        return "登记任职", address("members:posts", duty.unit_id, duty.organisation_id)
    return _records(duty, rule)


def _by_election(rule: Rule) -> bool:
    """Whether a change of term fulfils the rule: a term that ends, a committee to be elected."""
    shape = rule.shape
    if isinstance(shape, shapes.Headcount):
        return shape.verdict == "must" and COMMITTEE in shape.sets_up
    return isinstance(shape, shapes.Term)


def _needs_posts(rule: Rule) -> bool:
    """Whether the rule is fulfilled by who holds which post."""
    shape = rule.shape
    if isinstance(shape, shapes.Headcount):
        return shape.verdict == "must" and not POSTS.isdisjoint(shape.sets_up)
    return isinstance(shape, shapes.Size)


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


def _records(duty: Duty, rule: Rule) -> tuple[str, str]:
    """Return where that is seen which a verdict rests on: work, people or the organisation."""
    if isinstance(rule.shape, shapes.TimedStatus):
        query = {
            "standing": rule.shape.status,
            "organisation": f"{duty.unit_id}.{duty.organisation_id}",
        }
        return "看是哪些人", f"{page('members:roster')}?{urlencode(query)}"
    if duty.records.kinds or isinstance(rule.shape, OF_ONE_WORK):
        return "看记录", _work_url(duty)
    return "看资料", address("organisations:record", duty.unit_id, duty.organisation_id)


def _work_url(duty: Duty) -> str:
    query = {
        "unit": duty.unit_id,
        "organisation": duty.organisation_id,
        "since": duty.records.first.isoformat(),
        "until": duty.records.last.isoformat(),
    }
    if not duty.records.kinds:
        return f"{page('activities:list')}?{urlencode(query)}"
    if len(duty.records.kinds) == 1:
        query["kind"] = duty.records.kinds[0]
    else:
        query["kinds"] = ",".join(duty.records.kinds)
    return f"{page('activities:list')}?{urlencode(query)}"
