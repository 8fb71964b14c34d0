"""A change of term under way, for the table of addresses."""

import uuid
from datetime import date

import make
import make_meetings
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.procedures.models import Candidate, CaseStep, Delegate, Delegation, Poll, TermChange


def term_change_of(branch: Organisation, person: Person) -> dict[str, int | str | uuid.UUID]:
    """A running case with a step filed, somebody who stands, an election and a delegate."""
    case = TermChange.objects.create(
        unit_id=branch.unit_id,
        organisation=branch,
        kind="branch",
        planned_on=date(2026, 12, 10),
        seats=3,
        started_on=make.TODAY,
        started_at=make.NOW,
    )
    CaseStep.objects.create(
        unit_id=branch.unit_id,
        case=case,
        step="plan",
        on=make.TODAY,
        filed_at=make.NOW,
        filed_by_name="李明",
    )
    Candidate.objects.create(unit_id=branch.unit_id, case=case, post="member", person=person)
    meeting = make_meetings.meeting(branch, title="换届选举党员大会")
    item = make_meetings.item(meeting, "选举支部委员会委员", subject="election", seats=3)
    Poll.objects.create(unit_id=branch.unit_id, item=item, case=case, post="member", seats=3)
    sent = Delegation.objects.create(
        unit_id=branch.unit_id, case=case, organisation=branch, seats=1
    )
    Delegate.objects.create(unit_id=branch.unit_id, case=case, delegation=sent, person=person)
    return {"case": case.id, "poll_item": item.id, "delegation": sent.id}
