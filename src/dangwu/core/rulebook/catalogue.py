"""Rules, instruments and comparisons under the names of the command line."""

from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.explain import explain
from dangwu.core.rulebook.loader import shape_name
from dangwu.core.rulebook.records import Article, Instrument, Pack, Rule
from dangwu.core.rulebook.versions import Change, Comparison, Pair, StepPair


def plain(value: object) -> object:
    """Return a value of a record as JSON can hold it; fractions and money as text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(str(entry) for entry in value)
    if isinstance(value, tuple | list):
        return [plain(entry) for entry in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return str(value)


def pack_json(pack: Pack) -> dict[str, object]:
    """Return one pack as a line of the list."""
    return {
        **_instrument(pack.instrument),
        "articles": len(pack.articles),
        "rules": len(pack.rules),
    }


def instrument_json(pack: Pack) -> dict[str, object]:
    """Return one instrument with its articles and the ids of its rules."""
    return {
        **_instrument(pack.instrument),
        "source": pack.instrument.source,
        "articles": [_article(article) for article in pack.articles],
        "rules": [rule.id for rule in pack.rules],
    }


def rule_json(rule: Rule) -> dict[str, object]:
    """Return one rule with its source, its parameters and its words."""
    told = explain(rule)
    return {
        "rule": rule.id,
        "instrument": rule.instrument.key,
        "title": told.title,
        "article": rule.article,
        "citation": told.citation,
        "paraphrase": rule.paraphrase,
        "needs": told.needs,
        "shape": shape_name(type(rule.shape)),
        "params": plain(rule.shape),
        "scope": plain(rule.scope),
        "strength": rule.strength.value,
        "strength_text": told.strength,
        "in_force": [
            rule.since.isoformat(),
            None if rule.until is None else rule.until.isoformat(),
        ],
        "status": rule.status.value,
        "confidence": rule.confidence.value,
        "note": told.note,
        "blocks": rule.blocks,
        "evidence": list(rule.evidence),
        "override": plain(rule.override),
        "exception_to": list(rule.exception_to),
        "source": rule.instrument.source,
        "where": rule.where,
    }


def comparison_json(comparison: Comparison) -> dict[str, object]:
    """Return two versions side by side: rules by subject, steps by id."""
    return {
        "old": _instrument(comparison.old.instrument),
        "new": _instrument(comparison.new.instrument),
        "rules": [_pair(pair) for pair in comparison.rules],
        "steps": [_step_pair(pair) for pair in comparison.steps],
    }


def _instrument(instrument: Instrument) -> dict[str, object]:
    until = instrument.until
    return {
        "instrument": instrument.key,
        "title": instrument.title,
        "issued_by": instrument.issued_by,
        "in_force": [instrument.since.isoformat(), None if until is None else until.isoformat()],
        "status": instrument.status.value,
        "regimes": sorted(instrument.regimes),
        "procedure": instrument.procedure,
    }


def _article(article: Article) -> Mapping[str, object]:
    return {
        "number": article.number,
        "paraphrase": article.paraphrase,
        "confidence": article.confidence.value,
        "dispute": article.dispute,
    }


def _pair(pair: Pair) -> dict[str, object]:
    return {
        "topic": pair.topic,
        "old": None if pair.old is None else _side(pair.old),
        "new": None if pair.new is None else _side(pair.new),
        "changes": [_change(change) for change in pair.changes],
    }


def _side(rule: Rule) -> dict[str, object]:
    return {"rule": rule.id, "article": rule.article, "paraphrase": rule.paraphrase}


def _step_pair(pair: StepPair) -> dict[str, object]:
    return {
        "id": pair.id,
        "old": None if pair.old is None else _step(pair.old),
        "new": None if pair.new is None else _step(pair.new),
        "changes": [_change(change) for change in pair.changes],
    }


def _step(step: shapes.Step) -> dict[str, object]:
    return {"no": step.no, "title": step.title, "article": step.article}


def _change(change: Change) -> dict[str, object]:
    return asdict(change)
