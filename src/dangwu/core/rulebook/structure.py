"""What must, may or may not be set up for given headcounts; size and term of the leading body."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Final

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.decide import found
from dangwu.core.rulebook.facts import Facts, day, word
from dangwu.core.rulebook.findings import Finding
from dangwu.core.rulebook.inputs import Form
from dangwu.core.rulebook.records import Rule, Rulebook
from dangwu.core.rulebook.selection import applicable, rules_of
from dangwu.core.rulebook.terms import (
    CATEGORIES,
    FIRE_KINDS,
    KINDS,
    REGIMES,
    Outcome,
    Strength,
)

NUMBERS: Final = ("full_members", "probationers", "committee_size", "units")
FIELDS: Final = (
    *("on", "regime", "category", "kind", "fire_kind"),
    *NUMBERS,
    *("term_began", "term_ends"),
)
ASKED: Final = (shapes.Headcount, shapes.Limit, shapes.Size, shapes.Term)
# Kinds that take each other's place, smallest first: a committee does what a branch would.
LADDERS: Final = (
    (("branch", "joint_branch", "mobile_branch", "temporary_branch"), ("general_branch",), ("committee",)),
    (("battalion_branch",), ("battalion_committee",)),
    (("organ_branch",), ("organ_general_branch",)),
)  # fmt: skip
COMMITTEES: Final = {"branch_committee", "committee"}


@dataclass(frozen=True, slots=True)
class Structure:
    """What headcounts demand, allow and rule out, each in the order of the rules."""

    must: tuple[str, ...]
    may: tuple[str, ...]
    must_not: tuple[str, ...]
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, object]:
        """Return the answer under the names of the command-line contract."""
        return {
            "must": list(self.must),
            "may": list(self.may),
            "must_not": list(self.must_not),
            "findings": [entry.as_json() for entry in self.findings],
        }


def structure(rulebook: Rulebook, given: object, *, exempt: Container[str] = ()) -> Structure:
    """Return what must, may and must not be set up, with findings on what exists.

    given: headcounts as the command-line contract lists them. exempt: ids of rules that demand
    nothing here, though they are still among the findings. Where the kind is left out, the
    rules are asked again for each kind that the headcount demands.
    Raises InputError when a field cannot be used.
    """
    facts = _facts(Form(given, known=FIELDS))
    answer = _answer(rulebook, facts, exempt)
    if "kind" in facts or "fire_kind" in facts:
        return answer
    demanded = [name for name in answer.must if name in KINDS]
    inner = [
        _answer(rulebook, {**facts, "kind": name, "assumed": True}, exempt) for name in demanded
    ]
    return _merged(inner) if inner else answer


def _facts(form: Form) -> dict[str, object]:
    numbers = {name: form.number(name) for name in NUMBERS}
    began, ends = form.day("term_began"), form.day("term_ends")
    if began is not None and ends is not None and ends <= began:
        raise form.error("term_ends", f"届满日应晚于起始日{began}。")
    full, probationers = numbers["full_members"], numbers["probationers"]
    known = full is not None and probationers is not None
    facts: dict[str, object] = {
        "on": form.day("on"),
        "regime": form.choice("regime", REGIMES),
        "category": form.choice("category", CATEGORIES),
        "kind": form.choice("kind", {**KINDS, **FIRE_KINDS}),
        "fire_kind": form.choice("fire_kind", FIRE_KINDS),
        "members": (full or 0) + (probationers or 0) if known else None,
        "term_began": began,
        "term_ends": ends,
        **numbers,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _answer(rulebook: Rulebook, facts: Facts, exempt: Container[str]) -> Structure:
    applied = applicable(rules_of(rulebook, *ASKED), facts, day(facts, "on"))
    findings = [
        found(entry, _facts_for(entry.rule, facts))
        for entry in applied
        if _speaks(entry.rule, facts)
    ]
    listed = [f for f in findings if f.outcome is not Outcome.NOT_APPLICABLE]
    sure = {e.rule.id for e in applied if e.surely and e.rule.id not in exempt}
    firing = [f for f in listed if f.rule.id in sure and _told(f.rule, facts)]
    must = _names(firing, "must")
    return Structure(
        must,
        tuple(name for name in _names(firing, "may") if name not in must),
        _names(firing, "must_not"),
        tuple(listed),
    )


def _speaks(rule: Rule, facts: Facts) -> bool:
    shape = rule.shape
    if isinstance(shape, shapes.Size):
        return bool(facts.get("committee_size")) and shape.body in {*COMMITTEES, *_kinds(facts)}
    if isinstance(shape, shapes.Term):
        return "term_began" in facts
    if isinstance(shape, shapes.Limit):
        return shape.of in facts
    return isinstance(shape, ASKED)


def _told(rule: Rule, facts: Facts) -> bool:
    return isinstance(rule.shape, shapes.Headcount) and rule.shape.of in facts


def _kinds(facts: Facts) -> set[str]:
    return {name for name in (word(facts, "kind"), word(facts, "fire_kind")) if name}


def _facts_for(rule: Rule, facts: Facts) -> Facts:
    """Return the facts with what is set up, as far as kind and committee size tell it."""
    shape = rule.shape
    if isinstance(shape, shapes.Size):
        return {**facts, "size": facts.get("committee_size")}
    if not isinstance(shape, shapes.Headcount) or "assumed" in facts:
        return facts
    exists, absent = set(_kinds(facts)), set[str]()
    for kind in _kinds(facts):
        below, above = _neighbours(kind)
        exists |= below if shape.verdict == "must" else set()
        absent |= above
    if "committee_size" in facts:
        (exists if facts["committee_size"] else absent).add("branch_committee")
    if not exists and not absent:
        return facts
    if shape.verdict == "must_not" and not set(shape.sets_up) <= exists | absent | _kind_names():
        return facts
    return {**facts, "set_up": sorted(exists), "not_set_up": sorted(absent - exists)}


def _kind_names() -> set[str]:
    return {name for ladder in LADDERS for rung in ladder for name in rung}


def _neighbours(kind: str) -> tuple[set[str], set[str]]:
    """Return the kinds whose place this one takes, and those that it does not replace."""
    for ladder in LADDERS:
        for height, rung in enumerate(ladder):
            if kind in rung:
                below = {name for lower in ladder[:height] for name in lower} | {rung[0]}
                above = {name for higher in ladder[height + 1 :] for name in higher}
                return below, above | ({"joint_branch"} if kind == "branch" else set())
    return set(), set()


def _names(findings: Iterable[Finding], verdict: shapes.Verdict) -> tuple[str, ...]:
    """Return the structures of a verdict; what needs consent or is left to others may be set up."""
    names: dict[str, None] = {}
    for entry in findings:
        shape = entry.rule.shape
        if not isinstance(shape, shapes.Headcount):
            continue
        soft = shape.approved_by or entry.rule.strength in {Strength.MAY, Strength.LOCAL}
        said = "may" if shape.verdict == "must" and soft else shape.verdict
        if said == verdict:
            names.update(dict.fromkeys(shape.sets_up))
    return tuple(names)


def _merged(answers: list[Structure]) -> Structure:
    """Return several answers as one, each name and each finding once."""
    must = tuple(dict.fromkeys(name for answer in answers for name in answer.must))
    may = tuple(dict.fromkeys(name for answer in answers for name in answer.may))
    findings = {entry.rule.id: entry for answer in answers for entry in answer.findings}
    return Structure(
        must,
        tuple(name for name in may if name not in must),
        tuple(dict.fromkeys(name for answer in answers for name in answer.must_not)),
        tuple(findings.values()),
    )
