"""Two records of one person: the kept one is asked, and answered, what the other was."""

from dangwu.members.models import Person
from dangwu.questionnaires.models import Invitation, NamedAnswer


def join_invitations(*, keep: Person, drop: Person, **_news: object) -> None:
    """Give the kept person the invitations and named answers of the dropped one.

    Where both were asked, each keeps its own: two answers were given, and both are in the totals.
    """
    for model in (Invitation, NamedAnswer):
        rows = model.objects.filter(unit_id=keep.unit_id, person_id=keep.id)
        asked = list(rows.values_list("questionnaire_id", flat=True))
        theirs = model.objects.filter(unit_id=drop.unit_id, person_id=drop.id)
        theirs.exclude(questionnaire_id__in=asked).update(person_id=keep.id)
