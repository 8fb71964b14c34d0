"""Who should attend: derived as of the day, left out with approvals, on leave, listening in."""

from collections.abc import Iterable
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.findings import citation
from dangwu.core.rulebook.words import labels
from dangwu.meetings.models import Attendee, Meeting
from dangwu.meetings.permissions import can_call, can_prepare
from dangwu.meetings.providers import roll_of
from dangwu.meetings.queries.asking import book_of, day_of, exclusions
from dangwu.meetings.queries.attendees import Called, attendee_of, called_on
from dangwu.meetings.queries.meeting import held_by
from dangwu.members.models import Person
from dangwu.sharding.queries import UnitQuerySet

AHEAD: Final = (Meeting.State.PLANNED, Meeting.State.NOTICED)
RUNNING: Final = (*AHEAD, Meeting.State.OPEN)
MOST: Final = 5000  # names; a larger body meets by delegates
Part, Presence = Attendee.Part, Attendee.Presence


@transaction.atomic
def derive_attendees(*, actor: Access, meeting: Meeting) -> int:
    """Derive anew who belongs at a meeting that has not opened; return how many are entitled.

    What was granted stays: leave, exclusions, receipts, arrivals. Who no longer belongs is gone,
    observers stay. Raises PermissionDenied, DomainError.
    """
    _check(actor, meeting, AHEAD)
    called = called_on(
        held_by(meeting), body=meeting.body, on=day_of(meeting), known=roll_of(meeting)
    )
    if len(called) > MOST:
        raise DomainError(
            f"应到{len(called)}人，一次会议最多{MOST}人，请改开代表会议或者分开召开。"
        )
    before = {row.person_id: row for row in _rows(meeting)}
    gone = set(before) - {one.person_id for one in called}
    _rows(meeting).filter(person_id__in=gone).exclude(part=Part.OBSERVER).delete()
    new = [_row(meeting, one) for one in called if one.person_id not in before]
    Attendee.objects.bulk_create(new)
    changed = [row for one in called if (row := _renewed(before.get(one.person_id), one))]
    for row in changed:
        row.save(update_fields=["part", "voting", "voting_reason", "organisation"])
    if new or gone or changed:
        record(
            actor=actor, verb="meetings.derive_attendees", target=meeting,
            entitled=len(called), added=len(new), removed=len(gone), changed=len(changed),
        )  # fmt: skip
    return len(called)


@transaction.atomic
def leave_out(
    *, actor: Access, meeting: Meeting, person: Person, reason: str, approvals: Iterable[str]
) -> Attendee:
    """Leave somebody out of those who should attend, by a class of the rule with its approvals.

    reason: the class, as the rule names it. approvals: what was obtained.
    Raises PermissionDenied, DomainError that cites the rule.
    Source: XJ2020 art. ~应到会
    """
    row = _attendee(actor, meeting, person)
    if row.part != Part.ENTITLED:
        raise DomainError(f"{person.name}现在是“{row.get_part_display()}”，不用再办。")
    given = list(dict.fromkeys(approvals))
    found = exclusions(meeting.organisation, book_of(meeting), day_of(meeting))
    rules = [rule for rule in found if isinstance(rule.shape, shapes.Exclusion)]
    rule = next((each for each in rules if reason in _shape(each.shape).classes), None)
    if rule is None:
        cited = "、".join(citation(each) for each in rules)
        asked = f"只能按{cited}列明的情形办理" if cited else "这里适用的规定没有不计入应到的情形"
        raise InputError("reason", f"“{reason}”不能作为不计入应到的情形：{asked}。")
    needed = _shape(rule.shape).approvals
    missing = tuple(one for one in needed if one not in given)
    if missing:
        raise InputError(
            "approvals",
            f"不计入应到须经{labels(needed)}（{citation(rule)}），还缺：{labels(missing)}。"
            "办妥之后再来登记，之前仍计入应到。",
        )
    row.part, row.left_out_class = Part.LEFT_OUT, reason
    row.left_out_approvals = [one for one in needed if one in given]
    row.save(update_fields=["part", "left_out_class", "left_out_approvals"])
    record(
        actor=actor, verb="meetings.leave_out", target=meeting, person=person.name,
        reason=reason, approvals=row.left_out_approvals,
    )  # fmt: skip
    return row


@transaction.atomic
def restore(*, actor: Access, meeting: Meeting, person: Person) -> Attendee:
    """Count somebody again who had been left out. Raises PermissionDenied, DomainError."""
    row = _attendee(actor, meeting, person)
    if row.part != Part.LEFT_OUT:
        raise DomainError(f"{person.name}本来就计入应到，不用再办。")
    row.part, row.left_out_class, row.left_out_approvals = Part.ENTITLED, "", []
    row.save(update_fields=["part", "left_out_class", "left_out_approvals"])
    record(actor=actor, verb="meetings.restore", target=meeting, person=person.name)
    return row


@transaction.atomic
def add_observer(*, actor: Access, meeting: Meeting, person: Person) -> Attendee:
    """Let somebody sit in without a vote. Raises PermissionDenied, DomainError."""
    _check(actor, meeting, RUNNING)
    if person.unit_id != meeting.unit_id:
        raise InputError("person", f"{person.name}不在本单位的花名册内，请改选。")
    before = attendee_of(meeting, person.id)
    if before is not None:
        raise InputError("person", f"{person.name}已经在名单上（{before.get_part_display()}）。")
    row = Attendee(
        unit_id=meeting.unit_id,
        meeting=meeting,
        person=person,
        organisation_id=person.organisation_id or meeting.organisation_id,
        part=Part.OBSERVER,
        voting=False,
        voting_reason="列席",
    )
    row.save(force_insert=True)
    record(actor=actor, verb="meetings.add_observer", target=meeting, person=person.name)
    return row


@transaction.atomic
def remove_observer(*, actor: Access, meeting: Meeting, person: Person) -> None:
    """Take an observer off the list. Raises PermissionDenied, DomainError."""
    _check(actor, meeting, RUNNING)
    row = _row_of(meeting, person)
    if row.part != Part.OBSERVER or row.presence == Presence.PRESENT:
        raise DomainError(f"{person.name}不是列席人员，或者已经到会，不能从名单上去掉。")
    _rows(meeting).filter(person_id=person.id).delete()
    record(actor=actor, verb="meetings.remove_observer", target=meeting, person=person.name)


@transaction.atomic
def grant_leave(*, actor: Access, meeting: Meeting, person: Person, reason: str) -> Attendee:
    """Grant leave from the meeting; the person still counts among those who should attend.

    Raises PermissionDenied, DomainError.
    """
    _check(actor, meeting, RUNNING)
    row = _row_of(meeting, person)
    reason = reason.strip()
    if not reason:
        raise InputError("reason", "请填写请假事由。")
    if row.presence in (Presence.PRESENT, Presence.LEFT):
        raise DomainError(f"{person.name}已经到会，不能再记请假。")
    row.presence, row.leave_reason = Presence.ON_LEAVE, reason
    row.save(update_fields=["presence", "leave_reason"])
    record(actor=actor, verb="meetings.grant_leave", target=meeting, person=person.name)
    return row


@transaction.atomic
def end_leave(*, actor: Access, meeting: Meeting, person: Person) -> Attendee:
    """Expect somebody again who had been granted leave. Raises PermissionDenied, DomainError."""
    _check(actor, meeting, RUNNING)
    row = _row_of(meeting, person)
    if row.presence != Presence.ON_LEAVE:
        raise DomainError(f"{person.name}没有请假，不用再办。")
    row.presence, row.leave_reason = Presence.EXPECTED, ""
    row.save(update_fields=["presence", "leave_reason"])
    record(actor=actor, verb="meetings.end_leave", target=meeting, person=person.name)
    return row


def _check(actor: Access, meeting: Meeting, states: Iterable[str]) -> None:
    """Hold the meeting against being opened or closed meanwhile, and ask who acts."""
    if not can_prepare(actor, meeting):
        raise PermissionDenied
    now = Meeting.objects.filter(unit_id=meeting.unit_id, id=meeting.id)
    state = now.select_for_update(of=("self",)).values_list("state", flat=True).get()
    if state not in states:
        label = Meeting.State(state).label
        raise DomainError(f"会议{label}，名单已经固定，不能再改；请刷新页面看现在的情况。")


def _attendee(actor: Access, meeting: Meeting, person: Person) -> Attendee:
    """Return the row of somebody called to a meeting that has not opened."""
    if not can_call(actor, meeting.organisation):
        raise PermissionDenied
    _check(actor, meeting, AHEAD)
    return _row_of(meeting, person)


def _row_of(meeting: Meeting, person: Person) -> Attendee:
    row = attendee_of(meeting, person.id)
    if row is None:
        raise InputError("person", f"{person.name}不在这次会议的名单上，请核对。")
    return row


def _rows(meeting: Meeting) -> UnitQuerySet[Attendee]:
    return Attendee.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)


def _shape(shape: shapes.Shape) -> shapes.Exclusion:
    if not isinstance(shape, shapes.Exclusion):
        raise TypeError(type(shape))
    return shape


def _row(meeting: Meeting, one: Called) -> Attendee:
    return Attendee(
        unit_id=meeting.unit_id,
        meeting_id=meeting.id,
        person_id=one.person_id,
        organisation_id=one.organisation_id,
        voting=one.voting,
        voting_reason=one.reason,
    )


def _renewed(row: Attendee | None, one: Called) -> Attendee | None:
    """Return the row with today's standing, None where nothing changed."""
    if row is None:
        return None
    part = Part.ENTITLED if row.part == Part.OBSERVER else row.part
    new = (part, one.voting, one.reason, one.organisation_id)
    if (row.part, row.voting, row.voting_reason, row.organisation_id) == new:
        return None
    row.part, row.voting, row.voting_reason, row.organisation_id = new
    return row
