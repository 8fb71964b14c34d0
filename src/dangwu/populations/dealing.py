"""People by quota: every published total of a class holds exactly, the rest is chance.

Only totals are published (so many women, so many of 35 and under), never who is both. Here the
properties are independent of each other within a class, except that nobody joins before the age of
18, nobody young is retired, and who joined before 1966 was of age then. Age is counted in completed
years on the day the population is made: “35 and under” means the 36th birthday is still to come.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from dangwu.core.calendar import add_months
from dangwu.populations.draw import Draw
from dangwu.populations.model import Home, Human
from dangwu.populations.names.people import HAN, minority, person_name

YOUNG_TO = 35
BEFORE_1966 = date(1966, 1, 1)
REPUBLIC = date(1949, 10, 1)


@dataclass(frozen=True, slots=True)
class Quota:
    """How many of a class there are, and how many of them have each property.

    joined_before_1966 counts those before 1949-10 too. oldest: completed years of those who
    joined later; youngest: of those over 35. settled_months: nobody here joined later than that.
    """

    occupation: str
    total: int
    women: int
    minorities: int
    young: int
    joined_before_1966: int = 0
    joined_before_1949: int = 0
    youngest: int = YOUNG_TO + 1
    oldest: int = 84
    settled_months: int = 40


def deal(home: Home, quota: Quota) -> list[Human]:
    """Return the people of a class in no particular order, full members all of them."""
    ages = (
        ["founder"] * quota.joined_before_1949
        + ["elder"] * (quota.joined_before_1966 - quota.joined_before_1949)
        + ["young"] * quota.young
    )
    ages += ["older"] * (quota.total - len(ages))
    women = _marked(home.draw, quota.women, quota.total)
    minorities = _marked(home.draw, quota.minorities, quota.total)
    return [
        _human(home, quota, age, "2" if woman else "1", minor)
        for age, woman, minor in zip(home.draw.shuffled(ages), women, minorities, strict=True)
    ]


def _marked(draw: Draw, count: int, total: int) -> list[bool]:
    return draw.shuffled([True] * count + [False] * (total - count))


def _human(home: Home, quota: Quota, age: str, sex: str, minor: bool) -> Human:  # noqa: FBT001 - a drawn mark
    draw = home.draw
    born_on, joined_on = _born_and_joined(home, quota, age)
    ethnicity = minority(draw) if minor else HAN
    return Human(
        id=draw.new_id(),
        name=person_name(draw, sex, ethnicity),
        sex=sex,
        born_on=born_on,
        ethnicity=ethnicity,
        occupation=quota.occupation,
        joined_on=joined_on,
    )


def _born_and_joined(home: Home, quota: Quota, age: str) -> tuple[date, date]:
    draw, days = home.draw, home.days
    if age in ("founder", "elder"):
        first, last = (
            (date(1946, 1, 1), REPUBLIC) if age == "founder" else (date(1956, 1, 1), BEFORE_1966)
        )
        joined_on = draw.day(first, last - timedelta(days=1))
        grown = 18 + draw.below(2 if age == "founder" else 7)
        return add_months(joined_on, -12 * grown - 1 - draw.below(10)), joined_on
    # The youngest was of age when the last of these joined.
    of_age = 19 + quota.settled_months // 12
    low, high = (of_age, YOUNG_TO) if age == "young" else (quota.youngest, quota.oldest)
    born_on = draw.day(days.years_ago(high + 1) + timedelta(days=1), days.years_ago(low))
    # Who joined later is chosen apart, with the stages before.
    latest = min(add_months(born_on, 12 * 42), add_months(days.today, -quota.settled_months))
    earliest = max(add_months(born_on, 12 * 18 + 1), BEFORE_1966)
    return born_on, draw.day(earliest, max(earliest, latest))


def newcomer(home: Home, *, occupation: str, ages: tuple[int, int] = (19, 45)) -> Human:
    """Return a person who is not a member."""
    draw, days = home.draw, home.days
    sex = "2" if draw.chance(0.42) else "1"
    ethnicity = minority(draw) if draw.chance(0.1) else HAN
    return Human(
        id=draw.new_id(),
        name=person_name(draw, sex, ethnicity),
        sex=sex,
        born_on=draw.day(days.years_ago(ages[1]), days.years_ago(ages[0])),
        ethnicity=ethnicity,
        occupation=occupation,
        standing="applicant",
    )
