"""An appraisal: its gate, the counts of its audiences, where each step stands."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from dangwu.accounts.access import Access
from dangwu.assessment.models import Appraisal, AppraisalRecord, Rectification, Subject
from dangwu.assessment.permissions import can_read
from dangwu.assessment.queries.counting import Counted, audiences_of
from dangwu.assessment.queries.rules import Ruled, ruled
from dangwu.assessment.queries.standings import BLOCKED, DONE, NEEDLESS, OPEN, Standing
from dangwu.assessment.steps import APPRAISAL_STEPS, PHASES, Step
from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.check import judge
from dangwu.core.rulebook.findings import Finding
from dangwu.members.queries.gates import HEAVY
from dangwu.organisations.queries.rulebook import rules_for


@dataclass(frozen=True, slots=True)
class Course:
    """An appraisal with its steps, audiences and subjects; subjects by strokes, never by result."""

    appraisal: Appraisal
    standings: tuple[Standing, ...]
    audiences: tuple[Counted, ...]
    subjects: tuple[Subject, ...]
    rectifications: tuple[Rectification, ...]
    quota: Finding | None

    @property
    def phases(self) -> list[tuple[str, list[Standing]]]:
        named = [(p, [s for s in self.standings if s.step.phase == p]) for p in PHASES]
        return [(phase, standings) for phase, standings in named if standings]

    @property
    def people(self) -> list[Subject]:
        """The persons among the subjects."""
        return [one for one in self.subjects if one.person_id is not None]

    @property
    def counted(self) -> bool:
        """Whether every audience has its count."""
        return all(one.count is not None for one in self.audiences)

    @property
    def graded(self) -> list[Subject]:
        return [one for one in self.subjects if one.graded]

    @property
    def ungraded(self) -> list[Subject]:
        return [one for one in self.subjects if not one.graded]

    @property
    def next(self) -> Standing | None:
        """The first open step of those that are needed."""
        if self.appraisal.state != Appraisal.State.OPEN:
            return None
        return next((one for one in self.missing if one.state == OPEN), None)

    @property
    def passed_over(self) -> list[Standing]:
        """Steps that rules ask for and that are open while a later one is done already.

        Source: XF2011 art. 39
        """
        asked = [one for one in self.standings if one.binding]
        last = max((place for place, one in enumerate(asked) if one.state == DONE), default=0)
        return [one for one in asked[:last] if one.state == OPEN]

    @property
    def missing(self) -> list[Standing]:
        """What must be done before the results are told: steps rules ask for, and the count."""
        return [
            one
            for one in self.standings
            if one.is_open
            and one.step.code not in ("told", "rectification")
            and (one.binding or one.step.code in ("ballot", "conclude"))
        ]


def appraisal_for(access: Access, unit_id: int, appraisal_id: uuid.UUID) -> Appraisal:
    """Return an appraisal that a post of `access` reaches, else raise Http404."""
    found = (
        Appraisal.objects.filter(unit_id=unit_id, id=appraisal_id)
        .select_related("organisation", "organisation__parent")
        .first()
    )
    if found is None or not can_read(access, found.organisation):
        raise Http404
    return found


def subject_of(appraisal: Appraisal, subject_id: uuid.UUID) -> Subject:
    """Return a subject of an appraisal got through its gate, else raise Http404."""
    for subject in subjects_of(appraisal):
        if subject.id == subject_id:
            return subject
    raise Http404


def subjects_of(appraisal: Appraisal) -> list[Subject]:
    """Return whom it is about, by strokes; things in the order they were written down."""
    rows = Subject.objects.filter(unit_id=appraisal.unit_id, appraisal_id=appraisal.id)
    rows = rows.select_related("person").defer(*(f"person__{field}" for field in HEAVY))
    return list(rows.order_by("person__sort_key", "person_id", "id"))


def course_of(appraisal: Appraisal, *, on: date) -> Course:
    """Return where the appraisal stands on that day."""
    mine = {"unit_id": appraisal.unit_id, "appraisal_id": appraisal.id}
    records = {row.step: row for row in AppraisalRecord.objects.filter(**mine)}
    subjects = tuple(subjects_of(appraisal))
    audiences = tuple(audiences_of(appraisal))
    lines = rectifications_of(appraisal)
    rules = ruled(appraisal.organisation, on)
    derived = {
        "ballot": _ballot(audiences),
        "conclude": _conclude(subjects, audiences),
        "rectification": (DONE, f"{len(lines)}项") if lines else (OPEN, "有问题的列入"),
        "told": (
            (DONE, "") if appraisal.state == Appraisal.State.CLOSED else (BLOCKED, "办结时反馈")
        ),
    }
    standings = tuple(
        _standing(step, records.get(step.code), derived, rules)
        for step in APPRAISAL_STEPS[appraisal.kind]
    )
    quota = quota_of(appraisal, subjects, rules)
    return Course(appraisal, standings, audiences, subjects, tuple(lines), quota)


def quota_of(appraisal: Appraisal, subjects: Sequence[Subject], rules: Ruled) -> Finding | None:
    """Return what the rules say of how many got the best grade; None where they say nothing.

    Source: PY2023 art. ~等次
    """
    if appraisal.kind != Appraisal.Kind.MEMBERS:
        return None
    for rule in rules_for(rules.book, shapes.Quota, rules.facts, rules.on):
        if isinstance(rule.shape, shapes.Quota):
            facts = {
                "result": sum(one.grade == rule.shape.result for one in subjects),
                "base": len(subjects),
                "excluded": sum(not one.graded for one in subjects),
            }
            return judge(rule, facts)
    return None


def rectifications_of(appraisal: Appraisal) -> list[Rectification]:
    """Return the lines of the 整改清单 with task and owner."""
    rows = Rectification.objects.filter(unit_id=appraisal.unit_id, appraisal_id=appraisal.id)
    rows = rows.select_related("task", "task__owner")
    return list(rows.defer(*(f"task__owner__{f}" for f in HEAVY)).order_by("task__due_on", "id"))


def _standing(
    step: Step,
    record: AppraisalRecord | None,
    derived: Mapping[str, tuple[str, str]],
    rules: Ruled,
) -> Standing:
    if step.derived:
        state, told = derived[step.code]
    else:
        state, told = (DONE if record is not None else OPEN), ""
    return Standing(step, state, told, rules.basis(step.rules), record)


def _ballot(audiences: Sequence[Counted]) -> tuple[str, str]:
    counted = sum(one.count is not None for one in audiences)
    told = f"{counted} / {len(audiences)}组已计票"
    return (DONE if counted == len(audiences) else OPEN), told


def _conclude(subjects: Sequence[Subject], audiences: Sequence[Counted]) -> tuple[str, str]:
    people = [one for one in subjects if one.graded and one.person_id is not None]
    if not people:
        return NEEDLESS, ""
    if any(one.count is None for one in audiences):
        return BLOCKED, "计票以后评定"
    given = sum(one.concluded_on is not None for one in people)
    return (DONE if given == len(people) else OPEN), f"{given} / {len(people)}人"
