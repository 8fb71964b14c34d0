"""Three years of a civil branch: everything that is due, on a day of its own habit.

Times: a theme day with half a day of study every month, an assembly and a lecture every quarter, a
committee meeting every month where there is a committee, a group meeting every month where there
are groups, and once a year organisation life with appraisal, talks, publication of dues, duty
review. Publication of affairs every quarter. Activists are reviewed in June and December.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from dangwu.core.calendar import add_months
from dangwu.populations.model import Home, Human, Node
from dangwu.populations.work.filing import Event

STUDY_MINUTES = 180
_THEMES = (
    "学习党章党规", "志愿服务", "重温入党誓词", "走访慰问", "环境整治", "学习先进事迹",
    "政策宣讲", "为民办实事", "安全生产教育", "廉洁教育", "民族团结", "年度总结",
)  # fmt: skip
_LECTURES = ("党的基本理论", "党的优良传统", "基层治理", "服务群众")


def branch_events(home: Home, node: Node) -> Iterator[Event]:
    """Yield the work of one branch, its faults included."""
    day, turn = home.draw.between(5, 20), home.draw.below(3)
    roll = roll_of(node)
    for month in home.days.months():
        held_on = month.replace(day=day)
        yield from _monthly(node, held_on, roll)
        yield from _quarterly(node, month, turn, roll)
        yield from _yearly(node, month, day, roll)
    if node.late_minutes_in is not None:
        yield _late_assembly(node, node.late_minutes_in, roll)


def roll_of(node: Node) -> list[Human]:
    """Return who takes part: the members who are not away elsewhere, and those who came."""
    away = {id(p) for p in node.people for s in p.specials if s.receiving is not None}
    return [p for p in node.people if id(p) not in away] + node.guests


def _monthly(node: Node, held_on: date, roll: list[Human]) -> Iterator[Event]:
    theme, at_home = _THEMES[held_on.month - 1], set(roll)
    yield Event(
        host=node,
        kinds=("theme_day", "study"),
        held_on=held_on,
        title=f"主题党日：{theme}",
        minutes=STUDY_MINUTES,
        roll=roll,
    )
    if node.committee:
        yield Event(
            host=node,
            kinds=("committee_meeting",),
            held_on=held_on - timedelta(days=3),
            title="支部委员会会议",
            minutes=60,
            roll=node.committee,
            notice_days=2,
            all_came=True,
            present_at_most=_too_few(node, held_on),
        )
    for group in node.groups:
        yield Event(
            host=group,
            kinds=("group_meeting",),
            held_on=held_on + timedelta(days=4),
            title="党小组会",
            minutes=60,
            roll=[person for person in group.people if person in at_home],
        )


def _too_few(node: Node, held_on: date) -> int | None:
    return 2 if node.few_came_in == held_on.replace(day=1) else None


def _quarterly(node: Node, month: date, turn: int, roll: list[Human]) -> Iterator[Event]:
    place = (month.month - 1) % 3
    quarter = add_months(month, -place)
    if place == turn and quarter not in (*node.no_assembly_in, node.late_minutes_in):
        yield Event(
            host=node,
            kinds=("assembly",),
            held_on=month.replace(day=21),
            title="支部党员大会",
            roll=roll,
            notice_days=3,
        )
    if place == (turn + 1) % 3:
        topic = _LECTURES[(month.month - 1) // 3]
        yield Event(
            host=node,
            kinds=("lecture",),
            held_on=month.replace(day=22),
            title=f"党课：{topic}",
            roll=roll,
        )
        yield Event(
            host=node, kinds=("openness",), held_on=month.replace(day=23), title="党务公开"
        )
    departed = _departed_in(node)
    if departed and month >= departed and (month == departed or month.month in (6, 12)):
        yield Event(
            host=node,
            kinds=("abroad_contact",),
            held_on=month.replace(day=24),
            title="与出国（境）党员联系",
            minutes=20,
        )


def _departed_in(node: Node) -> date | None:
    """Return the first day of the month in which a member of the branch went abroad."""
    found = [s.since for p in node.people for s in p.specials if s.kind == "abroad"]
    return min(found).replace(day=1) if found else None


def _yearly(node: Node, month: date, day: int, roll: list[Human]) -> Iterator[Event]:
    held_on = month.replace(day=day)
    if month.month == 12:
        yield Event(
            host=node,
            kinds=("organisation_life", "appraisal"),
            held_on=held_on + timedelta(days=2),
            title="组织生活会和民主评议党员",
            minutes=180,
            roll=roll,
            all_came=True,
        )
        yield Event(
            host=node, kinds=("duty_review",), held_on=month.replace(day=8), title="书记述职评议"
        )
    if month.month == 11:
        yield Event(host=node, kinds=("talk",), held_on=held_on, title="谈心谈话")
    if month.month == 3:
        yield Event(
            host=node, kinds=("dues_publication",), held_on=held_on, title="公布党费收缴情况"
        )
        yield Event(
            host=node,
            kinds=("work_report", "pledge"),
            held_on=held_on,
            title="报告工作、公开承诺",
        )
    if month.month in (6, 12) and (reviewed := activists_on(node, month.replace(day=15))):
        yield Event(
            host=node,
            kinds=("activist_review",),
            held_on=month.replace(day=15),
            title="入党积极分子考察",
            roll=reviewed,
            all_came=True,
            members_only=False,
        )


def activists_on(node: Node, day: date) -> list[Human]:
    """Return who was an activist or a candidate that day, members of today among them."""
    return [
        person
        for person in (*node.people, *node.others)
        if person.activist_on is not None
        and person.activist_on <= day
        and (person.joined_on is None or person.joined_on > day)
    ]


def _late_assembly(node: Node, quarter: date, roll: list[Human]) -> Event:
    return Event(
        host=node,
        kinds=("assembly",),
        held_on=add_months(quarter, 2).replace(day=28),
        title="支部党员大会（补记）",
        roll=roll,
        notice_days=3,
        filed_after=21,
        late=True,
    )
