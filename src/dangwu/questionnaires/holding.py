"""A questionnaire held against being changed, opened or closed meanwhile."""

from django.core.exceptions import PermissionDenied

from dangwu.accounts.access import Access
from dangwu.core.errors import DomainError
from dangwu.questionnaires.models import Questionnaire
from dangwu.questionnaires.permissions import can_keep


def held_draft(actor: Access, questionnaire: Questionnaire) -> Questionnaire:
    """Return the draft, held against being opened meanwhile. Raises PermissionDenied, DomainError."""
    if not can_keep(actor, questionnaire):
        raise PermissionDenied
    row = held(questionnaire)
    if row.state != Questionnaire.State.DRAFT:
        raise DomainError("问卷已经发出，内容不能再改。要改，请复制一份新的问卷。")
    return row


def held(questionnaire: Questionnaire) -> Questionnaire:
    """Return the row with its lock."""
    rows = Questionnaire.objects.filter(unit_id=questionnaire.unit_id, id=questionnaire.id)
    return rows.select_related("organisation").select_for_update(of=("self",)).get()
