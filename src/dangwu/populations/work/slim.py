"""The work of a civil branch in few, full events: for populations of thousands of branches.

What is due is done as in `work.branch`, but one event serves several duties where people hold it
so: once a quarter a day of study with the assembly, the lecture on a theme day, organisation
life with appraisal. The quarter's day of eight hours makes the 32 hours of a member's year.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from dangwu.core.calendar import add_months
from dangwu.populations.model import Home, Human, Node
from dangwu.populations.work.branch import activists_on
from dangwu.populations.work.filing import Event

STUDY_DAY = 8 * 60


def slim_branch_events(home: Home, node: Node) -> Iterator[Event]:
    """Yield the work of one branch and its groups, its faults included."""
    day, turn = home.draw.between(5, 18), home.draw.below(3)
    roll = node.people or None
    for month in home.days.months():
        place = (month.month - 1) % 3
        quarter = add_months(month, -place)
        yield from _monthly(node, month.replace(day=day), roll, lecture=place == (turn + 1) % 3)
        if place == turn:
            late = node.late_minutes_in == quarter
            # Three weeks late leads into the next quarter only from its last month.
            held_on = add_months(quarter, 2).replace(day=28) if late else month.replace(day=21)
            yield from _study_day(node, held_on, roll, quarter, late=late)
        yield from _yearly(node, month, day)


def _monthly(
    node: Node, held_on: date, roll: Sequence[Human] | None, *, lecture: bool
) -> Iterator[Event]:
    kinds = ("theme_day", "lecture") if lecture else ("theme_day",)
    if held_on.month == 12:
        kinds = (*kinds, "organisation_life", "appraisal")
    yield Event(
        host=node,
        kinds=kinds,
        held_on=held_on,
        title="主题党日",
        roll=roll,
        brief=True,
        all_came=held_on.month == 12,
    )
    if node.meets:
        yield Event(
            host=node,
            kinds=("committee_meeting",),
            held_on=held_on.replace(day=held_on.day - 3),
            title="支部委员会会议",
            minutes=60,
            roll=node.committee or None,
            notice_days=2,
            all_came=True,
            brief=True,
            present_at_most=1 if node.few_came_in == held_on.replace(day=1) else None,
        )
    for group in node.groups:
        yield Event(
            host=group,
            kinds=("group_meeting",),
            held_on=held_on.replace(day=held_on.day + 4),
            title="党小组会",
            minutes=60,
            roll=group.people or None,
            brief=True,
        )


def _study_day(
    node: Node, held_on: date, roll: Sequence[Human] | None, quarter: date, *, late: bool
) -> Iterator[Event]:
    missed = quarter in node.no_assembly_in
    yield Event(
        host=node,
        kinds=("study",) if missed else ("assembly", "study"),
        held_on=held_on,
        title="集中学习" if missed else "党员大会和集中学习",
        minutes=STUDY_DAY,
        roll=roll,
        notice_days=3,
        all_came=True,
        late=late,
        filed_after=21,
    )


def _yearly(node: Node, month: date, day: int) -> Iterator[Event]:
    if month.month == 12:
        yield Event(
            host=node, kinds=("duty_review",), held_on=month.replace(day=20), title="书记述职评议"
        )
    if month.month == 3:
        yield Event(
            host=node,
            kinds=("talk", "dues_publication"),
            held_on=month.replace(day=day),
            title="谈心谈话、公布党费收缴情况",
        )
    reviewed = activists_on(node, month.replace(day=15)) if month.month in (6, 12) else []
    if reviewed:
        yield Event(
            host=node,
            kinds=("activist_review",),
            held_on=month.replace(day=15),
            title="入党积极分子考察",
            roll=reviewed,
            all_came=True,
            members_only=False,
        )
