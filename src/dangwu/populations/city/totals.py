"""The published totals of the city, and how they are shared out among units and branches.

Published: about 10,000 base organisations and 200,000 members; 325 communities with a general branch
and an activity room each, 19 of them of provincial and 59 of municipal standard; 1,532 building
branches, 4,045 door groups; 341 village branches that meet the five goods; 48 organisations and
1,435 members commended; more than 60,000 serving members who report to communities; 47,749
applicants, 22,839 activists; 25,183 admitted in five years, more than half of them young. How
many branches and members each kind of place has is our choice, so that all of them together give
the published totals; women, minorities and age by class are plausible, not published.
"""

from dataclasses import dataclass

COUNTIES = 20
COMMUNITIES = 325
BUILDING_BRANCHES = 1532
DOOR_GROUPS = 4045
FIVE_GOODS = 341
ROOMS_PROVINCIAL, ROOMS_MUNICIPAL = 19, 59
HONOURED_ORGANISATIONS = 48
HONOURED_MEMBERS = 1435
REPORTING = 60_500
APPLICANTS = 47_749
ACTIVISTS = 22_839
ADMITTED = 25_183
YEARS_OF_ADMISSION = 5
MEMBERS = 200_000

STREETS, TOWNS_EACH = 4, 2


@dataclass(frozen=True, slots=True)
class Field:
    """A kind of branch in the whole city: how many, with how many members of what sizes.

    shares: of women, of those of 35 and under, among the members. committees: how many base
    committees of each county hold them.
    """

    category: str
    occupation: str
    branches: int
    members: int
    sizes: tuple[int, int]
    shares: tuple[float, float]
    committees: int
    ages: tuple[int, int] = (36, 59)


FIELDS = (
    Field("community", "社区居民", BUILDING_BRANCHES, 36_768, (12, 34), (0.42, 0.16), 0, (36, 84)),
    Field("village", "农牧渔民", 620, 18_600, (20, 46), (0.22, 0.2), 0, (36, 80)),
    Field("organ", "党政机关工作人员", 1900, 34_200, (7, 32), (0.31, 0.26), 5),
    Field("institution", "事业单位人员", 2100, 39_900, (7, 34), (0.39, 0.28), 6),
    Field("state_firm", "国有企业职工", 950, 20_900, (8, 40), (0.24, 0.24), 3),
    Field("private_firm", "非公有制企业职工", 1300, 22_100, (6, 34), (0.27, 0.42), 3),
    Field("school", "学校教职工", 198, 4_732, (8, 42), (0.46, 0.3), 1),
    Field("retired", "离退休人员", 600, 22_800, (28, 47), (0.25, 0.0), 1, (60, 88)),
)
MINORITIES = 0.09


def share_of(total: int, number: int, parts: int = COUNTIES) -> int:
    """Return the part that number `number` of so many has of a total: they add up to it."""
    return total * (number + 1) // parts - total * number // parts
