"""A 组织生活会 of the last weeks: what the superior of the demo orders to be held again."""

from datetime import date, timedelta
from typing import Final

from dangwu.populations.model import Node
from dangwu.populations.work.branch import roll_of
from dangwu.populations.work.filing import Event

DAYS_AGO: Final = 20


def recent_life(node: Node, today: date) -> Event:
    """Return the meeting as work that was done. Written last, it changes no other row."""
    return Event(
        host=node,
        kinds=("organisation_life",),
        held_on=today - timedelta(days=DAYS_AGO),
        title="组织生活会",
        minutes=120,
        roll=roll_of(node),
        notice_days=3,
        all_came=True,
    )
