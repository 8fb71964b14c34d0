"""A verdict in one Chinese sentence, and what it is about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.findings import caveat, citation
from dangwu.core.rulebook.judging.work import OVER
from dangwu.core.rulebook.records import Rule
from dangwu.core.rulebook.words import label, labels
from dangwu.rules.duties.values import State

HALVES: Final = ("上半年", "下半年")
SEATS: Final = "班子职数"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a row says: its rule, period, figures and state.

    base: a second figure that the sentence needs (headcount, sessions, days of extension).
    """

    rule: Rule
    first: date
    last: date
    needs: int | None
    has: int | None
    base: int
    state: State
    about: "About"
    title: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What every sentence by one rule shares.

    subject: what the duty is about. kinds: of activity, where it is about work. source: the
    article. caveat: why it only reminds.
    """

    subject: str
    kinds: tuple[str, ...]
    source: str
    caveat: str


def half_open(first: date, last: date) -> tuple[date, date]:
    """Return inclusive days as a half-open period."""
    return first, last + timedelta(days=1)


def about(rule: Rule) -> About:
    """Return what is said once for all verdicts by a rule."""
    note = caveat(rule)
    return About(
        subject=_subject(rule),
        kinds=_kinds(rule),
        source=f"（{citation(rule)}）",
        caveat=f"（{note}）" if note else "",
    )


def _subject(rule: Rule) -> str:
    shape = rule.shape
    if isinstance(shape, shapes.Cadence | shapes.Coverage | shapes.Accumulator):
        return labels(shape.kinds)
    if isinstance(shape, shapes.Headcount):
        return labels(shape.sets_up)
    if isinstance(shape, shapes.Limit):
        return f"{label(shape.of)}数"
    return SUBJECTS.get(type(shape), rule.paraphrase)


SUBJECTS: Final[Mapping[type, str]] = {
    shapes.Term: "任期",
    shapes.Size: SEATS,
    shapes.TimedStatus: "预备党员转正",
    shapes.Trigger: "临时党支部撤销",
}


def _kinds(rule: Rule) -> tuple[str, ...]:
    shape = rule.shape
    if isinstance(shape, shapes.Cadence | shapes.Coverage | shapes.Accumulator):
        return shape.kinds
    return ()


def sentence(verdict: Verdict) -> str:
    """Return the verdict in one sentence: when, what is asked, what is there, by which article."""
    speak = CLAUSES.get(type(verdict.rule.shape))
    clause = speak(verdict.rule.shape, verdict) if speak else verdict.rule.paraphrase.rstrip("。")
    return f"{clause}{verdict.about.source}，{verdict.state.label}{verdict.about.caveat}。"


@lru_cache(maxsize=512)
def period(first: date, last: date) -> str:
    """Return a natural period in words: 2026年第3季度."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months == 1:
        return f"{first.year}年{first.month}月"
    if months == 3:
        return f"{first.year}年第{(first.month + 2) // 3}季度"
    if months == 6:
        return f"{first.year}年{HALVES[first.month > 6]}"
    if months == 12:
        return f"{first.year}年"
    return f"{first.year}年{first.month}月至{last.year}年{last.month}月"


def _cadence(shape: shapes.Cadence, v: Verdict) -> str:
    times = v.base if shape.minutes_total else v.has or 0
    asked = f"应不少于{shape.times}次"
    if shape.minutes_each:
        asked += f"、每次不少于{shape.minutes_each}分钟"
    if shape.minutes_total:
        asked += f"、合计不少于{shape.minutes_total}分钟"
        times_told = f"已有{times}次共{v.has or 0}分钟"
    else:
        times_told = f"已有{times}次"
    usual = f"，一般在第{shape.quarter}季度" if shape.quarter else ""
    return f"{period(v.first, v.last)}{v.about.subject}{asked}{usual}，{times_told}"


def _coverage(shape: shapes.Coverage, v: Verdict) -> str:
    who = OVER[shape.over]
    return (
        f"{period(v.first, v.last)}应对每个{who}开展{v.about.subject}不少于{shape.times}次，"
        f"{who}{v.needs}，已覆盖{v.has}"
    )


def _accumulator(shape: shapes.Accumulator, v: Verdict) -> str:
    who = OVER[shape.over]
    sessions = f"并参加集中培训不少于{shape.sessions}次" if shape.sessions else ""
    return (
        f"{period(v.first, v.last)}{who}学习培训应不少于{shape.hours}学时{sessions}，"
        f"{v.needs}人中{v.has}人达到"
    )


def _term(shape: shapes.Term, v: Verdict) -> str:
    if v.state is State.UNKNOWN:
        return f"任期应为{shape.years}年，没有登记现任班子"
    extended = "经批准延期后" if v.base else ""
    return f"现任班子任期应为{shape.years}年，{extended}{v.last}届满"


def _headcount(shape: shapes.Headcount, v: Verdict) -> str:
    who = f"{label(shape.of)}{v.base}{'个' if shape.of == 'units' else '人'}"
    asked = "应设" if shape.verdict == "must" else "不设"
    return f"{who}，{asked}{v.about.subject}，{'已设' if v.has else '未设'}"


def _limit(shape: shapes.Limit, v: Verdict) -> str:
    asked = f"不少于{shape.min}" if shape.max is None else f"不超过{shape.max}"
    return f"{label(shape.of)}应{asked}，现有{'未登记' if v.has is None else v.has}"


def _size(shape: shapes.Size, v: Verdict) -> str:
    most = f"，最多{shape.hard_max}人" if shape.hard_max else ""
    has = "未登记" if v.has is None else f"{v.has}人"
    return f"班子一般{shape.usual_min}至{shape.usual_max}人{most}，现有{has}"


def _probation(shape: shapes.TimedStatus, v: Verdict) -> str:
    return f"预备期满应及时{shape.on_expiry}，{v.needs}人预备期满未作决定，最早{v.first}期满"


def _quorum(shape: shapes.Quorum, v: Verdict) -> str:  # noqa: ARG001 - one signature for all
    return f"{v.first}“{v.title}”应到{v.base}人，需要至少{v.needs}人，实到{v.has}人，不计入"


def _notice(shape: shapes.LeadTime, v: Verdict) -> str:
    unit = "个工作日" if shape.unit == "working_day" else "天"
    return f"{v.first}“{v.title}”应提前{v.needs}{unit}通知，只提前了{v.has}{unit}"


def _late(shape: shapes.Parameter, v: Verdict) -> str:  # noqa: ARG001 - one signature for all
    return f"{v.first}“{v.title}”在{v.has}天后录入，超过{v.needs}天"


CLAUSES: Final[Mapping[type, Callable[[Any, Verdict], str]]] = {
    shapes.Cadence: _cadence,
    shapes.Coverage: _coverage,
    shapes.Accumulator: _accumulator,
    shapes.Term: _term,
    shapes.Headcount: _headcount,
    shapes.Limit: _limit,
    shapes.Size: _size,
    shapes.TimedStatus: _probation,
    shapes.Quorum: _quorum,
    shapes.LeadTime: _notice,
    shapes.Parameter: _late,
}
