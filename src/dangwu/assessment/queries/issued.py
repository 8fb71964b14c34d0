"""The papers of a case that go out under a number, and those that went out."""

from collections.abc import Mapping
from typing import Final

from dangwu.assessment.models import LifeCase
from dangwu.assessment.origins import LIFE_CASE
from dangwu.documents.models import Document, Voiding

# Steps whose paper goes to the committee above, each with its kind of document.
NUMBERED: Final[Mapping[str, str]] = {"plan": "report", "report": "life_meeting_report"}


def issued_of(case: LifeCase) -> dict[str, Document]:
    """Return the documents of a case that hold, by the step whose paper they are."""
    steps = {kind: step for step, kind in NUMBERED.items()}
    rows = Document.objects.filter(
        unit_id=case.unit_id, origin_kind=LIFE_CASE, origin_id=case.id, kind__in=steps
    )
    gone = Voiding.objects.filter(unit_id=case.unit_id).values("document_id")
    held = rows.exclude(id__in=gone).select_related("organisation")
    return {steps[row.kind]: row for row in held.order_by("issued_at", "id")}
