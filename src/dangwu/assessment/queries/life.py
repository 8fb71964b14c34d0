"""A case of organisation life: its gate, where each step stands, what comes next."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import Http404

from dangwu.accounts.access import Access
from dangwu.assessment.models import LifeCase, LifePart, LifeRecord, Rectification, Talk
from dangwu.assessment.permissions import THERE, can_see_case
from dangwu.assessment.queries.issued import NUMBERED, issued_of
from dangwu.assessment.queries.rules import Basis, ruled
from dangwu.assessment.queries.standings import DONE, OPEN, Facts, Standing, standing_of
from dangwu.assessment.steps import BEFORE, LIFE_STEPS, PHASES
from dangwu.documents.models import Document
from dangwu.meetings.models import Attendee, Meeting
from dangwu.members.queries.gates import HEAVY

LIGHT: Final = tuple(f"person__{field}" for field in HEAVY)
ABOVE: Final = "filed"  # the step that is the superior's
PRINTED: Final = ("plan", "report", "rectification")


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
    def held(self) -> bool:
        """Whether the meeting is over."""
        meeting = self.case.meeting
        return meeting is not None and meeting.state == Meeting.State.CLOSED

    @property
    def reported(self) -> bool:
        """Whether there is a report that the superior can put on file."""
        return any(one.step.code == "report" and one.state == DONE for one in self.standings)

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
    standings = tuple(standing_of(step, facts, rules) for step in LIFE_STEPS)
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
