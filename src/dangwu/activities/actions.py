"""Filing and withdrawing work."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from dangwu.accounts.access import Access
from dangwu.activities.judging import is_late, quorum_findings, validity_of
from dangwu.activities.models import Activity, ActivityOrganisation, Attendance
from dangwu.activities.months import add_activity, take_activity
from dangwu.activities.permissions import can_file_activity, can_withdraw_activity
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.core.rulebook.terms import ACTIVITIES
from dangwu.core.writing import written_day
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.rules.duties.reach import Over
from dangwu.rules.queries.rulebook import books_for
from dangwu.rules.tallying import lock_organisations, refresh_tallies
from dangwu.rules.tasks import subtrees_soon

LONGEST: Final = 7 * 24 * 60  # minutes; a longer training is filed by its days
TOLD: Final = (
    "minutes", "place", "host", "noticed_on", "should_attend", "present", "on_leave", "summary",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """Persons: who should have come, who came, who was on leave. None: not recorded."""

    should_attend: int | None
    present: int | None
    on_leave: int | None


@transaction.atomic
def file_activity(
    *,
    actor: Access,
    organisation: Organisation,
    kinds: Iterable[str],
    title: str,
    held_on: date,
    minutes: int | None = None,
    should_attend: int | None = None,
    present: int | None = None,
    on_leave: int | None = None,
    attendance: Sequence[tuple[uuid.UUID, Attendance.Presence]] = (),
    noticed_on: date | None = None,
    organisations: Sequence[Organisation] = (),
    targets: Sequence[Organisation] = (),
    place: str = "",
    host: str = "",
    summary: str = "",
) -> Activity:
    """File work that was done; the same form sent twice files once.

    organisations: others that it counts for, when several held it together. targets: bodies below
    that it was about. attendance: by person; the counts then follow from it.
    Raises PermissionDenied, DomainError.
    """
    held_by = _distinct([organisation, *organisations])
    if not all(can_file_activity(actor, each) for each in held_by):
        raise PermissionDenied
    codes = _kinds(kinds)
    counts = _counts(attendance, Counts(should_attend, present, on_leave))
    _check_day(actor, held_by, held_on, noticed_on)
    _check_minutes(minutes)
    _check_targets(organisation, targets)
    people = _people(organisation, attendance)
    concerned = [each.id for each in held_by] + list(people.values())
    lock_organisations(organisation.unit_id, concerned)
    book = books_for([organisation.unit_id], actor.today)[organisation.unit_id]
    findings = quorum_findings(
        book.rulebook, organisation, kinds=codes, held_on=held_on,
        should_attend=counts.should_attend, present=counts.present,
    )  # fmt: skip
    activity = Activity(
        unit_id=organisation.unit_id,
        organisation=organisation,
        kinds=codes,
        title=_title(title),
        held_on=held_on,
        minutes=minutes,
        place=place.strip(),
        host=host.strip(),
        noticed_on=noticed_on,
        should_attend=counts.should_attend,
        present=counts.present,
        on_leave=counts.on_leave,
        summary=summary.strip(),
        validity=validity_of(findings),
        filed_on=actor.today,
        filed_at=actor.now,
        filed_by=actor.account_id,
        late=is_late(book, held_on=held_on, filed_on=actor.today),
    )
    try:
        with transaction.atomic():
            activity.save(force_insert=True)
    except IntegrityError as error:
        return _filed_before(actor, activity, error)
    _save_parts(activity, held_by, targets, attendance)
    add_activity(activity)
    record(
        actor=actor, verb="activities.file", target=activity, kinds=codes, title=activity.title,
        held_on=str(held_on), late=activity.late, validity=str(activity.validity),
    )  # fmt: skip
    _count_again(actor, activity, concerned)
    return activity


@transaction.atomic
def withdraw_activity(*, actor: Access, activity: Activity, reason: str) -> Activity:
    """Withdraw filed work: it stays in the record with the reason and no longer counts.

    Raises PermissionDenied, DomainError.
    """
    if not can_withdraw_activity(actor, activity):
        raise PermissionDenied
    reason = reason.strip()
    if not reason:
        raise InputError("reason", "撤回须写明原因，请补填。")
    concerned = _concerned(activity)
    lock_organisations(activity.unit_id, concerned)
    activity = Activity.objects.select_related("organisation").get(
        unit_id=activity.unit_id, id=activity.id
    )
    if activity.withdrawn_at is not None:
        raise DomainError("这项活动已经撤回，不必再办。")
    activity.withdrawn_at = actor.now
    activity.withdrawn_by = actor.account_id
    activity.withdrawal_reason = reason
    activity.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    if activity.validity != Activity.Validity.INVALID:
        take_activity(activity)
    record(
        actor=actor, verb="activities.withdraw", target=activity,
        title=activity.title, held_on=str(activity.held_on), reason=reason,
    )  # fmt: skip
    _count_again(actor, activity, concerned)
    return activity


def _distinct(organisations: Iterable[Organisation]) -> list[Organisation]:
    found = {each.id: each for each in organisations}
    if len({each.unit_id for each in found.values()}) > 1:
        raise InputError("organisations", "只能与本单位范围内的党组织共同填报，请改正。")
    return sorted(found.values(), key=lambda each: each.id)


def _kinds(kinds: Iterable[str]) -> list[str]:
    wanted = set(kinds)
    if not wanted:
        raise InputError("kinds", "请至少选择一种活动类别。")
    if unknown := sorted(wanted - set(ACTIVITIES)):
        raise InputError("kinds", f"没有“{'、'.join(unknown)}”这种活动类别，请改正。")
    return [code for code in ACTIVITIES if code in wanted]


def _title(title: str) -> str:
    title = title.strip()
    if not title:
        raise InputError("title", "请填写题目。")
    if len(title) > 120:
        raise InputError("title", f"题目不能超过120字，现有{len(title)}字，请缩短。")
    return title


def _check_day(
    actor: Access, held_by: Iterable[Organisation], held_on: date, noticed_on: date | None
) -> None:
    if held_on > actor.today:
        raise InputError("held_on", f"{written_day(held_on)}还没有到，请在开展之后填报。")
    for each in held_by:
        if held_on < each.founded_on:
            raise InputError(
                "held_on",
                f"{written_day(held_on)}早于{each.name}的成立日期{written_day(each.founded_on)}，"
                "请改正。",
            )
        if each.dissolved_on is not None and held_on >= each.dissolved_on:
            raise InputError(
                "held_on", f"{each.name}已于{written_day(each.dissolved_on)}撤销，请改正。"
            )
    if noticed_on is not None and noticed_on > held_on:
        raise InputError(
            "noticed_on",
            f"通知日期{written_day(noticed_on)}晚于开展日期{written_day(held_on)}，请改正。",
        )


def _check_minutes(minutes: int | None) -> None:
    if minutes is not None and not 0 < minutes <= LONGEST:
        raise InputError("minutes", f"时长应在1到{LONGEST}分钟之间，请改正。")


def _check_targets(organisation: Organisation, targets: Iterable[Organisation]) -> None:
    for each in targets:
        inside = each.path.startswith(f"{organisation.path}.")
        if each.unit_id != organisation.unit_id or not inside:
            raise InputError("targets", f"{each.name}不是{organisation.name}的下级，请改正。")


def _counts(attendance: Sequence[tuple[uuid.UUID, Attendance.Presence]], given: Counts) -> Counts:
    """Return the counts, from the list of persons where there is one."""
    kind = Attendance.Presence
    if attendance:
        listed = [presence for _, presence in attendance if presence != kind.OBSERVER]
        found = Counts(len(listed), listed.count(kind.PRESENT), listed.count(kind.ON_LEAVE))
        told = (given.should_attend, given.present, given.on_leave)
        real = (found.should_attend, found.present, found.on_leave)
        if any(t is not None and t != r for t, r in zip(told, real, strict=True)):
            raise InputError("present", "填写的人数与到会名单不一致，请以名单为准改正。")
        given = found
    if any(n is not None and n < 0 for n in (given.should_attend, given.present, given.on_leave)):
        raise InputError("present", "人数不能小于0，请改正。")
    if given.present == 0:
        raise InputError(
            "present", "没有人到会的不算开展过，不用登记；不知道人数的，实到人数留空。"
        )
    came = (given.present or 0) + (given.on_leave or 0)
    if given.should_attend is not None and came > given.should_attend:
        raise InputError(
            "present",
            f"实到{given.present or 0}人、请假{given.on_leave or 0}人，"
            f"合计超过应到{given.should_attend}人，请改正。",
        )
    return given


def _people(
    organisation: Organisation, attendance: Sequence[tuple[uuid.UUID, Attendance.Presence]]
) -> Mapping[uuid.UUID, uuid.UUID]:
    """Return the organisation of each person listed. Raises InputError for one who is not there."""
    ids = [person for person, _ in attendance]
    if len(set(ids)) != len(ids):
        raise InputError("attendance", "到会名单中有人出现了两次，请改正。")
    if not ids:
        return {}
    rows = Person.objects.filter(unit_id=organisation.unit_id, id__in=ids)
    found = dict(rows.values_list("id", "organisation_id"))
    if len(found) != len(ids):
        raise InputError("attendance", "到会名单中有人不在本单位的花名册内，请改正。")
    return {person: belongs for person, belongs in found.items() if belongs is not None}


def _filed_before(actor: Access, activity: Activity, error: IntegrityError) -> Activity:
    """Return the row that the same account filed by the same form; refuse another."""
    before = Activity.objects.filter(
        unit_id=activity.unit_id,
        organisation_id=activity.organisation_id,
        held_on=activity.held_on,
        title=activity.title,
        kinds=activity.kinds,
        withdrawn_at__isnull=True,
    ).first()
    if before is None:
        raise error
    same = all(getattr(before, name) == getattr(activity, name) for name in TOLD)
    if same and before.filed_by == actor.account_id:
        return before
    raise DomainError(
        f"{written_day(activity.held_on)}的“{activity.title}”已经登记过，这次没有再记。"
        "原来的填错了，先到工作记录里撤回它再登记；同一天另有一次的，请写不同的题目。"
    ) from error


def _save_parts(
    activity: Activity,
    held_by: Iterable[Organisation],
    targets: Iterable[Organisation],
    attendance: Iterable[tuple[uuid.UUID, Attendance.Presence]],
) -> None:
    unit, part = activity.unit_id, ActivityOrganisation.Part
    held = {each.id: part.HELD for each in held_by}
    about = {each.id: part.TARGET for each in targets if each.id not in held}
    ActivityOrganisation.objects.bulk_create(
        ActivityOrganisation(
            unit_id=unit, activity_id=activity.id, organisation_id=row_id, part=role
        )
        for row_id, role in (held | about).items()
    )
    Attendance.objects.bulk_create(
        Attendance(unit_id=unit, activity_id=activity.id, person_id=person, presence=presence)
        for person, presence in attendance
    )


def _concerned(activity: Activity) -> list[uuid.UUID]:
    """Return the organisations whose duties hang on an activity: held it, or had members there."""
    held = ActivityOrganisation.objects.filter(
        unit_id=activity.unit_id,
        activity_id=activity.id,
        part=ActivityOrganisation.Part.HELD,
    ).values_list("organisation_id", flat=True)
    people = Attendance.objects.filter(
        unit_id=activity.unit_id, activity_id=activity.id
    ).values_list("person__organisation_id", flat=True)
    return [row_id for row_id in {*held, *people} if row_id is not None]


def _count_again(actor: Access, activity: Activity, concerned: Iterable[uuid.UUID]) -> None:
    over = Over((activity.unit_id,), organisations=tuple(sorted(set(concerned))))
    refresh_tallies(over, on=actor.today)
    subtrees_soon(activity.unit_id)
