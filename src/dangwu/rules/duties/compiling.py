"""From classes of organisations to the arrays that the statements join with."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from django.db import connection

from dangwu.core.rulebook.records import Rule
from dangwu.rules.duties.asking import Asked, Book, Class, Demand, MeetingRule, asked
from dangwu.rules.duties.reach import Over
from dangwu.rules.duties.windows import last_day, month_of

CLASSES = """
SELECT DISTINCT o.unit_id, o.regime, coalesce(p.kind, o.kind), o.fire_kind,
       coalesce(p.category, o.category)
FROM organisations_organisation o
LEFT JOIN organisations_organisationperiod p
  ON p.unit_id = o.unit_id AND p.organisation_id = o.id AND p.period @> %(on)s::date
WHERE """

Books = Callable[[int], Book]
Params: TypeAlias = dict[str, Any]  # what a statement is given, by name


@dataclass(frozen=True, slots=True)
class Part:
    """One family of duties as SQL: named sub-queries, a select of verdict rows, parameters.

    A verdict row: no (of the organisation), rule (its number), first, last (inclusive), needs,
    has, base, late, state, due_on, exempt_on (the day an exemption must hold), subject.
    """

    ctes: tuple[tuple[str, str], ...]
    select: str
    params: Params


@dataclass(slots=True)
class Compiled:
    """The rules of a day laid out for a set of organisations.

    classes: one row for each unit and class, with the number of what is asked of it: classes of
    which the same is asked share a number. rules: the rules by number.
    today: nothing can have been held after it.
    """

    on: date
    today: date
    over: Over
    classes: list[tuple[int, str, str, str, str, int]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    books: dict[int, Book] = field(default_factory=dict)
    _numbers: dict[int, int] = field(default_factory=dict)

    @property
    def whole_months(self) -> bool:
        """Whether the sums by month hold for the month of `on`: nothing was held later in it."""
        return self.on >= self.today or self.on == last_day(month_of(self.on))

    def number(self, rule: Rule) -> int:
        """Return the number of a rule in the statements."""
        if id(rule) not in self._numbers:
            self._numbers[id(rule)] = len(self.rules)
            self.rules.append(rule)
        return self._numbers[id(rule)]

    def periodic(self, shape: type) -> Iterator[tuple[int, Demand]]:
        """Yield (class number, demand) for a shape."""
        for number, questions in enumerate(self.asked):
            for demand in questions.of(shape):
                yield number, demand

    def standing(self, shape: type) -> Iterator[tuple[int, Rule]]:
        """Yield (class number, rule) for a shape that is judged on the day itself."""
        for number, questions in enumerate(self.asked):
            for rule in questions.rules(shape):
                yield number, rule

    def meetings(self) -> Iterator[tuple[int, MeetingRule]]:
        """Yield (class number, rule on meetings)."""
        for number, questions in enumerate(self.asked):
            for rule in questions.meeting:
                yield number, rule


def compile_rules(over: Over, *, on: date, today: date, book_of: Books) -> Compiled:
    """Return the rules laid out for the organisations asked about.

    book_of: gives the book in force in a unit.
    """
    compiled = Compiled(on, today, over)
    shared: dict[tuple[object, ...], int] = {}
    for unit, regime, kind, fire_kind, category in _classes(over, on):
        book = compiled.books.setdefault(unit, book_of(unit))
        questions = asked(book, Class(regime, kind, fire_kind, category), on)
        key = _signature(questions)
        if key not in shared:
            shared[key] = len(compiled.asked)
            compiled.asked.append(questions)
        compiled.classes.append((unit, regime, kind, fire_kind, category, shared[key]))
    return compiled


def _classes(over: Over, on: date) -> list[tuple[int, str, str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(CLASSES + over.where, {**over.params, "on": on})
        return list(cursor.fetchall())


def _signature(questions: Asked) -> tuple[object, ...]:
    return (
        tuple((id(d.rule), d.span) for d in questions.periodic),
        tuple(map(id, questions.standing)),
        tuple((id(m.rule), m.kind, m.since) for m in questions.meeting),
    )


def columns(prefix: str, names: Iterable[str], rows: Sequence[tuple[object, ...]]) -> Params:
    """Return rows as one array for each column, for unnest()."""
    names = list(names)
    turned = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return {f"{prefix}_{name}": list(values) for name, values in zip(names, turned, strict=True)}
