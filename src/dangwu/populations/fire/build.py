"""The whole detachment with the corps above it, its people, three years of work, its faults."""

from typing import Final

from dangwu.accounts.models import Role
from dangwu.core.calendar import add_months
from dangwu.populations.copying import Sink
from dangwu.populations.dealing import Quota, deal
from dangwu.populations.draw import Draw
from dangwu.populations.faults import by_organisation
from dangwu.populations.fire.tree import Detachment, build_tree, fire_node
from dangwu.populations.fire.work import fire_branch_events
from dangwu.populations.life.recent import recent_life
from dangwu.populations.logins import Opening
from dangwu.populations.model import Days, Home, Human, Node
from dangwu.populations.names.places import CITY
from dangwu.populations.planting import plant_in_work
from dangwu.populations.rows import bodies, organisations, people
from dangwu.populations.settling import number_people, split
from dangwu.populations.units import write_unit
from dangwu.populations.work.committee import committee_events
from dangwu.populations.work.filing import check_columns, file

CORPS_UNIT, DETACHMENT_UNIT = 1, 2
MEMBERS = Quota("消防指战员", 1010, 42, 58, 720, oldest=56)
# Members of a branch, by its fire kind: the fewest and the most.
SIZES = {
    "company_branch": (20, 48),
    "battalion_hq_branch": (15, 24),
    "battalion_branch": (15, 30),
    "organ_branch": (15, 30),
}
_BATTALION_POSTS = ("secretary", "deputy", "discipline", *("member",) * 4)


def build_fire(sink: Sink, days: Days, seed: int) -> Detachment:
    """Write everything of the detachment; return it for the accounts to be opened."""
    write_unit(sink, CORPS_UNIT, code="9900", name="消防总队", level="province")
    write_unit(
        sink, DETACHMENT_UNIT, code="9901", name=f"{CITY}消防支队", level="city", above=(1,)
    )
    _write_corps(sink, days, seed)
    home = Home(DETACHMENT_UNIT, Draw(f"{seed}-fire"), sink, days)
    check_columns(home)
    detachment = build_tree(home)
    nodes = {node.code: node for node in detachment.top.walk()}
    for code, kind in by_organisation("fire"):
        nodes[code].faults = frozenset({kind})
    _settle(home, detachment)
    for node in nodes.values():
        for kind in node.faults:
            plant_in_work(days, node, kind)
    _write_register(home, detachment)
    _elect(home, detachment)
    for committee in detachment.committees():
        for event in committee_events(home, committee):
            file(home, event)
    for branch in detachment.branches():
        for event in fire_branch_events(home, branch):
            file(home, event)
    file(home, recent_life(behind_branch(detachment), days.today))
    return detachment


def _write_corps(sink: Sink, days: Days, seed: int) -> None:
    home = Home(CORPS_UNIT, Draw(f"{seed}-corps"), sink, days)
    corps = fire_node(
        home, None, name="消防总队党委", kind="committee", fire_kind="corps", code="9900"
    )
    organisations.write_organisation(home, corps)
    on = bodies.draw_election(home, corps)
    bodies.write_bodies(home, corps, elected_on=on, seats=7, has_committee=True)
    for event in committee_events(home, corps):
        file(home, event)


def _settle(home: Home, detachment: Detachment) -> None:
    members, branches = deal(home, MEMBERS), detachment.branches()
    smallest = [SIZES[branch.fire_kind] for branch in branches]
    spare = len(members) - sum(low for low, _high in smallest)
    extra = split(home.draw, spare, len(branches), (0, min(high - low for low, high in smallest)))
    at = 0
    for branch, (low, _high), more in zip(branches, smallest, extra, strict=True):
        branch.people = members[at : at + low + more]
        at += low + more
        number_people(branch)


def _write_register(home: Home, detachment: Detachment) -> None:
    for node in detachment.top.walk():
        organisations.write_organisation(home, node)
        if node.kind != "temporary_branch":
            organisations.write_place(home, node, address=f"{CITY}{node.home_name}")
    for branch in detachment.branches():
        for person in branch.people:
            people.write_person(home, person, branch)


def _elect(home: Home, detachment: Detachment) -> None:
    """Hold the elections from below, since a battalion committee takes in its secretaries."""
    for branch in detachment.branches():
        body = _body(home, branch, len(bodies.LARGE))
        able = bodies.candidates(branch, home.days.today)
        bodies.write_committee(home, branch, able[: len(bodies.LARGE)], bodies.LARGE, body)
    for battalion in detachment.battalions:
        headquarters, *companies = battalion.children
        own = bodies.candidates(headquarters, home.days.today)[:3]
        heads = [company.secretary for company in companies if company.secretary]
        body = _body(home, battalion, len(_BATTALION_POSTS))
        bodies.write_committee(home, battalion, [*own, *heads], _BATTALION_POSTS, body)
    organs = detachment.organs
    for node, sources in (
        (organs.children[0], organs.children[0].children),
        (organs, organs.children[1:]),
        (detachment.top, organs.children[1:]),
    ):
        _elect_above(home, node, sources)
    for node in detachment.temporary:
        leader = bodies.candidates(organs.children[1], home.days.today)[0]
        bodies.write_post(home, leader, node, "secretary", since=node.founded_on)


def _elect_above(home: Home, node: Node, sources: list[Node]) -> None:
    posts = bodies.BASE_COMMITTEE
    able: list[Human] = []
    for source in sources:
        able += bodies.candidates(source, home.days.today)[:4]
    body = _body(home, node, len(posts))
    bodies.write_committee(home, node, able[: len(posts)], posts, body)


def _body(home: Home, node: Node, seats: int) -> bodies.Elected:
    elected_on = bodies.draw_election(home, node)
    if "overdue_term" in node.faults:
        elected_on = add_months(home.days.today, -12 * node.term_years - 4)
    return bodies.write_bodies(home, node, elected_on=elected_on, seats=seats, has_committee=True)


def behind_branch(detachment: Detachment) -> Node:
    """Return the branch of the second secretary who signs in: it left a lecture out."""
    companies = (b for b in detachment.branches() if b.fire_kind == "company_branch")
    return next(b for b in companies if "missed_lecture" in b.faults)


def fire_logins(detachment: Detachment) -> list[Opening]:
    """Return the accounts of a company without fault, of one with an overdue duty, and above.

    Then one secretary of every other kind of organisation that the regulation speaks to.
    """
    companies = [b for b in detachment.branches() if b.fire_kind == "company_branch"]
    branch = next(b for b in companies if not b.faults)
    behind = behind_branch(detachment)
    own = (DETACHMENT_UNIT, branch)
    top = (DETACHMENT_UNIT, detachment.top)
    plain = [p for p in branch.people if not p.holds_post]
    return [
        Opening("shuji", Role.SECRETARY, *own, person=branch.secretary),
        Opening(
            "shuji2",
            Role.SECRETARY,
            DETACHMENT_UNIT,
            behind,
            person=behind.secretary,
            label="党组织书记（有逾期事项）",
        ),
        Opening("weiyuan", Role.COMMITTEE_MEMBER, *own, person=branch.committee[2]),
        Opening("ganshi", Role.CLERK, *own, person=plain[-1]),
        Opening("dangyuan", Role.MEMBER, *own, person=plain[0]),
        Opening("zuzhibu", Role.DEPARTMENT, *top, name="支队组织干部"),
        Opening("jiandu", Role.SUPERVISOR, *top, name="纪检监督员"),
        Opening("guanli", Role.ADMINISTRATOR, DETACHMENT_UNIT, None, name="系统管理员"),
        *_other_secretaries(detachment),
    ]


# Kinds of the fire profile besides the company, each with a login and what its secretary leads.
OTHERS: Final = (
    ("dawei", "battalion_committee", "大队党委书记"),
    ("zongzhi", "organ_general_branch", "机关党总支书记"),
    ("dadui", "battalion_branch", "大队党支部书记（不辖中队）"),
    ("duibu", "battalion_hq_branch", "大队部党支部书记"),
    ("jiguan", "organ_branch", "机关党支部书记"),
)


def _other_secretaries(detachment: Detachment) -> list[Opening]:
    nodes = list(detachment.top.walk())
    found = []
    for login, kind, label in OTHERS:
        node = next(one for one in nodes if one.fire_kind == kind and one.secretary)
        found.append(
            Opening(
                login,
                Role.SECRETARY,
                DETACHMENT_UNIT,
                node,
                person=node.secretary,
                label=label,
                staged=False,
            )
        )
    return found
