"""Questionnaires for tests: drafts with one question of each kind, open ones, what is answered."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import make
from dangwu.accounts.access import Access, Reach
from dangwu.accounts.models import Role
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.questionnaires import actions
from dangwu.questionnaires.actions import Setting, Wording
from dangwu.questionnaires.models import Invitation, Questionnaire

KINDS = (
    Wording("single", "对党员活动室满意吗", options=("满意", "基本满意", "不满意")),
    Wording("multiple", "希望增加什么", options=("学习", "志愿服务", "文体活动"), most=2),
    Wording("scale", "总体满意程度", steps=5, low_label="很不满意", high_label="很满意"),
    Wording(
        "matrix", "逐项评价", rows=("主题党日", "党课"), steps=3, low_label="差", high_label="好"
    ),
    Wording("text", "还有什么建议", required=False),
)
FULL: dict[str, object] = {
    "q1": 0,
    "q2": [0, 2],
    "q3": 4,
    "q4_0": 3,
    "q4_1": 2,
    "q5": "多开座谈会",
}


def keeper(organisation: Organisation, *, role: Role = Role.SECRETARY) -> Access:
    """Somebody who holds this role there, without an account."""
    reach = Reach(role, organisation.unit_id, organisation.id, organisation.path)
    return Access(None, "李明", make.TODAY, make.NOW, (reach,), organisation.unit_id)


def setting(**facts: Any) -> Setting:
    """An anonymous questionnaire for all members, open for a week since yesterday."""
    given: dict[str, Any] = {
        "title": "支部工作满意度调查",
        "audience": "members",
        "opens_at": make.NOW - timedelta(days=1),
        "closes_at": make.NOW + timedelta(days=7),
    }
    return Setting(**given | facts)


def draft(organisation: Organisation, **facts: Any) -> Questionnaire:
    """A draft with these `wordings`, one of each kind where none are given."""
    actor = keeper(organisation)
    wordings: tuple[Wording, ...] = facts.pop("wordings", KINDS)
    row = actions.create_questionnaire(
        actor=actor, organisation=organisation, setting=setting(**facts)
    )
    for wording in wordings:
        actions.add_question(actor=actor, questionnaire=row, wording=wording)
    return row


def opened(organisation: Organisation, **facts: Any) -> Questionnaire:
    """A questionnaire that was sent out."""
    row = draft(organisation, **facts)
    return actions.open_questionnaire(actor=keeper(organisation), questionnaire=row)


def people(organisation: Organisation, number: int, *, sex: str = "1") -> list[Person]:
    """So many members of a branch."""
    return [make.person(f"党员{n}", organisation=organisation, sex=sex) for n in range(number)]


def invitations(row: Questionnaire) -> list[Invitation]:
    """The invitations in the order they were made."""
    found = Invitation.objects.filter(unit_id=row.unit_id, questionnaire=row).order_by("id")
    return list(found.select_related("questionnaire", "person"))


def answered(
    row: Questionnaire, number: int, *, without: Person | None = None, **given: object
) -> None:
    """Let so many of the invited answer alike, once it is open; `without` is left to answer.

    Ids made in one millisecond have no order, so whom it meets is not said otherwise.
    """
    actor = replace(keeper(row.organisation), now=max(row.opens_at, make.NOW))
    act = actions.answer_by_name if row.named else actions.answer_anonymously
    waiting = [each for each in invitations(row) if not each.used and not each.declined]
    if without is not None:
        waiting = [each for each in waiting if each.person_id != without.id]
    for each in waiting[:number]:
        act(actor=actor, invitation=each, given=FULL | given)
