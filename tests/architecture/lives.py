"""A case of organisation life and an appraisal of the branch, for the table of addresses."""

import uuid
from datetime import date

import make
from dangwu.assessment.models import (
    Appraisal,
    Audience,
    LifeCase,
    LifePart,
    Subject,
    Talk,
)
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation


def lives_of(branch: Organisation, own: Person) -> dict[str, int | str | uuid.UUID]:
    """Make a case that the member takes part in, with a talk, and an appraisal of the member."""
    unit = branch.unit_id
    case = LifeCase.objects.create(
        unit_id=unit, organisation=branch, kind="organisation_life", year=2026, theme="主题",
        theme_by="self", started_at=make.NOW,
    )  # fmt: skip
    LifePart.objects.create(
        unit_id=unit, case=case, person=own, text="检查自己。", handed_in_on=date(2026, 11, 2)
    )
    other = make.person("周二", organisation=branch)
    low, high = sorted((own, other), key=lambda person: person.id)
    talk = Talk.objects.create(
        unit_id=unit, case=case, first=low, second=high, held_on=date(2026, 11, 3)
    )
    appraisal = Appraisal.objects.create(
        unit_id=unit, organisation=branch, kind="appraisal", year=2026, title="民主评议",
        started_at=make.NOW,
    )  # fmt: skip
    audience = Audience.objects.create(
        unit_id=unit, appraisal=appraisal, position=1, name="党员", grades=["优秀", "合格"]
    )
    subject = Subject.objects.create(unit_id=unit, appraisal=appraisal, person=own)
    return {
        "life_case": case.id,
        "talk": talk.id,
        "appraisal": appraisal.id,
        "audience": audience.id,
        "subject": subject.id,
    }
