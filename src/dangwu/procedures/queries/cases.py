"""The gate of a case, its steps as they stand, and the lists of cases."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import DateField, F
from django.db.models.functions import Coalesce
from django.http import Http404

from dangwu.accounts.access import Access
from dangwu.core.calendar import add_months
from dangwu.core.rulebook.records import Rulebook
from dangwu.organisations.models import LeadingBody, Organisation
from dangwu.organisations.queries import visible_organisations
from dangwu.organisations.queries.bodies import ends_on, reminder_months
from dangwu.organisations.queries.rulebook import scope_of
from dangwu.procedures.graph import Shape, Standing, next_step, standings
from dangwu.procedures.models import CaseMeeting, CaseStep, TermChange
from dangwu.procedures.permissions import can_read
from dangwu.rules.queries.rulebook import books_for, rulebook_for

PAGE: Final = 50
# Kinds whose leading body is elected for a term by their own members or delegates.
CHANGING: Final = ("branch", "joint_branch", "mobile_branch", "general_branch", "committee")


@dataclass(frozen=True, slots=True)
class Ending:
    """A body whose term is over soon or already, without a case."""

    body: LeadingBody
    ends_on: date
    is_over: bool


def case_for(access: Access, unit_id: int, case_id: uuid.UUID) -> TermChange:
    """Return a case that `access` may see, else raise Http404."""
    found = (
        TermChange.objects.filter(unit_id=unit_id, id=case_id)
        .select_related("organisation", "former", "body")
        .first()
    )
    if found is None or not can_read(access, found.organisation):
        raise Http404
    return found


def running_case(organisation: Organisation) -> TermChange | None:
    """Return the case of an organisation that is not over, if there is one."""
    rows = TermChange.objects.filter(
        unit_id=organisation.unit_id,
        organisation_id=organisation.id,
        state=TermChange.State.RUNNING,
    )
    return rows.first()


def book_for(case: TermChange, on: date) -> Rulebook:
    """Return the rules in force where the case is."""
    return rulebook_for(case.unit_id, on)


def filed_steps(case: TermChange) -> dict[str, CaseStep]:
    """Return what was filed and not withdrawn, by step."""
    rows = CaseStep.objects.filter(unit_id=case.unit_id, case_id=case.id, withdrawn_reason="")
    return {row.step: row for row in rows}


def shape_of(case: TermChange) -> Shape:
    """Return what decides which steps the case has."""
    return Shape(
        kind=case.kind,
        has_committee=case.has_committee,
        by_congress=case.electorate == TermChange.Electorate.CONGRESS,
        shifted=case.timing != TermChange.Timing.ON_TIME,
        with_inspectors=case.inspectors > 0,
        with_standing=case.standing > 0,
    )


def steps_now(
    case: TermChange, filed: Mapping[str, CaseStep], on: date, book: Rulebook | None = None
) -> tuple[Standing, ...]:
    """Return every step of the case with its state on that day. book: known to the caller."""
    return standings(
        shape_of(case),
        done={step: row.on for step, row in filed.items()},
        on=on,
        book=book or book_for(case, on),
        facts=scope_of(case.organisation, on),
    )


def next_of(case: TermChange, on: date) -> Standing | None:
    """Return the one step to do now."""
    if case.state == TermChange.State.STOPPED:
        return None
    return next_step(steps_now(case, filed_steps(case), on))


def next_of_each(rows: Sequence[TermChange], on: date) -> list[tuple[TermChange, Standing | None]]:
    """Return each running case with its next step, in a fixed number of reads."""
    units = sorted({row.unit_id for row in rows})
    filed: dict[uuid.UUID, dict[str, CaseStep]] = {}
    found = CaseStep.objects.filter(
        unit_id__in=units, case_id__in=[row.id for row in rows], withdrawn_reason=""
    )
    for step in found:
        filed.setdefault(step.case_id, {})[step.step] = step
    books = books_for(units, on)
    return [
        (row, next_step(steps_now(row, filed.get(row.id, {}), on, books[row.unit_id].rulebook)))
        for row in rows
    ]


def meetings_of(case: TermChange) -> dict[str, CaseMeeting]:
    """Return the meetings that count, by what they are for."""
    rows = CaseMeeting.objects.filter(unit_id=case.unit_id, case_id=case.id)
    return {row.sitting: row for row in rows.select_related("meeting__organisation")}


def cases_in(access: Access, *, state: str, after: str = "") -> list[TermChange]:
    """Return up to a page and one more of the cases in reach, the next election first.

    after: day and id of the last row of the page before.
    """
    rows = TermChange.objects.filter(
        unit_id__in=sorted(access.units),
        organisation_id__in=visible_organisations(access).values("id"),
        state=state,
    ).select_related("organisation")
    day, _, last = after.partition(":")
    if day and last:
        rows = rows.filter(planned_on__gte=day).exclude(planned_on=day, id__lte=last)
    return list(rows.order_by("planned_on", "id")[: PAGE + 1])


def endings_in(access: Access, on: date, *, after: str = "") -> list[Ending]:
    """Return bodies in reach whose term is over or ends within the reminder, none with a case.

    Source: RQ2018 art. ~提醒
    """
    running = TermChange.objects.filter(
        unit_id__in=sorted(access.units), state=TermChange.State.RUNNING
    )
    book = rulebook_for(min(access.units), on)
    till = add_months(on, reminder_months(book, on))
    rows = (
        LeadingBody.objects.filter(
            unit_id__in=sorted(access.units),
            served__contains=on,
            organisation__in=visible_organisations(access).standing().values("id"),
            organisation__kind__in=CHANGING,
        )
        .exclude(organisation_id__in=running.values("organisation_id"))
        .alias(last=_last_day())
        .filter(last__lte=till)
        .select_related("organisation")
        .annotate(last_day=_last_day())
    )
    day, _, last = after.partition(":")
    if day and last:
        rows = rows.filter(last__gte=day).exclude(last=day, id__lte=last)
    found = rows.order_by("last_day", "id")[: PAGE + 1]
    return [Ending(row, ends_on(row), ends_on(row) <= on) for row in found]


def _last_day() -> Coalesce:
    """The day on which a term is over, an approved extension counted."""
    return Coalesce(F("extended_to"), F("term__endswith"), output_field=DateField())
