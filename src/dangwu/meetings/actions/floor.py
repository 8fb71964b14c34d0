"""The floor: who asks to speak, what goes on record, who keeps out, changes moved to the text."""

import uuid
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.freezing import settle
from dangwu.meetings.holding import of_open_meeting, on_table
from dangwu.meetings.models import (
    AgendaItem,
    Amendment,
    Attendee,
    Recusal,
    Speech,
    Statement,
    Vote,
)
from dangwu.meetings.permissions import can_conduct


@transaction.atomic
def ask_to_speak(*, actor: Access, item: AgendaItem, person_id: uuid.UUID) -> Speech:
    """Put somebody who is there on the speakers' list of the item on the table.

    Raises PermissionDenied, InputError, DomainError.
    """
    row = on_table(actor, item)
    attendee = _there(row, person_id)
    speeches = Speech.objects.filter(unit_id=row.unit_id, item_id=row.id)
    if speeches.filter(person_id=person_id, ended_at__isnull=True).exists():
        raise DomainError(f"{attendee.person.name}已经在发言名单上。")
    speech = Speech.objects.create(
        unit_id=row.unit_id, item=row, person_id=person_id, asked_at=actor.now
    )
    _note(actor, row, "meetings.ask_to_speak", speech)
    return speech


@transaction.atomic
def begin_speech(*, actor: Access, speech: Speech) -> Speech:
    """Give somebody the floor; whoever has it, ends. Raises PermissionDenied, DomainError."""
    item = on_table(actor, speech.item)
    row = Speech.objects.get(unit_id=speech.unit_id, id=speech.id)
    if row.began_at is not None:
        raise DomainError("这位同志已经开始发言。")
    Speech.objects.filter(
        unit_id=item.unit_id, item_id=item.id, began_at__isnull=False, ended_at__isnull=True
    ).update(ended_at=actor.now)
    row.began_at = actor.now
    row.save(update_fields=["began_at"])
    _note(actor, item, "meetings.begin_speech", row)
    return row


@transaction.atomic
def end_speech(*, actor: Access, speech: Speech) -> Speech:
    """End a speech; one that never began is taken off the list.

    Raises PermissionDenied, DomainError.
    """
    item = of_open_meeting(actor, speech.item)
    row = Speech.objects.get(unit_id=speech.unit_id, id=speech.id)
    if row.ended_at is not None:
        raise DomainError("这位同志的发言已经结束。")
    if row.began_at is None:
        _note(actor, item, "meetings.leave_speakers", row)
        row.delete()
        return row
    row.ended_at = actor.now
    row.save(update_fields=["ended_at"])
    _note(actor, item, "meetings.end_speech", row)
    return row


@transaction.atomic
def record_statement(
    *, actor: Access, item: AgendaItem, person_id: uuid.UUID, text: str, minority: bool = False
) -> Statement:
    """Keep what somebody wants in the minutes. minority: reserved against what was decided.

    The same words of the same person sent twice are one statement.
    Raises PermissionDenied, InputError, DomainError.
    Source: XF2011 art. 19
    """
    row = of_open_meeting(actor, item)
    if row.state == AgendaItem.State.WAITING:
        raise DomainError(f"“{row.title}”还没有开始讨论。")
    _there(row, person_id)
    text = text.strip()
    if not text:
        raise InputError("text", "请写下意见的内容。")
    before = Statement.objects.filter(
        unit_id=row.unit_id, item_id=row.id, person_id=person_id, text=text, minority=minority
    ).first()
    if before is not None:
        return before
    statement = Statement.objects.create(
        unit_id=row.unit_id,
        item=row,
        person_id=person_id,
        text=text,
        minority=minority,
        recorded_at=actor.now,
    )
    record(
        actor=actor,
        verb="meetings.record_statement",
        target=statement,
        minority=minority,
        organisation_id=row.meeting.organisation_id,
    )
    return statement


@transaction.atomic
def report_reservation_up(*, actor: Access, statement: Statement, on: date) -> Statement:
    """Note that a reserved opinion was passed to the superior organisation.

    Raises PermissionDenied, InputError, DomainError.
    Source: XF2011 art. 19
    """
    meeting = statement.item.meeting
    if not can_conduct(actor, meeting):
        raise PermissionDenied
    row = Statement.objects.select_for_update(of=("self",)).get(
        unit_id=statement.unit_id, id=statement.id
    )
    if not row.minority:
        raise DomainError("只有保留意见向上级反映。")
    if on > actor.today:
        raise InputError("on", f"日期{on}还没有到，请核对。")
    row.reported_up_on = on
    row.save(update_fields=["reported_up_on"])
    record(
        actor=actor,
        verb="meetings.report_up",
        target=row,
        on=str(on),
        organisation_id=meeting.organisation_id,
    )
    return row


@transaction.atomic
def recuse(*, actor: Access, item: AgendaItem, person_id: uuid.UUID, reason: str) -> Recusal:
    """Keep somebody whom the matter touches out of its discussion and vote.

    The same form sent twice is one recusal.
    Raises PermissionDenied, InputError, DomainError.
    Source: XF2011 art. 19
    """
    row = of_open_meeting(actor, item)
    if row.state not in (AgendaItem.State.WAITING, AgendaItem.State.OPEN):
        raise DomainError("这一项已经议完，不能再记回避。")
    if Vote.objects.filter(unit_id=row.unit_id, item_id=row.id).exclude(state="void").exists():
        raise DomainError("这一项已经开始表决，回避应在表决之前。请先作废表决。")
    reason = reason.strip()
    if not reason:
        raise InputError("reason", "请写明回避的原因，例如“本人事项”“直系亲属”。")
    attendee = _called(row, person_id)
    recusal, created = Recusal.objects.get_or_create(
        unit_id=row.unit_id, item_id=row.id, person_id=person_id, defaults={"reason": reason}
    )
    if not created and recusal.reason != reason:
        raise DomainError(f"{attendee.person.name}已经记了回避，原因：{recusal.reason}。")
    if not created:
        return recusal
    record(
        actor=actor,
        verb="meetings.recuse",
        target=row,
        person=attendee.person.name,
        organisation_id=row.meeting.organisation_id,
    )
    return recusal


@transaction.atomic
def move_amendment(
    *, actor: Access, item: AgendaItem, person_id: uuid.UUID, text: str, reason: str = ""
) -> Amendment:
    """Move a change to the text of the item on the table; it is decided before the text.

    The same change sent twice, and not settled yet, is one.
    Raises PermissionDenied, InputError, DomainError.
    """
    row = on_table(actor, item)
    _there(row, person_id)
    text = text.strip()
    if not text or text == row.text.strip():
        raise InputError("text", "请写出修改后的正文，并与原文不同。")
    rows = Amendment.objects.filter(unit_id=row.unit_id, item_id=row.id)
    before = rows.filter(moved_by_id=person_id, text=text, state=Amendment.State.MOVED).first()
    if before is not None:
        return before
    place = int(rows.aggregate(last=Max("position"))["last"] or 0) + 1
    amendment = Amendment.objects.create(
        unit_id=row.unit_id,
        item=row,
        position=place,
        moved_by_id=person_id,
        text=text,
        reason=reason.strip(),
        moved_at=actor.now,
    )
    _note(actor, row, "meetings.move_amendment", amendment)
    return amendment


@transaction.atomic
def settle_amendment(*, actor: Access, amendment: Amendment, accepted: bool) -> Amendment:
    """Take a change into the text, or not, without a vote: nobody objects.

    Raises PermissionDenied, DomainError.
    """
    item = on_table(actor, amendment.item)
    row = Amendment.objects.get(unit_id=amendment.unit_id, id=amendment.id)
    if row.state != Amendment.State.MOVED:
        raise DomainError("这处修改已经议定。")
    settle(item, row, accepted=accepted)
    _note(actor, item, "meetings.settle_amendment", row)
    return row


def _there(item: AgendaItem, person_id: uuid.UUID) -> Attendee:
    attendee = _called(item, person_id)
    if attendee.presence != Attendee.Presence.PRESENT:
        raise InputError("person", f"{attendee.person.name}不在会场，请先签到或另选。")
    return attendee


def _called(item: AgendaItem, person_id: uuid.UUID) -> Attendee:
    found = (
        Attendee.objects.filter(
            unit_id=item.unit_id, meeting_id=item.meeting_id, person_id=person_id
        )
        .select_related("person")
        .first()
    )
    if found is None:
        raise InputError("person", "此人不在这次会议的名单上，请核对。")
    return found


def _note(actor: Access, item: AgendaItem, verb: str, target: Speech | Amendment) -> None:
    record(actor=actor, verb=verb, target=target, organisation_id=item.meeting.organisation_id)
