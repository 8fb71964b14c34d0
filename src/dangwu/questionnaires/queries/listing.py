"""Lists: the questionnaires in reach, and those that wait for the person."""

import uuid

from django.db.models import Q

from dangwu.accounts.access import READERS, Access
from dangwu.organisations.queries import visible_organisations
from dangwu.questionnaires.models import Invitation, Question, Questionnaire

PAGE = 50
State = Questionnaire.State


def questionnaires_in(
    access: Access, *, state: str = "", after: uuid.UUID | None = None
) -> list[Questionnaire]:
    """Return up to a page and one more of those in reach, the newest first."""
    if not access.reaches_as(READERS):
        return []
    rows = Questionnaire.objects.filter(
        unit_id__in=sorted(access.units),
        organisation_id__in=visible_organisations(access).values("id"),
    ).select_related("organisation")
    if state in State:
        rows = rows.filter(state=state)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[: PAGE + 1])


def waiting_for(access: Access) -> list[Questionnaire]:
    """Return the questionnaires that the person is asked to fill in, the first to end first."""
    if access.person_id is None or access.unit_id is None:
        return []
    rows = (
        Invitation.objects.filter(
            unit_id=access.unit_id,
            person_id=access.person_id,
            used=False,
            declined=False,
            questionnaire__state=State.OPEN,
            questionnaire__opens_at__lte=access.now,
            questionnaire__closes_at__gt=access.now,
        )
        .select_related("questionnaire__organisation")
        .order_by("questionnaire__closes_at", "id")
    )
    return [row.questionnaire for row in rows]


def results_open_to(access: Access) -> list[Questionnaire]:
    """Return those that ended and whose results the person may read as one who was asked."""
    if access.person_id is None or access.unit_id is None:
        return []
    rows = (
        Invitation.objects.filter(
            unit_id=access.unit_id,
            person_id=access.person_id,
            questionnaire__shown_to_all=True,
        )
        .filter(
            Q(questionnaire__state=State.CLOSED)
            | Q(questionnaire__state=State.OPEN, questionnaire__closes_at__lte=access.now)
        )
        .select_related("questionnaire__organisation")
        .order_by("-questionnaire__id")[:PAGE]
    )
    return [row.questionnaire for row in rows]


def questions_of(questionnaire: Questionnaire) -> list[Question]:
    """Return the questions in their order."""
    return list(
        Question.objects.filter(
            unit_id=questionnaire.unit_id, questionnaire_id=questionnaire.id
        ).order_by("position")
    )


def earlier_of(access: Access, *, most: int = 30) -> list[Questionnaire]:
    """Return questionnaires in reach that may be copied, the newest first."""
    return questionnaires_in(access)[:most]
