"""Three years of a committee: its own meetings, and what it does for the organisations below.

Monthly: a meeting and study. Quarterly: analysis of the situation, publication of affairs. Every
half-year: branch building is discussed. Once a year: the secretary's lecture, a training class for
all post holders and for those about to be admitted, democratic life, duty review of the
secretaries below, analysis of the activists, survey, evaluation and help, commendation.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from dangwu.core.rulebook.terms import FIRE_2011
from dangwu.populations.model import Home, Human, Node
from dangwu.populations.work.filing import Event

CLASS_MINUTES = 3 * 8 * 60
TRAINING_MONTH = 4


def committee_events(home: Home, node: Node) -> Iterator[Event]:
    """Yield the work of a committee or a general branch."""
    day = home.draw.between(6, 20)
    learners = post_holders(node)
    for month in home.days.months():
        held_on = month.replace(day=day)
        yield from _monthly(node, held_on)
        yield from _quarterly(node, held_on)
        yield from _yearly(node, held_on)
        if month.month == TRAINING_MONTH:
            yield _class(node, held_on, learners)


def secretary_class(node: Node, held_on: date, branches: Sequence[Node]) -> Event:
    """Return the yearly class of a county committee for the secretaries of all branches."""
    return Event(
        host=node,
        kinds=("secretary_training",),
        held_on=held_on,
        title="党支部书记培训班",
        minutes=CLASS_MINUTES,
        roll=[branch.secretary for branch in branches if branch.secretary],
        also_for=branches,
        all_came=True,
    )


def post_holders(node: Node) -> list[Human]:
    """Return who holds a post in the organisation or in one directly below it, each once."""
    found: dict[int, Human] = {}
    for place in (node, *node.children):
        for person in (place.secretary, *place.committee):
            if person is not None:
                found[id(person)] = person
    return list(found.values())


def _monthly(node: Node, held_on: date) -> Iterator[Event]:
    yield Event(
        host=node,
        kinds=("committee_meeting",),
        held_on=held_on,
        title=f"{_body(node)}会议",
        minutes=120,
        roll=node.committee or None,
        notice_days=2,
        all_came=True,
        present_at_most=3 if node.few_came_in == held_on.replace(day=1) else None,
    )
    yield Event(
        host=node,
        kinds=("study",),
        held_on=held_on.replace(day=22),
        title="集中学习",
        minutes=240,
        roll=node.committee or None,
        all_came=True,
    )


def _body(node: Node) -> str:
    return "党总支委员会" if node.kind == "general_branch" else "党委"


def _quarterly(node: Node, held_on: date) -> Iterator[Event]:
    if held_on.month % 3 == 2:
        yield Event(
            host=node, kinds=("situation_analysis",), held_on=held_on, title="基层党建形势分析"
        )
        yield Event(
            host=node, kinds=("openness",), held_on=held_on.replace(day=23), title="党务公开"
        )
        yield Event(host=node, kinds=("assembly",), held_on=held_on, title="党员干部大会")
    if held_on.month % 6 == 5:
        yield Event(
            host=node,
            kinds=("branch_study", "standing_analysis", "work_report"),
            held_on=held_on,
            title="研究党支部建设",
        )


def _yearly(node: Node, held_on: date) -> Iterator[Event]:
    if held_on.month == 7:
        yield Event(host=node, kinds=("secretary_lecture",), held_on=held_on, title="书记讲党课")
    if held_on.month == 12 or (held_on.month == 6 and node.regime == FIRE_2011):
        yield Event(
            host=node,
            kinds=("democratic_life",),
            held_on=held_on,
            title="民主生活会",
            minutes=180,
            roll=node.committee or None,
            all_came=True,
        )
    if held_on.month == 12:
        yield Event(
            host=node,
            kinds=("duty_review", "mass_review"),
            held_on=held_on.replace(day=22),
            title="党组织书记抓基层党建述职评议",
            roll=node.committee or None,
            about=_founded(node, held_on),
            all_came=True,
        )
    if held_on.month == 2:
        yield Event(
            host=node,
            kinds=("cadre_assembly", "pool_analysis"),
            held_on=held_on,
            title="党员干部大会、入党积极分子队伍分析",
        )
    if held_on.month == 6:
        yield Event(
            host=node,
            kinds=("commendation", "pledge", "survey", "evaluation", "assistance"),
            held_on=held_on,
            title="走访评估、七一表彰",
            about=_founded(node, held_on),
        )


def _founded(node: Node, day: date) -> list[Node]:
    return [child for child in node.children if child.founded_on <= day]


def _class(node: Node, held_on: date, learners: list[Human]) -> Event:
    """The class of the year: post holders, who is admitted that summer, all members of organs."""
    known = set(learners)
    others = [
        person
        for branch in node.children
        for person in branch.people
        if person not in known and _is_taught(branch, person, held_on)
    ]
    return Event(
        host=node,
        kinds=("training",),
        held_on=held_on,
        title="党员集中轮训班",
        minutes=CLASS_MINUTES,
        roll=[*learners, *others],
        all_came=True,
        members_only=False,
    )


def _is_taught(branch: Node, person: Human, held_on: date) -> bool:
    if branch.category == "organ":
        return True
    return person.joined_on is not None and person.joined_on.year == held_on.year
