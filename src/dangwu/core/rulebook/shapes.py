"""The shapes a machine-checkable rule may have: one frozen value per shape, nothing evaluated here.

Field types are what the pack loader accepts. A fraction is written "4/5" in a pack, an amount of
money "0.50". A shape that no record needs does not stand here.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Operator = Literal[">", ">=", "<", "<=", "="]
Unit = Literal["hour", "day", "working_day", "month", "year"]
Base = Literal["should_attend", "present", "cast", "all_members", "seats", "issued"]
Verdict = Literal["must", "may", "must_not"]


@dataclass(frozen=True, slots=True)
class Entry:
    """An article to read; nothing in it can be checked by machine."""


# Meetings and votes -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quorum:
    """Persons present against a base, before the body may meet."""

    base: Base
    fraction: Fraction
    op: Operator


@dataclass(frozen=True, slots=True)
class Threshold:
    """Votes in favour against a base. `written`: written opinions handed in beforehand count."""

    base: Base
    fraction: Fraction
    op: Operator
    written: bool = False


@dataclass(frozen=True, slots=True)
class Method:
    """The ways of voting that the subject allows."""

    allowed: tuple[Literal["oral", "hands", "secret", "signed"], ...]


@dataclass(frozen=True, slots=True)
class Convener:
    """One of these posts must be present; `emergency_allows`: an emergency lifts it."""

    any_of: tuple[str, ...]
    emergency_allows: bool


@dataclass(frozen=True, slots=True)
class Agenda:
    """No item may be added after the notice; `special_allows`: special cases lift it."""

    special_allows: bool


@dataclass(frozen=True, slots=True)
class LeadTime:
    """At least `n` units between `anchor` (notice, plan, reminder) and the event."""

    anchor: str
    event: str
    n: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class DecisionUnit:
    """Whether several matters are discussed or voted as one: item by item, person by person."""

    by: Literal["item", "person"]
    act: Literal["discuss", "vote"]


@dataclass(frozen=True, slots=True)
class Recusal:
    """Whom the matter touches leaves discussion and vote. The base after recusal is not stated."""

    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Classes of members that may be left out of those who should attend, and who must agree."""

    classes: tuple[str, ...]
    approvals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suspension:
    """Members without the right to vote, to elect and to be elected."""

    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionState:
    """A path a matter takes when it is not decided at once, e.g. postponed → re-discussed → ruled."""

    states: tuple[str, ...]


# Elections ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ballot:
    """Validity of a poll: returned against issued, and names marked against seats."""

    returned_op: Operator
    marks_op: Operator


@dataclass(frozen=True, slots=True)
class Elected:
    """Who is elected: votes in favour against a base, most votes first, what a tie leads to."""

    base: Base
    fraction: Fraction
    op: Operator
    tie: Literal["revote"]


@dataclass(frozen=True, slots=True)
class Vacancy:
    """What may follow when fewer pass than there are seats."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """numerator op value × denominator; `rounding` of value × denominator to whole persons."""

    numerator: str
    denominator: str
    op: Operator
    value: Fraction
    rounding: Literal["ceil", "floor", "none"] = "none"


@dataclass(frozen=True, slots=True)
class Range:
    """A share or count that is usually between two limits (inclusive).

    or_quantity, or_low: another quantity that satisfies the rule just as well.
    step: the step of a procedure whose event carries the quantity.
    """

    quantity: str
    low: Fraction | None = None
    high: Fraction | None = None
    or_quantity: str = ""
    or_low: Fraction | None = None
    step: str = ""


# Structure ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Headcount:
    """A headcount within [min, max] means that structures must, may or must not be set up."""

    of: Literal["full_members", "members", "units"]
    verdict: Verdict
    sets_up: tuple[str, ...]
    min: int | None = None
    max: int | None = None
    approved_by: str | None = None  # who may allow it, where it is not a plain right


@dataclass(frozen=True, slots=True)
class Limit:
    """A headcount of the named kind that should not pass `max` (or fall under `min`)."""

    of: Literal["full_members", "members", "units"]
    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """Seats of a leading body: the usual range and the hard limit."""

    body: str
    usual_min: int
    usual_max: int
    hard_max: int | None = None
    fixed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """Length of a term, how far it may be shifted, when the superior reminds."""

    years: int
    shift_max_months: int | None = None
    approved_by: str | None = None


@dataclass(frozen=True, slots=True)
class Composition:
    """A body must contain, or should contain, persons of these roles."""

    contains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parent:
    """The kinds of organisation it must stand under."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Who may hold a role: predicates that must hold, that exclude, and a chain of usual sources."""

    role: str
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    min_years: int | None = None  # of Party standing (党龄)
    step: str = ""  # the step of a procedure whose event names the persons


@dataclass(frozen=True, slots=True)
class Persons:
    """How many persons hold a role."""

    role: str
    min: int
    max: int
    step: str = ""  # the step of a procedure whose event names the persons


@dataclass(frozen=True, slots=True)
class Routing:
    """Who approves, files, reviews or hears what."""

    matter: str
    to: str
    act: Literal["approve", "file", "report", "review", "appoint", "consent", "consult"]


@dataclass(frozen=True, slots=True)
class Authority:
    """What a body may do in a matter."""

    matter: str
    body: str
    may: tuple[str, ...]
    may_not: tuple[str, ...] = ()
    step: str = ""  # the step of a procedure that is such an act of the body


@dataclass(frozen=True, slots=True)
class Duties:
    """A catalogue of duties or powers, in the order of the text."""

    of: str
    items: tuple[str, ...]


# Duties over time ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to satisfy a cadence inside one period."""

    times: int
    minutes_each: int = 0
    minutes_total: int = 0
    half_days_per_week: int = 0  # total time grows with the weeks of the period


@dataclass(frozen=True, slots=True)
class Cadence:
    """Work of these kinds, so often in each natural period of `months` months.

    kinds: any of them counts. `alternatives`: other ways to satisfy the same period.
    condition: the organisation must have it (`committee`, `groups`), else not applicable.
    """

    kinds: tuple[str, ...]
    months: int
    times: int
    minutes_each: int = 0
    minutes_total: int = 0
    alternatives: tuple[Alternative, ...] = ()
    condition: Literal["", "committee", "groups", "members_abroad"] = ""
    first_period: Literal["exempt", "full"] = "exempt"
    quarter: int | None = None  # the quarter of the year in which it usually falls


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every one of `over` is reached by work of these kinds, so often in each period."""

    kinds: tuple[str, ...]
    over: Literal["members", "children", "committee_members", "secretaries", "activists"]
    months: int
    times: int = 1


@dataclass(frozen=True, slots=True)
class Accumulator:
    """Hours that each of `over` gathers in a year by work of these kinds."""

    kinds: tuple[str, ...]
    over: Literal["members", "secretaries", "committee_members"]
    hours: int
    sessions: int = 0


@dataclass(frozen=True, slots=True)
class Reminder:
    """A term, a status or a calendar day that comes near is announced so long before."""

    event: str
    n: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Absence:
    """`months` running without any of these: a proposal to people, never an automatic act."""

    months: int
    without: tuple[str, ...]
    leads_to: str


@dataclass(frozen=True, slots=True)
class TimedStatus:
    """A status with its longest (or shortest) duration and what follows at its end."""

    status: str
    on_expiry: str
    max: int | None = None
    min: int | None = None
    unit: Unit = "month"


@dataclass(frozen=True, slots=True)
class Trigger:
    """When `event` happens, `action` is due."""

    event: str
    action: str


@dataclass(frozen=True, slots=True)
class Quota:
    """A result may reach at most this share of the base; the excluded are neither counted in."""

    result: str
    base: str
    max: Fraction
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scale:
    """The grades of an appraisal, best first."""

    of: str
    grades: tuple[str, ...]


# Records and openness -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Record:
    """How a record is kept: who signs, and what may never be done to it."""

    of: str
    signed_by: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Publicity:
    """What is made public, to whom, through which channels."""

    content: tuple[str, ...]
    scope: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sequence:
    """Steps that follow each other in this order."""

    of: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Criteria:
    """A named list of criteria (五个好, 五带头)."""

    of: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undefined:
    """A word the text leaves open; who fills it. Never filled by us."""

    word: str
    owner: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number or choice that the text leaves to a lower level, with the value in force here."""

    name: str
    value: str
    owner: str


# Dues ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tier:
    """One rate for the whole base when the base is at most `up_to` (None: no upper bound)."""

    rate: Decimal
    up_to: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Slab:
    """Dues from the whole base at the rate of its tier; tiers are not marginal."""

    classes: tuple[str, ...]
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Flat:
    """Dues of a fixed amount, or within a range that a lower level fixes. Yuan a month."""

    classes: tuple[str, ...]
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that is generally collected from one member a month, in yuan."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class Waiver:
    """Who may be exempted and who approves it."""

    who: tuple[str, ...]
    approved_by: str


@dataclass(frozen=True, slots=True)
class Remittance:
    """A share passed upward, and the last day of the following year (month-day)."""

    share: Fraction
    sender: str
    receiver: str
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Uses:
    """What money may be spent on."""

    of: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Segregation:
    """Two roles that one person may not hold together."""

    roles: tuple[str, str]


# Procedures ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure. `after`: steps that must be done before it can be.

    spans: a stretch of time; it is open from its beginning, a filed day on it is not its end.
    """

    id: str
    no: int
    title: str
    stage: str
    article: str
    after: tuple[str, ...] = ()
    actor: str = ""
    decider: str = ""
    evidence: tuple[str, ...] = ()
    usual_order_only: bool = False  # the order is the usual one, the text does not demand it
    spans: bool = False


@dataclass(frozen=True, slots=True)
class Procedure:
    """The steps of one procedure in order."""

    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """`step` must be done within `n` units after `after`; `extended_n` in special cases.

    anchor: the field of the event `after` whose day starts the clock; without it the event's day.
    """

    step: str
    after: str
    n: int
    unit: Unit
    extended_n: int | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Elapsed:
    """At least `n` units between `after` and `step`; `accrues`: time adds up across moves.

    credit: the fact that holds the months gathered before the move.
    after_choice: the fact that names another step to count from, where the text leaves it open.
    end_choice: the fact that says on which day the time is over: `same_day` or `day_before`.
    """

    step: str
    after: str
    n: int
    unit: Unit
    accrues: bool = False
    credit: str = ""
    after_choice: str = ""
    end_choice: str = ""
    outcome: str = ""  # only for this outcome of the step


@dataclass(frozen=True, slots=True)
class Window:
    """A publication of at least `n` units inside `step`, closed before `before`."""

    step: str
    n: int
    unit: Unit
    before: str | None = None
    places: tuple[str, ...] = ()
    when: str = ""  # only where this fact is true


@dataclass(frozen=True, slots=True)
class Gate:
    """`step` may be done only if the fact is true; `exception`: what lifts it.

    fact: a fact of the case, or a step that must be done.
    """

    step: str
    fact: str
    exception: str | None = None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The outcomes of a step and their bounds, e.g. extend once by 6 to 12 months.

    stops: outcomes that end the case. again: outcomes after which the step is due again.
    moves: which day an outcome of `again` puts later, by the months of its event or by the most.
    when: only where this fact is true.
    """

    step: str
    outcomes: tuple[str, ...]
    extend_min: int | None = None
    extend_max: int | None = None
    unit: Unit = "month"
    once: bool = True
    stops: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    moves: Literal["", "earliest", "latest"] = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class StepVote:
    """`step` is decided by a vote of `body` on `subject`: the rules of that vote apply."""

    step: str
    body: str
    subject: str
    outcome: str = ""  # only for this outcome of the step; empty: for every other


@dataclass(frozen=True, slots=True)
class Archive:
    """The papers that make the final file of a procedure."""

    of: str
    papers: tuple[str, ...]


Shape = (
    Entry | Quorum | Threshold | Method | Convener | Agenda | LeadTime | DecisionUnit | Recusal
    | Exclusion | Suspension | DecisionState | Ballot | Elected | Vacancy | Ratio | Range
    | Headcount | Limit | Size | Term | Composition | Parent | Eligibility | Persons | Routing
    | Authority | Duties | Cadence | Coverage | Accumulator | Reminder | Absence | TimedStatus
    | Trigger | Quota | Scale | Record | Publicity | Sequence | Criteria | Undefined | Parameter
    | Slab | Flat | Cap | Waiver | Remittance | Uses | Segregation | Procedure | Deadline
    | Elapsed | Window | Gate | Outcomes | StepVote | Archive
)  # fmt: skip
