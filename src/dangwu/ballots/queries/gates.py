"""The only ways to get a ballot: as who runs it, who votes, who tells, who reads the board."""

import uuid

from django.http import Http404

from dangwu.accounts.access import Access
from dangwu.ballots.models import Ballot, RollEntry, Teller, UsedRight
from dangwu.ballots.permissions import can_organise, can_watch


def _ballot(unit_id: int, ballot_id: uuid.UUID) -> Ballot:
    found = (
        Ballot.objects.filter(unit_id=unit_id, id=ballot_id).select_related("organisation").first()
    )
    if found is None:
        raise Http404
    return found


def ballot_at(unit_id: int, ballot_id: uuid.UUID) -> Ballot:
    """Return a ballot whose id a room above keeps; that room has asked its own gate."""
    return Ballot.objects.select_related("organisation").get(unit_id=unit_id, id=ballot_id)


def ballots_of_origin(unit_id: int, origin_kind: str, origin_id: uuid.UUID) -> list[Ballot]:
    """Return the ballots that a thing of a room above has led to, the first made first."""
    rows = Ballot.objects.filter(unit_id=unit_id, origin_kind=origin_kind, origin_id=origin_id)
    return list(rows.select_related("organisation").order_by("id"))


def ballot_for(access: Access, unit_id: int, ballot_id: uuid.UUID) -> Ballot:
    """Return a ballot whose course `access` may follow, else raise Http404."""
    ballot = _ballot(unit_id, ballot_id)
    if not can_watch(access, ballot.organisation):
        raise Http404
    return ballot


def voter_ballot_for(access: Access, unit_id: int, ballot_id: uuid.UUID) -> Ballot:
    """Return a frozen ballot on whose roll the person stands, else raise Http404."""
    ballot = _ballot(unit_id, ballot_id)
    if not ballot.is_online or not is_on_roll(access, ballot):
        raise Http404
    return ballot


def teller_for(access: Access, unit_id: int, ballot_id: uuid.UUID) -> Teller:
    """Return the person's place among the tellers of an on-line ballot, else raise Http404."""
    if access.person_id is None or access.unit_id != unit_id:
        raise Http404
    found = (
        Teller.objects.filter(unit_id=unit_id, ballot_id=ballot_id, person_id=access.person_id)
        .select_related("ballot__organisation")
        .first()
    )
    if found is None or not found.ballot.is_online:
        raise Http404
    return found


def board_for(access: Access, unit_id: int, ballot_id: uuid.UUID) -> Ballot:
    """Return a frozen ballot whose board `access` may read: roll, tellers and posts in reach."""
    ballot = _ballot(unit_id, ballot_id)
    if not ballot.is_frozen:
        raise Http404
    if can_watch(access, ballot.organisation) or is_on_roll(access, ballot):
        return ballot
    if not is_teller(access, ballot):
        raise Http404
    return ballot


def is_on_roll(access: Access, ballot: Ballot) -> bool:
    """Whether the person may vote here."""
    if access.person_id is None or access.unit_id != ballot.unit_id:
        return False
    return RollEntry.objects.filter(
        unit_id=ballot.unit_id, ballot_id=ballot.id, person_id=access.person_id
    ).exists()


def is_teller(access: Access, ballot: Ballot) -> bool:
    """Whether the person watches or counts here."""
    if access.person_id is None or access.unit_id != ballot.unit_id:
        return False
    return Teller.objects.filter(
        unit_id=ballot.unit_id, ballot_id=ballot.id, person_id=access.person_id
    ).exists()


def may_count(access: Access, ballot: Ballot) -> bool:
    """Whether the person may enter a count on paper: who runs the ballot, and its tellers."""
    return can_organise(access, ballot.organisation) or is_teller(access, ballot)


def has_voted(access: Access, ballot: Ballot) -> bool:
    """Whether the person's right is used."""
    if access.person_id is None or access.unit_id != ballot.unit_id:
        return False
    return UsedRight.objects.filter(
        unit_id=ballot.unit_id, ballot_id=ballot.id, person_id=access.person_id
    ).exists()
