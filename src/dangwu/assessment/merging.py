"""Two records of one person: what either took part in stands under the kept one."""

from django.db.models import Exists, OuterRef, Q

from dangwu.assessment.models import LifePart, Subject, Talk
from dangwu.members.models import Person


def join_parts(*, keep: Person, drop: Person, **_news: object) -> None:
    """Give the kept person the parts, talks and results of the dropped one, none twice."""
    unit_id = keep.unit_id
    for model, owner in ((LifePart, "case_id"), (Subject, "appraisal_id")):
        rows = model.objects.filter(unit_id=unit_id, person_id=drop.id)
        theirs = model.objects.filter(
            unit_id=unit_id, person_id=keep.id, **{owner: OuterRef(owner)}
        )
        rows.exclude(Exists(theirs)).update(person_id=keep.id)
        rows.delete()
    _join_talks(keep, drop)


def _join_talks(keep: Person, drop: Person) -> None:
    talks = Talk.objects.filter(unit_id=keep.unit_id)
    for talk in talks.filter(Q(first_id=drop.id) | Q(second_id=drop.id)):
        other = talk.second_id if talk.first_id == drop.id else talk.first_id
        low, high = sorted((keep.id, other))
        known = talks.filter(case_id=talk.case_id, first_id=low, second_id=high).exists()
        if other == keep.id or known:
            talk.delete()
            continue
        talk.first_id, talk.second_id = low, high
        talk.save(update_fields=["first", "second"])
