"""What every act on a ballot asks first: may this person, and is it the time."""

from django.core.exceptions import PermissionDenied

from dangwu.accounts.access import Access
from dangwu.ballots.models import Ballot
from dangwu.ballots.permissions import can_organise
from dangwu.core.errors import DomainError
from dangwu.organisations.models import Organisation


def allow_organiser(actor: Access, organisation: Organisation) -> None:
    """Raise PermissionDenied unless `actor` may run ballots of the organisation."""
    if not can_organise(actor, organisation):
        raise PermissionDenied


def locked(ballot: Ballot, *states: str) -> Ballot:
    """Return the ballot, held against other acts and against casting until the end.

    Raises DomainError when it is in none of the states.
    """
    row = (
        Ballot.objects.filter(unit_id=ballot.unit_id, id=ballot.id)
        .select_for_update(of=("self",))
        .select_related("organisation")
        .get()
    )
    if row.state not in states:
        raise DomainError(
            f"“{row.title}”现在是“{row.get_state_display()}”，不能这样做。请刷新页面查看下一步。"
        )
    return row
