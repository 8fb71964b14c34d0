"""The notice of a meeting and its receipts."""

import secrets
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.core.writing import days_written
from dangwu.meetings.actions.attendees import derive_attendees
from dangwu.meetings.models import AgendaItem, Attendee, Meeting
from dangwu.meetings.permissions import can_call, can_prepare
from dangwu.meetings.queries.asking import notice_findings, notice_hours
from dangwu.meetings.queries.attendees import attendee_of
from dangwu.meetings.queries.notice import missing_before_notice
from dangwu.members.models import Person
from dangwu.notices.actions import notify
from dangwu.notices.recipients import to_group, to_person

State = Meeting.State
TOKEN_BYTES: Final = 24  # 192 random bits; 32 characters in the address of the door


@transaction.atomic
def give_notice(*, actor: Access, meeting: Meeting, text: str) -> Meeting:
    """Send the notice of a planned meeting: time, place, agenda. The door can be used from now on.

    text: what those called read. How long before the meeting it came is judged and shown; it
    forbids only where a rule does. Raises PermissionDenied, DomainError.
    Source: XF2011 art. 18
    """
    if not can_call(actor, meeting.organisation):
        raise PermissionDenied
    meeting = _locked(meeting)
    if meeting.state != State.PLANNED:
        raise DomainError(f"会议{meeting.get_state_display()}，不用再发通知。")
    if missing := missing_before_notice(meeting, now=actor.now):
        raise DomainError("通知还不能发：" + "".join(missing))
    if not text.strip():
        raise InputError("text", "通知内容不能空着，请填写。")
    if not derive_attendees(actor=actor, meeting=meeting):
        raise DomainError("名单上没有人应当到会，请先在党员名册或班子任职里登记，再发通知。")
    meeting.state = State.NOTICED
    meeting.noticed_at = actor.now
    meeting.notice_text = text.strip()
    meeting.door_token = secrets.token_urlsafe(TOKEN_BYTES)
    hours = notice_hours(meeting)
    for finding in notice_findings(meeting, hours):
        if finding.blocks:
            raise DomainError(days_written(finding.text))
    meeting.save(update_fields=["state", "noticed_at", "notice_text", "door_token"])
    record(
        actor=actor, verb="meetings.give_notice", target=meeting, title=meeting.title, hours=hours
    )  # fmt: skip
    _tell(meeting)
    return meeting


@transaction.atomic
def confirm_receipt(*, actor: Access, meeting: Meeting, person: Person | None = None) -> Attendee:
    """Confirm that the notice arrived: for oneself, or for somebody who was told in another way.

    person: left out for oneself. Raises PermissionDenied, DomainError.
    Source: XF2011 art. 18
    """
    own = person is None or actor.is_person(person.unit_id, person.id)
    if not own and not can_prepare(actor, meeting):
        raise PermissionDenied
    row = attendee_of(meeting, actor.person_id if person is None else person.id)
    if row is None:
        raise DomainError("不在这次会议的名单上，不用确认；有疑问请与召集人联系。")
    if meeting.state != State.NOTICED:
        raise DomainError(f"会议{meeting.get_state_display()}，不用再确认收到通知。")
    if row.receipt_at is None:
        row.receipt_at = actor.now
        row.save(update_fields=["receipt_at"])
        record(
            actor=actor, verb="meetings.confirm_receipt", target=meeting,
            person=row.person.name, own=own,
        )  # fmt: skip
    return row


def _locked(meeting: Meeting) -> Meeting:
    return (
        Meeting.objects.filter(unit_id=meeting.unit_id, id=meeting.id)
        .select_related("organisation")
        .select_for_update(of=("self",))
        .get()
    )


def _tell(meeting: Meeting) -> None:
    """Tell everybody called, and the group chat of the organisation. No names, no numbers."""
    called = Attendee.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    items = AgendaItem.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    begins = timezone.localtime(meeting.starts_at)
    people = called.exclude(part=Attendee.Part.LEFT_OUT).values_list("person_id", flat=True)
    notify(
        unit_id=meeting.unit_id,
        recipients=[*map(to_person, people), to_group(meeting.organisation_id)],
        key=f"meetings.give_notice:{meeting.id}",
        subject=f"会议通知：{meeting.title}",
        text=f"{begins.month}月{begins.day}日{begins:%H:%M}，地点：{meeting.place}，"
        f"议题{items.count()}项。请打开会议页确认收到。",
        link=f"/meetings/{meeting.unit_id}/{meeting.id}/",
        due_on=begins.date(),
        urgent=meeting.emergency,
        category="meetings",
    )
