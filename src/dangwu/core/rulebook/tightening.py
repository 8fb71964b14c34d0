"""Whether a local rule is at least as tight as the national rule that it replaces."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final, TypeAlias

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.records import Rule
from dangwu.core.rulebook.terms import Strength

Params: TypeAlias = Any  # the fields of one shape; both sides are of the same shape
Compare = Callable[[Params, Params], bool]


def loosening(local: Rule, general: Rule) -> str:
    """Return in one sentence how the local rule loosens the general one, or an empty text."""
    if local.strength is not Strength.MUST:
        return "必须变成了不是必须。"
    if type(local.shape) is not type(general.shape):
        return "规则的形状不同，不能判断是收紧。"
    if local.shape == general.shape:
        return ""
    compare = COMPARE.get(type(local.shape))
    if compare is None:
        return "这种规则不能由地方改写。"
    return "" if compare(local.shape, general.shape) else "要求比原来低。"


def _share(local: Params, general: Params) -> bool:
    if local.base != general.base or not {local.op, general.op} <= {">", ">="}:
        return False
    if getattr(local, "written", False) != getattr(general, "written", False):
        return False
    stricter = local.op in {general.op, ">"}
    more = bool(local.fraction > general.fraction)
    return more or (local.fraction == general.fraction and stricter)


def _within(local: Params, general: Params) -> bool:
    """Whether every upper bound is at most, every lower bound at least the general one."""
    low = ("min", "low", "min_years", "usual_min", "extend_min")
    high = ("max", "high", "hard_max", "usual_max", "extend_max", "shift_max_months")
    bounds = {*low, *high}
    return (
        all(_at_least(local, general, name) for name in low)
        and all(_at_most(local, general, name) for name in high)
        and _same(local, general, bounds)
    )


def _at_least(local: Params, general: Params, name: str) -> bool:
    bound = getattr(general, name, None)
    value = getattr(local, name, None)
    return bound is None or (value is not None and value >= bound)


def _at_most(local: Params, general: Params, name: str) -> bool:
    bound = getattr(general, name, None)
    value = getattr(local, name, None)
    return bound is None or (value is not None and value <= bound)


def _same(local: Params, general: Params, but: set[str]) -> bool:
    names = {name for name in type(local).__slots__ if name not in but}
    return all(getattr(local, name) == getattr(general, name) for name in names)


def _longer(local: Params, general: Params) -> bool:
    wider = set(getattr(local, "places", ())) >= set(getattr(general, "places", ()))
    return local.n >= general.n and wider and _same(local, general, {"n", "places"})


def _sooner(local: Params, general: Params) -> bool:
    return (
        local.n <= general.n
        and (local.extended_n or 0) <= (general.extended_n or 0)
        and _same(local, general, {"n", "extended_n"})
    )


def _oftener(local: Params, general: Params) -> bool:
    amounts = ("times", "minutes_each", "minutes_total", "hours", "sessions")
    return (
        getattr(general, "months", 1) % getattr(local, "months", 1) == 0
        and all(getattr(local, name, 0) >= getattr(general, name, 0) for name in amounts)
        and set(getattr(local, "alternatives", ())) <= set(getattr(general, "alternatives", ()))
        and set(local.kinds) <= set(general.kinds)
        and _same(local, general, {*amounts, "months", "alternatives", "kinds"})
    )


def _narrower(local: shapes.Method, general: shapes.Method) -> bool:
    return set(local.allowed) <= set(general.allowed)


def _ratio(local: shapes.Ratio, general: shapes.Ratio) -> bool:
    if not _same(local, general, {"value"}):
        return False
    if general.op in {">", ">="}:
        return local.value >= general.value
    return general.op in {"<", "<="} and local.value <= general.value


def _cap(local: Params, general: Params) -> bool:
    limit: Fraction = general.max
    return bool(local.max <= limit) and _same(local, general, {"max"})


def _composition(local: shapes.Composition, general: shapes.Composition) -> bool:
    return set(local.contains) >= set(general.contains)


def _eligibility(local: shapes.Eligibility, general: shapes.Eligibility) -> bool:
    return (
        set(local.requires) >= set(general.requires)
        and set(local.excludes) >= set(general.excludes)
        and _at_least(local, general, "min_years")
        and local.role == general.role
    )


COMPARE: Final[Mapping[type, Compare]] = {
    shapes.Quorum: _share,
    shapes.Threshold: _share,
    shapes.Elected: _share,
    shapes.Method: _narrower,
    shapes.LeadTime: _longer,
    shapes.Elapsed: _longer,
    shapes.Window: _longer,
    shapes.Reminder: _longer,
    shapes.Deadline: _sooner,
    shapes.Cadence: _oftener,
    shapes.Coverage: _oftener,
    shapes.Accumulator: _oftener,
    shapes.Ratio: _ratio,
    shapes.Quota: _cap,
    shapes.Range: _within,
    shapes.Limit: _within,
    shapes.Size: _within,
    shapes.Term: _within,
    shapes.Persons: _within,
    shapes.TimedStatus: _within,
    shapes.Flat: _within,
    shapes.Outcomes: _within,
    shapes.Composition: _composition,
    shapes.Eligibility: _eligibility,
}
