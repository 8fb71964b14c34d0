"""Opening the meeting."""

from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.rulebook import shapes
from dangwu.meetings.holding import held, refuse_breaches
from dangwu.meetings.models import Meeting
from dangwu.meetings.queries.sitting import opening_findings, sitting_now

State = Meeting.State


@transaction.atomic
def open_meeting(*, actor: Access, meeting: Meeting) -> Meeting:
    """Open a meeting whose notice is out, with the people who are there now.

    From now on who should attend is fixed. Refused where the rule forbids to meet: nobody who may
    convene, or too few persons for ordinary business; too few for an election is told, and is
    refused when that item is put to the vote.
    Raises PermissionDenied, DomainError.
    Source: XF2011 art. 19
    Source: ZB2018 art. 11
    """
    row = held(actor, meeting, State.NOTICED)
    findings = opening_findings(row)
    ordinary = tuple(
        entry
        for entry in findings
        if not (
            isinstance(entry.rule.shape, shapes.Quorum) and "election" in entry.rule.scope.subjects
        )
    )
    refuse_breaches(ordinary, "请等人到齐、由可以召集的同志到会后再宣布开会，或者改期。")
    sitting = sitting_now(row)
    row.state = State.OPEN
    row.opened_at = actor.now
    row.save(update_fields=["state", "opened_at"])
    record(
        actor=actor, verb="meetings.open", target=row, title=row.title,
        should_attend=sitting.should_attend, present=sitting.present,
    )  # fmt: skip
    return row
