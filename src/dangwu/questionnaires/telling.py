"""What the invited are told. Who has answered is never said."""

import uuid
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from dangwu.notices.actions import notify
from dangwu.notices.recipients import to_person
from dangwu.questionnaires.models import Questionnaire


def tell_invited(row: Questionnaire, people: Iterable[uuid.UUID], key: str) -> int:
    """Tell these people of the questionnaire once under the key; return how many are new."""
    return notify(
        unit_id=row.unit_id,
        recipients=[to_person(person) for person in people],
        key=f"{key}:{row.id}",
        subject=f"请填写问卷：{row.title}",
        text="记名填写。" if row.named else "匿名填写，答卷上没有姓名。",
        link=reverse("questionnaires:answer", args=(row.unit_id, row.id)),
        due_on=timezone.localdate(row.closes_at),
        category="questionnaires",
    )
