"""The shapes a machine-checkable rule may have: one frozen value per shape, nothing evaluated here.

Field types are what the pack loader accepts. A fraction is written "4/5" in a pack, an amount of
money "0.50". A shape that no record needs does not stand here.
"""

from dangwu.core.rulebook.shapes.duties import (
    Absence,
    Accumulator,
    Alternative,
    Cadence,
    Coverage,
    Quota,
    Reminder,
    Scale,
    TimedStatus,
    Trigger,
)
from dangwu.core.rulebook.shapes.elections import Ballot, Elected, Range, Ratio, Vacancy
from dangwu.core.rulebook.shapes.meetings import (
    Agenda,
    Convener,
    DecisionState,
    DecisionUnit,
    Exclusion,
    LeadTime,
    Method,
    Quorum,
    Recusal,
    Suspension,
    Threshold,
)
from dangwu.core.rulebook.shapes.money import (
    Cap,
    Flat,
    Remittance,
    Segregation,
    Slab,
    Tier,
    Uses,
    Waiver,
)
from dangwu.core.rulebook.shapes.papers import (
    Criteria,
    Entry,
    Parameter,
    Publicity,
    Record,
    Sequence,
    Undefined,
)
from dangwu.core.rulebook.shapes.procedures import (
    Archive,
    Deadline,
    Elapsed,
    Gate,
    Outcomes,
    Procedure,
    Step,
    StepVote,
    Window,
)
from dangwu.core.rulebook.shapes.structures import (
    Authority,
    Composition,
    Duties,
    Eligibility,
    Headcount,
    Limit,
    Parent,
    Persons,
    Routing,
    Size,
    Term,
)
from dangwu.core.rulebook.shapes.vocabulary import Base, Operator, Unit, Verdict

__all__ = [
    "Absence",
    "Accumulator",
    "Agenda",
    "Alternative",
    "Archive",
    "Authority",
    "Ballot",
    "Base",
    "Cadence",
    "Cap",
    "Composition",
    "Convener",
    "Coverage",
    "Criteria",
    "Deadline",
    "DecisionState",
    "DecisionUnit",
    "Duties",
    "Elapsed",
    "Elected",
    "Eligibility",
    "Entry",
    "Exclusion",
    "Flat",
    "Gate",
    "Headcount",
    "LeadTime",
    "Limit",
    "Method",
    "Operator",
    "Outcomes",
    "Parameter",
    "Parent",
    "Persons",
    "Procedure",
    "Publicity",
    "Quorum",
    "Quota",
    "Range",
    "Ratio",
    "Record",
    "Recusal",
    "Reminder",
    "Remittance",
    "Routing",
    "Scale",
    "Segregation",
    "Sequence",
    "Shape",
    "Size",
    "Slab",
    "Step",
    "StepVote",
    "Suspension",
    "Term",
    "Threshold",
    "Tier",
    "TimedStatus",
    "Trigger",
    "Undefined",
    "Unit",
    "Uses",
    "Vacancy",
    "Verdict",
    "Waiver",
    "Window",
]

Shape = (
    Entry | Quorum | Threshold | Method | Convener | Agenda | LeadTime | DecisionUnit | Recusal
    | Exclusion | Suspension | DecisionState | Ballot | Elected | Vacancy | Ratio | Range
    | Headcount | Limit | Size | Term | Composition | Parent | Eligibility | Persons | Routing
    | Authority | Duties | Cadence | Coverage | Accumulator | Reminder | Absence | TimedStatus
    | Trigger | Quota | Scale | Record | Publicity | Sequence | Criteria | Undefined | Parameter
    | Slab | Flat | Cap | Waiver | Remittance | Uses | Segregation | Procedure | Deadline
    | Elapsed | Window | Gate | Outcomes | StepVote | Archive
)  # fmt: skip
