"""What the rulebook says of a step, and which rules ask for it of an organisation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dangwu.assessment.steps import SCALES, Scale
from dangwu.core.rulebook.explain import STRENGTHS
from dangwu.core.rulebook.findings import caveat, citation
from dangwu.core.rulebook.records import Rule, Rulebook
from dangwu.core.rulebook.selection import matches
from dangwu.core.rulebook.terms import Strength
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries.rulebook import scope_of
from dangwu.rules.queries.rulebook import rulebook_for

# What these do not ask for, a step may be left without.
SOFT = (Strength.LOCAL, Strength.MAY)


@dataclass(frozen=True, slots=True)
class Basis:
    """A rule behind a step, for a page. binding: it speaks to this organisation and asks for it.

    article: as rules have it; one whose number is uncertain begins with ~. cited: for a sentence.
    """

    rule: str
    text: str
    instrument_title: str
    article: str
    cited: str
    strength_label: str
    note: str
    binding: bool


@dataclass(frozen=True, slots=True)
class Ruled:
    """The rules that stand where and when a case is dealt with."""

    book: Rulebook
    facts: Mapping[str, object]
    on: date

    def basis(self, rules: Iterable[str]) -> tuple[Basis, ...]:
        """Return those of the rules that speak to the organisation; else the one it follows."""
        known = _by_id(self.book)
        found = [
            known[rule]
            for rule in rules
            if rule in known
            and known[rule].in_force(self.on)
            and self.facts["regime"] in known[rule].scope.regimes
        ]
        meant = [rule for rule in found if matches(rule.scope, self.facts) is True]
        return tuple(_basis(rule, binding=True) for rule in meant) or tuple(
            _basis(rule, binding=False) for rule in found[:1]
        )

    def scales(self) -> tuple[Scale, ...]:
        """Return the scales that may be used here: local ones, and those of rules of the regime."""
        return tuple(one for one in SCALES if not one.rule or self.basis([one.rule]))


def ruled(organisation: Organisation, on: date) -> Ruled:
    """Return the rules in force for the organisation that day."""
    return Ruled(rulebook_for(organisation.unit_id, on), scope_of(organisation, on), on)


def _basis(rule: Rule, *, binding: bool) -> Basis:
    return Basis(
        rule=rule.id,
        text=rule.paraphrase,
        instrument_title=rule.instrument.title,
        article=rule.article,
        cited=citation(rule),
        strength_label=STRENGTHS[rule.strength],
        note=caveat(rule),
        binding=binding and rule.strength not in SOFT,
    )


@lru_cache(maxsize=64)
def _by_id(book: Rulebook) -> Mapping[str, Rule]:
    return {rule.id: rule for rule in book.rules()}
