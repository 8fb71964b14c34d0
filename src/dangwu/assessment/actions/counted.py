"""Ballots on line that were counted: those who keep the appraisal learn what comes next."""

import uuid
from datetime import date

from dangwu.assessment.actions.telling import tell_keepers
from dangwu.assessment.models import Appraisal
from dangwu.assessment.origins import APPRAISAL
from dangwu.assessment.queries.counting import audiences_of


def on_ballot_counted(
    *,
    unit_id: int,
    ballot_id: uuid.UUID,
    origin_kind: str,
    origin_id: uuid.UUID | None,
    counted_on: date,
    **_news: object,
) -> None:
    """Tell the keepers once the last ballot of an audience has its result."""
    if origin_kind != APPRAISAL or origin_id is None:
        return
    row = (
        Appraisal.objects.filter(unit_id=unit_id, id=origin_id)
        .select_related("organisation")
        .get()
    )
    for counted in audiences_of(row):
        if ballot_id in counted.audience.ballot_ids and counted.count is not None:
            tell_keepers(
                row.organisation,
                key=f"assessment.counted:{counted.audience.id}",
                subject=f"线上测评已计票：{row.title}",
                text=f"{counted.audience.name}的测评票已全部计完，票数已经回到评议页面，可以评定等次。",
                link=f"/assessment/appraisals/{row.unit_id}/{row.id}/",
                on=counted_on,
            )
