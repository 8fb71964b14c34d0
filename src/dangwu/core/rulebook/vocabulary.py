"""Which field of which shape speaks which closed vocabulary, and what else a shape must hold."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final, TypeAlias

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.terms import (
    ACTIVITIES,
    BODIES,
    CATEGORIES,
    DUES_CLASSES,
    FIRE_KINDS,
    KINDS,
    POSTS,
    REGIMES,
    STANDINGS,
    STRUCTURES,
    SUBJECTS,
)

Params: TypeAlias = Any  # the fields of one shape
Checker: TypeAlias = Callable[[Params], Iterator[tuple[str, str]]]

MOST: Final = 1_000_000
YEAR: Final = 12  # months
COUNTED_FROM_ONE: Final = frozenset({"times", "years", "quarter"})
ALL_KINDS: Final = frozenset({**KINDS, **FIRE_KINDS})
SCOPE: Final[Mapping[str, frozenset[str]]] = {
    "regimes": frozenset(REGIMES),
    "kinds": ALL_KINDS,
    "categories": frozenset(CATEGORIES),
    "bodies": frozenset(BODIES),
    "subjects": frozenset(SUBJECTS),
    "classes": frozenset({**DUES_CLASSES, **STANDINGS, **POSTS}),
}
FIELDS: Final[Mapping[tuple[type, str], frozenset[str]]] = {
    (shapes.Convener, "any_of"): frozenset(POSTS),
    (shapes.Headcount, "sets_up"): frozenset({**STRUCTURES, **FIRE_KINDS}),
    (shapes.Size, "body"): frozenset({**STRUCTURES, **FIRE_KINDS, **BODIES}),
    (shapes.Parent, "kinds"): ALL_KINDS,
    (shapes.Cadence, "kinds"): frozenset(ACTIVITIES),
    (shapes.Coverage, "kinds"): frozenset(ACTIVITIES),
    (shapes.Accumulator, "kinds"): frozenset(ACTIVITIES),
    (shapes.Slab, "classes"): frozenset(DUES_CLASSES),
    (shapes.Flat, "classes"): frozenset(DUES_CLASSES),
    (shapes.StepVote, "body"): frozenset(BODIES),
    (shapes.StepVote, "subject"): frozenset(SUBJECTS),
}


def problems(shape: shapes.Shape) -> Iterator[tuple[str, str]]:
    """Yield (field, reason) for everything in a shape's values that cannot be."""
    for (cls, field), allowed in FIELDS.items():
        if isinstance(shape, cls):
            yield from unknown_words(field, getattr(shape, field), allowed)
    yield from _numbers(shape)
    check = CHECKS.get(type(shape))
    if check is not None:
        yield from check(shape)


def unknown_words(field: str, value: object, allowed: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield a reason for each word that its vocabulary does not have."""
    words = (value,) if isinstance(value, str) else value
    assert isinstance(words, tuple | frozenset)  # noqa: S101  # shapes hold words in tuples
    for word in sorted(words):
        if word not in allowed:
            yield field, f"“{word}”不在词表之内。可用：{'、'.join(sorted(allowed))}。"


def _numbers(shape: Params) -> Iterator[tuple[str, str]]:
    """Yield a reason for each number that is below or beyond what it can count."""
    for field in fields(shape):
        value = getattr(shape, field.name)
        least = 1 if field.name in COUNTED_FROM_ONE else 0
        if isinstance(value, int | Decimal) and not least <= value <= MOST:
            yield field.name, f"{field.name} 应在 {least} 与 {MOST} 之间。"


def _recurring(shape: Params) -> Iterator[tuple[str, str]]:
    if not shape.kinds:
        yield "kinds", "kinds 至少写一项。"
    if shape.months < 1 or (YEAR % shape.months and shape.months % YEAR):
        yield "months", "months 是自然周期的月数，可用 1、2、3、4、6、12，或者 12 的倍数。"


def _slab(slab: shapes.Slab) -> Iterator[tuple[str, str]]:
    bounds = [tier.up_to for tier in slab.tiers]
    closed = [bound for bound in bounds[:-1] if bound is not None]
    if not slab.tiers or bounds[-1] is not None or len(closed) != len(bounds) - 1:
        yield "tiers", "除最后一档外，每一档都要写 up_to；最后一档不写。"
    elif any(low >= high for low, high in pairwise(closed)):
        yield "tiers", "各档的 up_to 要从低到高。"


def _ordered(low: str, high: str) -> Checker:
    def check(shape: Params) -> Iterator[tuple[str, str]]:
        least, most = getattr(shape, low), getattr(shape, high)
        if least is not None and most is not None and least > most:
            yield low, f"{low} 不能大于 {high}。"

    return check


def _share(field: str) -> Checker:
    def check(shape: Params) -> Iterator[tuple[str, str]]:
        if not 0 <= getattr(shape, field) <= 1:
            yield field, "比例应在 0 与 1 之间。"

    return check


def _procedure(procedure: shapes.Procedure) -> Iterator[tuple[str, str]]:
    known: dict[str, shapes.Step] = {}
    for index, step in enumerate(procedure.steps):
        at = f"steps[{index}]"
        if step.id in known:
            yield at, f"步骤“{step.id}”写了两次。"
        known[step.id] = step
    for index, step in enumerate(procedure.steps):
        for before in step.after:
            if before not in known:
                yield f"steps[{index}]", f"after 里的“{before}”不是本程序的步骤。"
    if not procedure.steps:
        yield "steps", "程序没有步骤。"
    if loop := _loop({step.id: step.after for step in procedure.steps}):
        yield "steps", f"步骤之间成环：{' → '.join(loop)}。"


def _loop(after: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the steps that can never become possible, in order; none for a sound procedure."""
    done: set[str] = set()
    left = dict(after)
    while ready := [
        step for step, needs in left.items() if all(n in done or n not in after for n in needs)
    ]:
        done.update(ready)
        for step in ready:
            del left[step]
    return list(left)


CHECKS: Final[Mapping[type, Checker]] = {
    shapes.Slab: _slab,
    shapes.Cadence: _recurring,
    shapes.Coverage: _recurring,
    shapes.Procedure: _procedure,
    shapes.Quorum: _share("fraction"),
    shapes.Threshold: _share("fraction"),
    shapes.Elected: _share("fraction"),
    shapes.Quota: _share("max"),
    shapes.Remittance: _share("share"),
    shapes.Range: _ordered("low", "high"),
    shapes.Headcount: _ordered("min", "max"),
    shapes.Limit: _ordered("min", "max"),
    shapes.Size: _ordered("usual_min", "usual_max"),
    shapes.Persons: _ordered("min", "max"),
    shapes.Flat: _ordered("low", "high"),
    shapes.Outcomes: _ordered("extend_min", "extend_max"),
    shapes.TimedStatus: _ordered("min", "max"),
}
