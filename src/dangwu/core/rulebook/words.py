"""Numbers, shares and bases in official Chinese wording."""

from collections.abc import Collection, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from dangwu.core.rulebook.shapes import Operator
from dangwu.core.rulebook.terms import (
    ACTIVITIES,
    BODIES,
    CATEGORIES,
    DUES_CLASSES,
    FIRE_KINDS,
    METHODS,
    POSTS,
    STANDINGS,
    STRUCTURES,
    SUBJECTS,
)

DIGITS: Final = "零一二三四五六七八九"
UNITS: Final = {
    "hour": "小时",
    "day": "天",
    "working_day": "个工作日",
    "month": "个月",
    "year": "年",
}
COMPARE: Final = {">": "超过", ">=": "不少于", "<": "少于", "<=": "不超过", "=": "等于"}
BASES: Final = {
    "should_attend": "应到会人数",
    "present": "实到会人数",
    "cast": "投票人数",
    "all_members": "党员总数",
    "seats": "应选名额",
    "issued": "发出选票数",
}
VOTERS: Final = {
    ("assembly", "should_attend"): "应到会有表决权党员",
    ("assembly", "present"): "实到会有表决权党员",
    ("committee", "should_attend"): "应到会委员",
    ("committee", "present"): "实到会委员",
    ("villagers_representatives", "should_attend"): "应到会村（居）民代表",
}
QUANTITIES: Final = {
    "full_members": "正式党员",
    "members": "党员",
    "units": "联合单位",
    "candidates": "候选人",
    "seats": "应选名额",
}
# Words of packs that stand in no closed vocabulary but are shown to people.
FREE: Final = {
    "full_member": "正式党员",
    "penalty_in_effect": "处分影响期内",
    "rights_suspended": "党员权利尚未恢复",
    "under_watch": "受留党察看处分",
    "detained": "被留置、逮捕",
    "mentors": "培养联系人",
    "sponsors": "入党介绍人",
    "admit": "接收",
    "approve": "审批",
    "review": "审议",
    "discuss": "讨论",
    "delegates": "选举代表",
    "term_change": "换届",
    "term_end": "任期届满",
    "approved": "批准",
    "refused": "不批准",
    "passed": "合格",
    "failed": "不合格",
    "confirmed": "按期转正",
    "extended": "延长预备期",
    "extension_approved": "批准延长预备期",
    "cancelled": "取消预备党员资格",
    "postponed": "推迟讨论",
    "listed": "列为发展对象",
    "not_listed": "不列为发展对象",
    "age": "年龄",
    "hours": "学时",
    "days": "天数",
    "party_group": "党组",
    "township_base_committee": "乡镇街道党委所属的基层党委",
}
TERMS: Final = {
    **FREE,
    **ACTIVITIES,
    **BODIES,
    **CATEGORIES,
    **METHODS,
    **STANDINGS,
    **DUES_CLASSES,
    **FIRE_KINDS,
    **STRUCTURES,
    **POSTS,
}


def label(code: str, first: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the official term of a code, or the code itself where it is plain Chinese.

    first: the vocabulary asked before all others, where one code has several meanings.
    """
    for terms in (first, QUANTITIES, BASES, TERMS, SUBJECTS):
        if code in terms:
            return terms[code]
    return code


def labels(codes: Collection[str], first: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the terms of several codes, joined as in Chinese text."""
    ordered = sorted(codes) if isinstance(codes, set | frozenset) else codes
    return "、".join(label(code, first) for code in ordered)


def numeral(value: int) -> str:
    """Return a whole number under a hundred in Chinese numerals; larger ones in figures."""
    if value < 0 or value >= 100:
        return str(value)
    tens, ones = divmod(value, 10)
    if not tens:
        return DIGITS[ones]
    return f"{'' if tens == 1 else DIGITS[tens]}十{DIGITS[ones] if ones else ''}"


def share(fraction: Fraction) -> str:
    """Return a share in words: 半数, 五分之四, 全部."""
    if fraction == Fraction(1, 2):
        return "半数"
    if fraction == 1:
        return "全部"
    return f"{numeral(fraction.denominator)}分之{numeral(fraction.numerator)}"


def demand(base: str, fraction: Fraction, op: Operator) -> str:
    """Return a demand in words: 超过应到会有表决权党员20人的半数."""
    return f"{COMPARE[op]}{base}的{share(fraction)}"


def voters(body: str | None, base: str, *, electing: bool = False) -> str:
    """Return what a base is called in that body."""
    if electing and base in {"should_attend", "present"} and body != "committee":
        return "应到会有选举权党员" if base == "should_attend" else "实到会有选举权党员"
    return VOTERS.get((body or "", base), BASES.get(base, base))


def span(n: int, unit: str) -> str:
    """Return a length of time: 5个工作日."""
    return f"{n}{UNITS[unit]}"
