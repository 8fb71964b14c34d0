"""A case of organisation life: its gate, where each step stands, what comes next."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import Http404

from dangwu.accounts.access import Access
from dangwu.assessment.models import LifeCase, LifePart, LifeRecord, Rectification, Talk
from dangwu.assessment.permissions import THERE, can_see_case
from dangwu.assessment.queries.issued import NUMBERED, issued_of
from dangwu.assessment.queries.rules import Basis, Ruled, ruled
from dangwu.assessment.steps import BEFORE, LIFE_STEPS, PHASES, Step, rules_for_kind
from dangwu.documents.models import Document
from dangwu.meetings.models import Attendee, Meeting
from dangwu.members.queries.gates import HEAVY
from dangwu.tasks.models import Task

LIGHT: Final = tuple(f"person__{field}" for field in HEAVY)
DONE, OPEN, BLOCKED, NEEDLESS = "done", "open", "blocked", "needless"
ABOVE: Final = "filed"  # the step that is the superior's
PRINTED: Final = ("plan", "report", "rectification")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a step stands: done, open, blocked, needless. told: in words, with numbers and days."""

    step: Step
    state: str
    told: str
    basis: tuple[Basis, ...]
    record: LifeRecord | None

    @property
    def binding(self) -> bool:
        """Whether a rule in force asks for the step here."""
        return any(one.binding for one in self.basis)

    @property
    def is_open(self) -> bool:
        return self.state in (OPEN, BLOCKED)


@dataclass(frozen=True, slots=True)
class Material:
    """A paper of the case: who brings it, by which articles, and whether it is there.

    issued: the document it went out as; numbered: it goes out under a number.
    """

    paper: str
    provider: str
    basis: tuple[Basis, ...]
    there: bool
    printed: str  # the paper that can be printed; empty: it is kept elsewhere
    numbered: bool
    issued: Document | None


@dataclass(frozen=True, slots=True)
class Course:
    """A case with its steps by phase, its people and what follows from it."""

    case: LifeCase
    standings: tuple[Standing, ...]
    parts: tuple[LifePart, ...]
    present: frozenset[uuid.UUID]
    rectifications: tuple[Rectification, ...]
    issued: Mapping[str, Document]

    @property
    def phases(self) -> list[tuple[str, list[Standing]]]:
        return [(p, [s for s in self.standings if s.step.phase == p]) for p in PHASES]

    @property
    def next(self) -> Standing | None:
        """The first open step that rules ask of the organisation itself; else the superior's."""
        if self.case.state != LifeCase.State.OPEN:
            return None
        asked = [one for one in self.standings if one.state == OPEN and one.binding]
        return next(iter(sorted(asked, key=lambda one: one.step.code == ABOVE)), None)

    @property
    def materials(self) -> list[Material]:
        """The papers that rules ask for and those that are there, each once."""
        found: dict[str, Material] = {}
        for one in self.standings:
            if (one.binding or one.state == DONE) and one.step.paper not in found:
                printed = one.step.code if one.step.code in PRINTED else ""
                there = one.state == DONE
                found[one.step.paper] = Material(
                    paper=one.step.paper,
                    provider=one.step.provider,
                    basis=one.basis,
                    there=there,
                    printed=printed if there else "",
                    numbered=there and one.step.code in NUMBERED,
                    issued=self.issued.get(one.step.code),
                )
        return list(found.values())

    @property
    def unprepared(self) -> list[Standing]:
        """What rules ask for before the meeting and is not done yet.

        Source: XF2011 art. 26
        """
        return [one for one in self.missing if one.step.phase == BEFORE]

    @property
    def missing(self) -> list[Standing]:
        """What rules ask for and is not done yet."""
        return [one for one in self.standings if one.binding and one.is_open]


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


def case_for(access: Access, unit_id: int, case_id: uuid.UUID) -> LifeCase:
    """Return a case that `access` may see, with organisation, meeting and rounds, else Http404."""
    found = (
        LifeCase.objects.filter(unit_id=unit_id, id=case_id)
        .select_related("organisation", "organisation__parent", "meeting", "rerun_of")
        .first()
    )
    if found is None or not can_see_case(access, found):
        raise Http404
    return found


def course_of(case: LifeCase, *, on: date) -> Course:
    """Return where the case stands on that day."""
    facts = facts_of(case)
    rules = ruled(case.organisation, on)
    standings = tuple(_standing(step, facts, rules) for step in LIFE_STEPS)
    return Course(
        case, standings, facts.parts, facts.present, facts.rectifications, issued_of(case)
    )


def facts_of(case: LifeCase) -> Facts:
    """Return what the states of the steps follow from."""
    mine = {"unit_id": case.unit_id, "case_id": case.id}
    pairs = list(Talk.objects.filter(**mine).values_list("first_id", "second_id"))
    return Facts(
        case=case,
        records={row.step: row for row in LifeRecord.objects.filter(**mine)},
        parts=tuple(parts_of(case)),
        talked=frozenset(person for pair in pairs for person in pair),
        talks=len(pairs),
        present=present_at(case),
        rectifications=tuple(rectifications_of(case)),
    )


def parts_of(case: LifeCase) -> list[LifePart]:
    """Return those who take part, by strokes. The texts they handed in are not read."""
    rows = LifePart.objects.filter(unit_id=case.unit_id, case_id=case.id)
    rows = rows.select_related("person").defer("text", *LIGHT)
    return list(rows.order_by("person__sort_key", "person_id"))


def part_of(case: LifeCase, person_id: uuid.UUID) -> LifePart:
    """Return what one person brings, with the text, else raise Http404."""
    rows = LifePart.objects.filter(unit_id=case.unit_id, case_id=case.id, person_id=person_id)
    found = rows.select_related("person").defer(*LIGHT).first()
    if found is None:
        raise Http404
    return found


def talks_of(case: LifeCase) -> list[Talk]:
    """Return the talks by day."""
    heavy = [f"{end}__{field}" for end in ("first", "second") for field in HEAVY]
    rows = Talk.objects.filter(unit_id=case.unit_id, case_id=case.id)
    return list(rows.select_related("first", "second").defer(*heavy).order_by("held_on", "id"))


def present_at(case: LifeCase) -> frozenset[uuid.UUID]:
    """Return who came to the meeting of the case."""
    if case.meeting_id is None:
        return frozenset()
    rows = Attendee.objects.filter(
        unit_id=case.unit_id, meeting_id=case.meeting_id, presence__in=THERE
    )
    return frozenset(rows.values_list("person_id", flat=True))


def rectifications_of(case: LifeCase) -> list[Rectification]:
    """Return the lines of the 整改清单 with task and owner."""
    rows = Rectification.objects.filter(unit_id=case.unit_id, case_id=case.id)
    rows = rows.select_related("task", "task__owner")
    return list(rows.defer(*(f"task__owner__{f}" for f in HEAVY)).order_by("task__due_on", "id"))


def next_round(case: LifeCase) -> LifeCase | None:
    """Return the round that was held again, None where there is none."""
    return LifeCase.objects.filter(unit_id=case.unit_id, rerun_of_id=case.id).first()


def _standing(step: Step, facts: Facts, rules: Ruled) -> Standing:
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
