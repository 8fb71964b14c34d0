"""Organisations, leading bodies and posts: what each shape says of facts."""

from datetime import date
from fractions import Fraction

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.days import later
from dangwu.core.rulebook.facts import Facts, day, flag, number, share, word, words
from dangwu.core.rulebook.findings import Judgement
from dangwu.core.rulebook.judging.votes import verdict
from dangwu.core.rulebook.terms import BODIES, SUBJECTS, Outcome
from dangwu.core.rulebook.words import label, labels

UNKNOWN = Outcome.UNKNOWN
ACTS = {
    "approve": "批准",
    "file": "备案",
    "report": "报告",
    "review": "审议",
    "appoint": "任命",
    "consent": "同意",
    "consult": "征求意见",
}


def between(low: object, high: object, unit: str = "") -> str:
    """Return two limits in words: 3至5人, 不超过50人, 不少于3人."""
    if low is None:
        return f"不超过{high}{unit}"
    if high is None:
        return f"不少于{low}{unit}"
    return f"{low}{unit}" if low == high else f"{low}至{high}{unit}"


def inside(value: Fraction | int, low: Fraction | int | None, high: Fraction | int | None) -> bool:
    """Return whether a value lies within two limits, both included."""
    return (low is None or value >= low) and (high is None or value <= high)


def range_(shape: shapes.Range, facts: Facts) -> Judgement:
    """A quantity between two limits, given as a number or as a share like “1/3”."""
    name = label(shape.quantity)
    asked = f"{name}一般{between(shape.low, shape.high)}"
    needs = f"{'' if shape.low is None else shape.low}..{'' if shape.high is None else shape.high}"
    value = share(facts, shape.quantity)
    if shape.or_quantity and shape.or_low is not None:
        other = share(facts, shape.or_quantity)
        asked += f"或{label(shape.or_quantity)}不少于{shape.or_low}"
        if other is not None and (other >= shape.or_low or value is None):
            told = f"{label(shape.or_quantity)}为{other}，{asked}"
            return Judgement(verdict(other >= shape.or_low), needs, plain(other), told)
    if value is None:
        return Judgement(UNKNOWN, needs, None, f"未填写{name}，{asked}")
    holds = inside(value, shape.low, shape.high)
    return Judgement(verdict(holds), needs, plain(value), f"{name}为{value}，{asked}")


def plain(value: Fraction) -> int | str:
    """Return a whole number as such, any other share as text."""
    return int(value) if value.denominator == 1 else str(value)


def headcount(shape: shapes.Headcount, facts: Facts) -> Judgement:
    """Structures that a headcount demands, allows or rules out."""
    count = number(facts, shape.of)
    names = labels(shape.sets_up)
    asked = f"{condition(shape)}{_verdict_words(shape)}{names}"
    if count is None:
        return Judgement(UNKNOWN, shape.sets_up, None, f"未填写{counted(shape)}数，{asked}")
    told = f"{counted(shape)}{count}{unit_of(shape.of)}，{asked}"
    if not inside(count, shape.min, shape.max):
        return Judgement(Outcome.NOT_APPLICABLE, shape.sets_up, count, told)
    if shape.verdict == "may":
        return Judgement(Outcome.MET, shape.sets_up, count, told, "可以设立")
    exists = words(facts, "set_up")
    absent = words(facts, "not_set_up") or ()
    if exists is None:
        return Judgement(UNKNOWN, shape.sets_up, count, told)
    if shape.verdict == "must_not":
        wrong = tuple(name for name in shape.sets_up if name in exists)
        ending = f"现设有{labels(wrong)}，不符合" if wrong else ""
        return Judgement(verdict(not wrong), shape.sets_up, count, told, ending)
    missing = tuple(name for name in shape.sets_up if name not in exists)
    if missing and "not_set_up" in facts and not set(missing) & set(absent):
        return Judgement(UNKNOWN, shape.sets_up, count, told)
    ending = f"尚未设立{labels(missing)}" if missing else ""
    return Judgement(verdict(not missing), shape.sets_up, count, told, ending)


def _verdict_words(shape: shapes.Headcount) -> str:
    word_of = {"must": "应当设立", "may": "可以设立", "must_not": "不设立"}[shape.verdict]
    return f"经{label(shape.approved_by)}批准，{word_of}" if shape.approved_by else word_of


def counted(shape: shapes.Headcount) -> str:
    """Return what a headcount counts; units that decide a structure are those below."""
    return "所辖单位" if shape.of == "units" else label(shape.of)


def condition(shape: shapes.Headcount) -> str:
    """Return whom a headcount speaks of: 正式党员不少于7人的, 没有所辖单位的."""
    if shape.max == 0:
        return f"没有{counted(shape)}的"
    if shape.min is None and shape.max is None:
        return ""
    return f"{counted(shape)}{between(shape.min, shape.max, unit_of(shape.of))}的"


def unit_of(of: str) -> str:
    """Return the measure word of what is counted."""
    return "个" if of == "units" else "人"


def limit(shape: shapes.Limit, facts: Facts) -> Judgement:
    """A headcount that should stay within limits."""
    count = number(facts, shape.of)
    unit = unit_of(shape.of)
    asked = f"应{between(shape.min, shape.max, unit)}"
    needs = shape.max if shape.max is not None else shape.min
    if count is None:
        return Judgement(UNKNOWN, needs, None, f"未填写{label(shape.of)}数，{asked}")
    holds = inside(count, shape.min, shape.max)
    return Judgement(verdict(holds), needs, count, f"{label(shape.of)}{count}{unit}，{asked}")


def size(shape: shapes.Size, facts: Facts) -> Judgement:
    """Seats of a leading body against the usual range and the hard limit."""
    seats = number(facts, "size")
    name = label(shape.body, BODIES)
    asked = f"一般{between(shape.usual_min, shape.usual_max, '人')}"
    if shape.hard_max is not None:
        asked += f"，最多{shape.hard_max}人"
    needs = f"{shape.usual_min}..{shape.usual_max}"
    if seats is None:
        return Judgement(UNKNOWN, needs, None, f"未填写{name}人数，{name}{asked}")
    holds = inside(seats, shape.usual_min, shape.usual_max)
    over = shape.hard_max is not None and seats > shape.hard_max
    ending = "超过最多人数，不符合" if over else ""
    if not holds and not over and shape.hard_max is not None and seats > shape.usual_max:
        ending = "超过一般人数，未超过最多人数"
        holds = True
    clause = f"{name}{seats}人，{asked}"
    return Judgement(verdict(holds), needs, seats, clause, ending)


def term(shape: shapes.Term, facts: Facts) -> Judgement:
    """Length of a term, and how far its end was shifted."""
    began, ends = day(facts, "term_began"), day(facts, "term_ends")
    asked = f"每届任期{shape.years}年"
    if began is None:
        return Judgement(UNKNOWN, shape.years, None, f"未填写任期起始日，{asked}")
    if shape.begun_from is not None and began < shape.begun_from:
        clause = f"{shape.begun_from}以前选出的，按原来的任期执行到届满"
        return Judgement(Outcome.NOT_APPLICABLE, None, None, clause)
    due = later(began, shape.years, "year")
    if ends is None:
        clause = f"任期自{began}起，{asked}，至{due}届满，未填写届满日"
        return Judgement(UNKNOWN, due.isoformat(), None, clause)
    shift = shape.shift_max_months
    first, last = (due, due) if shift is None else (_shift(due, -shift), _shift(due, shift))
    holds = ends == due or first <= ends <= last
    clause = f"任期自{began}至{ends}，{asked}，应于{due}届满"
    if shift is not None:
        clause += f"，提前或延期不超过{shift}个月"
    if holds and ends != due:
        approver = f"经{label(shape.approved_by)}" if shape.approved_by else "经上级党组织"
        return Judgement(
            Outcome.MET, due.isoformat(), ends.isoformat(), clause, f"须{approver}批准"
        )
    return Judgement(verdict(holds), due.isoformat(), ends.isoformat(), clause)


def _shift(start: date, months: int) -> date:
    return later(start, months, "month")


def composition(shape: shapes.Composition, facts: Facts) -> Judgement:
    """Roles that a body must contain."""
    roles = words(facts, "roles")
    asked = f"应当有{labels(shape.contains)}"
    if roles is None:
        return Judgement(UNKNOWN, shape.contains, None, f"未填写组成人员，{asked}")
    missing = tuple(role for role in shape.contains if role not in roles)
    clause = f"缺少{labels(missing)}，{asked}" if missing else f"组成人员齐备，{asked}"
    return Judgement(verdict(not missing), shape.contains, roles, clause)


def parent(shape: shapes.Parent, facts: Facts) -> Judgement:
    """The kind of organisation above."""
    kind = word(facts, "parent_kind")
    asked = f"应当隶属于{labels(shape.kinds)}"
    if kind is None:
        return Judgement(UNKNOWN, shape.kinds, None, f"未填写上级党组织，{asked}")
    holds = kind in shape.kinds
    return Judgement(verdict(holds), shape.kinds, kind, f"隶属于{label(kind)}，{asked}")


def eligibility(shape: shapes.Eligibility, facts: Facts) -> Judgement:
    """Whether a person may hold a role."""
    answers: dict[str, bool | None] = {name: flag(facts, name) for name in shape.requires}
    for name in shape.excludes:
        held = flag(facts, name)
        answers[name] = None if held is None else not held
    years = number(facts, "party_years")
    if shape.min_years is not None:
        answers[f"{shape.min_years}年以上党龄"] = (
            None if years is None else years >= shape.min_years
        )
    source = word(facts, "source")
    if shape.usual and (source is not None or not answers):
        answers["一般来源"] = None if source is None else source in shape.usual
    wrong = tuple(name for name, holds in answers.items() if holds is False)
    missing = tuple(name for name, holds in answers.items() if holds is None)
    needs = (*shape.requires, *shape.usual) or shape.excludes
    if shape.min_years is not None and not needs:
        needs = (f"{shape.min_years}年以上党龄",)
    outcome = verdict(False if wrong else None if missing else True)
    clause = f"{label(shape.role)}的任职条件"
    clause += f"，不符合的：{labels(wrong)}" if wrong else ""
    clause += f"，未填写：{labels(missing)}" if missing and not wrong else ""
    return Judgement(outcome, needs, wrong or missing, clause)


def persons(shape: shapes.Persons, facts: Facts) -> Judgement:
    """How many hold a role."""
    count = number(facts, "count")
    asked = f"{label(shape.role)}应为{between(shape.min, shape.max, '人')}"
    needs = shape.min if count is None or count < shape.min else shape.max
    if count is None:
        return Judgement(UNKNOWN, needs, None, f"未填写人数，{asked}")
    holds = inside(count, shape.min, shape.max)
    return Judgement(verdict(holds), needs, count, f"{label(shape.role)}{count}人，{asked}")


def routing(shape: shapes.Routing, facts: Facts) -> Judgement:
    """Who approved, filed, reviewed or heard the matter."""
    to, act = word(facts, "to"), word(facts, "act")
    asked = f"应由{label(shape.to)}{ACTS[shape.act]}"
    if to is None:
        return Judgement(UNKNOWN, shape.to, None, f"未填写由谁{ACTS[shape.act]}，{asked}")
    holds = to == shape.to and act in {None, shape.act}
    done = ACTS.get(act or shape.act, act or "")
    return Judgement(verdict(holds), shape.to, to, f"由{label(to)}{done}，{asked}")


def authority(shape: shapes.Authority, facts: Facts) -> Judgement:
    """Whether a body may do something."""
    act = word(facts, "act")
    powers = f"可以{labels(shape.may, SUBJECTS)}" if shape.may else ""
    bans = f"不得{labels(shape.may_not, SUBJECTS)}" if shape.may_not else ""
    asked = f"{label(shape.body)}{'，'.join(part for part in (powers, bans) if part)}"
    told = f"事项为{label(act or '', SUBJECTS)}，{asked}"
    if act is None:
        return Judgement(UNKNOWN, shape.may, None, f"未填写事项，{asked}")
    if act in shape.may_not:
        return Judgement(Outcome.BREACHED, shape.may, act, told)
    holds = True if act in shape.may else None
    ending = "" if holds else "本条未写明，暂不判断"
    return Judgement(verdict(holds), shape.may, act, told, ending)
