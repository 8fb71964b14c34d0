"""The county's people: dealt by class into branches, so that every total holds."""

from collections.abc import Sequence
from datetime import date, timedelta

from dangwu.core.calendar import add_months
from dangwu.populations.county import totals
from dangwu.populations.county.tree import County
from dangwu.populations.dealing import deal, newcomer
from dangwu.populations.model import Home, Human, Node, Special
from dangwu.populations.settling import admit, begin_stages, number_people, split

GROUPS_FROM = 20  # members; what central organs do, ZB2018 art. 13
BIG_ENOUGH = 12  # members a branch has before it takes in new ones
SEASON_DAYS = 45  # admissions fall into the weeks before and after 1 July


def settle(home: Home, county: County) -> None:
    """Put all 8,128 members into their branches, then those who are not members yet."""
    branches = county.branches
    _fill(home, "village", branches["village"], (30, 50))
    _fill(home, "community", branches["community"], (30, 46))
    _fill(home, "organ", [*branches["organ"], *branches["institution"]], (4, 22))
    _fill(home, "firm", [*branches["private_firm"], *branches["state_firm"]], (4, 16))
    _fill(home, "retired", branches["retired"], (36, 50))
    growing = [b for b in county.all_branches() if len(b.people) >= BIG_ENOUGH and sound(b)]
    _admit(home, growing)
    _gather_others(home, growing)
    for branch in county.all_branches():
        number_people(branch)


def sound(branch: Node) -> bool:
    """Whether nothing is planted in the branch."""
    return not branch.faults


_FIXED = {"branch_of_two": 2, "branch_of_61": 61, "no_committee": 9}


def _fill(home: Home, name: str, branches: Sequence[Node], bounds: tuple[int, int]) -> None:
    people = deal(home, totals.CLASSES[name])
    fixed = {
        index: _FIXED[kind]
        for index, branch in enumerate(branches)
        for kind in branch.faults
        if kind in _FIXED
    }
    free = [index for index in range(len(branches)) if index not in fixed]
    sizes = split(home.draw, len(people) - sum(fixed.values()), len(free), bounds)
    shares = fixed | dict(zip(free, sizes, strict=True))
    at = 0
    for index, branch in enumerate(branches):
        branch.people = people[at : at + shares[index]]
        at += shares[index]
        if branch.faults:
            # Who the fault is about stands first: nobody of the old ones, who are counted.
            branch.people.sort(key=lambda p: p.joined_on is None or p.joined_on.year < 1980)


def _admit(home: Home, branches: Sequence[Node]) -> None:
    """Make young members of large branches those whom the last years admitted, each in summer."""
    today = home.days.today
    young = home.draw.shuffled(
        [(p, b) for b in branches for p in b.people if 22 <= p.age_on(today) <= 35]
    )
    for season in range(today.year - 3, today.year + 1):
        first = date(season, 5, 20)
        if add_months(first, 12 * 3) <= today.replace(day=1) or first > today:
            continue
        chosen, young = young[: totals.ADMITTED_A_YEAR], young[totals.ADMITTED_A_YEAR :]
        last = min(first + timedelta(days=SEASON_DAYS), today)
        for person, _branch in chosen:
            admit(home, person, home.draw.day(first, last))


def _gather_others(home: Home, branches: Sequence[Node]) -> None:
    """Add applicants, activists and candidates, who are not members."""
    draw, days = home.draw, home.days
    stages = (
        ("applicant", totals.APPLICANTS),
        ("activist", totals.ACTIVISTS),
        ("candidate", totals.CANDIDATES),
    )
    for standing, count in stages:
        for _ in range(count):
            branch = draw.one_of(branches)
            person = newcomer(home, occupation=branch.people[0].occupation)
            begin_stages(home, person, standing, days.today)
            branch.others.append(person)


def mark_circumstances(home: Home, county: County) -> None:
    """Give members the circumstances that rules treat apart, both ends of a move included."""
    draw, today = home.draw, home.days.today
    for branch in county.all_branches():
        for person in branch.people:
            if branch.category == "retired":
                person.specials.append(Special("retired", add_months(person.born_on, 12 * 60)))
            if person.age_on(today) >= 80:
                person.specials.append(Special("aged", add_months(person.born_on, 12 * 80)))
    villages = [b for b in county.branches["village"] if sound(b)]
    firms = [b for b in county.branches["private_firm"] if sound(b)]
    for branch in draw.shuffled(villages)[:40]:
        person = _unmarked(branch)
        person.specials.append(Special("hardship", draw.day(home.days.years_ago(2), today)))
    for number, branch in enumerate(draw.shuffled(villages)[:36]):
        _move(home, _unmarked(branch), firms[number % len(firms)])
    organs = [b for b in county.branches["organ"] if sound(b) and len(b.people) >= BIG_ENOUGH]
    for branch in organs[:3]:
        _send_abroad(home, _unmarked(branch))


def _unmarked(branch: Node) -> Human:
    """Return an ordinary full member with nothing special, not the last who could hold a post."""
    return next(p for p in reversed(branch.full_members) if not p.specials and not p.applied_on)


def _move(home: Home, person: Human, firm: Node) -> None:
    since = home.draw.day(home.days.years_ago(5), home.days.years_ago(2))
    person.specials.append(Special("mobile", since, firm.home_name, firm))
    firm.guests.append(person)


def _send_abroad(home: Home, person: Human) -> None:
    """Let a member leave three months ago, early enough in the half-year to be written to."""
    left_on = add_months(home.days.today, -3)
    if left_on.month in (6, 12):
        left_on = left_on.replace(day=min(left_on.day, 20))
    person.specials.append(Special("abroad", left_on, "境外学习"))
    person.absent_from = left_on
