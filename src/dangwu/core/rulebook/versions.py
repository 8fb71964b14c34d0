"""Find instruments by key and day, and lay two versions side by side."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from dangwu.core.errors import InputError
from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.loader import shape_name
from dangwu.core.rulebook.records import Pack, Rule, Rulebook


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs between two versions of a rule or step."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Pair:
    """The same subject in two versions; one side is None where only the other has it."""

    topic: str
    old: Rule | None
    new: Rule | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class StepPair:
    """The same step in two versions of a procedure."""

    id: str
    old: shapes.Step | None
    new: shapes.Step | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions side by side, by subject and by step."""

    old: Pack
    new: Pack
    rules: tuple[Pair, ...]
    steps: tuple[StepPair, ...]


def version(rulebook: Rulebook, name: str) -> Pack:
    """Return the pack that INSTRUMENT@DATE names, in force on that day.

    INSTRUMENT is a key or the name of a procedure that several versions share. A key whose
    version was not in force on the day gives the version of the same procedure that was.
    Raises InputError when there is none.
    """
    key, at, text = name.partition("@")
    try:
        on = date.fromisoformat(text) if at else None
    except ValueError as error:
        raise InputError(name, "应写成 文件@日期，如 XZ26@2026-05-11。") from error
    family = list(_family(rulebook, key))
    if not family:
        known = "、".join(pack.instrument.key for pack in rulebook.packs)
        raise InputError(name, f"没有“{key}”这个文件。可用：{known}。")
    fitting = [pack for pack in family if on is None or pack.instrument.in_force(on)]
    if not fitting:
        raise InputError(name, f"“{key}”在{on}没有有效的版本。")
    exact = [pack for pack in fitting if pack.instrument.key.lower() == key.lower()]
    return (exact or fitting)[-1]


def compare(old: Pack, new: Pack) -> Comparison:
    """Return two versions side by side."""
    return Comparison(old, new, tuple(_pairs(old, new)), tuple(_steps(old, new)))


def _family(rulebook: Rulebook, key: str) -> Iterator[Pack]:
    named = [p for p in rulebook.packs if p.instrument.key.lower() == key.lower()]
    procedures = {pack.instrument.procedure for pack in named if pack.instrument.procedure} | {key}
    for pack in rulebook.packs:
        if pack in named or pack.instrument.procedure in procedures:
            yield pack


def topic(rule: Rule) -> str:
    """Return what a rule is about: its shape, and its id without instrument and article."""
    rest = rule.id.removeprefix(f"{rule.instrument.key}-")
    number, _, what = rest.partition("-")
    return f"{shape_name(type(rule.shape))}:{what or number}"


def _pairs(old: Pack, new: Pack) -> Iterator[Pair]:
    before = {topic(rule): rule for rule in old.rules}
    after = {topic(rule): rule for rule in new.rules}
    for name in dict.fromkeys((*before, *after)):
        left, right = before.get(name), after.get(name)
        yield Pair(name, left, right, tuple(_changes(left, right)))


def _changes(old: Rule | None, new: Rule | None) -> Iterator[Change]:
    if old is None or new is None:
        return
    for field in ("article", "paraphrase", "strength", "confidence"):
        yield from _change(field, getattr(old, field), getattr(new, field))
    if isinstance(old.shape, shapes.Procedure):
        return
    left, right = asdict(old.shape), asdict(new.shape)
    for field in left:
        yield from _change(f"params.{field}", left[field], right.get(field))


def _change(field: str, old: object, new: object) -> Iterator[Change]:
    if old != new:
        yield Change(field, _text(old), _text(new))


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "、".join(_text(entry) for entry in value)
    if isinstance(value, StrEnum):
        return value.value
    return "" if value is None else str(value)


def _steps(old: Pack, new: Pack) -> Iterator[StepPair]:
    before = {step.id: step for step in _procedure_steps(old)}
    after = {step.id: step for step in _procedure_steps(new)}
    for name in dict.fromkeys((*before, *after)):
        left, right = before.get(name), after.get(name)
        changes: tuple[Change, ...] = ()
        if left is not None and right is not None:
            first, second = asdict(left), asdict(right)
            changes = tuple(
                change for field in first for change in _change(field, first[field], second[field])
            )
        yield StepPair(name, left, right, changes)


def _procedure_steps(pack: Pack) -> Iterator[shapes.Step]:
    for rule in pack.rules:
        if isinstance(rule.shape, shapes.Procedure):
            yield from rule.shape.steps
