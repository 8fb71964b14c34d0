"""Read pack files into a rulebook. Everything is checked at load; a broken pack is refused."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final, cast, get_args, get_type_hints

from dangwu.core.rulebook import vocabulary
from dangwu.core.rulebook.binding import PackError, Spot, bind, bind_dataclass, compose, items
from dangwu.core.rulebook.binding import mapping as read_mapping
from dangwu.core.rulebook.linking import link
from dangwu.core.rulebook.records import (
    Article,
    Instrument,
    Override,
    Pack,
    Rule,
    Rulebook,
    Scope,
)
from dangwu.core.rulebook.shapes import Shape
from dangwu.core.rulebook.terms import REGIMES, Confidence, Status, Strength

__all__ = ["PackError", "check_pack", "load_pack", "load_rulebook", "shape_name"]


def shape_name(cls: type) -> str:
    """Return the name that a pack gives to a shape: lead_time for LeadTime."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in cls.__name__).lstrip("_")


SHAPES: Final[Mapping[str, type]] = {shape_name(cls): cls for cls in get_args(Shape)}
RULE_REQUIRED: Final = frozenset({"id", "article", "paraphrase", "shape", "strength"})
RULE_OPTIONAL: Final = frozenset(
    {"scope", "params", "override", "evidence", "since", "until", "status"}
    | {"confidence", "interpretation", "dispute", "exception_to"}
)


def load_pack(text: str, where: str) -> Pack:
    """Return the pack that a YAML text holds.

    where: the file's name, for messages.
    Raises PackError with the first thing that is wrong.
    """
    pack, errors = _read(text, where)
    if pack is None or errors:
        raise errors[0]
    return pack


def check_pack(text: str, where: str) -> tuple[PackError, ...]:
    """Return everything that is wrong in a pack, one refusal for each article and rule."""
    return tuple(_read(text, where)[1])


def load_rulebook(extra: Sequence[tuple[str, str]] = ()) -> Rulebook:
    """Return the built-in packs with any local ones; the built-in ones are read once.

    extra: name and text of each local pack.
    Raises PackError when a pack is broken, or loosens what the nation demands.
    """
    if not extra:
        return _builtin()
    local = tuple(load_pack(text, name) for name, text in extra)
    return link((*_builtin().packs, *local))


@cache
def _builtin() -> Rulebook:
    return link(tuple(load_pack(text, name) for name, text in builtin_texts()))


def builtin_texts() -> Iterator[tuple[str, str]]:
    """Yield name and text of every built-in pack, by name."""
    folder = resources.files("dangwu.core.rulebook") / "packs"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml"):
            yield entry.name, entry.read_text("utf-8")


def _read(text: str, where: str) -> tuple[Pack | None, list[PackError]]:
    try:
        found = read_mapping(
            compose(text, where), frozenset({"instrument", "articles"}), frozenset({"rules"})
        )
        instrument = _instrument(found["instrument"])
        article_spots = list(items(found["articles"]))
        rule_spots = list(items(found["rules"])) if "rules" in found else []
    except PackError as error:
        return None, [error]
    errors: list[PackError] = []
    articles: dict[str, Article] = {}
    for spot in article_spots:
        try:
            article = _article(spot, articles)
        except PackError as error:
            errors.append(error)
        else:
            articles[article.number] = article
    rules: dict[str, Rule] = {}
    for spot in rule_spots:
        try:
            rule = _rule(spot, instrument, articles.keys(), rules.keys())
        except PackError as error:
            errors.append(error)
        else:
            rules[rule.id] = rule
    return Pack(instrument, tuple(articles.values()), tuple(rules.values())), errors


def _instrument(spot: Spot) -> Instrument:
    instrument = bind_dataclass(spot, Instrument)
    _refuse_unknown(spot, "regimes", instrument.regimes, frozenset(REGIMES))
    if not instrument.regimes:
        raise spot.error("regimes 至少写一项。")
    if instrument.until is not None and instrument.until <= instrument.since:
        raise spot.error("until 是失效的第一天，要晚于 since。")
    return instrument


def _article(spot: Spot, known: Mapping[str, Article]) -> Article:
    article = bind_dataclass(spot, Article)
    if article.number in known:
        raise spot.error(f"第 {article.number} 条写了两次。")
    if not article.paraphrase:
        raise spot.error("paraphrase 不能为空。")
    if article.status is Status.DISPUTED and not article.dispute:
        raise spot.error("有争议的条文要在 dispute 里说明争议和处理办法。")
    return article


def _rule(
    spot: Spot, instrument: Instrument, articles: Collection[str], known: Collection[str]
) -> Rule:
    found = read_mapping(spot, RULE_REQUIRED, RULE_OPTIONAL)
    texts = {key: bind(found[key], str) for key in ("id", "article", "paraphrase")}
    if not texts["id"]:
        raise found["id"].error("id 不能为空。")
    if texts["id"] in known:
        raise found["id"].error(f"规则编号“{texts['id']}”写了两次。")
    if texts["article"] not in articles:
        raise found["article"].error(f"articles 里没有第 {texts['article']} 条。")
    if not texts["paraphrase"]:
        raise found["paraphrase"].error("paraphrase 不能为空。")
    rule = Rule(
        **texts,
        instrument=instrument,
        shape=_shape(spot, found),
        scope=_scope(found.get("scope"), instrument),
        strength=bind(found["strength"], Strength),
        where=spot.where,
        **_optionals(found, instrument),
    )
    _check_rule(spot, rule)
    return rule


def _optionals(found: Mapping[str, Spot], instrument: Instrument) -> dict[str, Any]:
    """Return the fields of a rule that may be left out, each read or at its default."""
    kinds = get_type_hints(Rule)
    defaults: dict[str, Any] = {
        "override": Override(),
        "evidence": (),
        "since": instrument.since,
        "until": instrument.until,
        "status": instrument.status,
        "confidence": Confidence.HIGH,
        "interpretation": "",
        "dispute": "",
        "exception_to": (),
    }
    return {
        key: bind(found[key], kinds[key]) if key in found else default
        for key, default in defaults.items()
    }


def _shape(spot: Spot, found: Mapping[str, Spot]) -> Shape:
    name = bind(found["shape"], str)
    if name not in SHAPES:
        raise found["shape"].error(f"没有“{name}”这种形状。可用：{'、'.join(SHAPES)}。")
    cls = SHAPES[name]
    if "params" not in found:
        if any(field.default is MISSING for field in fields(cls)):
            raise spot.error(f"{name} 缺少 params。")
        return cast("Shape", cls())
    params = found["params"]
    shape = cast("Shape", bind_dataclass(params, cls))
    for field, reason in vocabulary.problems(shape):
        raise _inner(params, field).error(reason)
    return shape


def _inner(spot: Spot, field: str) -> Spot:
    """Return the spot of a field for its line, or the mapping itself where it is not written."""
    for key_node, value_node in spot.node.value:
        if key_node.value == field:
            return spot.at(value_node, field)
    return spot


def _scope(spot: Spot | None, instrument: Instrument) -> Scope:
    if spot is None:
        return Scope(regimes=instrument.regimes)
    scope = bind_dataclass(spot, Scope)
    for field, allowed in vocabulary.SCOPE.items():
        _refuse_unknown(spot, field, getattr(scope, field), allowed)
    return scope if scope.regimes else replace(scope, regimes=instrument.regimes)


def _refuse_unknown(
    spot: Spot, field: str, words: frozenset[str], allowed: frozenset[str]
) -> None:
    for _, reason in vocabulary.unknown_words(field, words, allowed):
        raise _inner(spot, field).error(reason)


def _check_rule(spot: Spot, rule: Rule) -> None:
    instrument = rule.instrument
    if rule.until is not None and rule.until <= rule.since:
        raise spot.error("until 是失效的第一天，要晚于 since。")
    if rule.since < instrument.since or (instrument.until or date.max) < (rule.until or date.max):
        raise spot.error("规则的有效期超出了文件的有效期。")
    if not rule.scope.regimes <= instrument.regimes:
        raise spot.error("scope.regimes 超出了文件的 regimes。")
    if rule.status is Status.DISPUTED and not rule.dispute:
        raise spot.error("有争议的规则要在 dispute 里说明争议和处理办法。")
    if rule.id in rule.exception_to:
        raise spot.error("规则不能是自己的例外。")
