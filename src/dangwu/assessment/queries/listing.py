"""Lists of organisation life and of appraisals, by year."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Final, Generic, TypeVar

from django.db.models import Q

from dangwu.accounts.access import READERS, Access, Reach
from dangwu.assessment.models import Appraisal, LifeCase, LifePart, Subject
from dangwu.assessment.permissions import PREPARERS
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries import visible_organisations
from dangwu.sharding.queries import UnitQuerySet

PAGE: Final = 50
R = TypeVar("R", LifeCase, Appraisal)


@dataclass(frozen=True, slots=True)
class Listed(Generic[R]):
    """A page of rows. after: where the next begins; empty: there is none."""

    rows: list[R]
    after: str


@dataclass(frozen=True, slots=True)
class Running:
    """A case that goes on. page: the name of its page."""

    page: str
    unit_id: int
    id: uuid.UUID


def running_cases(organisation: Organisation) -> dict[tuple[str, int], Running]:
    """Return the newest case of the organisation that goes on, by kind and year."""
    own = {"unit_id": organisation.unit_id, "organisation": organisation}
    life = LifeCase.objects.filter(**own).exclude(state=LifeCase.State.CLOSED)
    appraisals = Appraisal.objects.filter(**own, state=Appraisal.State.OPEN)
    return {
        (kind, year): Running(page, organisation.unit_id, key)
        for page, rows in (("life", life), ("appraisal", appraisals))
        for kind, year, key in rows.order_by("started_at", "id").values_list("kind", "year", "id")
    }


def cases_in(
    access: Access,
    *,
    year: int | None = None,
    state: str = "",
    organisation: Organisation | None = None,
    after: str = "",
) -> Listed[LifeCase]:
    """Return a page of cases, newest first: of posts what they reach, of members their own."""
    seen = _reached(access, organisation)
    if access.unit_id is not None and access.person_id is not None and organisation is None:
        mine = LifePart.objects.filter(unit_id=access.unit_id, person_id=access.person_id)
        seen |= Q(id__in=mine.values("case_id"))
    rows = LifeCase.objects.filter(seen, unit_id__in=_units(access, organisation))
    return _page(_narrowed(rows, year, state), after)


def appraisals_in(
    access: Access,
    *,
    year: int | None = None,
    state: str = "",
    organisation: Organisation | None = None,
    after: str = "",
) -> Listed[Appraisal]:
    """Return a page of appraisals in reach of a post, newest first."""
    rows = Appraisal.objects.filter(
        _reached(access, organisation), unit_id__in=_units(access, organisation)
    )
    return _page(_narrowed(rows, year, state), after)


def results_of(access: Access) -> list[Subject]:
    """Return the results that were told to the person who acts, newest first: nobody else's."""
    if access.unit_id is None or access.person_id is None:
        return []
    rows = Subject.objects.filter(
        unit_id=access.unit_id, person_id=access.person_id, told_on__isnull=False
    )
    return list(
        rows.select_related("appraisal", "appraisal__organisation").order_by("-told_on")[:PAGE]
    )


def own_reach(access: Access) -> Reach | None:
    """Return the organisation for which this person prepares."""
    return next((r for r in access.reaches_as(PREPARERS) if r.organisation_id), None)


def year_of(on: date) -> int:
    """Return the year that is dealt with: in January and February still the last one."""
    return on.year - 1 if on.month <= 2 else on.year


def _reached(access: Access, organisation: Organisation | None) -> Q:
    if organisation is not None:
        return Q(organisation_id=organisation.id)
    if not access.reaches_as(READERS):
        return Q(pk__in=[])
    return Q(organisation_id__in=visible_organisations(access).values("id"))


def _units(access: Access, organisation: Organisation | None) -> list[int]:
    return [organisation.unit_id] if organisation is not None else sorted(access.units)


def _narrowed(rows: UnitQuerySet[R], year: int | None, state: str) -> UnitQuerySet[R]:
    if year:
        rows = rows.filter(year=year)
    if state:
        rows = rows.filter(state=state)
    return rows.select_related("organisation")


def _page(rows: UnitQuerySet[R], after: str) -> Listed[R]:
    year, _, last = after.partition("_")
    if year.isdigit() and _is_uuid(last):
        rows = rows.filter(Q(year__lt=int(year)) | Q(year=int(year), id__lt=last))
    found = list(rows.order_by("-year", "-id")[: PAGE + 1])
    shown = found[:PAGE]
    end = shown[-1] if len(found) > PAGE else None
    return Listed(shown, f"{end.year}_{end.id}" if end else "")


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
