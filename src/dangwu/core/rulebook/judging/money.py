"""Dues and their use: what each shape says of facts. Amounts are yuan."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from dangwu.core.money import as_text, round_to_cent
from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.facts import Facts, day, money, number, word
from dangwu.core.rulebook.findings import Judgement
from dangwu.core.rulebook.judging.votes import verdict
from dangwu.core.rulebook.terms import Outcome
from dangwu.core.rulebook.words import label, labels

UNKNOWN = Outcome.UNKNOWN


def tier_of(shape: shapes.Slab, base: Decimal) -> shapes.Tier:
    """Return the tier whose rate applies to the whole base.

    Source: DF08 art. 2
    """
    return next(tier for tier in shape.tiers if tier.up_to is None or base <= tier.up_to)


def slab_dues(shape: shapes.Slab, base: Decimal) -> Decimal:
    """Return one month's dues in yuan, before any cap, rounded half up to the cent."""
    return round_to_cent(base * tier_of(shape, base).rate)


def percent(rate: Decimal) -> str:
    """Return a rate in per cent: 0.5%."""
    return f"{(rate * 100).normalize():f}%"


def slab(shape: shapes.Slab, facts: Facts) -> Judgement:
    """The amount is what the table gives for the whole base."""
    base, amount = money(facts, "base"), money(facts, "amount")
    if base is None:
        return Judgement(UNKNOWN, None, None, "未填写计算基数，按计算基数所在档次的比例计算")
    due = slab_dues(shape, base)
    rate = percent(tier_of(shape, base).rate)
    asked = f"计算基数{as_text(base)}元，全额按{rate}计算，每月{due}元"
    if amount is None:
        return Judgement(UNKNOWN, str(due), None, asked, "未填写交纳数")
    clause = f"交纳{as_text(amount)}元，{asked}"
    return Judgement(verdict(amount == due), str(due), as_text(amount), clause)


def flat(shape: shapes.Flat, facts: Facts) -> Judgement:
    """The amount is the fixed one, or within the range."""
    amount = money(facts, "amount")
    fixed = shape.low == shape.high
    needs = as_text(shape.low) if fixed else f"{as_text(shape.low)}..{as_text(shape.high)}"
    asked = (
        f"每月{as_text(shape.low)}元"
        if fixed
        else f"每月{as_text(shape.low)}元至{as_text(shape.high)}元"
    )
    if amount is None:
        return Judgement(UNKNOWN, needs, None, f"未填写金额，{asked}")
    holds = shape.low <= amount <= shape.high
    return Judgement(
        verdict(holds), needs, as_text(amount), f"每月交纳{as_text(amount)}元，应为{asked}"
    )


def cap(shape: shapes.Cap, facts: Facts) -> Judgement:
    """The amount stays under the cap."""
    amount = money(facts, "amount")
    asked = f"每月交纳党费一般不超过{as_text(shape.amount)}元"
    if amount is None:
        return Judgement(UNKNOWN, as_text(shape.amount), None, f"未填写金额，{asked}")
    holds = amount <= shape.amount
    return Judgement(
        verdict(holds), as_text(shape.amount), as_text(amount), f"每月{as_text(amount)}元，{asked}"
    )


def waiver(shape: shapes.Waiver, facts: Facts) -> Judgement:
    """Who is exempted and who approved it."""
    who, approved_by = word(facts, "who"), word(facts, "approved_by")
    asked = f"{labels(shape.who)}可以少交或免交，须经{label(shape.approved_by)}批准"
    if (who is None and shape.who) or approved_by is None:
        return Judgement(UNKNOWN, shape.approved_by, approved_by, f"未填写批准情况，{asked}")
    holds = (not shape.who or who in shape.who) and approved_by == shape.approved_by
    clause = f"由{label(approved_by)}批准，{asked}"
    return Judgement(verdict(holds), shape.approved_by, approved_by, clause)


def remittance(shape: shapes.Remittance, facts: Facts) -> Judgement:
    """A share passed upward in time."""
    collected, remitted = money(facts, "collected"), money(facts, "remitted")
    asked = f"{label(shape.sender)}应向{label(shape.receiver)}上缴{_percent(shape.share)}"
    if collected is None:
        return Judgement(UNKNOWN, None, None, f"未填写党费总数，{asked}")
    exact = Fraction(collected) * shape.share
    cents = (exact * 100 + Fraction(1, 2)).__floor__()
    due = Decimal(cents) / 100
    if remitted is None:
        return Judgement(UNKNOWN, as_text(due), None, f"未填写上缴数，{asked}即{as_text(due)}元")
    in_time = _in_time(shape, facts)
    holds = False if remitted < due else in_time
    clause = f"上缴{as_text(remitted)}元，{asked}即{as_text(due)}元"
    clause += f"，次年{shape.due}前" if shape.due else ""
    return Judgement(verdict(holds), as_text(due), as_text(remitted), clause)


def _percent(share: Fraction) -> str:
    value = share * 100
    return f"{value}%" if value.denominator == 1 else str(share)


def _in_time(shape: shapes.Remittance, facts: Facts) -> bool | None:
    if shape.due is None:
        return True
    remitted_on, year = day(facts, "remitted_on"), number(facts, "year")
    if remitted_on is None or year is None:
        return None
    return remitted_on <= date.fromisoformat(f"{year + 1}-{shape.due}")


def uses(shape: shapes.Uses, facts: Facts) -> Judgement:
    """Money is spent on what it may be spent on."""
    use = word(facts, "use")
    asked = f"可以用于{labels(shape.allowed)}"
    if use is None:
        return Judgement(UNKNOWN, shape.allowed, None, f"未填写用途，{asked}")
    holds = use in shape.allowed
    return Judgement(verdict(holds), shape.allowed, use, f"用于{label(use)}，{asked}")


def segregation(shape: shapes.Segregation, facts: Facts) -> Judgement:
    """Two roles are held by two persons."""
    first, second = (word(facts, role) for role in shape.roles)
    asked = f"{labels(shape.roles)}不能由一人兼任"
    if first is None or second is None:
        return Judgement(UNKNOWN, shape.roles, None, f"未填写人员，{asked}")
    return Judgement(verdict(first != second), shape.roles, (first, second), asked)
