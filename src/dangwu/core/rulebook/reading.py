"""Reading the rulebook: looking rules up, and the terms of the field."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from dangwu.core.names import normalise
from dangwu.core.rulebook import terms
from dangwu.core.rulebook.records import Article, Instrument, Pack, Rule, Rulebook
from dangwu.core.rulebook.shapes import Cadence, Coverage


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the field as its source explains it."""

    term: str
    meaning: str
    source: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found, with the rules that read it."""

    instrument: Instrument
    article: Article
    rules: tuple[Rule, ...]


@cache
def glossary() -> tuple[Term, ...]:
    """Return the terms of the field in the order of the file."""
    text = resources.files("dangwu.core.rulebook").joinpath("glossary.yaml").read_text("utf-8")
    return tuple(Term(**entry) for entry in yaml.safe_load(text))


def articles_of(pack: Pack) -> list[Hit]:
    """Return the articles of an instrument, each with its rules."""
    by_article: dict[str, list[Rule]] = {}
    for rule in pack.rules:
        by_article.setdefault(rule.article, []).append(rule)
    return [
        Hit(pack.instrument, article, tuple(by_article.get(article.number, ())))
        for article in pack.articles
    ]


def search(rulebook: Rulebook, text: str) -> list[Hit]:
    """Return the articles in which every word of `text` is found: in its words or its rules'.

    text: words parted by blanks; also a rule's id, or a key with an article as in "ZB2018 11".
    """
    words = [word.lower() for word in normalise(text).split()]
    if not words:
        return []
    return [
        hit
        for pack in rulebook.packs
        for hit in articles_of(pack)
        if all(word in _words_of(hit) for word in words)
    ]


def _words_of(hit: Hit) -> str:
    rules = " ".join(f"{rule.id} {rule.paraphrase}" for rule in hit.rules)
    instrument = f"{hit.instrument.key} {hit.instrument.title}"
    return f"{instrument} {hit.article.number} {hit.article.paraphrase} {rules}".lower()


def find_rule(rulebook: Rulebook, rule_id: str) -> Rule | None:
    """Return the rule of that id, or None."""
    return next((rule for rule in rulebook.rules() if rule.id == rule_id), None)


def find_pack(rulebook: Rulebook, key: str) -> Pack | None:
    """Return the pack of that instrument, or None."""
    return next((pack for pack in rulebook.packs if pack.instrument.key == key), None)


def recurring(rulebook: Rulebook) -> Iterator[Rule]:
    """The rules that make work due again and again."""
    return (rule for rule in rulebook.rules() if isinstance(rule.shape, Cadence | Coverage))


def scope_words(rule: Rule) -> list[str]:
    """Return to whom and what a rule applies, in the official terms."""
    scope = rule.scope
    tables = (
        ("适用制度", scope.regimes, terms.REGIMES),
        ("组织类别", scope.kinds, {**terms.KINDS, **terms.FIRE_KINDS}),
        ("领域", scope.categories, terms.CATEGORIES),
        ("会议", scope.bodies, terms.BODIES),
        ("事项", scope.subjects, terms.SUBJECTS),
        ("党员类别", scope.classes, terms.DUES_CLASSES),
    )
    return [
        f"{label}：{'、'.join(table.get(code, code) for code in sorted(codes))}"
        for label, codes, table in tables
        if codes
    ]
