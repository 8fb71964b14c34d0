"""Faults in the work of a branch, the same for every population."""

from dangwu.core.calendar import add_months
from dangwu.populations.model import Days, Node


def plant_in_work(days: Days, branch: Node, kind: str) -> None:
    """Make a branch leave something out, do it late or with too few, in the last whole period."""
    quarter, month = days.last_quarter(), days.last_month()
    if kind == "missed_assembly":
        branch.no_assembly_in = frozenset({quarter})
    if kind == "too_few_came":
        branch.few_came_in = month
    if kind == "late_minutes":
        # Three weeks after the 28th must not lie in the future.
        entered_by = add_months(quarter, 3).replace(day=22)
        branch.late_minutes_in = quarter if entered_by <= days.today else add_months(quarter, -3)
    if kind == "short_notice":
        branch.short_notice_in = quarter
    if kind == "missed_lecture":
        branch.no_lecture_in = month
    if kind == "few_party_days":
        branch.few_party_days_in = month
    if kind == "silent":
        # Both months of the last period of two that is over, and what follows.
        branch.people[0].silent_from = add_months(month, -2 if month.month % 2 else -1)
