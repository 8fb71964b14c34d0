"""An appraisal: its gate, the counts of its audiences, where each step stands."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import Http404

from dangwu.accounts.access import Access
from dangwu.assessment.models import (
    Appraisal,
    AppraisalRecord,
    Audience,
    GradeSheet,
    Rectification,
    Subject,
)
from dangwu.assessment.permissions import can_read
from dangwu.assessment.queries.rules import Basis, Ruled, ruled
from dangwu.assessment.steps import APPRAISAL_STEPS, PHASES, Step
from dangwu.ballots.queries import ballot_at, result_for
from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.check import judge
from dangwu.core.rulebook.findings import Finding
from dangwu.members.queries.gates import HEAVY
from dangwu.organisations.queries.rulebook import rules_for

FEWEST: Final = 5  # sheets; below it a count would show who gave what
DONE, OPEN, BLOCKED, NEEDLESS = "done", "open", "blocked", "needless"


@dataclass(frozen=True, slots=True)
class Count:
    """The count of one audience. by_subject: sheets per grade, in the order of the scale.

    shown: whether there are enough sheets for the figures to be shown.
    """

    issued: int
    returned: int
    invalid: int
    by_subject: Mapping[str, tuple[int, ...]]

    @property
    def shown(self) -> bool:
        return self.returned >= FEWEST


@dataclass(frozen=True, slots=True)
class Counted:
    """An audience with the sheets typed in for it, and the count once two persons agree."""

    audience: Audience
    sheets: tuple[GradeSheet, ...]
    count: Count | None
    online: bool

    @property
    def differs(self) -> bool:
        """Whether two persons typed in different figures."""
        return not self.online and self.count is None and len(self.sheets) > 1

    def words(self, subject: uuid.UUID) -> str:
        """Return how many sheets gave each grade; empty where there are too few to be shown."""
        if self.count is None or not self.count.shown:
            return ""
        votes = self.count.by_subject.get(str(subject), ())
        pairs = zip(self.audience.grades, votes, strict=False)
        return "，".join(f"{grade}{number}票" for grade, number in pairs)

    def entered_by(self, account_id: uuid.UUID | None) -> GradeSheet | None:
        """Return the person's own last sheet."""
        return next((one for one in self.sheets if one.account_id == account_id), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a step stands: done, open, blocked, needless."""

    step: Step
    state: str
    told: str
    basis: tuple[Basis, ...]
    record: AppraisalRecord | None

    @property
    def binding(self) -> bool:
        """Whether a rule in force asks for the step here."""
        return any(one.binding for one in self.basis)

    @property
    def is_open(self) -> bool:
        return self.state in (OPEN, BLOCKED)


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
    def graded(self) -> list[Subject]:
        return [one for one in self.subjects if one.graded]

    @property
    def ungraded(self) -> list[Subject]:
        return [one for one in self.subjects if not one.graded]

    @property
    def next(self) -> Standing | None:
        if self.appraisal.state != Appraisal.State.OPEN:
            return None
        return next((one for one in self.standings if one.state == OPEN), None)

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


def audience_of(appraisal: Appraisal, audience_id: uuid.UUID) -> Counted:
    """Return an audience of an appraisal got through its gate, else raise Http404."""
    for counted in audiences_of(appraisal):
        if counted.audience.id == audience_id:
            return counted
    raise Http404


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


def audiences_of(appraisal: Appraisal) -> list[Counted]:
    """Return the audiences, each with its sheets and its count."""
    mine = {"unit_id": appraisal.unit_id}
    audiences = list(
        Audience.objects.filter(**mine, appraisal_id=appraisal.id).order_by("position")
    )
    sheets = list(
        GradeSheet.objects.filter(**mine, audience_id__in=[a.id for a in audiences]).order_by("id")
    )
    return [_online(one) if one.ballot_ids else _on_paper(one, sheets) for one in audiences]


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
        "conclude": _conclude(subjects),
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


def _conclude(subjects: Sequence[Subject]) -> tuple[str, str]:
    people = [one for one in subjects if one.graded and one.person_id is not None]
    if not people:
        return NEEDLESS, ""
    given = sum(one.concluded_on is not None for one in people)
    return (DONE if given == len(people) else OPEN), f"{given} / {len(people)}人"


def _on_paper(audience: Audience, sheets: Sequence[GradeSheet]) -> Counted:
    last: dict[uuid.UUID, GradeSheet] = {}
    for sheet in sheets:
        if sheet.audience_id == audience.id:
            last.pop(sheet.account_id, None)
            last[sheet.account_id] = sheet
    rows = tuple(last.values())
    seen: set[str] = set()
    for sheet in rows:
        if sheet.digest in seen:
            return Counted(audience, rows, _count(sheet.content), online=False)
        seen.add(sheet.digest)
    return Counted(audience, rows, None, online=False)


def _count(content: Mapping[str, Any]) -> Count:
    by_subject = {key: tuple(votes) for key, votes in content["subjects"].items()}
    return Count(content["issued"], content["returned"], content["invalid"], by_subject)


def _online(audience: Audience) -> Counted:
    """Return the count of the ballots on line, once every one of them is announced."""
    results = [result_for(ballot_at(audience.unit_id, one)) for one in audience.ballot_ids]
    contests = [contest for result in results if result for contest in result.contests]
    if not contests or None in results:
        return Counted(audience, (), None, online=True)
    subjects = Subject.objects.filter(
        unit_id=audience.unit_id, appraisal_id=audience.appraisal_id, graded=True
    ).order_by("person__sort_key", "person_id", "id")
    keys = [str(key) for key in subjects.values_list("id", flat=True)]
    count = Count(
        max(one.issued for one in contests),
        min(one.returned for one in contests),
        max(one.invalid for one in contests),
        {
            key: tuple(option.votes for option in contest.options)
            for key, contest in zip(keys, contests, strict=True)
        },
    )
    return Counted(audience, (), count, online=True)
