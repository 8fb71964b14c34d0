"""The faults that each population has on purpose, each in a branch of its own.

What is planted here must be found by the duties, the structure check or the finder, and nothing
else may be. Codes and numbers do not depend on the day or the seed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dangwu.core.errors import InputError
from dangwu.populations.city.faults import city_faults


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted fault.

    organisation: code. person: the number in the register of the member it is about, or empty.
    activity: the kind of the activity it is about, or empty. rules: ids of the rules that must
    speak; more may follow from the same cause.
    """

    kind: str
    organisation: str
    rules: tuple[str, ...]
    text: str
    person: str = ""
    activity: str = ""


_COUNTY = (
    Fault("overdue_term", "99000101002", ("RQ2018-village",), "任期届满五个月没有换届"),
    Fault(
        "branch_of_two",
        "99000115001",
        ("ZB2018-5-not-alone",),
        "只有两名正式党员的党支部",
    ),
    Fault("branch_of_61", "99000102001", ("ZB2018-4-max",), "有六十一名党员的党支部"),
    Fault(
        "too_few_came",
        "99000103001",
        ("ZB2018-12-quorum", "ZB2018-12-committee"),
        "上月支委会五人只到两人，会议无效",
        activity="committee_meeting",
    ),
    Fault(
        "late_minutes",
        "99000104001",
        ("LOCAL-2-late-days", "ZB2018-11-assembly"),
        "党员大会记录晚了三个星期才填",
        activity="assembly",
    ),
    Fault(
        "unseen",
        "99000105001",
        ("ZC2022-9-life",),
        "七个月没有参加组织生活",
        person="99000105001001",
    ),
    Fault(
        "probation_over",
        "99000106001",
        ("XZ26-31-status",),
        "预备期满两个月没有讨论转正",
        person="99000106001001",
    ),
    Fault(
        "missed_assembly",
        "99000107001",
        ("ZB2018-11-assembly",),
        "上季度没有开党员大会",
        activity="assembly",
    ),
    Fault("no_committee", "99000108001", ("JG2019-7-committee",), "正式党员满七人没有设支委会"),
    Fault("lost", "99000102002", ("JY19-24-lost",), "失去联系八个月", person="99000102002001"),
    Fault(
        "in_pocket",
        "99000103002",
        ("JY19-25-move",),
        "转出四个月没有落地",
        person="99000103002001",
    ),
    Fault(
        "dues_unpaid",
        "99000104002",
        ("ZC2022-9-dues",),
        "八个月没有交党费",
        person="99000104002001",
    ),
    Fault(
        "away_unreceived",
        "99000105002",
        ("LD24-0-mobile",),
        "外出八个月没有接收的党组织",
        person="99000105002001",
    ),
    Fault("no_secretary", "99000112001", ("ZB2018-20-secretary",), "书记空缺"),
)
_FIRE = (
    Fault(
        "short_notice",
        "99010102",
        ("S6-18e",),
        "上季度党员大会当天才通知",
        activity="assembly",
    ),
    Fault(
        "missed_lecture",
        "99010103",
        ("S6-35-company_branch-lecture",),
        "上月没有上党课",
        activity="lecture",
    ),
    Fault(
        "few_party_days",
        "99010202",
        ("S6-34-company_branch-theme_day",),
        "上月只有三个半天的党日",
        activity="theme_day",
    ),
    Fault("overdue_term", "99010203", ("S6-09j",), "任期届满四个月没有换届"),
    Fault(
        "silent",
        "99010302",
        ("S6-38-company_branch-member_report",),
        "一名党员两个月没有汇报",
        person="99010302001",
        activity="member_report",
    ),
    Fault(
        "late_minutes",
        "99010303",
        ("LOCAL-2-late-days", "S6-33-company_branch-assembly"),
        "党员大会记录晚了三个星期才填",
        activity="assembly",
    ),
    Fault(
        "too_few_came",
        "990104",
        ("S6-19a", "S6-22-battalion_committee-committee_meeting"),
        "上月大队党委七人只到三人，会议无效",
        activity="committee_meeting",
    ),
)
_IN_THE_CITY = {
    "missed_assembly": ("ZB2018-11-assembly",),
    "overdue_term": ("RQ2018-branch",),
    "late_minutes": ("LOCAL-2-late-days", "ZB2018-11-assembly"),
    "too_few_came": ("ZB2018-12-quorum", "ZB2018-12-committee"),
}
_TEXTS = {
    "missed_assembly": "上季度没有开党员大会",
    "overdue_term": "任期届满五个月没有换届",
    "late_minutes": "党员大会记录晚了三个星期才填",
    "too_few_came": "上月支委会到会不足半数，会议无效",
}
_CITY = tuple(Fault(kind, code, _IN_THE_CITY[kind], _TEXTS[kind]) for code, kind in city_faults())
_PROFILES: dict[str, tuple[Fault, ...]] = {"county": _COUNTY, "fire": _FIRE, "city": _CITY}


def planted(profile: str) -> list[Fault]:
    """Return the faults of a population, in the order of the list.

    Raises InputError for a profile that is not known; scale runs have none.
    """
    if profile.startswith("nation-"):
        return []
    if profile not in _PROFILES:
        raise InputError("profile", f"没有“{profile}”这个数据集；可用 {'、'.join(_PROFILES)}。")
    return list(_PROFILES[profile])


def by_organisation(profile: str) -> Iterator[tuple[str, str]]:
    """Yield (code, kind) of the faults of a population."""
    for fault in planted(profile):
        yield fault.organisation, fault.kind
