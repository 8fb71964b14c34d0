"""What every act in a running meeting begins with."""

from django.core.exceptions import PermissionDenied

from dangwu.accounts.access import Access
from dangwu.core.errors import DomainError
from dangwu.core.rulebook.findings import Finding
from dangwu.meetings import rules
from dangwu.meetings.models import AgendaItem, Meeting
from dangwu.meetings.permissions import can_conduct

State = Meeting.State


def held(actor: Access, meeting: Meeting, *states: str) -> Meeting:
    """Return the meeting locked for this transaction, in one of the states.

    Raises PermissionDenied, DomainError.
    """
    if not can_conduct(actor, meeting):
        raise PermissionDenied
    row = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(unit_id=meeting.unit_id, id=meeting.id)
    )
    if row.state not in states:
        wanted = "、".join(State(state).label for state in states)
        raise DomainError(
            f"会议现在是“{row.get_state_display()}”，这一步要在“{wanted}”时办理。请刷新页面核对。"
        )
    return row


def on_table(actor: Access, item: AgendaItem) -> AgendaItem:
    """Return the item that is being discussed, its meeting locked.

    Raises PermissionDenied, DomainError.
    """
    row = of_open_meeting(actor, item)
    if row.state != AgendaItem.State.OPEN:
        raise DomainError(
            f"“{row.title}”现在是“{row.get_state_display()}”，请先开始讨论这一项，再办理。"
        )
    return row


def of_open_meeting(actor: Access, item: AgendaItem) -> AgendaItem:
    """Return an item of a running meeting, its meeting locked."""
    meeting = held(actor, item.meeting, State.OPEN)
    row = AgendaItem.objects.get(unit_id=item.unit_id, id=item.id)
    row.meeting = meeting
    return row


def refuse_breaches(findings: tuple[Finding, ...], then: str) -> None:
    """Raise DomainError with every article that forbids the act. then: what to do instead."""
    against = rules.blocking(findings)
    if against:
        raise DomainError("".join(entry.text for entry in against) + then)
