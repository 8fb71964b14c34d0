"""What people do before, at and after the meeting: talks, self-checks, being told."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from dangwu.accounts.access import Access
from dangwu.assessment.actions.cases import LONGEST, check_done_on, kept, open_one
from dangwu.assessment.actions.telling import ask_for_self_checks
from dangwu.assessment.models import LifeCase, LifePart, Talk
from dangwu.assessment.permissions import can_hand_in
from dangwu.assessment.queries.life import part_of, present_at
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.actions.planning import plan_meeting
from dangwu.meetings.models import Meeting
from dangwu.meetings.queries.attendees import called_on
from dangwu.meetings.queries.kinds import body_for
from dangwu.members.models import Person

AGENDA = ("通报会前准备和上次整改情况", "逐个对照检查，开展批评和自我批评", "书记讲评，明确整改")


@transaction.atomic
def derive_people(*, actor: Access, case: LifeCase) -> int:
    """Bring those who take part up to date; nobody with something on record goes. Returns how many.

    Raises PermissionDenied, DomainError.
    """
    row = kept(actor, case)
    body = body_for(row.kind, row.organisation)
    called = {one.person_id for one in called_on([row.organisation], body=body, on=actor.today)}
    parts = LifePart.objects.filter(unit_id=row.unit_id, case_id=row.id)
    parts.filter(handed_in_on__isnull=True, spoken_on__isnull=True, written=False).exclude(
        person_id__in=called
    ).delete()
    LifePart.objects.bulk_create(
        [LifePart(unit_id=row.unit_id, case=row, person_id=person) for person in called],
        ignore_conflicts=True,
    )
    ask_for_self_checks(row, called)
    count = parts.count()
    record(actor=actor, verb="assessment.derive_people", target=row, 人数=count)
    return count


@transaction.atomic
def add_talks(
    *, actor: Access, case: LifeCase, first: Person, others: Sequence[Person], held_on: date
) -> list[Talk]:
    """Record that somebody talked with each of the others, and the day; never what was said.

    Where one of the pairs is refused, none is recorded. Raises PermissionDenied, DomainError.
    Source: ZB2018 art. 19
    """
    row = kept(actor, case)
    if not others:
        raise InputError("others", "请勾选谈话对象。")
    if first in others:
        raise InputError("others", f"谈心谈话在两个人之间进行，请去掉{first.name}本人。")
    if {one.unit_id for one in (first, *others)} != {row.unit_id}:
        raise InputError("others", "只登记本单位花名册内的人，请改选。")
    if held_on > actor.today:
        raise InputError("held_on", "日期还没有到，谈过以后再登记。")
    talks = [_talk(row, first, other, held_on) for other in others]
    record(actor=actor, verb="assessment.add_talk", target=row, 日期=str(held_on), 人数=len(talks))
    return talks


def _talk(case: LifeCase, first: Person, second: Person, held_on: date) -> Talk:
    low, high = sorted((first, second), key=lambda person: person.id)
    talk = Talk(unit_id=case.unit_id, case=case, first=low, second=high, held_on=held_on)
    try:
        with transaction.atomic():
            talk.save(force_insert=True)
    except IntegrityError as error:
        raise InputError(
            "others", f"{first.name}和{second.name}的谈话已经登记过，请去掉{second.name}。"
        ) from error
    return talk


@transaction.atomic
def remove_talk(*, actor: Access, case: LifeCase, talk: uuid.UUID) -> None:
    """Take a talk off that was recorded by mistake. Raises PermissionDenied, DomainError."""
    row = kept(actor, case)
    gone, _ = Talk.objects.filter(unit_id=row.unit_id, case_id=row.id, id=talk).delete()
    if not gone:
        raise DomainError("这次谈话已经删去，请刷新页面。")
    record(actor=actor, verb="assessment.remove_talk", target=row)


@transaction.atomic
def hand_in_self_check(
    *, actor: Access, case: LifeCase, person_id: uuid.UUID, text: str
) -> LifePart:
    """Hand in a 对照检查材料: the author, or the secretary for somebody who wrote it on paper.

    Until the meeting opens it may be handed in anew. Raises PermissionDenied, DomainError, Http404.
    Source: MZ2016 art. ~程序
    """
    if not can_hand_in(actor, case, person_id):
        raise PermissionDenied
    row = open_one(case)
    part = part_of(row, person_id)
    if row.meeting is not None and row.meeting.opened_at is not None and part.handed_in_on:
        raise DomainError("会议已经召开，提交的材料不能再改。")
    text = text.strip()
    if not text:
        raise InputError("text", "请填写对照检查材料。")
    if len(text) > LONGEST:
        raise InputError("text", f"不能超过{LONGEST}字，现有{len(text)}字，请删减。")
    LifePart.objects.filter(unit_id=row.unit_id, case_id=row.id, person_id=person_id).update(
        text=text, handed_in_on=actor.today, handed_in_by_name=actor.name
    )
    record(actor=actor, verb="assessment.hand_in", target=row, 姓名=part.person.name)
    return part_of(row, person_id)


@transaction.atomic
def mark_people(
    *,
    actor: Access,
    case: LifeCase,
    on: date,
    spoken: Collection[uuid.UUID] = (),
    written: Collection[uuid.UUID] = (),
    told: Collection[uuid.UUID] = (),
) -> LifeCase:
    """Mark who made the self-check at the meeting, who handed in a speech, who was told.

    The three sets are as they stand afterwards; a mark that is there keeps its day.
    Raises PermissionDenied, DomainError.
    Source: MZ2016 art. ~到会
    """
    row = kept(actor, case)
    if row.meeting is None or row.meeting.opened_at is None:
        raise DomainError("会议还没有召开，开会时再登记。")
    check_done_on(actor, on)
    present = present_at(row)
    if set(spoken) - present:
        raise DomainError("没有到会的人不能登记会上对照检查；请先在会议里登记到会。")
    if (set(written) | set(told)) & present:
        raise DomainError("书面发言和会后告知只登记缺席的人，请核对。")
    parts = LifePart.objects.filter(unit_id=row.unit_id, case_id=row.id)
    parts.exclude(person_id__in=spoken).update(spoken_on=None)
    parts.filter(person_id__in=spoken, spoken_on__isnull=True).update(spoken_on=on)
    parts.exclude(person_id__in=written).update(written=False)
    parts.filter(person_id__in=written).update(written=True)
    parts.exclude(person_id__in=told).update(told_on=None)
    parts.filter(person_id__in=told, told_on__isnull=True).update(told_on=on)
    record(
        actor=actor, verb="assessment.mark_people", target=row, 对照检查=len(spoken),
        书面发言=len(written), 已告知=len(told),
    )  # fmt: skip
    return row


@transaction.atomic
def plan_case_meeting(
    *,
    actor: Access,
    case: LifeCase,
    starts_at: datetime,
    place: str = "",
    chair: Person | None = None,
    recorder: Person | None = None,
) -> Meeting:
    """Plan the meeting of the case; a re-run names the meeting it repeats, and why.

    Raises PermissionDenied, DomainError.
    Source: XF2011 art. 26
    """
    row = kept(actor, case)
    if row.meeting is not None and row.meeting.state != Meeting.State.CALLED_OFF:
        raise DomainError("会议已经筹备，请在会议页面接着办。")
    before = row.rerun_of
    meeting = plan_meeting(
        actor=actor,
        organisation=row.organisation,
        kinds=[row.kind],
        starts_at=starts_at,
        title=f"{row}{'（重开）' if before else ''}",
        place=place,
        chair=chair,
        recorder=recorder,
        agenda=AGENDA,
        rerun_of=before.meeting if before else None,
        rerun_reason=before.order_reason if before else "",
    )
    row.meeting = meeting
    row.save(update_fields=["meeting"])
    record(actor=actor, verb="assessment.plan_meeting", target=row, 会议=meeting.title)
    return meeting
