"""Units of a thousand organisations, one after the other, with two years of work.

Without people the leading bodies still stand with their terms and committees, and all work is done
with its counts left open; this is enough to measure duties. With people every branch has members
of the published ages, sexes and occupations, and attendance is kept as in the city.
"""

from datetime import date

from dangwu.accounts.models import Role
from dangwu.populations.copying import Sink
from dangwu.populations.dealing import Quota, deal
from dangwu.populations.draw import Draw
from dangwu.populations.electing import elect, elect_committee
from dangwu.populations.logins import Opening
from dangwu.populations.model import Days, Home, Node, new_node
from dangwu.populations.nation import totals
from dangwu.populations.nation.totals import Field, Scale
from dangwu.populations.rows import bodies, organisations, people
from dangwu.populations.settling import number_people, split
from dangwu.populations.units import write_unit
from dangwu.populations.work.committee import committee_events, secretary_class
from dangwu.populations.work.filing import check_columns, file
from dangwu.populations.work.slim import slim_branch_events

NATION_UNIT = 1
YEARS_OF_WORK = 2


def build_nation(sink: Sink, today: date, seed: int, scale: Scale) -> Node:
    """Write so many units; return the committee at the top."""
    days = Days.around(today, years=YEARS_OF_WORK)
    write_unit(sink, NATION_UNIT, code="0000", name="全国", level="nation")
    above = Home(NATION_UNIT, Draw(f"{seed}-nation"), sink, days)
    check_columns(above)
    top = _committee(above, None, "党中央", "0000", "city")
    organisations.write_organisation(above, top)
    _write_body(above, top)
    for event in committee_events(above, top):
        file(above, event)
    left = scale.organisations - 1
    for number in range(scale.units):
        size = left // (scale.units - number)
        left -= size
        unit = number + 2
        write_unit(
            sink, unit, code=f"{unit:05d}", name=f"第{number + 1}县", level="county", above=(1,)
        )
        home = Home(unit, Draw(f"{seed}-nation-{unit}"), sink, days)
        _build_unit(home, size, with_people=scale.people)
    return top


def _committee(home: Home, parent: Node | None, name: str, code: str, category: str) -> Node:
    node = new_node(
        home,
        code=code,
        name=name,
        kind="committee",
        category=category,
        founded_on=date(1980, 7, 1),
        parent=parent,
    )
    node.term_years, node.meets = 5, True
    return node


def _build_unit(home: Home, size: int, *, with_people: bool) -> None:
    top, branches = _tree(home, size)
    if with_people:
        _settle(home, branches)
    for node in top.walk():
        organisations.write_organisation(home, node)
    everywhere = list(top.walk())
    if with_people:
        _fill(home, everywhere)
    else:
        for node in everywhere:
            _write_body(home, node)
    _write_work(home, top, everywhere)


def _tree(home: Home, size: int) -> tuple[Node, dict[str, list[Node]]]:
    """Return the committees and general branches of one unit, and the branches by kind."""
    code = f"{home.unit_id:05d}"
    top = _committee(home, None, f"第{home.unit_id - 1}县县委", code, "county")
    committees = max(1, round(size * totals.COMMITTEES) - 1)
    generals = round(size * totals.GENERAL_BRANCHES)
    count = size - 1 - committees - generals
    branches: dict[str, list[Node]] = {}
    parents = [
        _committee(home, top, f"第{n + 1}党委", f"{code}{n + 1:03d}", "township")
        for n in range(committees)
    ]
    parents += [
        _branch(home, parents[n % committees], "social", "general") for n in range(generals)
    ]
    for number, one in enumerate(_by_share(count)):
        # General branches hold branches first, so that each has some.
        parent = parents[committees:][number % generals] if number < 2 * generals else None
        home_of = parent or parents[number % committees]
        branches.setdefault(one.category, []).append(
            _branch(home, home_of, one.category, "branch")
        )
    return top, branches


def _by_share(count: int) -> list[Field]:
    """Return the kinds of so many branches, each by its share, the rest villages."""
    found = [one for one in totals.FIELDS for _ in range(int(count * one.share))]
    return [*found, *(totals.FIELDS[0] for _ in range(count - len(found)))]


def _branch(home: Home, parent: Node, category: str, kind: str) -> Node:
    number = len(parent.children) + 1
    node = new_node(
        home,
        code=f"{parent.code}{number:03d}",
        name=f"第{number}{'党总支' if kind == 'general' else '党支部'}",
        kind="general_branch" if kind == "general" else "branch",
        category=category,
        founded_on=date(1990 + number % 25, 7, 1),
        parent=parent,
    )
    node.term_years = 5 if category == "village" else 3
    return node


def _settle(home: Home, branches: dict[str, list[Node]]) -> None:
    for one in totals.FIELDS:
        here = branches.get(one.category, [])
        if not here:
            continue
        total = round(len(here) * totals.MEMBERS_A_BRANCH)
        quota = Quota(
            one.occupation,
            total,
            women=round(total * totals.WOMEN),
            minorities=round(total * totals.MINORITIES),
            young=round(total * one.young),
            youngest=one.ages[0],
            oldest=one.ages[1],
        )
        members, at = deal(home, quota), 0
        for branch, size in zip(here, split(home.draw, total, len(here), (8, 40)), strict=True):
            branch.people = members[at : at + size]
            number_people(branch)
            at += size


def _fill(home: Home, everywhere: list[Node]) -> None:
    """Write the people and hold the elections, from below."""
    for node in everywhere:
        for person in node.people:
            people.write_person(home, person, node)
        if node.people:
            elect(home, node)
    for node in everywhere:
        if not node.people:
            elect_committee(home, node, [n for n in node.walk() if n.people][:20])


def _write_body(home: Home, node: Node) -> None:
    """Write the leading body of an organisation whose people are not known."""
    node.meets = node.kind != "branch" or home.draw.chance(0.7)
    on = bodies.draw_election(home, node)
    seats = 5 if node.meets else 1
    bodies.write_bodies(home, node, elected_on=on, seats=seats, has_committee=node.meets)


def _write_work(home: Home, top: Node, everywhere: list[Node]) -> None:
    branches = [node for node in everywhere if node.kind == "branch"]
    for node in everywhere:
        branch = node.kind == "branch"
        events = slim_branch_events(home, node) if branch else committee_events(home, node)
        for event in events:
            file(home, event)
    for month in home.days.months():
        if month.month == 3:
            file(home, secretary_class(top, month.replace(day=12), branches))


def nation_logins(top: Node) -> list[Opening]:
    """Return the accounts at the top; scale runs have no branch of their own to show."""
    return [
        Opening("zuzhibu", Role.DEPARTMENT, NATION_UNIT, top, name="组织部干部"),
        Opening("jiandu", Role.SUPERVISOR, NATION_UNIT, top, name="纪检监督员"),
        Opening("guanli", Role.ADMINISTRATOR, NATION_UNIT, None, name="系统管理员"),
    ]
