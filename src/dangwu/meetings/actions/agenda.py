"""Setting the agenda: items added, changed, moved, taken off. Not after the notice, or with reason."""

import uuid
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.models import AgendaItem, ItemPerson, Meeting
from dangwu.meetings.permissions import can_call
from dangwu.meetings.queries.asking import added_findings
from dangwu.meetings.queries.drafting import drafted_item
from dangwu.meetings.queries.meeting import item_of
from dangwu.members.models import Person

State = Meeting.State
LATE_REASON = "通知后增加议题须写明特殊原因，请补填。"


@transaction.atomic
def add_item(
    *,
    actor: Access,
    meeting: Meeting,
    title: str,
    reason: str = "",
    follows: AgendaItem | None = None,
) -> AgendaItem:
    """Add an item at the end. After the notice only with the reason why it is a special case.

    The same line sent twice is one item.
    follows: the item of an earlier meeting that was postponed. Raises PermissionDenied, DomainError
    that cites the rule on items added late.
    Source: XF2011 art. 18
    """
    meeting = _held(actor, meeting)
    late = meeting.state != State.PLANNED
    reason = reason.strip()
    if late:
        _check_late(meeting, reason)
    rows = AgendaItem.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    item = drafted_item(meeting, title, last + 1)
    item.added_after_notice = late
    item.added_reason = reason if late else ""
    item.follows = follows
    before = rows.filter(
        title=item.title,
        state=item.state,
        added_reason=item.added_reason,
        follows_id=item.follows_id,
    ).first()
    if before is not None:
        return before
    item.save(force_insert=True)
    record(
        actor=actor, verb="meetings.add_item", target=item,
        organisation_id=meeting.organisation_id, title=item.title, late=late, reason=reason,
    )  # fmt: skip
    return item


@transaction.atomic
def change_item(
    *,
    actor: Access,
    item: AgendaItem,
    title: str,
    kind: str,
    subject: str,
    by_person: bool = False,
    seats: int | None = None,
    text: str = "",
    basis: str = "",
    consulted: str = "",
    proposed_by: str = "",
    closed_to_hall: bool = False,
    people: Sequence[Person] = (),
) -> AgendaItem:
    """Change what is known of an item. Its title stays once the notice is out.

    consulted: whose opinion was sought beforehand, and what came of it. people: whom it is about,
    in the order in which they are taken. Raises PermissionDenied, DomainError.
    Source: XF2011 art. 18
    """
    meeting = _held(actor, item.meeting)
    item = item_of(meeting, item.id, lock=True)
    _check_waiting(item)
    title = " ".join(title.split())
    if title != item.title and meeting.state != State.PLANNED:
        raise InputError("title", "通知已经发出，议题不能改名；可以撤下，再写明原因另加一项。")
    if any(person.unit_id != item.unit_id for person in people):
        raise InputError("people", "议题涉及的人不在本单位的花名册内，请改正。")
    item.title = drafted_item(meeting, title, item.position).title
    item.kind, item.subject, item.by_person = kind, subject, by_person
    item.seats = seats
    item.text, item.basis = text.strip(), basis.strip()
    item.consulted, item.proposed_by = consulted.strip(), proposed_by.strip()
    item.closed_to_hall = closed_to_hall
    item.save()
    ItemPerson.objects.filter(unit_id=item.unit_id, item_id=item.id).delete()
    ItemPerson.objects.bulk_create(
        ItemPerson(unit_id=item.unit_id, item_id=item.id, person=person, position=place)
        for place, person in enumerate(dict.fromkeys(people), 1)
    )
    record(
        actor=actor, verb="meetings.change_item", target=item,
        organisation_id=meeting.organisation_id, title=item.title, people=len(people),
    )  # fmt: skip
    return item


@transaction.atomic
def move_item(*, actor: Access, item: AgendaItem, up: bool) -> AgendaItem:
    """Change places with the item before, or after. Raises PermissionDenied, DomainError."""
    meeting = _held(actor, item.meeting)
    item = item_of(meeting, item.id, lock=True)
    _check_waiting(item)
    rows = AgendaItem.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    if up:
        other = rows.filter(position__lt=item.position).order_by("-position").first()
    else:
        other = rows.filter(position__gt=item.position).order_by("position").first()
    if other is None:
        raise DomainError(f"“{item.title}”已经是{'第一' if up else '最后一'}项。")
    _swap(item, other)
    record(
        actor=actor, verb="meetings.move_item", target=item,
        organisation_id=meeting.organisation_id, title=item.title, position=item.position,
    )  # fmt: skip
    return item


@transaction.atomic
def remove_item(*, actor: Access, item: AgendaItem, reason: str = "") -> None:
    """Take an item off. After the notice it stays on the agenda, marked, with the reason.

    Raises PermissionDenied, DomainError.
    """
    meeting = _held(actor, item.meeting)
    item = item_of(meeting, item.id, lock=True)
    _check_waiting(item)
    reason = reason.strip()
    record(
        actor=actor, verb="meetings.remove_item", target=item,
        organisation_id=meeting.organisation_id, title=item.title, reason=reason,
    )  # fmt: skip
    if meeting.state == State.PLANNED:
        item.delete()
        _close_ranks(meeting)
        return
    if not reason:
        raise InputError("reason", "通知已经发出，撤下议题须写明原因，请补填。")
    item.state, item.state_reason = AgendaItem.State.DROPPED, reason
    item.save(update_fields=["state", "state_reason"])


def _held(actor: Access, meeting: Meeting) -> Meeting:
    """Return the meeting, locked, while its agenda may still be set."""
    if not can_call(actor, meeting.organisation):
        raise PermissionDenied
    locked = (
        Meeting.objects.filter(unit_id=meeting.unit_id, id=meeting.id)
        .select_related("organisation")
        .select_for_update(of=("self",))
        .get()
    )
    if locked.state not in (State.PLANNED, State.NOTICED, State.OPEN):
        raise DomainError(f"会议{locked.get_state_display()}，议题不能再改。")
    return locked


def _check_late(meeting: Meeting, reason: str) -> None:
    breached = [found for found in added_findings(meeting, special=bool(reason)) if found.blocks]
    if breached:
        raise InputError("reason", f"{breached[0].text}{LATE_REASON}")
    if not reason:
        raise InputError("reason", LATE_REASON)


def _check_waiting(item: AgendaItem) -> None:
    if item.state != AgendaItem.State.WAITING:
        raise DomainError(f"“{item.title}”{item.get_state_display()}，不能再改。")


def _swap(item: AgendaItem, other: AgendaItem) -> None:
    """Exchange the places of two items; nought is free, places begin with one."""
    mine, theirs = item.position, other.position
    for row, place in ((item, 0), (other, mine), (item, theirs)):
        row.position = place
        row.save(update_fields=["position"])


def _close_ranks(meeting: Meeting) -> None:
    rows = AgendaItem.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    ids: list[uuid.UUID] = list(rows.order_by("position").values_list("id", flat=True))
    for place, row_id in enumerate(ids, 1):
        rows.filter(id=row_id).update(position=place)
