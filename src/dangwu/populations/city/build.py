"""The whole city, one county-level unit after the other, so that memory stays small."""

from dataclasses import dataclass
from datetime import date, timedelta

from dangwu.accounts.models import Role
from dangwu.core.calendar import add_months
from dangwu.populations.city import totals
from dangwu.populations.city.tree import NAMES, District, build_district
from dangwu.populations.copying import Sink
from dangwu.populations.dealing import Quota, deal, newcomer
from dangwu.populations.draw import Draw
from dangwu.populations.electing import elect, elect_committee
from dangwu.populations.faults import by_organisation
from dangwu.populations.logins import Opening
from dangwu.populations.model import Days, Home, Human, Node, new_node
from dangwu.populations.names.places import CITY
from dangwu.populations.planting import plant_in_work
from dangwu.populations.rows import bodies, organisations, people
from dangwu.populations.settling import (
    admit,
    begin_stages,
    make_groups,
    number_people,
    split,
)
from dangwu.populations.units import write_unit
from dangwu.populations.work.committee import committee_events, secretary_class
from dangwu.populations.work.filing import check_columns, file
from dangwu.populations.work.slim import slim_branch_events

CITY_UNIT = 1
SETTLED_MONTHS = 12 * totals.YEARS_OF_ADMISSION + 2


@dataclass(frozen=True, slots=True)
class City:
    """What is kept of the city for the accounts: its top and its first county-level unit."""

    top: Node
    first: District


def build_city(sink: Sink, days: Days, seed: int) -> City:
    """Write everything of the city; return what the accounts need."""
    write_unit(sink, CITY_UNIT, code="9800", name=CITY, level="city")
    above = Home(CITY_UNIT, Draw(f"{seed}-city"), sink, days)
    check_columns(above)
    top = _write_top(above)
    first: District | None = None
    for number in range(totals.COUNTIES):
        unit = number + 2
        write_unit(
            sink,
            unit,
            code=f"98{unit:02d}",
            name=NAMES[number],
            level="county",
            above=(CITY_UNIT,),
        )
        home = Home(unit, Draw(f"{seed}-city-{unit}"), sink, days)
        district = build_unit(home, number)
        first = first or district
    if first is None:
        raise RuntimeError("a city has at least one unit")
    return City(top, first)


def _write_top(home: Home) -> Node:
    top = new_node(
        home,
        code="9800",
        name=f"中共{CITY}委员会",
        kind="committee",
        category="city",
        founded_on=date(1950, 1, 1),
    )
    top.term_years = 5
    organisations.write_organisation(home, top)
    on = bodies.draw_election(home, top)
    bodies.write_bodies(home, top, elected_on=on, seats=7, has_committee=True)
    for event in committee_events(home, top):
        file(home, event)
    return top


def build_unit(home: Home, number: int) -> District:
    """Write one county-level unit."""
    district = build_district(home, number)
    nodes = {node.code: node for node in district.top.walk()}
    for code, kind in by_organisation("city"):
        if code in nodes:
            nodes[code].faults = frozenset({kind})
            plant_in_work(home.days, nodes[code], kind)
    _settle(home, district, number)
    _write_register(home, district)
    _elect(home, district)
    _write_extras(home, district, number)
    _write_work(home, district)
    return district


def _settle(home: Home, district: District, number: int) -> None:
    for one in totals.FIELDS:
        branches = district.branches[one.category]
        members = deal(home, _quota(one, totals.share_of(one.members, number)))
        sizes = split(home.draw, len(members), len(branches), one.sizes)
        at = 0
        for branch, size in zip(branches, sizes, strict=True):
            branch.people = members[at : at + size]
            at += size
    sound = [branch for branch in district.all_branches() if not branch.faults]
    _admit(home, sound, totals.share_of(totals.ADMITTED, number))
    for standing, total in (("applicant", totals.APPLICANTS), ("activist", totals.ACTIVISTS)):
        for _ in range(totals.share_of(total, number)):
            branch = home.draw.one_of(sound)
            person = newcomer(home, occupation=branch.people[0].occupation)
            begin_stages(home, person, standing, home.days.today)
            branch.others.append(person)
    for branch in district.all_branches():
        number_people(branch)
    _door_groups(home, district.branches["community"], number)


def _quota(one: totals.Field, total: int) -> Quota:
    women, young = one.shares
    return Quota(
        one.occupation,
        total,
        women=round(total * women),
        minorities=round(total * totals.MINORITIES),
        young=round(total * young),
        youngest=one.ages[0],
        oldest=one.ages[1],
        settled_months=SETTLED_MONTHS,
    )


def _door_groups(home: Home, branches: list[Node], number: int) -> None:
    groups = totals.share_of(totals.DOOR_GROUPS, number)
    for place, branch in enumerate(branches):
        make_groups(home, branch, count=totals.share_of(groups, place, len(branches)), name="门洞")


def _admit(home: Home, branches: list[Node], count: int) -> None:
    """Make so many young members those whom the last five years admitted, each in summer."""
    today = home.days.today
    young = [p for b in branches for p in b.people if p.age_on(today) <= 35]
    seasons = admission_seasons(today, totals.YEARS_OF_ADMISSION)
    for person in home.draw.shuffled(young)[:count]:
        admit(home, person, home.draw.day(*home.draw.one_of(seasons)))


def admission_seasons(today: date, years: int) -> list[tuple[date, date]]:
    """Return the weeks around 1 July of the last so many years, as far as they lie in them."""
    after = add_months(today, -12 * years) + timedelta(days=1)
    spans = [
        (max(date(year, 5, 20), after), min(date(year, 7, 4), today))
        for year in range(today.year - years, today.year + 1)
    ]
    return [(first, last) for first, last in spans if first <= last]


def _write_register(home: Home, district: District) -> None:
    for node in district.top.walk():
        organisations.write_organisation(home, node)
    for branch in district.all_branches():
        for person in (*branch.people, *branch.others):
            people.write_person(home, person, branch)
        for group in branch.groups:
            for person in group.people:
                people.write_group_place(home, person, group)


def _elect(home: Home, district: District) -> None:
    for branch in district.all_branches():
        elect(home, branch)
        for group in branch.groups:
            leader = group.full_members[-1]
            since = max(add_months(home.days.today, -20), leader.joined_on or date.min)
            bodies.write_post(home, leader, group, "group_leader", since=since)
            group.secretary = leader
    for general in district.communities:
        elect_committee(home, general, general.children)
    for committee in district.committees:
        elect_committee(home, committee, _branches_below(committee))
    elect_committee(home, district.top, district.branches["organ"][:20])


def _branches_below(committee: Node) -> list[Node]:
    return [node for node in committee.walk() if node.kind == "branch"]


def _write_extras(home: Home, district: District, number: int) -> None:
    """Write activity rooms and their standard, honours, members who report to communities."""
    given_by, today = f"中共{CITY}委员会", home.days.today
    on = date(today.year - 1, 6, 28)
    rooms = ["省级标准社区党员活动室"] * totals.share_of(totals.ROOMS_PROVINCIAL, number)
    rooms += ["市级标准社区党员活动室"] * totals.share_of(totals.ROOMS_MUNICIPAL, number)
    for general in district.communities:
        organisations.write_place(home, general, address=general.home_name)
    for general, title in zip(district.communities, rooms, strict=False):
        organisations.write_honour(home, general, title=title, given_by=given_by, on=on)
    villages = district.branches["village"][: totals.share_of(totals.FIVE_GOODS, number)]
    for branch in villages:
        organisations.write_honour(home, branch, title="五个好村党支部", given_by=given_by, on=on)
    best = district.branches["village"][: totals.share_of(totals.HONOURED_ORGANISATIONS, number)]
    for branch in best:
        title = "省“五个好”先进基层党组织"
        organisations.write_honour(home, branch, title=title, given_by=given_by, on=on)
    offices = [
        b for name in ("organ", "institution", "state_firm") for b in district.branches[name]
    ]
    serving = [p for branch in offices for p in branch.full_members]
    for person in serving[: totals.share_of(totals.HONOURED_MEMBERS, number)]:
        people.write_person_honour(
            home, person, title="优秀共产党员", given_by=given_by, on=home.draw.day(on, today)
        )
    _write_reporting(home, district, serving[: totals.share_of(totals.REPORTING, number)])


def _write_reporting(home: Home, district: District, serving: list[Human]) -> None:
    communities = district.communities
    for place, person in enumerate(serving):
        since = max(home.draw.day(home.days.years_ago(4), home.days.today), person.since)
        community = communities[place % len(communities)]
        people.write_membership(home, person, community, since=since, nature="reported")


def _write_work(home: Home, district: District) -> None:
    for node in (district.top, *district.committees, *district.communities):
        for event in committee_events(home, node):
            file(home, event)
    branches = list(district.all_branches())
    for month in home.days.months():
        if month.month == 3:
            file(home, secretary_class(district.top, month.replace(day=12), branches))
    for branch in branches:
        for event in slim_branch_events(home, branch):
            file(home, event)


def city_logins(city: City) -> list[Opening]:
    """Return the accounts of a branch without fault, of one with an overdue duty, and above."""
    unit, district = 2, city.first
    branch = district.branches["village"][0]
    behind = next(b for b in district.all_branches() if "missed_assembly" in b.faults)
    community = district.communities[0]
    plain = [p for p in branch.full_members if not p.holds_post]
    return [
        Opening("shuji", Role.SECRETARY, unit, branch, person=branch.secretary),
        Opening(
            "shuji2",
            Role.SECRETARY,
            unit,
            behind,
            person=behind.secretary,
            label="党组织书记（有逾期事项）",
        ),
        Opening("weiyuan", Role.COMMITTEE_MEMBER, unit, branch, person=branch.committee[2]),
        Opening("ganshi", Role.CLERK, unit, branch, person=plain[-1]),
        Opening("dangyuan", Role.MEMBER, unit, branch, person=plain[0]),
        Opening("zuzhibu", Role.DEPARTMENT, CITY_UNIT, city.top, name="市委组织部干部"),
        Opening("quzuzhibu", Role.DEPARTMENT, unit, district.top, name="区委组织部干部"),
        Opening("jiandu", Role.SUPERVISOR, CITY_UNIT, city.top, name="纪检监督员"),
        Opening("guanli", Role.ADMINISTRATOR, CITY_UNIT, None, name="系统管理员"),
        Opening("jumin", Role.RESIDENT, unit, community, name="社区居民"),
    ]
