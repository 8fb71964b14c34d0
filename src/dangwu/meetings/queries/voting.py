"""Votes of an item: what is put to the vote, who may vote on it."""

import uuid

from django.db.models import QuerySet

from dangwu.core.rulebook.terms import METHODS
from dangwu.meetings.models import AgendaItem, Amendment, Attendee, ItemPerson, Recusal, Vote
from dangwu.meetings.rules import Matter


def votes_of(item: AgendaItem) -> QuerySet[Vote]:
    """Return the votes of an item, in the order they were taken."""
    return Vote.objects.filter(unit_id=item.unit_id, item_id=item.id).order_by("opened_at", "id")


def rounds_of(
    item: AgendaItem, person_id: uuid.UUID | None, amendment: Amendment | None
) -> QuerySet[Vote]:
    """Return the rounds of voting on one and the same matter of the item."""
    rows = votes_of(item).filter(amendment=amendment)
    return rows.filter(person_id=person_id) if person_id else rows.filter(person__isnull=True)


def matter_of(item: AgendaItem, method: str | None, person_id: uuid.UUID | None) -> Matter:
    """Return what the rules are asked about a vote on the item.

    Whom a matter about persons concerns is that person, if there; who keeps out is told by name.
    Source: XF2011 art. 18, art. 19
    """
    election = item.subject == "election"
    people = ItemPerson.objects.filter(unit_id=item.unit_id, item_id=item.id)
    names = dict(people.values_list("person_id", "person__name"))
    here = set(_present(item).values_list("person_id", flat=True))
    out = out_of(item, person_id)
    voted_on = {person_id} if person_id else set(names)
    by = "list" if len(names) > 1 and person_id is None and not election else "person"
    if not names and item.subject not in ("election", "reward"):  # a unit is rewarded too
        by = "item"
    return Matter(
        subject=item.subject,
        method=method if method in METHODS else None,
        decided_by=by,
        added_after_notice=item.added_after_notice,
        special=bool(item.added_reason),
        concerned=() if election else tuple(names[p] for p in voted_on & here),
        recused=tuple(names[p] for p in out if p in names),
    )


def out_of(item: AgendaItem, person_id: uuid.UUID | None) -> list[uuid.UUID]:
    """Return who does not vote: whom the matter touches, and who stands on the list that is voted.

    person_id: the person the vote is about. Somebody on the list keeps out of the own vote only.
    Source: XF2011 art. 19
    """
    rows = Recusal.objects.filter(unit_id=item.unit_id, item_id=item.id)
    recused = list(rows.values_list("person_id", flat=True))
    if person_id is None:
        return recused
    people = ItemPerson.objects.filter(unit_id=item.unit_id, item_id=item.id)
    listed = set(people.values_list("person_id", flat=True))
    return [person for person in recused if person == person_id or person not in listed]


def may_vote(item: AgendaItem, person_id: uuid.UUID | None) -> frozenset[uuid.UUID]:
    """Return who is there, may vote and does not keep out."""
    here = _present(item).filter(voting=True, part=Attendee.Part.ENTITLED)
    return frozenset(here.values_list("person_id", flat=True)) - set(out_of(item, person_id))


def _present(item: AgendaItem) -> QuerySet[Attendee]:
    return Attendee.objects.filter(
        unit_id=item.unit_id,
        meeting_id=item.meeting_id,
        presence=Attendee.Presence.PRESENT,
    )
