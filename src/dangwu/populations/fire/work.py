"""Three years of a branch of the fire force, as articles 20 and 33 to 43 of its regulation ask.

Party days are half a day: every week in companies and battalions without companies, twice a month
elsewhere. An assembly every quarter, a lecture and the members' reports every month, the report of
work and organisation life every half-year, appraisal and pledges once a year.
"""

from collections.abc import Iterator
from datetime import date

from dangwu.core.calendar import add_months
from dangwu.populations.model import Home, Human, Node
from dangwu.populations.work.filing import Event

HALF_DAY = 240
_WEEKLY = ("company_branch", "battalion_branch")


def fire_branch_events(home: Home, node: Node) -> Iterator[Event]:
    """Yield the work of one branch, its faults included."""
    for month in home.days.months():
        yield from _party_days(node, month)
        yield from _monthly(node, month)
        yield from _meetings(node, month)
        yield from _by_season(node, month)


def _party_days(node: Node, month: date) -> Iterator[Event]:
    days: tuple[int, ...] = (4, 11, 18, 25) if node.fire_kind in _WEEKLY else (11, 25)
    if node.few_party_days_in == month:
        days = days[:3]
    for day in days:
        yield Event(
            host=node,
            kinds=("theme_day",),
            held_on=month.replace(day=day),
            title="党日活动",
            minutes=HALF_DAY,
            roll=node.people,
        )


def _monthly(node: Node, month: date) -> Iterator[Event]:
    if node.no_lecture_in != month:
        yield Event(
            host=node,
            kinds=("lecture",),
            held_on=month.replace(day=15),
            title="党课",
            roll=node.people,
        )
    yield Event(
        host=node,
        kinds=("member_report",),
        held_on=month.replace(day=26),
        title="党员汇报思想和工作",
        minutes=60,
        roll=node.people,
        all_came=True,
    )


def _meetings(node: Node, month: date) -> Iterator[Event]:
    yield Event(
        host=node,
        kinds=("committee_meeting",),
        held_on=month.replace(day=9),
        title="支部委员会会议",
        minutes=60,
        roll=node.committee,
        notice_days=2,
        all_came=True,
    )
    quarter = add_months(month, -((month.month - 1) % 3))
    if month.month % 3 == 0:
        late = node.late_minutes_in == quarter
        yield Event(
            host=node,
            kinds=("assembly",),
            held_on=month.replace(day=28 if late else 20),
            title="支部党员大会",
            roll=node.people,
            notice_days=0 if node.short_notice_in == quarter else 2,
            filed_after=21,
            late=late,
        )
        yield Event(
            host=node, kinds=("openness",), held_on=month.replace(day=21), title="党务公开"
        )


def _by_season(node: Node, month: date) -> Iterator[Event]:
    if month.month in (5, 11):
        yield _whole(node, ("work_report",), month.replace(day=13), "支部委员会报告工作")
    if month.month in (6, 12):
        yield _whole(node, ("organisation_life",), month.replace(day=14), "组织生活会")
    if month.month == 12:
        yield _whole(node, ("appraisal", "mass_review"), month.replace(day=16), "民主评议党员")
    if month.month == 1:
        yield _whole(node, ("pledge",), month.replace(day=16), "创先争优公开承诺")


def _whole(node: Node, kinds: tuple[str, ...], held_on: date, title: str) -> Event:
    roll: list[Human] = node.people
    return Event(host=node, kinds=kinds, held_on=held_on, title=title, roll=roll, all_came=True)
