"""What a population is while it is being made: organisations and people before they are rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from dangwu.core.calendar import add_months
from dangwu.core.rulebook.terms import CIVIL
from dangwu.populations.copying import Sink
from dangwu.populations.draw import Draw

YEARS_OF_WORK = 3


@dataclass(frozen=True, slots=True)
class Days:
    """The days everything is relative to.

    records_from: first day of the work on record. attendance_from: first day of work whose
    attendance is kept person by person; before it only the counts stand. recent_from: the same for
    work whose attendance is kept for the last twelve months only.
    """

    today: date
    records_from: date
    attendance_from: date
    recent_from: date

    @staticmethod
    def around(today: date, *, years: int = YEARS_OF_WORK) -> "Days":
        """Return the days of a population made on `today` with so many years of work."""
        month = today.replace(day=1)
        return Days(
            today=today,
            records_from=add_months(month, -12 * years),
            attendance_from=date(today.year - 1, 1, 1),
            recent_from=add_months(month, -12),
        )

    def years_ago(self, years: int) -> date:
        return add_months(self.today, -12 * years)

    def months(self) -> Iterator[date]:
        """Yield the first day of every month with work, the running one included."""
        month = self.records_from
        while month <= self.today:
            yield month
            month = add_months(month, 1)

    def last_quarter(self) -> date:
        """Return the first day of the last quarter that is over."""
        month = self.today.replace(day=1)
        return add_months(month, -((month.month - 1) % 3) - 3)

    def last_month(self) -> date:
        """Return the first day of the last month that is over."""
        return add_months(self.today.replace(day=1), -1)


@dataclass(slots=True)
class Special:
    """A circumstance of a person (`SpecialStatus`)."""

    kind: str
    since: date
    place: str = ""
    receiving: "Node | None" = None


@dataclass(slots=True, eq=False)
class Human:
    """An invented person.

    absent_from: first day from which the person is seen nowhere. silent_from: first day from
    which the person hands in no reports.
    """

    id: str
    name: str
    sex: str
    born_on: date
    ethnicity: str
    occupation: str
    standing: str = "full"
    number: str = ""
    joined_on: date | None = None
    applied_on: date | None = None
    activist_on: date | None = None
    candidate_on: date | None = None
    probation_ends_on: date | None = None
    absent_from: date | None = None
    silent_from: date | None = None
    dues_to: date | None = None
    holds_post: bool = False
    specials: list[Special] = field(default_factory=list)

    @property
    def since(self) -> date:
        """The day the person entered the branch's books."""
        return self.applied_on or self.joined_on or self.born_on

    @property
    def confirmed_on(self) -> date | None:
        """The day a full member became one: a year after joining."""
        if self.standing != "full" or self.joined_on is None:
            return None
        return add_months(self.joined_on, 12)

    def age_on(self, day: date) -> int:
        """Return the completed years of life."""
        before = (day.month, day.day) < (self.born_on.month, self.born_on.day)
        return day.year - self.born_on.year - before


@dataclass(slots=True, eq=False)
class Node:
    """An organisation with its people, as it is being made.

    guests: members of other organisations who take part here. others: not yet members.
    faults: kinds of what is planted here. meets: there is a committee, even without known members.
    no_assembly_in, late_minutes_in, short_notice_in: first days of quarters.
    few_came_in, no_lecture_in, few_party_days_in: first days of months.
    """

    id: str
    code: str
    name: str
    kind: str
    category: str
    path: str
    founded_on: date
    parent: "Node | None" = None
    regime: str = CIVIL
    fire_kind: str = ""
    joint_units: int | None = None
    home_name: str = ""
    ends_on: date | None = None
    term_years: int = 3
    children: list["Node"] = field(default_factory=list)
    people: list[Human] = field(default_factory=list)
    guests: list[Human] = field(default_factory=list)
    others: list[Human] = field(default_factory=list)
    secretary: Human | None = None
    committee: list[Human] = field(default_factory=list)
    groups: list["Node"] = field(default_factory=list)
    meets: bool = False
    faults: frozenset[str] = frozenset()
    no_assembly_in: frozenset[date] = frozenset()
    late_minutes_in: date | None = None
    short_notice_in: date | None = None
    few_came_in: date | None = None
    no_lecture_in: date | None = None
    few_party_days_in: date | None = None

    def walk(self) -> Iterator["Node"]:
        """Yield this organisation and all below it, parents first."""
        yield self
        for child in (*self.children, *self.groups):
            yield from child.walk()

    @property
    def full_members(self) -> list[Human]:
        return [person for person in self.people if person.standing == "full"]


@dataclass(slots=True)
class Home:
    """One unit being filled: where its rows go and what its chance is."""

    unit_id: int
    draw: Draw
    sink: Sink
    days: Days
    sequences: dict[tuple[date, str], int] = field(default_factory=dict)
    people: list[Human] = field(default_factory=list)

    @property
    def division(self) -> str:
        """The division code of this unit's ID numbers: one that no real place has."""
        return f"99{self.unit_id:04d}"

    def next_sequence(self, born_on: date, sex: str) -> int:
        """Return the next order code of that birthday: odd for men, even for women."""
        taken = self.sequences.get((born_on, sex), 0)
        self.sequences[born_on, sex] = taken + 1
        return 2 * taken + (1 if sex == "1" else 2)


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def label_of(number: int) -> str:
    """Return the four-character label of the organisation of that number under its parent."""
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = _DIGITS[rest] + text
    return text.rjust(4, "0")


def new_node(
    home: Home,
    *,
    code: str,
    name: str,
    kind: str,
    category: str,
    founded_on: date,
    parent: Node | None = None,
) -> Node:
    """Return an organisation that stands under `parent`; a group goes with its branch's groups."""
    siblings = [] if parent is None else [*parent.children, *parent.groups]
    label = label_of(len(siblings) + 1)
    node = Node(
        id=home.draw.new_id(),
        code=code,
        name=name,
        kind=kind,
        category=category,
        path=f"{parent.path}.{label}" if parent else label,
        founded_on=founded_on,
        parent=parent,
        regime=parent.regime if parent else CIVIL,
    )
    if parent is not None:
        (parent.groups if kind == "group" else parent.children).append(node)
    return node
