"""The talks before a meeting as work done: entered once, counted by the duty of the branch."""

from datetime import date

from dangwu.accounts.access import Access
from dangwu.activities.actions import file_activity
from dangwu.activities.models import Activity
from dangwu.activities.queries import activities_of
from dangwu.assessment.models import LifeCase, Talk

TALK = "talk"


def file_talks(access: Access, case: LifeCase) -> Activity | None:
    """File the talks of a case under the day of the last; None where that year has them already.

    Source: ZB2018 art. 19
    """
    talks = Talk.objects.filter(unit_id=case.unit_id, case_id=case.id)
    last = talks.order_by("-held_on").values_list("held_on", flat=True).first()
    if last is None:
        return None
    year = {"first": date(last.year, 1, 1), "last": date(last.year, 12, 31)}
    if activities_of(case.organisation, kinds=[TALK], **year).exists():
        return None
    return file_activity(
        actor=access,
        organisation=case.organisation,
        kinds=[TALK],
        title=f"谈心谈话（{case}会前）",
        held_on=last,
        summary=f"登记{talks.count()}次；不登记谈话内容。",
    )
