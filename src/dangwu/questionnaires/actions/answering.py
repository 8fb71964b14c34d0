"""Taking an answer. Of an anonymous one no entry is made: it would put a moment beside it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.questionnaires.counting import FEWEST, summed
from dangwu.questionnaires.models import (
    AnonymousAnswer,
    Invitation,
    KeptTotals,
    NamedAnswer,
    Questionnaire,
)
from dangwu.questionnaires.queries.listing import questions_of
from dangwu.questionnaires.queries.results import counted, counts_by_part
from dangwu.questionnaires.sheet import Content, Given, filled


class AnsweredError(DomainError):
    """The invitation was used: there is one answer for each."""


@transaction.atomic
def answer_anonymously(*, actor: Access, invitation: Invitation, given: Given) -> None:
    """Use the invitation and keep the answer, which holds nothing of either. One transaction.

    Raises SheetError, AnsweredError, DomainError.
    """
    row = invitation.questionnaire
    if row.named:
        raise PermissionDenied
    content = _checked(actor, row, given)
    _use(invitation)
    _keep(row, invitation.part, content)


@transaction.atomic
def answer_openly(*, actor: Access, questionnaire: Questionnaire, given: Given) -> None:
    """Keep an answer from the public link. Raises SheetError, DomainError."""
    if not questionnaire.public:
        raise PermissionDenied
    _keep(questionnaire, "", _checked(actor, questionnaire, given))


@transaction.atomic
def answer_by_name(*, actor: Access, invitation: Invitation, given: Given) -> NamedAnswer:
    """Use the invitation and keep the answer under the person's name.

    Raises SheetError, AnsweredError, DomainError.
    """
    row = invitation.questionnaire
    if not row.named:
        raise PermissionDenied
    content = _checked(actor, row, given)
    _use(invitation)
    made = NamedAnswer.objects.create(
        unit_id=row.unit_id,
        questionnaire_id=row.id,
        person_id=invitation.person_id,
        part=invitation.part,
        content=content,
        answered_on=actor.today,
    )
    _check_still_open(row)
    record(actor=actor, verb="questionnaires.answer", target=row, 题目=row.title)
    return made


def _checked(actor: Access, row: Questionnaire, given: Given) -> Content:
    if not row.takes_answers(actor.now):
        if row.state == Questionnaire.State.OPEN and actor.now < row.opens_at:
            raise DomainError("还没有到开始填写的时间。")
        raise DomainError("问卷已经结束，不再收答卷。")
    return filled(questions_of(row), given)


def _use(invitation: Invitation) -> None:
    rows = Invitation.objects.filter(unit_id=invitation.unit_id, id=invitation.id)
    if rows.filter(used=False, declined=False).update(used=True):
        return
    if rows.filter(used=True).exists():
        raise AnsweredError("您已经填过这份问卷，不能再填。")
    raise DomainError("已登记您不参加这次调查。改变主意的话，请告诉发问卷的党组织。")


def _keep(row: Questionnaire, part: str, content: Content) -> None:
    AnonymousAnswer.objects.create(
        unit_id=row.unit_id, questionnaire_id=row.id, part=part, content=content
    )
    _check_still_open(row)
    _move_totals(row)


def _check_still_open(row: Questionnaire) -> None:
    """Refuse where it was closed meanwhile: the key of the answer holds its row from here on."""
    rows = Questionnaire.objects.filter(unit_id=row.unit_id, id=row.id)
    if not rows.filter(state=Questionnaire.State.OPEN).exists():
        raise DomainError("问卷刚刚结束，不再收答卷。")


def _move_totals(row: Questionnaire) -> None:
    """Let the shown totals catch up where several answers came since; in larger steps later on."""
    number = counted(row)
    kept = KeptTotals.objects.filter(unit_id=row.unit_id, questionnaire_id=row.id)
    before = kept.values_list("answers", flat=True).first()
    if before is None or number - before < max(FEWEST, number // 100):
        return
    kept.filter(answers=before).update(answers=number, counts=summed(counts_by_part(row).values()))
