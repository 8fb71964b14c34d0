"""Planning a meeting, changing the plan, calling it off."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.core.rulebook.terms import ACTIVITIES
from dangwu.core.writing import written_day
from dangwu.meetings.actions.attendees import derive_attendees
from dangwu.meetings.actions.setting import (
    check_emergency,
    check_start,
    minutes_of,
    of_unit,
    plain,
    titled,
)
from dangwu.meetings.actions.telling import moved_notice, tell, tell_again
from dangwu.meetings.models import AgendaItem, Meeting, MeetingOrganisation
from dangwu.meetings.permissions import can_call
from dangwu.meetings.queries.drafting import drafted_items
from dangwu.meetings.queries.kinds import SITTINGS, body_for, title_for
from dangwu.meetings.queries.notice import opening_line
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation

State = Meeting.State
AHEAD: Final = (State.PLANNED, State.NOTICED)
TOLD_AGAIN: Final = ("starts_at", "place")
# What is the same when one form was sent twice; kinds, title and beginning are the key.
SAME: Final = (
    *("place", "minutes_planned", "chair_id", "recorder_id", "emergency_reason"),
    *("designated_convener_id", "rerun_of_id", "rerun_reason", "body"),
)
ONCE: Final = "meeting_planned_once"
TWICE: Final = (
    "同一时间、同样题目的会议已经在筹备，请到那次会议里改；确需另开一次的，请换一个题目。"
)


@transaction.atomic
def plan_meeting(
    *,
    actor: Access,
    organisation: Organisation,
    kinds: Iterable[str],
    starts_at: datetime,
    title: str = "",
    place: str = "",
    minutes_planned: int | None = None,
    chair: Person | None = None,
    recorder: Person | None = None,
    joint: Sequence[Organisation] = (),
    agenda: Sequence[str] = (),
    emergency_reason: str = "",
    designated_convener: Person | None = None,
    rerun_of: Meeting | None = None,
    rerun_reason: str = "",
    body: str = "",
) -> Meeting:
    """Plan a meeting with its agenda; those who belong at it are derived at once.

    The same form sent twice is one meeting: what was planned before is returned.

    kinds: codes of `terms.ACTIVITIES`, the first one is what it is. body: who meets, where the
    kind does not tell. joint: organisations that
    hold it together with this one. agenda: one title a line. emergency_reason: makes it an
    emergency meeting, which a designated person may convene.
    Raises PermissionDenied, InputError.
    """
    held_by = _holders(actor, organisation, joint)
    codes = _kinds(kinds)
    check_start(starts_at, now=actor.now)
    check_emergency(emergency_reason, designated_convener)
    if rerun_of is not None and not rerun_reason.strip():
        raise InputError("rerun_reason", "重新召开须写明原因，请补填。")
    meeting = Meeting(
        unit_id=organisation.unit_id,
        organisation=organisation,
        kinds=codes,
        body=body or body_for(codes[0], organisation),
        title=titled(title or title_for(codes[0], timezone.localdate(starts_at))),
        starts_at=starts_at,
        minutes_planned=minutes_of(minutes_planned),
        place=plain("place", place, 80),
        chair=of_unit("chair", chair, organisation),
        recorder=of_unit("recorder", recorder, organisation),
        emergency=bool(emergency_reason.strip()),
        emergency_reason=emergency_reason.strip(),
        designated_convener=of_unit("designated_convener", designated_convener, organisation),
        rerun_of=rerun_of,
        rerun_reason=rerun_reason.strip(),
        called_by=actor.account_id,
        called_at=actor.now,
    )
    items = drafted_items(meeting, agenda)
    if not _saved(meeting):
        return _planned_before(meeting, held_by, items)
    MeetingOrganisation.objects.bulk_create(
        MeetingOrganisation(unit_id=meeting.unit_id, meeting_id=meeting.id, organisation=each)
        for each in held_by
    )
    AgendaItem.objects.bulk_create(items)
    record(
        actor=actor, verb="meetings.plan", target=meeting, title=meeting.title, kinds=codes,
        starts_at=_told(starts_at), emergency=meeting.emergency,
    )  # fmt: skip
    derive_attendees(actor=actor, meeting=meeting)
    return meeting


@transaction.atomic
def change_plan(
    *,
    actor: Access,
    meeting: Meeting,
    starts_at: datetime,
    title: str,
    place: str,
    minutes_planned: int | None = None,
    chair: Person | None = None,
    recorder: Person | None = None,
    emergency_reason: str = "",
    designated_convener: Person | None = None,
) -> Meeting:
    """Change what was planned. After the notice a new time or place is a new notice.

    Then receipts start anew, the time between notice and meeting is counted from now, and those
    who are called are told. The title stays once the notice is out. Raises PermissionDenied,
    DomainError.
    Source: XF2011 art. 18
    """
    meeting = _ahead(actor, meeting)
    check_start(starts_at, now=actor.now)
    check_emergency(emergency_reason, designated_convener)
    noticed = meeting.state == State.NOTICED
    if noticed and title.strip() != meeting.title:
        raise InputError("title", "通知已经发出，题目不能再改；确需改题目的，取消后重新召开。")
    before = {name: getattr(meeting, name) for name in TOLD_AGAIN}
    organisation = meeting.organisation
    told = opening_line(meeting)
    meeting.title = _title(meeting, title, starts_at)
    meeting.starts_at = starts_at
    meeting.place = plain("place", place, 80)
    meeting.minutes_planned = minutes_of(minutes_planned)
    meeting.chair = of_unit("chair", chair, organisation)
    meeting.recorder = of_unit("recorder", recorder, organisation)
    meeting.emergency = bool(emergency_reason.strip())
    meeting.emergency_reason = emergency_reason.strip()
    meeting.designated_convener = of_unit("designated_convener", designated_convener, organisation)
    if noticed and not meeting.place:
        raise InputError("place", "通知已经发出，地点不能空着，请填写。")
    moved = any(getattr(meeting, name) != value for name, value in before.items())
    if noticed and moved:
        meeting.noticed_at = actor.now
        meeting.notice_text = moved_notice(meeting, told)
    if not _saved(meeting):
        raise InputError("title", TWICE)
    record(
        actor=actor, verb="meetings.change_plan", target=meeting, title=meeting.title,
        starts_at=_told(starts_at), place=meeting.place,
    )  # fmt: skip
    derive_attendees(actor=actor, meeting=meeting)
    if noticed and moved:
        tell_again(meeting, f"会议改期或换地点：{meeting.title}", actor.now)
    return meeting


@transaction.atomic
def call_off(*, actor: Access, meeting: Meeting, reason: str) -> Meeting:
    """Call a meeting off before it opens; those who had the notice are told. Raises DomainError."""
    meeting = _ahead(actor, meeting)
    reason = reason.strip()
    if not reason:
        raise InputError("reason", "取消会议须写明原因，请补填。")
    noticed = meeting.state == State.NOTICED
    meeting.state = State.CALLED_OFF
    meeting.called_off_at = actor.now
    meeting.called_off_reason = reason
    meeting.save(update_fields=["state", "called_off_at", "called_off_reason"])
    record(
        actor=actor, verb="meetings.call_off", target=meeting, title=meeting.title, reason=reason
    )
    if noticed:
        tell(meeting, "meetings.call_off", f"会议取消：{meeting.title}", f"原因：{reason}")
    return meeting


def _holders(
    actor: Access, organisation: Organisation, joint: Iterable[Organisation]
) -> list[Organisation]:
    found = list({each.id: each for each in [organisation, *joint]}.values())
    if not all(can_call(actor, each) for each in found):
        raise PermissionDenied
    for each in found:
        if each.unit_id != organisation.unit_id:
            raise InputError("joint", "只能与本单位范围内的党组织一起召开，请改正。")
        if each.dissolved_on is not None:
            raise InputError(
                "joint", f"{each.name}已于{written_day(each.dissolved_on)}撤销，不能召开会议。"
            )
    return found


def _title(meeting: Meeting, title: str, starts_at: datetime) -> str:
    """Return the title; one that names the month of the day before follows the new day."""
    usual = title_for(meeting.kinds[0], timezone.localdate(meeting.starts_at))
    if title.strip() in ("", usual):
        return title_for(meeting.kinds[0], timezone.localdate(starts_at))
    return titled(title)


def _saved(meeting: Meeting) -> bool:
    """Save the meeting; whether no other of the same kinds and title begins at the same time."""
    try:
        with transaction.atomic():
            meeting.save()
    except IntegrityError as error:
        if ONCE in str(error):
            return False
        raise
    return True


def _planned_before(
    meeting: Meeting, held_by: Sequence[Organisation], items: Sequence[AgendaItem]
) -> Meeting:
    """Return the meeting that the same form planned. Raises InputError where it was another."""
    before = Meeting.objects.select_related("organisation").get(
        unit_id=meeting.unit_id,
        organisation_id=meeting.organisation_id,
        kinds=meeting.kinds,
        title=meeting.title,
        starts_at=meeting.starts_at,
        state__in=AHEAD,
    )
    partners = MeetingOrganisation.objects.filter(unit_id=before.unit_id, meeting_id=before.id)
    agenda = AgendaItem.objects.filter(unit_id=before.unit_id, meeting_id=before.id)
    same = (
        all(getattr(before, name) == getattr(meeting, name) for name in SAME)
        and set(partners.values_list("organisation_id", flat=True)) == {o.id for o in held_by}
        and list(agenda.order_by("position").values_list("title", flat=True))
        == [item.title for item in items]
    )
    if not same:
        raise InputError("title", TWICE)
    return before


def _ahead(actor: Access, meeting: Meeting) -> Meeting:
    """Return the meeting locked, if the actor may call it and it has not opened."""
    if not can_call(actor, meeting.organisation):
        raise PermissionDenied
    locked = (
        Meeting.objects.filter(unit_id=meeting.unit_id, id=meeting.id)
        .select_related("organisation")
        .select_for_update(of=("self",))
        .get()
    )
    if locked.state not in AHEAD:
        raise DomainError(f"会议{locked.get_state_display()}，不能再改；请刷新页面看现在的情况。")
    return locked


def _kinds(kinds: Iterable[str]) -> list[str]:
    wanted = list(dict.fromkeys(kinds))
    if not wanted:
        raise InputError("kinds", "请选择会议类别。")
    if strange := [kind for kind in wanted if kind not in SITTINGS]:
        names = "、".join(ACTIVITIES.get(kind, kind) for kind in strange)
        raise InputError("kinds", f"“{names}”不是会议，请在“登记工作”里填报。")
    return wanted


def _told(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
