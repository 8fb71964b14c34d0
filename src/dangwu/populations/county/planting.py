"""The county's faults, put where `populations.faults` says they are."""

from dangwu.core.calendar import add_months
from dangwu.populations.county.tree import County
from dangwu.populations.faults import by_organisation
from dangwu.populations.model import Days, Home, Node, Special
from dangwu.populations.planting import plant_in_work

PROFILE = "county"


def mark_faulty(county: County) -> None:
    """Tell each branch what is planted in it, before people are dealt."""
    nodes = {node.code: node for node in county.top.walk()}
    for code, kind in by_organisation(PROFILE):
        nodes[code].faults = frozenset({kind})


def plant(home: Home, county: County) -> None:
    """Make the faults of people and of work; those of structure follow from the headcount."""
    for branch in county.all_branches():
        for kind in branch.faults:
            plant_in_work(home.days, branch, kind)
            _plant_on_person(home.days, branch, kind)


def _plant_on_person(days: Days, branch: Node, kind: str) -> None:
    person, today = branch.people[0], days.today
    if kind == "unseen":
        person.absent_from = add_months(today, -7)
    if kind == "probation_over":
        person.joined_on = add_months(today, -14)
        person.standing = "probationary"
    if kind == "lost":
        person.absent_from = add_months(today, -8)
        person.specials = [Special("lost", person.absent_from)]
    if kind == "in_pocket":
        person.absent_from = add_months(today, -4)
        person.specials = [Special("in_transit", person.absent_from, "介绍信已开出，对方没有回执")]
    if kind == "away_unreceived":
        person.absent_from = add_months(today, -8)
        person.specials = [Special("mobile", person.absent_from, "外省务工")]
    if kind == "dues_unpaid":
        person.dues_to = add_months(days.last_month(), -8)
