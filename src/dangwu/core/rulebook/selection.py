"""Which rules speak to a set of facts: by date, by scope, exceptions before general rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from dangwu.core.rulebook.facts import Facts, word, words
from dangwu.core.rulebook.records import Rule, Rulebook, Scope
from dangwu.core.rulebook.terms import CIVIL, FIRE_KINDS, Status

PARTS: Final[Mapping[str, str]] = {
    "regimes": "regime",
    "categories": "category",
    "bodies": "body",
    "subjects": "subject",
    "classes": "class",
}


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule that speaks to the facts; `surely` is false where a scope fact is missing."""

    rule: Rule
    surely: bool


@lru_cache(maxsize=64)
def rules_of(rulebook: Rulebook, *kinds: type) -> tuple[Rule, ...]:
    """Return the rules of some shapes, and the exceptions to them of any shape."""
    wanted = {rule.id for rule in rulebook.rules() if isinstance(rule.shape, kinds)}
    return tuple(
        rule
        for rule in rulebook.rules()
        if rule.id in wanted or wanted.intersection(rule.exception_to)
    )


def applicable(rules: Iterable[Rule], facts: Facts, on: date | None) -> tuple[Applied, ...]:
    """Return the rules that speak to the facts on that day, in the order given.

    on: the day of the event; None: unknown, so that no rule surely applies.
    An exception takes the place of the general rules it names where it surely applies; where it
    only perhaps applies, so do they. A disputed rule stays in sight all the same.
    """
    found = []
    for rule in rules:
        if on is not None and not rule.in_force(on):
            continue
        match = matches(rule.scope, facts)
        if match is not False:
            found.append(Applied(rule, surely=match is True and on is not None))
    replaced = _named(found, surely=True)
    perhaps = _named(found, surely=False)
    kept = (
        entry
        for entry in found
        if entry.rule.id not in replaced or entry.rule.status is Status.DISPUTED
    )
    return tuple(
        Applied(entry.rule, surely=False) if entry.rule.id in perhaps else entry for entry in kept
    )


def _named(found: Iterable[Applied], *, surely: bool) -> frozenset[str]:
    """Return the ids of the general rules that these exceptions name."""
    return frozenset(
        general for entry in found if entry.surely is surely for general in entry.rule.exception_to
    )


def matches(scope: Scope, facts: Facts) -> bool | None:
    """Return whether the facts are inside a scope; None where a fact that decides is missing."""
    open_ = False
    for part, fact in PARTS.items():
        allowed = getattr(scope, part)
        if not allowed:
            continue
        match = _part(allowed, facts, fact)
        if match is False:
            return False
        open_ = open_ or match is None
    kinds = _kinds(scope.kinds, facts)
    if kinds is False:
        return False
    return None if open_ or kinds is None else True


def _part(allowed: frozenset[str], facts: Facts, fact: str) -> bool | None:
    """Return whether one of the values of a fact is meant; a person may be of several classes."""
    value = facts.get(fact)
    if value is None:
        return None
    held = (value,) if isinstance(value, str) else words(facts, fact) or ()
    return bool(allowed & set(held))


def _kinds(allowed: frozenset[str], facts: Facts) -> bool | None:
    """Return whether the organisation is of a kind meant; the fire kind is one of its kinds."""
    if not allowed:
        return True
    kind, fire_kind = word(facts, "kind"), word(facts, "fire_kind")
    if kind in FIRE_KINDS:
        fire_kind = fire_kind or kind
    if {kind, fire_kind} & allowed:
        return True
    fire_open = fire_kind is None and word(facts, "regime") != CIVIL and allowed & set(FIRE_KINDS)
    return None if kind is None or fire_open else False
