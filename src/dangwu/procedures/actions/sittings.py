"""The meetings of a case: planned with their agenda, candidates and tellers from its facts."""

from datetime import datetime
from typing import Final

from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.meetings.actions.agenda import change_item
from dangwu.meetings.actions.attendees import derive_attendees
from dangwu.meetings.actions.planning import plan_meeting
from dangwu.meetings.models import AgendaItem, Meeting
from dangwu.members.models import Person
from dangwu.procedures.agendas import Line, agenda_of
from dangwu.procedures.keeping import held, refuse_early, step_of
from dangwu.procedures.models import Candidate, CaseMeeting, Poll, TermChange
from dangwu.procedures.models.case import SITTINGS
from dangwu.procedures.queries.cases import filed_steps, meetings_of
from dangwu.procedures.queries.people import (
    candidates_of,
    case_tellers,
)
from dangwu.procedures.queries.polls import SMALL
from dangwu.procedures.queries.standing import seats_for, standing_for

SITTING: Final = dict(SITTINGS)
Stage = Candidate.Stage
BODIES: Final = {"first": "committee", "inspectors_first": "committee"}
KINDS: Final = {"first": "committee_meeting", "inspectors_first": "committee_meeting"}
OVER: Final = (Meeting.State.CALLED_OFF,)


@transaction.atomic
def plan_sitting(
    *,
    actor: Access,
    case: TermChange,
    sitting: str,
    starts_at: datetime,
    place: str,
    chair: Person | None = None,
) -> Meeting:
    """Plan a meeting of the case; agenda, candidates, seats and tellers are filled in.

    One that was called off gives way to a new one; a closed one where an election failed too.
    Raises PermissionDenied, InputError, DomainError: a step that a sure text wants is missing.
    Source: XJ2020 art. 14, art. ~21, art. ~23
    """
    row = held(actor, case)
    found = step_of(row, sitting, actor.today)
    refuse_early(found)
    _refuse_planned(row, sitting)
    lines = agenda_of(row, sitting)
    _refuse_unready(row, lines, sitting)
    congress = row.electorate == TermChange.Electorate.CONGRESS and sitting not in BODIES
    meeting = plan_meeting(
        actor=actor,
        organisation=row.organisation,
        kinds=[KINDS.get(sitting, "assembly")],
        body="congress" if congress else BODIES.get(sitting, "assembly"),
        starts_at=starts_at,
        title=_title(row, sitting),
        place=place,
        chair=chair,
        agenda=[line.title for line in lines],
    )
    CaseMeeting.objects.filter(unit_id=row.unit_id, case_id=row.id, sitting=sitting).delete()
    CaseMeeting(unit_id=row.unit_id, case=row, sitting=sitting, meeting=meeting).save(
        force_insert=True
    )
    derive_attendees(actor=actor, meeting=meeting)
    items = AgendaItem.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    for item, line in zip(items.order_by("position"), lines, strict=True):
        _fill_in(actor, row, item, line)
    record(
        actor=actor, verb="procedures.plan_sitting", target=row, sitting=sitting,
        meeting=str(meeting.id),
    )  # fmt: skip
    return meeting


def _fill_in(actor: Access, case: TermChange, item: AgendaItem, line: Line) -> None:
    seats = seats_for(case, line.elects) if line.elects else None
    item.meeting = Meeting.objects.select_related("organisation").get(
        unit_id=item.unit_id, id=item.meeting_id
    )
    change_item(
        actor=actor,
        item=item,
        title=line.title,
        kind=line.kind,
        subject="election" if line.elects else "resolution",
        by_person=False,
        seats=seats,
        text=line.text,
        people=_people(case, line),
    )
    if line.elects:
        Poll(
            unit_id=case.unit_id,
            item=item,
            case=case,
            post=line.elects,
            seats=seats or 1,
            preliminary=line.preliminary,
        ).save(force_insert=True)


def _people(case: TermChange, line: Line) -> list[Person]:
    if line.people == "tellers":
        return [row.person for row in case_tellers(case)]
    if line.after_preliminary:
        return []  # put down when the item is taken, from the result of the 差额预选
    return standing_for(case, line.elects or line.people) if line.elects or line.people else []


def _refuse_planned(case: TermChange, sitting: str) -> None:
    before = meetings_of(case).get(sitting)
    if before is None or before.meeting.state in OVER:
        return
    if before.meeting.state == Meeting.State.CLOSED and sitting not in filed_steps(case):
        return  # an election that failed is held again
    raise DomainError(
        f"“{before.meeting.title}”已经筹备，请在会议页面办理；要改期的，在那里修改。"
    )


def _refuse_unready(case: TermChange, lines: tuple[Line, ...], sitting: str) -> None:
    """Refuse an election without candidates, or without those who watch and count."""
    if sitting in ("assembly", "first", "inspectors_first") and not case_tellers(case):
        raise DomainError(
            "还没有推定监票人、计票人。请先在“候选人”页面选定，再筹备会议"
            "（《中国共产党基层组织选举工作条例》第23条，条号待核对）。"
        )
    for line in lines:
        if not line.elects or standing_for(case, line.elects):
            continue
        known = [row.person.name for row in candidates_of(case, line.elects, (Stage.APPROVED,))]
        if known and line.elects not in SMALL:
            continue
        missing = (
            f"{'、'.join(known)}没有当选委员，不能作候选人。请另提人选报上级同意。"
            if known
            else "还没有经上级审查同意的候选人。请先在“候选人”页面填写并报上级审查。"
        )
        raise DomainError(f"“{line.title}”{missing}")


def _title(case: TermChange, sitting: str) -> str:
    if sitting == "assembly":
        return f"{case.planned_on.year}年换届选举{case.get_electorate_display()}"
    if sitting == "preparatory":
        return f"{case.get_electorate_display()}预备会议"
    if sitting == "inspectors_first":
        return "新一届纪委第一次全体会议"
    committee = case.kind == TermChange.Kind.COMMITTEE
    return "新一届党委第一次全体会议" if committee else "新一届委员会第一次会议"
