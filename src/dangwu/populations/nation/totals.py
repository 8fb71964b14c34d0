"""The published proportions of the nation, and how they are turned into a unit of 1,000.

Published (2024 and 2025): branches 87.9 %, general branches 6.3 %, committees 5.8 % of the
organisations; 21.7 members a branch; occupations, women 31.5 %, national minorities 7.8 %, 35 and
under 21.9 %. Which occupation sits in which kind of branch is our choice.
"""

from dataclasses import dataclass

from dangwu.core.errors import InputError

UNIT_SIZE = 1000
COMMITTEES, GENERAL_BRANCHES = 0.058, 0.063
MEMBERS_A_BRANCH = 21.7
WOMEN, MINORITIES = 0.315, 0.078


@dataclass(frozen=True, slots=True)
class Field:
    """A kind of branch: its share of branches and members, of 35 and under in it, its ages."""

    category: str
    occupation: str
    share: float
    young: float
    ages: tuple[int, int] = (36, 59)


FIELDS = (
    Field("village", "农牧渔民", 0.257, 0.19, (36, 84)),
    Field("organ", "党政机关工作人员", 0.073, 0.3),
    Field("institution", "专业技术人员", 0.165, 0.3),
    Field("state_firm", "管理人员", 0.117, 0.3),
    Field("private_firm", "工勤技能人员", 0.066, 0.4),
    Field("school", "学生", 0.025, 1.0),
    Field("social", "其他职业人员", 0.079, 0.35),
    Field("retired", "离退休人员", 0.218, 0.0, (60, 88)),
)


@dataclass(frozen=True, slots=True)
class Scale:
    """What a scale run is asked for: how many organisations, and whether with people."""

    organisations: int
    people: bool

    @property
    def units(self) -> int:
        """The number of units: one for each thousand organisations."""
        return max(1, round(self.organisations / UNIT_SIZE))


def read_scale(profile: str) -> Scale:
    """Return what a profile `nation-N` or `nation-N-people` asks for.

    Raises InputError unless N is a number from 100 to 9,000,000.
    """
    text = profile.removeprefix("nation-")
    number = text.removesuffix("-people")
    if not number.isascii() or not number.isdigit() or not 100 <= int(number) <= 9_000_000:
        raise InputError(
            "profile",
            f"“{profile}”应写成 nation-N，N 是 100 至 9000000 的组织数，如 nation-10000。",
        )
    return Scale(int(number), people=text != number)
