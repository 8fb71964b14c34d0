"""Party-affairs workers of the reach, and the reading of the staffing ratio."""

import uuid
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from django.http import Http404

from dangwu.accounts.access import READERS, Access
from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.loader import load_rulebook
from dangwu.members.models import Worker, WorkerExperience
from dangwu.members.permissions import LISTERS
from dangwu.organisations.queries import visible_organisations
from dangwu.sharding.queries import UnitQuerySet

STAFF_RULE: Final = "JG2019-30-staff"
ORGAN: Final = "organ"
SHOWN_AT_MOST: Final = 300


@dataclass(frozen=True, slots=True)
class Ratio:
    """Full-time workers against the staff. state: met, due or unknown; it only reminds.

    share: percent with one decimal.
    """

    state: str
    text: str
    full_time: int
    staff: int | None
    share: str
    rule: str
    instrument_title: str
    article: str


@dataclass(frozen=True, slots=True)
class WorkerRecord:
    """One worker with the history."""

    worker: Worker
    experiences: list[WorkerExperience]


def workers_of(access: Access) -> list[Worker]:
    """Return who does Party-affairs work in reach today, by organisation."""
    return list(
        _now(access)
        .select_related("person", "organisation")
        .order_by("organisation__path", "-full_time", "person__sort_key")[:SHOWN_AT_MOST]
    )


def has_organs(access: Access) -> bool:
    """Return whether an organ's organisation is in reach: the article is about organs only."""
    return visible_organisations(access, roles=LISTERS).filter(category=ORGAN).exists()


def staffing(access: Access, staff: int | None) -> Ratio:
    """Return what the article says of the full-time workers in reach.

    staff: of the organs together, as told by the reader; the register does not hold it.
    Source: JG2019 art. 30
    """
    rule = next(rule for rule in load_rulebook().rules() if rule.id == STAFF_RULE)
    shape = rule.shape
    if not isinstance(shape, shapes.Range) or shape.low is None or shape.high is None:
        raise TypeError(f"{STAFF_RULE} is not a range")
    full_time = _now(access).filter(full_time=True, organisation__category=ORGAN).count()
    share = Fraction(full_time, staff) if staff else None
    state, text = _read(share, shape.low, shape.high)
    return Ratio(
        state=state,
        text=text,
        full_time=full_time,
        staff=staff,
        share=f"{float(share) * 100:.1f}%" if share is not None else "",
        rule=rule.id,
        instrument_title=rule.instrument.title,
        article=rule.article,
    )


def worker_for(access: Access, unit_id: int, row_id: uuid.UUID) -> WorkerRecord:
    """Return a worker that `access` may see: from above, or oneself. Else raise Http404."""
    worker = (
        Worker.objects.filter(unit_id=unit_id, id=row_id)
        .select_related("person", "organisation")
        .first()
    )
    if worker is None:
        raise Http404
    above = access.covers(unit_id, worker.organisation.path, roles=READERS)
    if not above and not access.is_person(unit_id, worker.person_id):
        raise Http404
    history = WorkerExperience.objects.filter(unit_id=unit_id, worker_id=worker.id)
    return WorkerRecord(worker, list(history.order_by("-period")))


def _now(access: Access) -> UnitQuerySet[Worker]:
    here = visible_organisations(access, roles=LISTERS).values("id")
    return Worker.objects.filter(
        unit_id__in=sorted(access.units),
        period__contains=access.today,
        organisation_id__in=here,
    )


def _read(share: Fraction | None, low: Fraction, high: Fraction) -> tuple[str, str]:
    if share is None:
        return "unknown", "填写机关人员总数后算出占比。"
    if share < low:
        return "due", "低于一般比例，可以研究充实专职力量。"
    if share > high:
        return "met", "高于一般比例；条例说的是“一般”，由党组织掌握。"
    return "met", "在一般比例之内。"
