"""What the rulebook says of an organisation, in a form that pages and actions share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dangwu.core.rulebook import terms
from dangwu.core.rulebook.check import judge
from dangwu.core.rulebook.explain import STRENGTHS
from dangwu.core.rulebook.findings import Amount, Finding, caveat
from dangwu.core.rulebook.records import Rule, Rulebook
from dangwu.core.rulebook.selection import applicable
from dangwu.core.rulebook.words import labels
from dangwu.core.writing import days_written
from dangwu.organisations.models import Organisation
from dangwu.organisations.ruling import Ruling

# What is set up otherwise than a rule demands is as late here as among the duties.
STATES = {"breached": "overdue"}


@dataclass(frozen=True, slots=True)
class Check:
    """One rule's verdict, under the names that the verdict chip reads."""

    state: str
    text: str
    needs: str | None
    has: str | None
    rule: str
    instrument_title: str
    article: str
    strength_label: str
    note: str
    blocks: bool = False


def check_of(finding: Finding, *, state: str = "") -> Check:
    """Return a finding for a page. `state`: where the page knows it better than the rule.

    A breach is `overdue`, though no day has passed: "due" would say that there is time left, and
    a rule in force leaves none. Without a day (`due_on`) no page counts how late it is.
    """
    rule = finding.rule
    return Check(
        state=state or STATES.get(finding.outcome.value, finding.outcome.value),
        text=days_written(finding.text),
        needs=amount_told(finding.needs),
        has=amount_told(finding.has),
        rule=rule.id,
        instrument_title=rule.instrument.title,
        article=rule.article.lstrip("~"),
        strength_label=STRENGTHS[rule.strength],
        note=caveat(rule),
        blocks=finding.blocks,
    )


def check_under(ruling: Ruling, finding: Finding) -> Check:
    """Return a finding for a page; what the organisation need not meet is `exempt`."""
    return check_of(finding, state="exempt" if finding.rule.id in ruling.exempt else "")


def amount_told(value: Amount) -> str | None:
    """Return what a rule needs or what there is as people write it; None for nothing."""
    if value is None or value == ():
        return None
    return labels(value) if isinstance(value, tuple) else days_written(str(value))


def scope_of(organisation: Organisation, on: date) -> dict[str, object]:
    """Return what decides which rules speak to an organisation."""
    return scope(
        kind=organisation.kind,
        category=organisation.category,
        regime=organisation.regime,
        fire_kind=organisation.fire_kind,
        on=on,
    )


def scope(*, kind: str, category: str, regime: str, fire_kind: str, on: date) -> dict[str, object]:
    """Return the same for an organisation that does not stand yet."""
    facts = {"on": on, "regime": regime, "kind": kind, "category": category}
    return {**facts, "fire_kind": fire_kind} if fire_kind else facts


def rules_for(
    book: Rulebook, shape: type, facts: Mapping[str, object], on: date
) -> tuple[Rule, ...]:
    """Return the rules of a shape in a book that surely speak to these facts on that day."""
    rules = _of_shape(book, shape)
    return tuple(found.rule for found in applicable(rules, facts, on) if found.surely)


@lru_cache(maxsize=512)
def _of_shape(book: Rulebook, shape: type) -> tuple[Rule, ...]:
    return tuple(rule for rule in book.rules() if isinstance(rule.shape, shape))


def judged(rules: Iterable[Rule], facts: Mapping[str, object]) -> tuple[Finding, ...]:
    """Return what these rules say of the facts."""
    return tuple(judge(rule, facts) for rule in rules)


def checkable_posts(words: Iterable[str]) -> bool:
    """Whether all words of a composition are posts, so that the register can tell."""
    return all(word in terms.POSTS for word in words)
