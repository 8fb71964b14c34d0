"""Duties over time: what each shape says of facts."""

from collections.abc import Sequence

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.days import later
from dangwu.core.rulebook.facts import Facts, day, flag, number, numbered, numbers, word, words
from dangwu.core.rulebook.findings import Judgement
from dangwu.core.rulebook.judging.bodies import between, inside
from dangwu.core.rulebook.judging.votes import verdict
from dangwu.core.rulebook.terms import Outcome
from dangwu.core.rulebook.words import label, labels, span

UNKNOWN = Outcome.UNKNOWN
HALF_DAY = 240  # minutes
PERIODS = {1: "月", 2: "两个月", 3: "季度", 6: "半年", 12: "年", 24: "两年"}
OVER = {
    "members": "党员",
    "children": "下级党组织",
    "committee_members": "委员",
    "secretaries": "书记",
    "activists": "入党积极分子",
}


def period(months: int) -> str:
    """Return a period in words: 每季度."""
    return f"每{PERIODS.get(months, f'{months}个月')}"


def cadence(shape: shapes.Cadence, facts: Facts) -> Judgement:
    """Work so often, and so long, in one period; an alternative satisfies as well."""
    asked = f"{labels(shape.kinds)}应{period(shape.months)}不少于{shape.times}次"
    conditions = words(facts, "conditions")
    if shape.condition and conditions is not None and shape.condition not in conditions:
        return Judgement(Outcome.NOT_APPLICABLE, shape.times, None, asked)
    minutes = numbers(facts, "minutes")
    times = number(facts, "times") if minutes is None else len(minutes)
    if times is None:
        return Judgement(UNKNOWN, shape.times, None, f"未填写次数，{asked}")
    main = shapes.Alternative(shape.times, shape.minutes_each, shape.minutes_total)
    weeks = number(facts, "weeks")
    answers = [_enough(way, times, minutes, weeks) for way in (main, *shape.alternatives)]
    holds = True if True in answers else None if None in answers else False
    clause = f"已开展{times}次，{asked}{_long(main)}"
    if shape.alternatives:
        clause += f"，或者{'，或者'.join(map(_way, shape.alternatives))}"
    return Judgement(verdict(holds), shape.times, times, clause)


def _enough(
    way: shapes.Alternative, times: int, minutes: Sequence[int] | None, weeks: int | None
) -> bool | None:
    """Return whether one way is satisfied; None where a length that matters is missing."""
    if times < way.times:
        return False
    timed = way.minutes_each or way.minutes_total or way.half_days_per_week
    if not timed:
        return True
    if minutes is None or (way.half_days_per_week and weeks is None):
        return None
    total = way.minutes_total + way.half_days_per_week * HALF_DAY * (weeks or 0)
    long_enough = sum(length >= way.minutes_each for length in minutes)
    return long_enough >= way.times and sum(minutes) >= total


def _long(way: shapes.Alternative) -> str:
    each = f"，每次不少于{way.minutes_each}分钟" if way.minutes_each else ""
    return each + (f"，合计不少于{way.minutes_total}分钟" if way.minutes_total else "")


def _way(way: shapes.Alternative) -> str:
    weekly = f"，时间按每周{way.half_days_per_week}个半天合计" if way.half_days_per_week else ""
    return f"不少于{way.times}次{_long(way)}{weekly}"


def coverage(shape: shapes.Coverage, facts: Facts) -> Judgement:
    """Every one of a group is reached."""
    total, reached = number(facts, "total"), number(facts, "reached")
    who = OVER[shape.over]
    asked = f"{period(shape.months)}应对每个{who}开展{labels(shape.kinds)}不少于{shape.times}次"
    if total is None or reached is None:
        return Judgement(UNKNOWN, total, reached, f"未填写覆盖情况，{asked}")
    clause = f"{who}共{total}，已覆盖{reached}，{asked}"
    return Judgement(verdict(reached >= total), total, reached, clause)


def accumulator(shape: shapes.Accumulator, facts: Facts) -> Judgement:
    """Hours and sessions gathered in a year."""
    hours, sessions = number(facts, "hours"), number(facts, "sessions")
    asked = f"{OVER[shape.over]}每年{labels(shape.kinds)}不少于{shape.hours}学时"
    asked += f"，集中培训不少于{shape.sessions}次" if shape.sessions else ""
    answers = [None if hours is None else hours >= shape.hours]
    if shape.sessions:
        answers.append(None if sessions is None else sessions >= shape.sessions)
    holds = False if False in answers else None if None in answers else True
    told = "未填写学时" if hours is None else f"已有{hours}学时"
    return Judgement(verdict(holds), shape.hours, hours, f"{told}，{asked}")


def reminder(shape: shapes.Reminder, facts: Facts) -> Judgement:
    """Announced so long before."""
    event, reminded = day(facts, "event_on"), day(facts, "reminded_on")
    asked = f"应提前{span(shape.n, shape.unit)}提醒"
    if event is None or reminded is None:
        return Judgement(UNKNOWN, None, None, f"未填写提醒日期，{asked}")
    due = later(event, -shape.n, shape.unit)
    clause = f"{reminded}提醒，{event}到期，{asked}"
    return Judgement(verdict(reminded <= due), due.isoformat(), reminded.isoformat(), clause)


def absence(shape: shapes.Absence, facts: Facts) -> Judgement:
    """Months running without any of these. A breach is a proposal to people."""
    months = numbered(facts, "months_without") or {}
    names = "或".join(label(name) for name in shape.without)
    asked = f"连续{shape.months}个月没有{names}的，由组织研究是否按“{label(shape.leads_to)}”处理"
    reached = {
        name: n for name, n in months.items() if name in shape.without and n >= shape.months
    }
    if reached:
        told = "、".join(f"{label(name)}已停{n}个月" for name, n in reached.items())
        return Judgement(
            Outcome.BREACHED, shape.months, max(reached.values()), f"{told}，{asked}", "提请研究"
        )
    if any(name not in months for name in shape.without):
        return Judgement(UNKNOWN, shape.months, None, asked)
    longest = max((months[name] for name in shape.without), default=0)
    return Judgement(
        Outcome.MET, shape.months, longest, f"最长{longest}个月，{asked}", "未达到期限"
    )


def timed_status(shape: shapes.TimedStatus, facts: Facts) -> Judgement:
    """How long a status lasts, and what follows at its end."""
    name, unit = label(shape.status), shape.unit
    least = None if shape.min is None else span(shape.min, unit)
    most = None if shape.max is None else span(shape.max, unit)
    asked = f"{name}的期限{between(least, most) if least or most else '未写明'}"
    needs = f"{least or ''}..{most or ''}"
    length = number(facts, "length")
    if length is not None:
        holds = inside(length, shape.min, shape.max)
        return Judgement(verdict(holds), needs, length, f"{name}{span(length, unit)}，{asked}")
    began, ended = day(facts, "began_on"), day(facts, "ended_on")
    if began is None or ended is None:
        return Judgement(UNKNOWN, needs, None, f"未填写{name}的期间，{asked}")
    holds = (shape.min is None or ended >= later(began, shape.min, unit)) and (
        shape.max is None or ended <= later(began, shape.max, unit)
    )
    clause = f"{name}自{began}至{ended}，{asked}，期满{label(shape.on_expiry)}"
    return Judgement(verdict(holds), needs, ended.isoformat(), clause)


def trigger(shape: shapes.Trigger, facts: Facts) -> Judgement:
    """What is due when something happens."""
    happened, done = flag(facts, "happened"), flag(facts, "done")
    if happened is False:
        return Judgement(Outcome.NOT_APPLICABLE, shape.action)
    if happened is None or done is None:
        return Judgement(UNKNOWN, shape.action)
    return Judgement(verdict(done), shape.action, shape.action if done else None)


def quota(shape: shapes.Quota, facts: Facts) -> Judgement:
    """A result that may reach at most a share of the base."""
    result, base = number(facts, "result"), number(facts, "base")
    excluded = number(facts, "excluded") or 0
    asked = f"{label(shape.result)}一般不超过{label(shape.base)}的{shape.max}"
    if base is None:
        return Judgement(UNKNOWN, None, result, f"未填写{label(shape.base)}人数，{asked}")
    counted = max(base - excluded, 0)
    most = (counted * shape.max).__floor__()
    if result is None:
        return Judgement(
            UNKNOWN, most, None, f"未填写{label(shape.result)}人数，{asked}即{most}人"
        )
    clause = f"{label(shape.result)}{result}人，基数{counted}人，{asked}即{most}人"
    return Judgement(verdict(result <= most), most, result, clause)


def scale(shape: shapes.Scale, facts: Facts) -> Judgement:
    """A grade is one of those of the scale."""
    grade = word(facts, "grade")
    asked = f"等次为{labels(shape.grades)}"
    if grade is None:
        return Judgement(UNKNOWN, shape.grades, None, f"未填写等次，{asked}")
    holds = grade in shape.grades
    return Judgement(verdict(holds), shape.grades, grade, f"评为{label(grade)}，{asked}")
