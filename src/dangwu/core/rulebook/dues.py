"""The dues of one member for one month."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dangwu.core.money import as_text
from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.check import judge, unsure
from dangwu.core.rulebook.findings import Finding, Judgement, finding
from dangwu.core.rulebook.inputs import Form
from dangwu.core.rulebook.judging.money import percent, slab_dues, tier_of
from dangwu.core.rulebook.records import Rule, Rulebook
from dangwu.core.rulebook.selection import Applied, applicable, rules_of
from dangwu.core.rulebook.terms import CIVIL, DUES_CLASSES, Outcome

FIELDS: Final = ("on", "class", "base", "flat", "waived", "approved_by")
ASKED: Final = (shapes.Slab, shapes.Flat)
NOTHING: Final = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Dues:
    """One month's dues in yuan and the rate they come from; None where they hang on a fact."""

    amount: Decimal | None
    rate: Decimal | None
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, object]:
        """Return the answer under the names of the command-line contract."""
        return {
            "amount": None if self.amount is None else as_text(self.amount),
            "rate": None if self.rate is None else f"{self.rate.normalize():f}",
            "findings": [entry.as_json() for entry in self.findings],
        }


def dues(rulebook: Rulebook, given: object) -> Dues:
    """Return one month's dues, rounded half up to the cent.

    The rate of the tier applies to the whole base. What passes the cap is left to the member.
    Raises InputError when a field cannot be used.
    Source: DF08 art. 2, DF17 art. 一(1)
    """
    form = Form(given, known=FIELDS)
    kind = form.choice("class", DUES_CLASSES)
    base, fixed, waived = form.money("base"), form.money("flat"), form.flag("waived")
    on = form.day("on")
    facts: dict[str, object] = {"regime": CIVIL, **({"class": kind} if kind else {})}
    applied = applicable(rules_of(rulebook, *ASKED, shapes.Cap, shapes.Waiver), facts, on)
    if waived:
        approved_by = form.text("approved_by")
        return Dues(NOTHING, None, _waivers(applied, facts, approved_by))
    answers = [_asked(entry, base, fixed) for entry in applied if _meant(entry.rule, kind)]
    amounts = [(amount, rate) for amount, rate, _ in answers if amount is not None]
    findings = tuple(entry for *_, entry in answers)
    if len(amounts) != 1:
        return Dues(None, None, findings)
    amount, rate = amounts[0]
    most, capped = _capped(applied, amount)
    return Dues(most, rate, (*findings, *capped))


def _meant(rule: Rule, kind: str | None) -> bool:
    shape = rule.shape
    return isinstance(shape, ASKED) and (kind is None or kind in shape.classes)


def _asked(
    entry: Applied, base: Decimal | None, fixed: Decimal | None
) -> tuple[Decimal | None, Decimal | None, Finding]:
    """Return amount, rate and finding of one rule."""
    rule = entry.rule
    if not entry.surely:
        return None, None, unsure(rule, {})
    if isinstance(rule.shape, shapes.Slab):
        return _slab(rule, rule.shape, base)
    assert isinstance(rule.shape, shapes.Flat)  # noqa: S101  # chosen by its shape
    return _flat(rule, rule.shape, fixed)


def _slab(
    rule: Rule, shape: shapes.Slab, base: Decimal | None
) -> tuple[Decimal | None, Decimal | None, Finding]:
    if base is None:
        return None, None, judge(rule, {})
    amount, rate = slab_dues(shape, base), tier_of(shape, base).rate
    clause = f"计算基数{as_text(base)}元，全额按{percent(rate)}计算"
    told = Judgement(
        Outcome.MET, as_text(amount), as_text(base), clause, f"每月交纳{as_text(amount)}元"
    )
    return amount, rate, finding(rule, told)


def _flat(
    rule: Rule, shape: shapes.Flat, fixed: Decimal | None
) -> tuple[Decimal | None, Decimal | None, Finding]:
    if shape.low == shape.high:
        return shape.low, None, judge(rule, {"amount": shape.low if fixed is None else fixed})
    if fixed is None:
        return None, None, judge(rule, {})
    told = judge(rule, {"amount": fixed})
    return (fixed if told.outcome is Outcome.MET else None), None, told


def _capped(applied: tuple[Applied, ...], amount: Decimal) -> tuple[Decimal, tuple[Finding, ...]]:
    """Return what is collected, and a finding for each cap that cuts it."""
    findings = []
    most = amount
    for entry in applied:
        shape = entry.rule.shape
        if not isinstance(shape, shapes.Cap) or not entry.surely or amount <= shape.amount:
            continue
        most = min(most, shape.amount)
        limit = as_text(shape.amount)
        clause = f"按比例为{as_text(amount)}元，每月交纳党费一般不超过{limit}元"
        ending = f"按{limit}元交纳，自愿多交不限"
        findings.append(
            finding(entry.rule, Judgement(Outcome.MET, limit, as_text(amount), clause, ending))
        )
    return most, tuple(findings)


def _waivers(
    applied: tuple[Applied, ...], facts: dict[str, object], approved_by: str | None
) -> tuple[Finding, ...]:
    """Return for each rule of waiver who has to approve it."""
    findings = []
    for entry in applied:
        shape = entry.rule.shape
        if not isinstance(shape, shapes.Waiver):
            continue
        told = {**facts, "who": shape.who[0] if shape.who else ""}
        if approved_by is not None:
            told["approved_by"] = approved_by
        findings.append(judge(entry.rule, told) if entry.surely else unsure(entry.rule, told))
    return tuple(findings)
