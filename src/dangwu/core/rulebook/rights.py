"""A member's rights and derived dates on a day, each with its reason and article."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from typing import Final

from dangwu.core.calendar import add_months
from dangwu.core.rulebook.findings import caveat
from dangwu.core.rulebook.loader import load_rulebook
from dangwu.core.rulebook.records import Rule
from dangwu.core.writing import written_day

PROBATION_MONTHS: Final = 12
NEW_ADMISSION_RULES: Final = "XZ26-33-standing"
OLD_ADMISSION_RULES: Final = "XZ14-34-standing"
RIGHTS: Final = ("表决权", "选举权", "被选举权")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the register knows of a person on a day. None: not recorded.

    standing: a code of `terms.STANDINGS`, "" for nobody of the Party. watched: under 留党察看
    that day. correction_months: added to the Party age.
    """

    standing: str
    joined_on: date | None = None
    confirmed_on: date | None = None
    probation_ends_on: date | None = None
    watched: bool | None = False
    correction_months: int = 0


@dataclass(frozen=True, slots=True)
class Derived:
    """One conclusion. `held`: None where the register cannot tell; `day`: of a derived date."""

    name: str
    held: bool | None
    value: str
    reason: str
    rule: str
    instrument_title: str
    article: str
    note: str
    day: date | None = None
    months: int | None = None

    @property
    def unknown(self) -> bool:
        return self.held is None


@dataclass(frozen=True, slots=True)
class _Answer:
    value: str
    reason: str
    rule: str
    day: date | None = None
    months: int | None = None
    held: bool | None = field(default=None, kw_only=True)


_yes = partial(_Answer, held=True)
_no = partial(_Answer, held=False)
_unsure = partial(_Answer, held=None)


def rights(facts: Standing) -> tuple[Derived, ...]:
    """Return the rights to vote, to elect and to be elected.

    Source: XJ2020 art. 5
    Source: ZC2022 art. 7
    Source: ZC2022 art. 41
    """
    answer = _right(facts)
    return tuple(_derived(name, answer) for name in RIGHTS)


def party_age(facts: Standing, on: date) -> Derived:
    """Return the Party age in whole months, counted from the day of becoming a full member.

    Source: XZ26 art. 33
    """
    rule = _in_force(NEW_ADMISSION_RULES, OLD_ADMISSION_RULES, on)
    return _derived("党龄", _party_age(facts, on, rule))


def probation_end(facts: Standing, on: date) -> Derived | None:
    """Return the last day of probation; None for those who are not on probation.

    Source: ZC2022 art. 7
    """
    if facts.standing != "probationary":
        return None
    return _derived("预备期满", _probation_end(facts, on))


def derived(facts: Standing, on: date) -> tuple[Derived, ...]:
    """Return everything that follows from a person's standing on that day."""
    found = (*rights(facts), party_age(facts, on), probation_end(facts, on))
    return tuple(one for one in found if one is not None)


def without_cause(found: tuple[Derived, ...]) -> tuple[Derived, ...]:
    """Return the conclusions with the penalty behind the rights left out: it is seen by few."""
    plain = _no("没有", "原因由书记和组织部门掌握。", "XJ2020-5-no-vote")
    return tuple(_derived(one.name, plain) if one.name in RIGHTS else one for one in found)


def months_between(first: date, last: date) -> int:
    """Return the whole months from one day to a later one; never below nought."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and add_months(first, months) > last:
        months -= 1
    return max(months, 0)


def years_and_months(months: int) -> str:
    """Return 18 as 1年6个月."""
    years, rest = divmod(months, 12)
    parts = [f"{years}年" if years else "", f"{rest}个月" if rest else ""]
    return "".join(parts) or "不满1个月"


def _full(facts: Standing) -> _Answer:
    rule = "XJ2020-5-no-vote"
    if facts.watched is None:
        return _unsure("存疑", "是否在留党察看期间没有登记。", "ZC2022-41-no-vote")
    if facts.watched:
        return _no("没有", "正在留党察看期间。", "ZC2022-41-no-vote")
    return _yes("有", "正式党员，没有登记留党察看处分。", rule)


def _right(facts: Standing) -> _Answer:
    return _RIGHT.get(facts.standing, _outside)(facts)


def _outside(facts: Standing) -> _Answer:
    reason = "不是正式党员。" if facts.standing else "目前不是本组织的党员。"
    return _no("没有", reason, "XJ2020-5-no-vote")


_RIGHT: Final[dict[str, Callable[[Standing], _Answer]]] = {
    "full": _full,
    "probationary": lambda _: _no("没有", "预备期内。", "ZC2022-7-no-vote"),
    "suspended": lambda _: _no(
        "没有", "党籍已停止（按我们的理解，行使权利须党籍正常）。", "JY19-24-lost"
    ),
}


def _party_age(facts: Standing, on: date, rule: str) -> _Answer:
    if facts.standing == "suspended":
        return _unsure("存疑", "停止党籍期间是否计算党龄，没有查到规定。", rule)
    if facts.standing != "full":
        return _no("尚无", "转为正式党员之日起计算。", rule)
    if facts.confirmed_on is None:
        return _unsure("存疑", "转正日期没有登记，补上后自动算出。", rule)
    months = max(months_between(facts.confirmed_on, on) + facts.correction_months, 0)
    corrected = f"，校正{facts.correction_months:+d}个月" if facts.correction_months else ""
    reason = f"从{written_day(facts.confirmed_on)}转为正式党员起算{corrected}。"
    return _yes(years_and_months(months), reason, rule, facts.confirmed_on, months)


def _probation_end(facts: Standing, on: date) -> _Answer:
    rule = "ZC2022-7-probation"
    end, reason = facts.probation_ends_on, "按登记的预备期满日期。"
    if end is None and facts.joined_on is not None:
        end = add_months(facts.joined_on, PROBATION_MONTHS)
        reason = f"从{written_day(facts.joined_on)}支部大会通过起算1年。"
    if end is None:
        return _unsure("存疑", "入党日期没有登记，补上后自动算出。", rule)
    if end <= on:
        reason += f"已过{(on - end).days}天，应当讨论能否转正。"
    return _yes(written_day(end), reason, rule, end)


def _derived(name: str, answer: _Answer) -> Derived:
    rule = _rules()[answer.rule]
    return Derived(
        name=name,
        held=answer.held,
        value=answer.value,
        reason=answer.reason,
        rule=rule.id,
        instrument_title=rule.instrument.title,
        article=rule.article.lstrip("~"),
        note=caveat(rule),
        day=answer.day,
        months=answer.months,
    )


def _in_force(newer: str, older: str, on: date) -> str:
    return newer if _rules()[newer].in_force(on) else older


@cache
def _rules() -> dict[str, Rule]:
    return {rule.id: rule for rule in load_rulebook().rules()}
