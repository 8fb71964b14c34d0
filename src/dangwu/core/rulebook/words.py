"""Numbers, shares and bases in official Chinese wording."""

from fractions import Fraction
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
TERMS: Final = {
    **ACTIVITIES,
    **BODIES,
    **CATEGORIES,
    **DUES_CLASSES,
    **SUBJECTS,
    **METHODS,
    **STANDINGS,
    **FIRE_KINDS,
    **STRUCTURES,
    **POSTS,
}


def label(code: str) -> str:
    """Return the official term of a code, or the code itself where it is plain Chinese."""
    return QUANTITIES.get(code) or BASES.get(code) or TERMS.get(code, code)


def labels(codes: tuple[str, ...] | frozenset[str]) -> str:
    """Return the terms of several codes, joined as in Chinese text."""
    return "、".join(
        label(code) for code in (codes if isinstance(codes, tuple) else sorted(codes))
    )


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
