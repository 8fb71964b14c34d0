"""Starting a case of organisation life, recording its steps, the superior's part, closing it."""

from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from dangwu.accounts.access import Access
from dangwu.assessment.actions.talking import file_talks
from dangwu.assessment.actions.telling import ask_for_self_checks, case_link, tell_keepers
from dangwu.assessment.models import LifeCase, LifePart, LifeRecord
from dangwu.assessment.permissions import can_oversee, can_prepare
from dangwu.assessment.queries.issued import issued_of
from dangwu.assessment.queries.life import course_of, next_round
from dangwu.assessment.queries.rules import ruled
from dangwu.assessment.steps import life_step, rules_for_kind
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.actions.setting import NUMBER
from dangwu.meetings.models import Meeting
from dangwu.meetings.queries.attendees import called_on
from dangwu.meetings.queries.kinds import body_for
from dangwu.organisations.models import Organisation

State = LifeCase.State
LONGEST: Final = 20000  # characters of a paper


@transaction.atomic
def start_case(
    *,
    actor: Access,
    organisation: Organisation,
    kind: str,
    year: int,
    theme: str,
    theme_by: str,
) -> LifeCase:
    """Start a 民主生活会 or 组织生活会; those who take part are derived at once.

    theme_by: superior or self. Raises PermissionDenied, DomainError.
    Source: MZ2016 art. ~次数
    """
    if not can_prepare(actor, organisation):
        raise PermissionDenied
    if not actor.today.year - 1 <= year <= actor.today.year + 1:
        raise InputError("year", "年度只能是今年、去年或者明年，请改正。")
    case = LifeCase(
        unit_id=organisation.unit_id,
        organisation=organisation,
        kind=LifeCase.Kind(kind),
        year=year,
        theme=plain("theme", theme, 200, "请填写主题。"),
        theme_by=LifeCase.ThemeBy(theme_by),
    )
    _begin(actor, case)
    record(
        actor=actor, verb="assessment.start_case", target=case, 类别=case.get_kind_display(),
        年度=year, 主题=case.theme,
    )  # fmt: skip
    return case


@transaction.atomic
def record_step(
    *, actor: Access, case: LifeCase, step: str, done_on: date, text: str = ""
) -> LifeRecord:
    """Record that a step was done on a day, with the text of its paper; again: it is replaced.

    Raises PermissionDenied, DomainError.
    Source: XF2011 art. 26
    """
    row = kept(actor, case)
    found = life_step(step)
    if found is None or found.derived:
        raise DomainError("这一步由别的登记得出，不在这里填，请刷新页面。")
    if "meeting" in found.after and (row.meeting is None or row.meeting.opened_at is None):
        asked = ruled(row.organisation, actor.today).basis(rules_for_kind(found, row.kind))
        cited = next((f"（{one.cited}）" for one in asked if one.binding), "")
        raise DomainError(f"“{found.title}”在会议召开以后办理{cited}，请先开会。")
    check_done_on(actor, done_on)
    text = text.strip()
    if found.texts and not text:
        raise InputError("text", f"请写明{found.paper}。")
    if len(text) > LONGEST:
        raise InputError("text", f"不能超过{LONGEST}字，现有{len(text)}字，请删减。")
    if issued := issued_of(row).get(step):
        raise DomainError(
            f"{found.paper}已经以{issued.number_text}发出，不能再改；确需改的，先到公文里作废那一份。"
        )
    entry, _ = LifeRecord.objects.update_or_create(
        unit_id=row.unit_id,
        case=row,
        step=step,
        defaults={
            "done_on": done_on,
            "text": text,
            "recorded_by_name": actor.name,
            "recorded_at": actor.now,
        },
    )
    record(
        actor=actor, verb="assessment.record_step", target=row, 步骤=found.title,
        日期=str(done_on),
    )  # fmt: skip
    if step == "report" and row.organisation.parent is not None:
        tell_keepers(
            row.organisation.parent,
            key=f"assessment.report:{row.id}",
            subject=f"请备案：{row.organisation.name}{row}专题报告",
            text="专题报告已经写好，请审看并备案。",
            link=case_link(row),
            on=actor.today,
        )
    return entry


@transaction.atomic
def file_papers(*, actor: Access, case: LifeCase, guidance: str = "") -> LifeCase:
    """Put the papers on file, as the superior, with guidance or without. Raises DomainError.

    Source: XF2011 art. 26
    """
    row = overseen(actor, case)
    if row.state == State.ORDERED:
        raise DomainError("这一轮已责令重开，不再备案；重开的一轮另行备案。")
    if not LifeRecord.objects.filter(unit_id=row.unit_id, case=row, step="report").exists():
        raise DomainError("还没有专题报告，不能备案；可以提醒党组织先写报告。")
    row.filed_on, row.filed_by_name = actor.today, actor.name
    row.guidance = guidance.strip()[:LONGEST]
    row.save(update_fields=["filed_on", "filed_by_name", "guidance"])
    record(actor=actor, verb="assessment.file_papers", target=row, 名称=str(row))
    tell_keepers(
        row.organisation,
        key=f"assessment.file_papers:{row.id}",
        subject=f"已备案：{row}",
        text="上级党组织已将材料备案。" + ("另有指导意见，请到页面上看。" if row.guidance else ""),
        link=case_link(row),
        on=actor.today,
    )
    return row


@transaction.atomic
def order_rerun(*, actor: Access, case: LifeCase, reason: str) -> LifeCase:
    """Order, as the superior, that the meeting be held again; the round stays on record as it was.

    Raises PermissionDenied, DomainError.
    Source: XF2011 art. 26
    """
    row = overseen(actor, case)
    reason = plain("reason", reason, 200, "责令重新召开须写明原因，请补填。")
    if row.state == State.ORDERED:
        raise DomainError("已经责令重开，不必再办。")
    if row.meeting is None or row.meeting.state != Meeting.State.CLOSED:
        raise DomainError("会议还没有开完，不能责令重开；有问题可以先提出指导意见。")
    row.state, row.closed_on = State.ORDERED, None
    row.order_reason, row.ordered_on = reason, actor.today
    row.ordered_by, row.ordered_by_name = actor.account_id, actor.name
    row.save(
        update_fields=[
            *("state", "closed_on", "order_reason", "ordered_on", "ordered_by"),
            "ordered_by_name",
        ]
    )
    record(actor=actor, verb="assessment.order_rerun", target=row, 名称=str(row), reason=reason)
    tell_keepers(
        row.organisation,
        key=f"assessment.order_rerun:{row.id}",
        subject=f"责令重新召开：{row}",
        text=f"上级党组织责令重新召开。原因：{reason}",
        link=case_link(row),
        on=actor.today,
    )
    return row


@transaction.atomic
def start_rerun(*, actor: Access, case: LifeCase) -> LifeCase:
    """Start the round that was ordered, with the same theme; both rounds stay on record.

    Raises PermissionDenied, DomainError.
    Source: XF2011 art. 26
    """
    row = locked(case)
    if not can_prepare(actor, row.organisation):
        raise PermissionDenied
    if row.state != State.ORDERED:
        raise DomainError("上级没有责令重开这一轮，不需要另起一轮。")
    if (before := next_round(row)) is not None:
        raise DomainError(f"重开的一轮已于{before.started_at:%Y-%m-%d}发起，请在那一轮里办理。")
    again = LifeCase(
        unit_id=row.unit_id,
        organisation=row.organisation,
        kind=row.kind,
        year=row.year,
        theme=row.theme,
        theme_by=row.theme_by,
        rerun_of=row,
    )
    _begin(actor, again)
    record(
        actor=actor, verb="assessment.start_rerun", target=again, 名称=str(again),
        reason=row.order_reason,
    )  # fmt: skip
    return again


@transaction.atomic
def close_case(*, actor: Access, case: LifeCase) -> LifeCase:
    """Close a case in which everything is done that rules ask for; its talks are filed once.

    Raises PermissionDenied, DomainError.
    Source: ZB2018 art. 19
    """
    row = kept(actor, case)
    if row.meeting is None or row.meeting.state != Meeting.State.CLOSED:
        raise DomainError("会议还没有开，不能办结。")
    missing = course_of(row, on=actor.today).missing
    if missing:
        first = missing[0]
        basis = next(one for one in first.basis if one.binding)
        raise DomainError(
            f"还有{len(missing)}步没有办完：{'、'.join(one.step.title for one in missing)}"
            f"（{basis.cited}）。办完后再办结。"
        )
    row.state, row.closed_on = State.CLOSED, actor.today
    row.save(update_fields=["state", "closed_on"])
    record(actor=actor, verb="assessment.close_case", target=row, 名称=str(row))
    file_talks(actor, row)
    return row


def kept(access: Access, case: LifeCase) -> LifeCase:
    """Return the case locked, if the one who acts keeps it and it is open."""
    if not can_prepare(access, case.organisation):
        raise PermissionDenied
    return open_one(case)


def open_one(case: LifeCase) -> LifeCase:
    """Return the case locked, if it is open."""
    row = locked(case)
    if row.state != State.OPEN:
        raise DomainError(f"这一轮{row.get_state_display()}，不能再改；请刷新页面看现在的情况。")
    return row


def overseen(access: Access, case: LifeCase) -> LifeCase:
    """Return the case locked, if the one who acts is the superior."""
    if not can_oversee(access, case.organisation):
        raise PermissionDenied
    return locked(case)


def check_done_on(access: Access, done_on: date) -> None:
    """Refuse a day that has not come."""
    if done_on > access.today:
        raise InputError("done_on", "日期还没有到，办完以后再登记。")


def plain(field: str, text: str, limit: int, asked: str) -> str:
    """Return one line of text, refused when empty or too long."""
    text = " ".join(text.split())
    if not text:
        raise InputError(field, asked)
    if len(text) > limit:
        raise InputError(field, f"不能超过{limit}字，现有{len(text)}字，请缩短。")
    if NUMBER.search(text):
        raise InputError(field, "这里不能写手机号码和身份证号码，请删去。")
    return text


def locked(case: LifeCase) -> LifeCase:
    """Return the case locked until the transaction ends."""
    return (
        LifeCase.objects.filter(unit_id=case.unit_id, id=case.id)
        .select_related("organisation", "organisation__parent", "meeting")
        .select_for_update(of=("self",))
        .get()
    )


def _begin(actor: Access, case: LifeCase) -> None:
    """Save a new round with those who take part; refuse a second one beside an open one."""
    case.started_by, case.started_at = actor.account_id, actor.now
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as error:
        raise DomainError(
            f"{case.organisation.name}还有一次{case.get_kind_display()}没有办完，请在那里接着办。"
        ) from error
    people = called_on(
        [case.organisation], body=body_for(case.kind, case.organisation), on=actor.today
    )
    LifePart.objects.bulk_create(
        LifePart(unit_id=case.unit_id, case=case, person_id=one.person_id) for one in people
    )
    ask_for_self_checks(case, [one.person_id for one in people])
