"""A rule in words, for screens and for `rules show`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dangwu.core.money import as_text
from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.findings import caveat, citation
from dangwu.core.rulebook.judging.bodies import between, condition, unit_of
from dangwu.core.rulebook.judging.money import percent
from dangwu.core.rulebook.judging.work import OVER, period
from dangwu.core.rulebook.records import Rule
from dangwu.core.rulebook.terms import METHODS, Confidence, Status, Strength
from dangwu.core.rulebook.words import BASES, COMPARE, demand, label, labels, share, span

STRENGTHS: Final = {
    Strength.MUST: "必须",
    Strength.GENERALLY: "一般",
    Strength.MAY: "可以",
    Strength.LOCAL: "由下级规定",
}
STATUSES: Final = {
    Status.CURRENT: "现行",
    Status.TRIAL: "试行",
    Status.HISTORIC: "已停止执行，作历史资料",
    Status.DISPUTED: "有争议",
    Status.LOCAL: "地方规定",
}
CONFIDENCES: Final = {
    Confidence.HIGH: "",
    Confidence.MEDIUM: "间接见到，还没有核对到原文：仅提醒",
    Confidence.LOW: "没有见到原文：仅提醒",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A rule as a person reads it."""

    title: str
    article: str
    citation: str
    paraphrase: str
    needs: str  # the demand in words; empty where only the paraphrase says it
    strength: str
    status: str
    in_force: str
    confidence: str  # why it only reminds; empty where the text was surely seen
    note: str  # what is disputed or our reading; empty where neither
    blocks: bool


def explain(rule: Rule) -> Explanation:
    """Return a rule in words."""
    until = f"，{rule.until}起停止执行" if rule.until else ""
    return Explanation(
        title=rule.instrument.title,
        article=rule.article,
        citation=citation(rule),
        paraphrase=rule.paraphrase,
        needs=needs(rule.shape),
        strength=STRENGTHS[rule.strength],
        status=STATUSES[rule.status],
        in_force=f"{rule.since}起执行{until}",
        confidence=CONFIDENCES[rule.confidence],
        note=rule.dispute or rule.interpretation or caveat(rule),
        blocks=rule.blocks,
    )


def needs(shape: shapes.Shape) -> str:
    """Return the demand of a shape in words, or an empty text."""
    formula = FORMULAS.get(type(shape))
    return "" if formula is None else formula(shape)


def _tiers(shape: shapes.Slab) -> str:
    told = []
    for tier in shape.tiers:
        bound = "更高" if tier.up_to is None else f"{as_text(tier.up_to)}元以下（含）"
        told.append(f"{bound}{percent(tier.rate)}")
    return f"全部基数按所在档次的比例：{'，'.join(told)}"


def _headcount(shape: shapes.Headcount) -> str:
    verdict = {"must": "应当", "may": "可以", "must_not": "不"}[shape.verdict]
    bounds = condition(shape)
    return f"{bounds}{'，' if bounds else ''}{verdict}设立{labels(shape.sets_up)}"


def _size(shape: shapes.Size) -> str:
    most = f"，最多{shape.hard_max}人" if shape.hard_max else ""
    return f"一般{between(shape.usual_min, shape.usual_max, '人')}{most}"


def _cadence(shape: shapes.Cadence) -> str:
    return f"{labels(shape.kinds)}{period(shape.months)}不少于{shape.times}次"


def _coverage(shape: shapes.Coverage) -> str:
    return f"{period(shape.months)}对每个{OVER[shape.over]}不少于{shape.times}次"


def _ratio(shape: shapes.Ratio) -> str:
    if shape.value > 1:
        surplus = share(shape.value - 1)
        return f"{label(shape.numerator)}的差额{COMPARE[shape.op]}{label(shape.denominator)}的{surplus}"
    return f"{label(shape.numerator)}{COMPARE[shape.op]}{label(shape.denominator)}的{share(shape.value)}"


def _share(shape: shapes.Quorum | shapes.Threshold | shapes.Elected) -> str:
    what = "到会人数" if isinstance(shape, shapes.Quorum) else "赞成票"
    return f"{what}{demand(BASES[shape.base], shape.fraction, shape.op)}"


FORMULAS: Final[Mapping[type, Callable[[Any], str]]] = {
    shapes.Quorum: _share,
    shapes.Threshold: _share,
    shapes.Elected: _share,
    shapes.Method: lambda s: f"{'、'.join(METHODS[name] for name in s.allowed)}",
    shapes.Cadence: _cadence,
    shapes.Coverage: _coverage,
    shapes.Accumulator: lambda s: f"{OVER[s.over]}每年不少于{s.hours}学时",
    shapes.LeadTime: lambda s: f"至少提前{span(s.n, s.unit)}",
    shapes.Reminder: lambda s: f"提前{span(s.n, s.unit)}",
    shapes.Headcount: _headcount,
    shapes.Limit: lambda s: f"{label(s.of)}{between(s.min, s.max, unit_of(s.of))}",
    shapes.Size: _size,
    shapes.Term: lambda s: f"每届{s.years}年",
    shapes.Ratio: _ratio,
    shapes.Deadline: lambda s: f"{span(s.n, s.unit)}内",
    shapes.Elapsed: lambda s: f"满{span(s.n, s.unit)}",
    shapes.Window: lambda s: f"公示不少于{span(s.n, s.unit)}",
    shapes.Persons: lambda s: between(s.min, s.max, "人"),
    shapes.Slab: _tiers,
    shapes.Flat: lambda s: f"每月{between(as_text(s.low), as_text(s.high), '元')}",
    shapes.Cap: lambda s: f"每月一般不超过{as_text(s.amount)}元",
    shapes.Quota: lambda s: f"不超过{share(s.max)}",
    shapes.Absence: lambda s: f"连续{s.months}个月",
}
