"""What the committee concludes of each person, and telling the results when it is over."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.activities.actions import file_activity
from dangwu.activities.models import Activity
from dangwu.assessment.actions.appraising import Kind, State, kept_appraisal
from dangwu.assessment.actions.cases import check_done_on
from dangwu.assessment.actions.telling import tell_keepers, tell_persons
from dangwu.assessment.models import Appraisal, Subject
from dangwu.assessment.queries.appraisal import course_of, subjects_of
from dangwu.assessment.queries.counting import audiences_of
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.core.rulebook.findings import Finding, citation
from dangwu.core.rulebook.terms import Outcome
from dangwu.core.writing import plain_lines

LONGEST: Final = 2000  # characters of what is said of one person


@dataclass(frozen=True, slots=True)
class Concluded:
    """What was concluded on one person."""

    grade: str
    conclusion: str


@transaction.atomic
def conclude(
    *, actor: Access, appraisal: Appraisal, subject: Subject, grade: str, conclusion: str
) -> Subject:
    """Keep what the committee concluded on one person; a probationer gets words, no grade.

    Raises PermissionDenied, DomainError.
    Source: ZB2018 art. 18
    Source: PY2023 art. ~等次
    """
    row = kept_appraisal(actor, appraisal)
    scale = _scale(row, graded=subject.graded)
    if not subject.graded and grade:
        raise InputError("grade", "预备党员参加评议，不评定等次（年度通知），只写意见。")
    if subject.graded and grade not in scale:
        raise InputError("grade", f"请从{'、'.join(scale)}中选一个等次。")
    _keep(actor, subject, Concluded(grade, conclusion))
    record(actor=actor, verb="assessment.conclude", target=row, 姓名=subject.name)
    return subject


@transaction.atomic
def conclude_all(
    *, actor: Access, appraisal: Appraisal, concluded: Mapping[uuid.UUID, Concluded]
) -> int:
    """Keep what the committee concluded on several persons at once; return how many changed.

    Whoever has neither grade nor words stays as before. A refusal names the person and keeps
    nothing. Raises PermissionDenied, DomainError.
    Source: ZB2018 art. 18
    """
    row = kept_appraisal(actor, appraisal)
    scale = _scale(row, graded=True)
    changed = 0
    for subject in subjects_of(row):
        given = concluded.get(subject.id, Concluded("", ""))
        if given in (Concluded("", ""), Concluded(subject.grade, subject.conclusion)):
            continue
        _check(subject, given, scale)
        _keep(actor, subject, given)
        changed += 1
    if not changed:
        raise DomainError("没有新的评定，请先选等次或者写意见。")
    record(actor=actor, verb="assessment.conclude_all", target=row, 人数=changed)
    return changed


def as_kept(conclusion: str) -> str:
    """Return a conclusion as it is kept."""
    return plain_lines(conclusion)[:LONGEST]


def _scale(appraisal: Appraisal, *, graded: bool) -> list[str]:
    """Return the grades that may be given; refuse them before the count."""
    audiences = audiences_of(appraisal)
    if graded and any(one.count is None for one in audiences):
        raise DomainError("民主测评还没有计完票，先录入测评票，再提出评定意见。")
    scale: list[str] = audiences[0].audience.grades
    return scale


def _check(subject: Subject, given: Concluded, scale: Sequence[str]) -> None:
    if not subject.graded and given.grade:
        raise InputError(
            f"g_{subject.id.hex}", f"{subject.name}是预备党员，不评定等次，只写意见。"
        )
    if subject.graded and given.grade not in scale:
        raise InputError(f"g_{subject.id.hex}", f"请给{subject.name}选一个等次。")


def _keep(actor: Access, subject: Subject, given: Concluded) -> None:
    subject.grade, subject.conclusion = given.grade, as_kept(given.conclusion)
    subject.concluded_on = actor.today
    subject.save(update_fields=["grade", "conclusion", "concluded_on"])


@transaction.atomic
def close_appraisal(
    *,
    actor: Access,
    appraisal: Appraisal,
    held_on: date | None = None,
    activity: Activity | None = None,
    quota_reason: str = "",
) -> Appraisal:
    """Close an appraisal: everybody is told the own result, and the work is filed once.

    activity: the filed work under which it was held already; else held_on is filed anew.
    quota_reason: why more got the best grade than is usual, where the rule lets that be.
    Raises PermissionDenied, DomainError.
    Source: PY2023 art. ~处置
    """
    row = kept_appraisal(actor, appraisal)
    course = course_of(row, on=actor.today)
    if course.missing:
        raise DomainError(
            f"还没有办完：{'、'.join(one.step.title for one in course.missing)}。办完后再办结。"
        )
    row.quota_reason = _quota(course.quota, quota_reason)
    row.activity = _activity(actor, row, held_on, activity)
    row.state, row.closed_on = State.CLOSED, actor.today
    row.save(update_fields=["quota_reason", "activity", "state", "closed_on"])
    told = Subject.objects.filter(unit_id=row.unit_id, appraisal=row, person__isnull=False)
    told.update(told_on=actor.today)
    tell_persons(
        row.unit_id,
        [one.person_id for one in course.subjects if one.person_id is not None],
        key=f"assessment.close_appraisal:{row.id}",
        subject=f"{row.year}年度{row.get_kind_display()}结果",
        text="您的评议结果已经反馈，只有您本人和支部负责人能看到。",
        link="/assessment/results/",
    )
    if row.kind == Kind.DUTY and row.organisation.parent is not None:
        tell_keepers(
            row.organisation.parent,
            key=f"assessment.close_appraisal:{row.id}",
            subject=f"述职评议办结：{row.organisation.name}",
            text="述职评议的结果和整改清单已经归档。",
            link=f"/assessment/appraisals/{row.unit_id}/{row.id}/",
            on=actor.today,
        )
    record(actor=actor, verb="assessment.close_appraisal", target=row, 名称=row.title)
    return row


def _quota(finding: Finding | None, reason: str) -> str:
    """Return the reason kept; refuse what the rule blocks, and a breach without a reason."""
    if finding is None or finding.outcome is not Outcome.BREACHED:
        return ""
    if finding.blocks:
        raise DomainError(f"{finding.text}请重新评定后再办结（{citation(finding.rule)}）。")
    reason = " ".join(reason.split())[:200]
    if not reason:
        raise InputError(
            "quota_reason",
            f"{finding.text}确需超过的，请写明原因和同意的上级（{citation(finding.rule)}）。",
        )
    return reason


def _activity(
    actor: Access, appraisal: Appraisal, held_on: date | None, activity: Activity | None
) -> Activity | None:
    """Return the fact of work; a 满意度测评 is none that a duty counts."""
    if appraisal.kind == Kind.SATISFACTION:
        return None
    if activity is not None:
        if appraisal.kind not in activity.kinds or activity.withdrawn_at is not None:
            raise InputError("activity", "选的工作记录不是这一类，或者已经撤回，请改选。")
        return activity
    if held_on is None:
        raise InputError("held_on", "请填写评议会的日期，或者选择已经登记的工作记录。")
    check_done_on(actor, held_on)
    return file_activity(
        actor=actor,
        organisation=appraisal.organisation,
        kinds=[appraisal.kind],
        title=appraisal.title,
        held_on=held_on,
    )
