"""Settling people into branches: sizes, stages, numbers, groups. The same for every population."""

from datetime import date, timedelta

from dangwu.core.calendar import add_months
from dangwu.populations.draw import Draw
from dangwu.populations.model import Home, Human, Node, new_node

GROUP_SIZE = 10


def split(draw: Draw, total: int, parts: int, bounds: tuple[int, int]) -> list[int]:
    """Return so many sizes within bounds that make the total together."""
    low, high = bounds
    if not low * parts <= total <= high * parts:
        raise ValueError(f"{total} cannot be {parts} parts of {low} to {high}")
    sizes = [low] * parts
    left = total - low * parts
    while left:
        place = draw.below(parts)
        step = min(left, high - sizes[place], draw.between(1, 3))
        sizes[place] += step
        left -= step
    return sizes


def admit(home: Home, person: Human, joined_on: date) -> None:
    """Make a person one who was admitted on that day, with the stages before."""
    draw = home.draw
    person.joined_on = joined_on
    person.candidate_on = add_months(joined_on, -draw.between(3, 5))
    person.activist_on = add_months(person.candidate_on, -draw.between(12, 16))
    person.applied_on = add_months(person.activist_on, -draw.between(3, 8))
    over = add_months(joined_on, 12) <= home.days.today
    person.standing = "full" if over else "probationary"


def begin_stages(home: Home, person: Human, standing: str, today: date) -> None:
    """Give a person who is not yet a member the days of the stages up to `standing`."""
    draw = home.draw
    person.standing = standing
    if standing == "applicant":
        person.applied_on = add_months(today, -draw.between(1, 12)) - timedelta(
            days=draw.below(20)
        )
        return
    months = draw.between(9, 20) if standing == "activist" else draw.between(16, 24)
    person.activist_on = add_months(today, -months) - timedelta(days=draw.below(20))
    person.applied_on = add_months(person.activist_on, -draw.between(3, 8))
    if standing == "candidate":
        person.candidate_on = add_months(today, -draw.between(1, 3))


def number_people(branch: Node) -> None:
    """Number the people of a branch: its code and a running number, members first."""
    for place, person in enumerate((*branch.people, *branch.others), start=1):
        person.number = f"{branch.code}{place:03d}"


def make_groups(home: Home, branch: Node, *, count: int = 0, name: str = "") -> None:
    """Divide a branch into groups: `count` of them, else as many as make groups of about ten."""
    count = count or round(len(branch.people) / GROUP_SIZE)
    for place in range(count):
        group = new_node(
            home,
            code=f"{branch.code}-{place + 1}",
            name=f"{branch.name}第{place + 1}{name}党小组",
            kind="group",
            category=branch.category,
            founded_on=max(branch.founded_on, date(2013, 1, 1)),
            parent=branch,
        )
        group.people = branch.people[place::count]
