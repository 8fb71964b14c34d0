"""What the room of meetings asks about a meeting that belongs to a case."""

import uuid

from dangwu.ballots.actions import TellerNamed
from dangwu.meetings.models import AgendaItem, Meeting
from dangwu.meetings.providers import Stands
from dangwu.procedures.models import Delegate
from dangwu.procedures.queries.people import elected_of, named_tellers
from dangwu.procedures.queries.polls import case_of_meeting, poll_of
from dangwu.procedures.queries.standing import preselected

OF_DELEGATES = ("assembly", "preparatory")
SEATED = {"first": "member", "inspectors_first": "inspector"}


def tellers_of(item: AgendaItem) -> tuple[TellerNamed, ...]:
    """Return the proposed tellers of an election of a case, without those who stand in it.

    Source: XJ2020 art. ~23
    """
    bound = case_of_meeting(item.meeting)
    return named_tellers(bound.case) if bound is not None else ()


def stands_at(item: AgendaItem) -> Stands | None:
    """Return as what an election of a case is judged, and after a 差额预选 whom that chose.

    Raises DomainError while the 差额预选 is not settled.
    Source: XJ2020 art. ~16, art. ~29
    """
    poll = poll_of(item)
    if poll is None:
        return None
    if poll.post == "standing_member":
        return Stands("standing_member")
    if poll.preliminary or poll.post not in SEATED.values() or not poll.case.is_preselected:
        return None
    return Stands("preselected", tuple(preselected(poll.case, poll.post)))


def roll_of(meeting: Meeting) -> dict[uuid.UUID, uuid.UUID] | None:
    """Return the delegates of a congress, or the newly elected of a first meeting; else None.

    Source: XJ2020 art. 11, art. ~17
    """
    bound = case_of_meeting(meeting)
    if bound is None:
        return None
    case = bound.case
    if bound.sitting in SEATED:
        people = elected_of(case, SEATED[bound.sitting])
        return {one.person_id: case.organisation_id for one in people}
    if bound.sitting in OF_DELEGATES and meeting.body == "congress":
        rows = Delegate.objects.filter(unit_id=case.unit_id, case_id=case.id).exclude(
            check_result=Delegate.Check.REFUSED
        )
        return dict(rows.values_list("person_id", "delegation__organisation_id"))
    return None
