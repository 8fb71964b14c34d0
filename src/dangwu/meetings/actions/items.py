"""Taking the agenda item by item: begin, put off, drop, decide, discuss again, ruling from above."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, QuerySet

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.holding import State, of_open_meeting, on_table
from dangwu.meetings.models import AgendaItem, ItemPerson, Meeting, Vote
from dangwu.meetings.permissions import can_call, can_conduct
from dangwu.meetings.providers import stands_at
from dangwu.meetings.queries.demands import one_by_one, person_by_person
from dangwu.meetings.queries.drafting import PERSONAL
from dangwu.members.models import Person

ItemState = AgendaItem.State


@transaction.atomic
def take_item(*, actor: Access, item: AgendaItem) -> AgendaItem:
    """Put one item on the table; the one before must have been finished.

    Who stands at an election that hangs on an earlier one is put down now.
    Raises PermissionDenied, DomainError.
    Source: XF2011 art. 18
    """
    row = of_open_meeting(actor, item)
    if row.state != ItemState.WAITING:
        raise DomainError(f"“{row.title}”现在是“{row.get_state_display()}”，不用再次开始。")
    other = _open_item(row)
    if other is not None:
        asked = one_by_one(row.meeting)
        raise DomainError(
            f"“{other.title}”还没有议完。{asked}请先作出决定、缓议或撤下，再议下一项。"
        )
    _refuse_nobody(row)
    told = stands_at(row)
    if told is not None and told.people is not None:
        _put_down(row, told.people)
    row.state = ItemState.OPEN
    row.opened_at = actor.now
    row.save(update_fields=["state", "opened_at"])
    record(actor=actor, verb="meetings.take_item", target=row, title=row.title,
           organisation_id=row.meeting.organisation_id)  # fmt: skip
    return row


@transaction.atomic
def postpone_item(*, actor: Access, item: AgendaItem, reason: str) -> AgendaItem:
    """Put an item off: opinions differ widely; it is looked into and discussed again.

    Raises PermissionDenied, InputError, DomainError.
    Source: XF2011 art. 18
    """
    return _put_off(actor, item, ItemState.POSTPONED, reason, "meetings.postpone_item")


@transaction.atomic
def drop_item(*, actor: Access, item: AgendaItem, reason: str) -> AgendaItem:
    """Take an item off the agenda without a decision. Raises PermissionDenied, InputError."""
    return _put_off(actor, item, ItemState.DROPPED, reason, "meetings.drop_item")


@transaction.atomic
def record_resolution(*, actor: Access, item: AgendaItem, text: str) -> AgendaItem:
    """Keep what was resolved and end the item. An item that is to be voted on needs its vote.

    Raises PermissionDenied, InputError, DomainError.
    Source: XF2011 art. 18
    """
    row = on_table(actor, item)
    text = text.strip()
    if not text:
        raise InputError("text", "请写明形成的决议或议定的意见。")
    _refuse_unfinished(row)
    row.resolution = text
    row.state = ItemState.DECIDED
    row.closed_at = actor.now
    row.save(update_fields=["resolution", "state", "closed_at"])
    record(actor=actor, verb="meetings.resolve", target=row, title=row.title, resolution=text,
           organisation_id=row.meeting.organisation_id)  # fmt: skip
    return row


@transaction.atomic
def rediscuss(*, actor: Access, item: AgendaItem, meeting: Meeting) -> AgendaItem:
    """Put a postponed item on the agenda of a later meeting, with its persons and its text.

    meeting: planned or noticed, of the same organisation.
    Raises PermissionDenied, DomainError.
    Source: XF2011 art. 18
    """
    if not can_call(actor, meeting.organisation):
        raise PermissionDenied
    before = AgendaItem.objects.select_related("meeting").get(unit_id=item.unit_id, id=item.id)
    if before.state != ItemState.POSTPONED:
        raise DomainError(f"“{before.title}”不在缓议中，不用复议。")
    if (meeting.unit_id, meeting.organisation_id) != (
        before.unit_id,
        before.meeting.organisation_id,
    ):
        raise DomainError("缓议的事项应在同一组织的下一次会议上复议，请另选会议。")
    if meeting.state not in (State.PLANNED, State.NOTICED):
        raise DomainError("请选一次还没有开的会议。")
    if AgendaItem.objects.filter(unit_id=before.unit_id, follows_id=before.id).exists():
        raise DomainError(f"“{before.title}”已经列入复议。")
    row = AgendaItem.objects.create(
        unit_id=meeting.unit_id,
        meeting=meeting,
        position=next_position(meeting),
        title=before.title,
        kind=before.kind,
        subject=before.subject,
        by_person=before.by_person,
        seats=before.seats,
        text=before.text,
        basis=before.basis,
        follows=before,
        added_after_notice=meeting.state == State.NOTICED,
        added_reason="缓议事项按规定复议" if meeting.state == State.NOTICED else "",
    )
    people = ItemPerson.objects.filter(unit_id=before.unit_id, item_id=before.id)
    ItemPerson.objects.bulk_create(
        ItemPerson(unit_id=row.unit_id, item=row, person_id=person, position=place)
        for person, place in people.values_list("person_id", "position")
    )
    record(actor=actor, verb="meetings.rediscuss", target=row, title=row.title,
           organisation_id=meeting.organisation_id)  # fmt: skip
    return row


@transaction.atomic
def record_ruling(
    *, actor: Access, item: AgendaItem, text: str, ruled_by: str, ruled_on: date
) -> AgendaItem:
    """Keep the ruling from above on an item that was put off.

    Raises PermissionDenied, InputError, DomainError.
    Source: XF2011 art. 18
    """
    if not can_conduct(actor, item.meeting):
        raise PermissionDenied
    row = AgendaItem.objects.select_for_update(of=("self",)).get(unit_id=item.unit_id, id=item.id)
    row.meeting = item.meeting
    if row.state != ItemState.POSTPONED:
        raise DomainError("只有缓议的事项由上级裁决。")
    if row.ruling:
        raise DomainError("这一事项已经记下上级裁决。")
    text, ruled_by = text.strip(), ruled_by.strip()
    if not text:
        raise InputError("text", "请写明上级的裁决意见。")
    if not ruled_by:
        raise InputError("ruled_by", "请写明作出裁决的上级组织。")
    if ruled_on > actor.today:
        raise InputError("ruled_on", f"裁决日期{ruled_on}还没有到，请核对。")
    row.ruling, row.ruled_by, row.ruled_on = text, ruled_by, ruled_on
    row.save(update_fields=["ruling", "ruled_by", "ruled_on"])
    record(actor=actor, verb="meetings.rule", target=row, title=row.title, ruled_by=ruled_by,
           organisation_id=row.meeting.organisation_id)  # fmt: skip
    return row


def _put_down(item: AgendaItem, people: Sequence[Person]) -> None:
    ItemPerson.objects.filter(unit_id=item.unit_id, item_id=item.id).delete()
    ItemPerson.objects.bulk_create(
        ItemPerson(unit_id=item.unit_id, item=item, person=person, position=place)
        for place, person in enumerate(people, 1)
    )


def next_position(meeting: Meeting) -> int:
    """Return the place after the last item."""
    rows = AgendaItem.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _put_off(
    actor: Access, item: AgendaItem, state: AgendaItem.State, reason: str, verb: str
) -> AgendaItem:
    row = of_open_meeting(actor, item)
    if row.state not in (ItemState.OPEN, ItemState.WAITING):
        raise DomainError(f"“{row.title}”现在是“{row.get_state_display()}”，不能再改。")
    reason = reason.strip()
    if not reason:
        raise InputError("reason", f"{state.label}要写明原因。")
    if _votes(row).filter(state=Vote.State.OPEN).exists():
        raise DomainError("这一项正在表决，请先结束或作废表决。")
    row.state = state
    row.state_reason = reason
    row.closed_at = actor.now
    row.save(update_fields=["state", "state_reason", "closed_at"])
    record(actor=actor, verb=verb, target=row, title=row.title, reason=reason,
           organisation_id=row.meeting.organisation_id)  # fmt: skip
    return row


def _open_item(item: AgendaItem) -> AgendaItem | None:
    return AgendaItem.objects.filter(
        unit_id=item.unit_id, meeting_id=item.meeting_id, state=ItemState.OPEN
    ).first()


def _refuse_nobody(item: AgendaItem) -> None:
    """Refuse an item that is voted on person by person while it names nobody."""
    if item.kind != AgendaItem.Kind.DECIDE or item.subject not in PERSONAL:
        return
    if ItemPerson.objects.filter(unit_id=item.unit_id, item_id=item.id).exists():
        return
    asked = person_by_person(item.meeting, item.subject)
    if asked or item.by_person:
        raise DomainError(
            f"“{item.title}”要逐人表决，还没有写涉及的人。{asked}请先在“定议题”里填写，再议这一项。"
        )


def _refuse_unfinished(item: AgendaItem) -> None:
    votes = _votes(item)
    if votes.filter(state=Vote.State.OPEN).exists():
        raise DomainError("这一项正在表决，请先结束表决。")
    if item.kind != AgendaItem.Kind.DECIDE:
        return
    closed = votes.filter(state=Vote.State.CLOSED, amendment__isnull=True)
    if not closed.exists():
        raise DomainError("这一项要表决。请先表决，再记决议；意见分歧较大的可以缓议。")
    if item.by_person:
        voted = set(closed.values_list("person_id", flat=True))
        people = ItemPerson.objects.filter(unit_id=item.unit_id, item_id=item.id)
        left = people.exclude(person_id__in=voted).select_related("person")
        names = [row.person.name for row in left]
        if names:
            raise DomainError(f"这一项逐人表决，还没有表决：{'、'.join(names)}。")


def _votes(item: AgendaItem) -> QuerySet[Vote]:
    return Vote.objects.filter(unit_id=item.unit_id, item_id=item.id)
