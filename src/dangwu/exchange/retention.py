"""What an import leaves behind for a time, and is then cleared.

Staged rows hold personal data twice, beside the register; they serve the undo only. An import
that nobody took further is given up in the same way as by hand.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.exchange.models import KEPT_FOR, RosterChunk, RosterImport, RosterRow

State = RosterImport.State
_ENDED = (State.IMPORTED, State.UNDOING, State.UNDONE)


@transaction.atomic
def clear_expired(*, unit_id: int, now: datetime) -> int:
    """Clear what is past its time in one unit, which is open; return how many imports that were.

    An import that the worker has in hand at this moment waits for the next day.
    """
    rows = _expired(unit_id, now).select_for_update(of=("self",), skip_locked=True)
    found = list(rows.select_related("organisation", "file", "annotated"))
    actor = Access(None, "系统", timezone.localdate(now), now, (), unit_id)
    for roster in found:
        _clear(roster)
        record(
            actor=actor,
            verb="exchange.clear_roster",
            target=roster,
            file=roster.file.name,
            kept_days=KEPT_FOR.days,
        )
    return len(found)


def give_up(roster: RosterImport) -> None:
    """End an import that did not reach the register: its rows, findings and bytes go."""
    roster.state, roster.run = State.DISCARDED, None
    roster.save()
    roster.rows.filter(unit_id=roster.unit_id).delete()
    roster.findings.filter(unit_id=roster.unit_id).delete()
    for file in filter(None, (roster.file, roster.annotated)):
        file.chunks.filter(unit_id=file.unit_id).delete()


def _expired(unit_id: int, now: datetime) -> QuerySet[RosterImport]:
    """Return the imports whose last step is older than what is kept, and that still hold data."""
    rows = Exists(RosterRow.objects.filter(unit_id=unit_id, roster_id=OuterRef("id")))
    chunks = Exists(RosterChunk.objects.filter(unit_id=unit_id, file_id=OuterRef("file_id")))
    last = Coalesce(F("undone_at"), F("committed_at"), F("checked_at"), F("uploaded_at"))
    return (
        RosterImport.objects.filter(unit_id=unit_id)
        .alias(last=last)
        .filter(Q(rows) | (Q(chunks) & ~Q(state__in=_ENDED)), last__lt=now - KEPT_FOR)
    )


def _clear(roster: RosterImport) -> None:
    if roster.state not in _ENDED:
        give_up(roster)
        return
    if roster.state == State.UNDOING:  # an undo that broke off and that nobody took up again
        roster.state = State.IMPORTED
        roster.save(update_fields=["state"])
    roster.rows.filter(unit_id=roster.unit_id).delete()
