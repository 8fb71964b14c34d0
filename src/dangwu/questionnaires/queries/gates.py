"""The ways to a questionnaire: the posts that reach it, the invited, a token, the public link."""

import uuid

from django.http import Http404

from dangwu.accounts.access import Access
from dangwu.questionnaires.models import Invitation, Question, Questionnaire
from dangwu.questionnaires.permissions import can_read
from dangwu.questionnaires.tokens import invitation_in
from dangwu.sharding.access import open_units


def questionnaire_for(access: Access, unit_id: int, questionnaire_id: uuid.UUID) -> Questionnaire:
    """Return a questionnaire that `access` reads or is asked by, else raise Http404."""
    found = _found(unit_id, questionnaire_id)
    if can_read(access, found):
        return found
    if found.state != Questionnaire.State.DRAFT and own_invitation(access, found):
        return found
    raise Http404


def kept_questionnaire_for(
    access: Access, unit_id: int, questionnaire_id: uuid.UUID
) -> Questionnaire:
    """Return a questionnaire that a post of `access` reaches, else raise Http404."""
    found = _found(unit_id, questionnaire_id)
    if not can_read(access, found):
        raise Http404
    return found


def sheet_for(
    access: Access, unit_id: int, questionnaire_id: uuid.UUID
) -> tuple[Questionnaire, Invitation | None]:
    """Return a questionnaire that `access` reads or is asked by, with the own invitation.

    Raises Http404 where it is neither, or not sent out yet to the one who is asked.
    """
    found = _found(unit_id, questionnaire_id)
    own = own_invitation(access, found)
    if can_read(access, found) or (own and found.state != Questionnaire.State.DRAFT):
        return found, own
    raise Http404


def question_for(questionnaire: Questionnaire, question_id: uuid.UUID) -> Question:
    """Return a question of it, else raise Http404."""
    found = Question.objects.filter(
        unit_id=questionnaire.unit_id, questionnaire_id=questionnaire.id, id=question_id
    ).first()
    if found is None:
        raise Http404
    return found


def own_invitation(access: Access, questionnaire: Questionnaire) -> Invitation | None:
    """Return the invitation of the one who acts, or nothing."""
    if access.person_id is None or access.unit_id != questionnaire.unit_id:
        return None
    return Invitation.objects.filter(
        unit_id=questionnaire.unit_id,
        questionnaire_id=questionnaire.id,
        person_id=access.person_id,
    ).first()


def invitation_of(questionnaire: Questionnaire, invitation_id: uuid.UUID) -> Invitation:
    """Return an invitation of it, else raise Http404."""
    found = (
        Invitation.objects.filter(
            unit_id=questionnaire.unit_id, questionnaire_id=questionnaire.id, id=invitation_id
        )
        .select_related("person")
        .first()
    )
    if found is None:
        raise Http404
    return found


def invitation_at(unit_id: int, token: str) -> Invitation:
    """Return the invitation whose token this is, and open its unit, else raise Http404."""
    known = invitation_in(unit_id, token)
    if known is None:
        raise Http404
    open_units([unit_id])
    found = (
        Invitation.objects.filter(unit_id=unit_id, id=known)
        .select_related("questionnaire__organisation")
        .first()
    )
    if found is None or found.questionnaire.state == Questionnaire.State.DRAFT:
        raise Http404
    return found


def public_questionnaire_at(unit_id: int, token: str) -> Questionnaire:
    """Return the questionnaire that the public link opens, and its unit, else raise Http404."""
    open_units([unit_id])
    found = (
        Questionnaire.objects.filter(unit_id=unit_id, link_token=token)
        .exclude(link_token="")
        .select_related("organisation")
        .first()
    )
    if found is None:
        raise Http404
    return found


def _found(unit_id: int, questionnaire_id: uuid.UUID) -> Questionnaire:
    found = (
        Questionnaire.objects.filter(unit_id=unit_id, id=questionnaire_id)
        .select_related("organisation")
        .first()
    )
    if found is None:
        raise Http404
    return found
