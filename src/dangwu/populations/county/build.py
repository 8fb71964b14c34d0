"""The whole county, from the units above it down to who came to which meeting."""

from datetime import date, timedelta

from dangwu.core.calendar import add_months
from dangwu.populations.copying import Sink, Span
from dangwu.populations.county import planting, posts
from dangwu.populations.county.people import (
    BIG_ENOUGH,
    GROUPS_FROM,
    mark_circumstances,
    settle,
    sound,
)
from dangwu.populations.county.tree import County, build_tree
from dangwu.populations.draw import Draw
from dangwu.populations.life.recent import recent_life
from dangwu.populations.model import Days, Home, Node, new_node
from dangwu.populations.names import places
from dangwu.populations.rows import bodies, organisations, people
from dangwu.populations.settling import make_groups
from dangwu.populations.units import write_unit
from dangwu.populations.work.branch import branch_events
from dangwu.populations.work.committee import committee_events, secretary_class
from dangwu.populations.work.filing import check_columns, file

CITY_UNIT, COUNTY_UNIT = 1, 2


def build_county(sink: Sink, days: Days, seed: int) -> tuple[Home, County]:
    """Write everything of the county; return it for the accounts to be opened."""
    write_unit(sink, CITY_UNIT, code="9900", name=places.CITY, level="city")
    write_unit(
        sink, COUNTY_UNIT, code="990001", name=places.COUNTY, level="county", above=(CITY_UNIT,)
    )
    _write_city_above(sink, days, seed)
    home = Home(COUNTY_UNIT, Draw(f"{seed}-county"), sink, days)
    check_columns(home)
    county = build_tree(home)
    planting.mark_faulty(county)
    settle(home, county)
    planting.plant(home, county)
    mark_circumstances(home, county)
    for branch in county.all_branches():
        if len(branch.people) >= GROUPS_FROM:
            make_groups(home, branch)
    write_register(home, county)
    posts.elect_all(home, county)
    write_extras(home, county)
    write_work(home, county)
    return home, county


def _write_city_above(sink: Sink, days: Days, seed: int) -> None:
    """Write the city committee above; what it does is not part of the county's records."""
    home = Home(CITY_UNIT, Draw(f"{seed}-city-above"), sink, days)
    city = new_node(
        home,
        code="9900",
        name=f"中共{places.CITY}委员会",
        kind="committee",
        category="city",
        founded_on=date(1950, 1, 1),
    )
    city.term_years = 5
    organisations.write_organisation(home, city)
    elected_on = bodies.draw_election(home, city)
    bodies.write_bodies(home, city, elected_on=elected_on, seats=5, has_committee=True)
    for event in committee_events(home, city):
        file(home, event)


def write_register(home: Home, county: County) -> None:
    """Write organisations and people, parents first."""
    for node in county.top.walk():
        organisations.write_organisation(home, node)
    for branch in county.all_branches():
        for person in (*branch.people, *branch.others):
            people.write_person(home, person, branch)
        for group in branch.groups:
            for person in group.people:
                people.write_group_place(home, person, group)
        for guest in branch.guests:
            since = next(s.since for s in guest.specials if s.receiving is branch)
            people.write_membership(home, guest, branch, since=since, nature="mobile")


def write_extras(home: Home, county: County) -> None:
    """Write places, honours, penalties, Party-affairs workers, members who report elsewhere."""
    today = home.days.today
    for node in (*county.committees, *county.all_branches()):
        organisations.write_place(home, node, address=f"{places.COUNTY}{node.home_name}")
    honoured = [branch for branch in county.all_branches() if sound(branch)][::29]
    day = date(today.year - 1, 6, 28)
    for branch in honoured:
        by = f"中共{places.COUNTY}委员会"
        organisations.write_honour(home, branch, title="先进基层党组织", given_by=by, on=day)
        person = branch.committee[0] if branch.committee else branch.people[0]
        people.write_person_honour(home, person, title="优秀共产党员", given_by=by, on=day)
    _write_penalties(home, county)
    _write_workers(home, county)
    _write_reported(home, county)


def _write_penalties(home: Home, county: County) -> None:
    """Three penalties whose effect is over, so that nobody's rights are touched today."""
    ended = home.days.years_ago(1)
    for branch in county.branches["organ"][30:33]:
        effect = Span(add_months(ended, -18), ended)
        by = f"中共{places.COUNTY}纪律检查委员会"
        people.write_discipline(home, branch.people[-1], penalty="warning", effect=effect, by=by)
    node = county.branches["private_firm"][20]
    effect = Span(add_months(ended, -6), ended)
    by = node.parent.name if node.parent else ""
    organisations.write_measure(home, node, title="约谈提醒", given_by=by, effect=effect)


def _write_workers(home: Home, county: County) -> None:
    for committee in (county.top, *county.committees):
        source = county.sectors[0] if committee is county.top else committee
        for place, branch in enumerate(source.children[1:4]):
            person = next(p for p in reversed(branch.full_members) if p.absent_from is None)
            job = ("党建办主任", "组织干事", "党务干事")[place]
            bodies.write_worker(home, person, committee, job=job, full_time=place > 0)


def _write_reported(home: Home, county: County) -> None:
    """Serving members of offices who also report to the community they live in."""
    communities = county.branches["community"]
    offices = [b for b in county.branches["organ"] if sound(b) and len(b.people) >= BIG_ENOUGH]
    for number, branch in enumerate(offices):
        community = communities[number % len(communities)]
        for person in branch.full_members[::2]:
            since = home.draw.day(home.days.years_ago(4), home.days.years_ago(1))
            since = max(since, person.since + timedelta(days=1))
            people.write_membership(home, person, community, since=since, nature="reported")


def write_work(home: Home, county: County) -> None:
    """Write three years of work of every organisation."""
    for committee in (county.top, *county.committees):
        for event in committee_events(home, committee):
            file(home, event)
    branches = county.all_branches()
    for month in home.days.months():
        if month.month == 3:
            file(home, secretary_class(county.top, month.replace(day=12), branches))
    for branch in branches:
        for event in branch_events(home, branch):
            file(home, event)
    file(home, recent_life(behind_branch(county), home.days.today))


def demo_branch(county: County) -> Node:
    """Return the branch that the demo logins are of: a village branch without any fault."""
    return next(b for b in county.branches["village"] if sound(b))


def behind_branch(county: County) -> Node:
    """Return the branch of the second secretary who signs in: it left an assembly out."""
    return next(b for b in county.all_branches() if "missed_assembly" in b.faults)
