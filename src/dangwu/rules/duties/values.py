"""A duty and what it says: plain values."""

import uuid
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """Where a duty stands on a day."""

    MET = "met"
    DUE = "due"
    OVERDUE = "overdue"
    LATE = "late"
    EXEMPT = "exempt"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return LABELS[self]


LABELS = {
    State.MET: "已完成",
    State.DUE: "待办",
    State.OVERDUE: "逾期",
    State.LATE: "补记",
    State.EXEMPT: "免计",
    State.UNKNOWN: "资料不足",
}


@dataclass(frozen=True, slots=True)
class Records:
    """Where the work behind a duty is found: kinds of activity, first and last day."""

    kinds: tuple[str, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Duty:
    """One verdict: one organisation, one rule, one period.

    period: half-open. needs, has: counts in the unit that `text` names; None where there is none.
    strength: `must`, `generally`, `may` or `local`; the screen shows the last three softer.
    late: how many of the counted works were filed late.
    """

    unit_id: int
    organisation_id: uuid.UUID
    organisation: str
    organisation_name: str
    rule: str
    instrument: str
    article: str
    strength: str
    subject: str
    period: tuple[date, date]
    needs: int | None
    has: int | None
    late: int
    state: State
    due_on: date | None
    text: str
    records: Records

    def as_json(self) -> dict[str, object]:
        """Return the duty under the names of the command-line contract."""
        return {
            "organisation": self.organisation,
            "rule": self.rule,
            "article": self.article,
            "subject": self.subject,
            "period": [self.period[0].isoformat(), self.period[1].isoformat()],
            "needs": self.needs,
            "has": self.has,
            "state": self.state.value,
            "due_on": self.due_on.isoformat() if self.due_on else None,
        }
