"""Where each step of a case stands, from what is recorded and what follows from other facts."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from dangwu.assessment.models import AppraisalRecord, LifeCase, LifePart, LifeRecord, Rectification
from dangwu.assessment.queries.rules import Basis, Ruled
from dangwu.assessment.steps import Step, rules_for_kind
from dangwu.meetings.models import Meeting
from dangwu.tasks.models import Task

DONE, OPEN, BLOCKED, NEEDLESS = "done", "open", "blocked", "needless"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a step stands: done, open, blocked, needless. told: in words, with numbers and days.

    A step of a case or of an appraisal.
    """

    step: Step
    state: str
    told: str
    basis: tuple[Basis, ...]
    record: LifeRecord | AppraisalRecord | None

    @property
    def binding(self) -> bool:
        """Whether a rule in force asks for the step here."""
        return any(one.binding for one in self.basis)

    @property
    def is_open(self) -> bool:
        return self.state in (OPEN, BLOCKED)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the states of the steps follow from."""

    case: LifeCase
    records: Mapping[str, LifeRecord]
    parts: tuple[LifePart, ...]
    talked: frozenset[uuid.UUID]
    talks: int
    present: frozenset[uuid.UUID]
    rectifications: tuple[Rectification, ...]

    @property
    def people(self) -> frozenset[uuid.UUID]:
        return frozenset(part.person_id for part in self.parts)

    @property
    def met(self) -> bool:
        """Whether the meeting was opened."""
        meeting = self.case.meeting
        return meeting is not None and meeting.opened_at is not None

    @property
    def over(self) -> bool:
        """Whether the meeting is closed."""
        meeting = self.case.meeting
        return meeting is not None and meeting.state == Meeting.State.CLOSED

    @property
    def absent(self) -> tuple[LifePart, ...]:
        """Those who did not come, known once the meeting is closed."""
        if not self.over:
            return ()
        return tuple(part for part in self.parts if part.person_id not in self.present)


def standing_of(step: Step, facts: Facts, rules: Ruled) -> Standing:
    """Return where a step stands."""
    record = facts.records.get(step.code)
    basis = rules.basis(rules_for_kind(step, facts.case.kind))
    if step.derived:
        state, told = DERIVED[step.code](facts)
    elif record is not None:
        state, told = DONE, ""
    elif "meeting" in step.after and not (facts.over or facts.met):
        state, told = BLOCKED, "会议召开后办理"
    else:
        state, told = OPEN, ""
    return Standing(step, state, told, basis, record)


def _theme(facts: Facts) -> tuple[str, str]:
    return DONE, f"{facts.case.theme}（{facts.case.get_theme_by_display()}）"


def _talks(facts: Facts) -> tuple[str, str]:
    left = len(facts.people - facts.talked)
    if facts.parts and not left:
        return DONE, f"已登记{facts.talks}次，{len(facts.parts)}人都谈过"
    return OPEN, f"已登记{facts.talks}次，还有{left}人没有登记"


def _self_checks(facts: Facts) -> tuple[str, str]:
    handed = sum(part.handed_in_on is not None for part in facts.parts)
    told = f"{handed} / {len(facts.parts)}人已提交"
    return (DONE if facts.parts and handed == len(facts.parts) else OPEN), told


def _meeting(facts: Facts) -> tuple[str, str]:
    meeting = facts.case.meeting
    if meeting is None:
        return OPEN, "还没有筹备会议"
    if facts.over:
        return DONE, f"应到{len(facts.parts)}人，实到{len(facts.present & facts.people)}人"
    return OPEN, f"会议{meeting.get_state_display()}"


def _spoken(facts: Facts) -> tuple[str, str]:
    if not facts.met:
        return BLOCKED, "会议召开后办理"
    came = [part for part in facts.parts if part.person_id in facts.present]
    spoken = sum(part.spoken_on is not None for part in came)
    return (DONE if came and spoken == len(came) else OPEN), f"{spoken} / {len(came)}人（到会）"


def _of_absent(facts: Facts, done: Callable[[LifePart], bool]) -> tuple[str, str]:
    if not facts.over:
        return BLOCKED, "散会后按缺席情况办理"
    if not facts.absent:
        return NEEDLESS, "没有人缺席"
    count = sum(done(part) for part in facts.absent)
    return (DONE if count == len(facts.absent) else OPEN), f"{count} / {len(facts.absent)}人"


def _written(facts: Facts) -> tuple[str, str]:
    return _of_absent(facts, lambda part: part.written)


def _told(facts: Facts) -> tuple[str, str]:
    return _of_absent(facts, lambda part: part.told_on is not None)


def _rectification(facts: Facts) -> tuple[str, str]:
    if facts.rectifications:
        return DONE, f"{len(facts.rectifications)}项"
    return (OPEN, "还没有列") if facts.over else (BLOCKED, "散会后列出")


def _rectified(facts: Facts) -> tuple[str, str]:
    if not facts.rectifications:
        return BLOCKED, "先列出整改清单"
    closed = sum(one.task.state != Task.State.OPEN for one in facts.rectifications)
    state = DONE if closed == len(facts.rectifications) else OPEN
    return state, f"{closed} / {len(facts.rectifications)}项办结"


def _filed(facts: Facts) -> tuple[str, str]:
    if facts.case.filed_on is not None:
        return DONE, f"{facts.case.filed_by_name}备案"
    if "report" not in facts.records:
        return BLOCKED, "专题报告写好后由上级备案"
    return OPEN, "等上级备案"


DERIVED: Final[Mapping[str, Callable[[Facts], tuple[str, str]]]] = {
    "theme": _theme,
    "talks": _talks,
    "self_checks": _self_checks,
    "meeting": _meeting,
    "spoken": _spoken,
    "written": _written,
    "rectification": _rectification,
    "told": _told,
    "filed": _filed,
    "rectified": _rectified,
}
