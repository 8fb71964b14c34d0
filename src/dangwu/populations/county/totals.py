"""The published totals of the county, and how they are shared out among classes and branches.

Published: 7 towns, 138 villages, 8 communities; 16 base committees, 389 branches (120 rural, 16 of
them joint; 8 of communities; 55 of private firms); 8,128 members by class; women 1,824; national
minorities 863; 35 and under 2,100; joined before 1966 175, 5 of them before 1949-10; 218 principals
of villages, 51 of them for ten years or more. How women, minorities, age and joining are spread
over the classes, and the other 206 branches over kinds of office, is our choice.
"""

from dataclasses import dataclass

from dangwu.populations.dealing import Quota

CLASSES = {
    "village": Quota("农牧民", 4847, 760, 560, 1080, 110, 2),
    "community": Quota("社区居民", 301, 140, 24, 55, 10),
    "organ": Quota("机关干部职工", 1564, 540, 170, 640, oldest=59),
    "firm": Quota("企业职工", 558, 170, 44, 325, oldest=59),
    "retired": Quota("离退休人员", 858, 214, 65, 0, 55, 3, youngest=60, oldest=90),
}

TOWNS = 7
VILLAGES = 138
COMMUNITIES = 8
RURAL_BRANCHES = 120
# How many villages each joint branch holds: together with the others they hold all villages.
JOINT = (2,) * 14 + (3,) * 2
PRIVATE_FIRMS = 55
STATE_FIRMS = 14
RETIRED_BRANCHES = 20
ORGAN_BRANCHES = 110
INSTITUTION_BRANCHES = 62

PRINCIPALS = 218
LONG_SERVING = 51
LONG_YEARS = 10
# Every village has one head of its villagers' committee; 40 of them are the secretary as well, so
# the other 98 and the 120 secretaries make the 218.
SECRETARY_AND_HEAD = RURAL_BRANCHES + VILLAGES - PRINCIPALS

ADMITTED_A_YEAR = 150
APPLICANTS = 420
ACTIVISTS = 260
CANDIDATES = 70


@dataclass(frozen=True, slots=True)
class Sector:
    """A base committee that is not a town's."""

    name: str
    category: str


SECTORS = (
    Sector("县直属机关委员会", "organ"),
    Sector("公安局委员会", "organ"),
    Sector("农牧系统委员会", "organ"),
    Sector("住建交通系统委员会", "organ"),
    Sector("教育系统委员会", "institution"),
    Sector("卫生健康系统委员会", "institution"),
    Sector("国有资产系统委员会", "state_firm"),
    Sector("非公有制经济组织委员会", "private_firm"),
    Sector("离退休干部委员会", "retired"),
)
