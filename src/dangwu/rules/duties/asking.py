"""What the rules ask of one class of organisations: periods, standing rules, rules of meetings.

A class is all that a scope can tell apart: regime, kind, fire kind, category. Selection itself,
exceptions before general rules, is the rulebook's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.records import Rule, Rulebook
from dangwu.core.rulebook.selection import applicable
from dangwu.rules.duties.windows import WINDOW, Span, first_day, month_of, spans

PERIODIC: Final = (shapes.Cadence, shapes.Coverage, shapes.Accumulator)
STANDING: Final = (
    shapes.Term,
    shapes.Reminder,
    shapes.Headcount,
    shapes.Limit,
    shapes.Size,
    shapes.TimedStatus,
    shapes.Trigger,
)
MEETING: Final = (shapes.Quorum, shapes.LeadTime)


# The body that meets in an activity of this kind.
BODY_OF_KIND: Final = {
    "assembly": "assembly",
    "committee_meeting": "committee",
    "group_meeting": "group",
    "democratic_life": "democratic_life",
}
# Filed work does not say what was decided: its quorum is that of ordinary business.
ORDINARY: Final = "resolution"
LATE_DAYS: Final = "record_late_days"


@dataclass(frozen=True, slots=True)
class Book:
    """A rulebook with the version that names it: equal versions are equal books."""

    version: tuple[str, ...]
    rulebook: Rulebook = field(compare=False)


@dataclass(frozen=True, slots=True)
class Class:
    """What scopes tell apart in organisations."""

    regime: str
    kind: str
    fire_kind: str
    category: str

    def facts(self) -> dict[str, object]:
        return {
            "regime": self.regime,
            "kind": self.kind,
            "fire_kind": self.fire_kind,
            "category": self.category,
        }


@dataclass(frozen=True, slots=True)
class Demand:
    """One rule in one natural period. The rule is in force on the period's last day."""

    rule: Rule
    span: Span


@dataclass(frozen=True, slots=True)
class MeetingRule:
    """A rule on meetings of one kind held in [since, until)."""

    rule: Rule
    kind: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that is asked of a class on a day."""

    periodic: tuple[Demand, ...]
    standing: tuple[Rule, ...]
    meeting: tuple[MeetingRule, ...]

    def of(self, shape: type) -> tuple[Demand, ...]:
        """The periodic demands of one shape."""
        return tuple(demand for demand in self.periodic if isinstance(demand.rule.shape, shape))

    def rules(self, shape: type) -> tuple[Rule, ...]:
        """The standing rules of one shape."""
        return tuple(rule for rule in self.standing if isinstance(rule.shape, shape))


@lru_cache(maxsize=4096)
def asked(book: Book, organisations: Class, on: date) -> Asked:
    """Return what the book asks of such organisations on that day.

    A period is judged by the rules in force on its last day.
    """
    return Asked(
        periodic=tuple(_periodic(book, organisations, on)),
        standing=_surely(_rules(book, STANDING), organisations.facts(), on),
        meeting=tuple(_meetings(book, organisations, on)),
    )


def late_days(book: Book, on: date) -> tuple[Rule, int] | None:
    """Return after how many days a filing is late, with the record that says so."""
    for rule in _rules(book, (shapes.Parameter,)):
        shape = rule.shape
        if isinstance(shape, shapes.Parameter) and shape.name == LATE_DAYS and rule.in_force(on):
            return rule, int(shape.value)
    return None


def months_of(rule: Rule) -> int:
    """Return the length of a periodic rule's period in months; hours are gathered in a year."""
    shape = rule.shape
    return shape.months if isinstance(shape, shapes.Cadence | shapes.Coverage) else 12


@lru_cache(maxsize=256)
def _rules(book: Book, wanted: tuple[type, ...]) -> tuple[Rule, ...]:
    return tuple(rule for rule in book.rulebook.rules() if isinstance(rule.shape, wanted))


def _surely(rules: Iterable[Rule], facts: dict[str, object], on: date) -> tuple[Rule, ...]:
    return tuple(found.rule for found in applicable(rules, facts, on) if found.surely)


def _periodic(book: Book, organisations: Class, on: date) -> Iterator[Demand]:
    rules = [r for r in _rules(book, PERIODIC) if _could_apply(r, organisations)]
    chosen: dict[tuple[bool, ...], tuple[Rule, ...]] = {}
    for months in sorted({months_of(rule) for rule in rules}):
        for span in spans(months, on):
            force = tuple(rule.in_force(span.last) for rule in rules)
            if force not in chosen:
                chosen[force] = _surely(rules, organisations.facts(), span.last)
            for rule in chosen[force]:
                if months_of(rule) == months:
                    yield Demand(rule, span)


def _could_apply(rule: Rule, organisations: Class) -> bool:
    scope = rule.scope
    kinds = {organisations.kind, organisations.fire_kind}
    return organisations.regime in scope.regimes and (not scope.kinds or bool(kinds & scope.kinds))


def _meetings(book: Book, organisations: Class, on: date) -> Iterator[MeetingRule]:
    rules = [r for r in _rules(book, MEETING) if _could_apply(r, organisations)]
    start = first_day(month_of(on) - WINDOW + 1)
    days = {start, *(r.since for r in rules), *(r.until for r in rules if r.until)}
    changes = sorted(day for day in days if start <= day <= on)
    for index, since in enumerate(changes):
        until = changes[index + 1] if index + 1 < len(changes) else date.max
        for kind, body in BODY_OF_KIND.items():
            facts = {**organisations.facts(), "body": body, "subject": ORDINARY}
            for rule in _surely(rules, facts, since):
                if rule.blocks or not isinstance(rule.shape, shapes.Quorum):
                    yield MeetingRule(rule, kind, since, until)
