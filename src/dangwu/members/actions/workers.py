"""Party-affairs workers: who does this work, how, and what they have done."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.members.actions.periods import check_day, close, no_overlap
from dangwu.members.models import Worker, WorkerExperience
from dangwu.members.permissions import can_arrange
from dangwu.members.queries.gates import Seen
from dangwu.organisations.models import Organisation

# Six awarenesses and six abilities: words to describe oneself with, never a score.
AWARENESS: Final = ("责任意识", "奉献意识", "服务意识", "参谋意识", "学习意识", "团结意识")
ABILITIES: Final = (
    *("语言表达能力", "调查研究能力", "综合分析能力"),
    *("督促检查能力", "组织协调能力", "开拓创新能力"),
)
STRENGTHS: Final = (*AWARENESS, *ABILITIES)


@dataclass(frozen=True, slots=True)
class Job:
    """The work of a Party-affairs worker since a day."""

    job: str
    full_time: bool
    since: date
    workload: str = ""


@dataclass(frozen=True, slots=True)
class Experience:
    """Work, training or exchange over [since, until); until None while it goes on."""

    nature: str
    since: date
    until: date | None
    place: str
    remark: str = ""


@transaction.atomic
def add_worker(*, actor: Access, seen: Seen, organisation: Organisation, given: Job) -> Worker:
    """Return a person entered as a Party-affairs worker of an organisation.

    Raises PermissionDenied, WrongDayError, DomainError.
    """
    if not (can_arrange(actor, organisation) and can_arrange(actor, seen.home)):
        raise PermissionDenied
    check_day(actor, given.since)
    if organisation.unit_id != seen.person.unit_id:
        raise DomainError("工作所在党组织不在本单位，请在当地登记。")
    with no_overlap("worker_once_at_a_time", "已经登记为这个党组织的党务工作者"):
        row = Worker.objects.create(
            unit_id=seen.person.unit_id,
            person=seen.person,
            organisation=organisation,
            full_time=given.full_time,
            period=DateRange(given.since, None),
            job=given.job,
            workload=given.workload,
        )
    _record(actor, row, "members.add_worker", 专职="是" if given.full_time else "否")
    return row


@transaction.atomic
def end_worker(*, actor: Access, worker: Worker, on: date) -> None:
    """End somebody's work on that day. Raises PermissionDenied, WrongDayError."""
    if not can_arrange(actor, worker.organisation):
        raise PermissionDenied
    check_day(actor, on)
    rows = Worker.objects.filter(
        unit_id=worker.unit_id, id=worker.id, period__endswith__isnull=True
    )
    if not close(rows, on):
        raise DomainError("这项党务工作已经结束，没有再次登记。")
    _record(actor, worker, "members.end_worker", 日期=on.isoformat())


@transaction.atomic
def add_experience(*, actor: Access, worker: Worker, given: Experience) -> WorkerExperience:
    """Return work, training or exchange added to a worker's history.

    Raises PermissionDenied, InputError.
    """
    if not (can_arrange(actor, worker.organisation) or _is_self(actor, worker)):
        raise PermissionDenied
    if given.until is not None and given.until <= given.since:
        raise InputError("until", "结束日期应晚于开始日期，请核对。")
    row = WorkerExperience.objects.create(
        unit_id=worker.unit_id,
        worker=worker,
        nature=given.nature,
        period=DateRange(given.since, given.until),
        place=given.place,
        remark=given.remark,
    )
    _record(actor, worker, "members.add_experience", 类别=row.get_nature_display())
    return row


@transaction.atomic
def describe_strengths(
    *, actor: Access, worker: Worker, strengths: list[str], workload: str
) -> Worker:
    """Write how a worker describes the own strengths and work. No score follows from it.

    Raises PermissionDenied, InputError.
    """
    if not (can_arrange(actor, worker.organisation) or _is_self(actor, worker)):
        raise PermissionDenied
    strange = sorted(set(strengths) - set(STRENGTHS))
    if strange:
        raise InputError("strengths", f"“{strange[0]}”不在六种意识、六种能力之列，请重新选择。")
    worker.strengths = [one for one in STRENGTHS if one in strengths]
    worker.workload = workload
    worker.save(update_fields=["strengths", "workload"])
    _record(actor, worker, "members.describe_strengths", 特长=worker.strengths)
    return worker


def _is_self(actor: Access, worker: Worker) -> bool:
    return actor.is_person(worker.unit_id, worker.person_id)


def _record(actor: Access, worker: Worker, verb: str, **facts: str | list[str]) -> None:
    record(
        actor=actor,
        verb=verb,
        target=worker,
        organisation_id=worker.organisation_id,
        岗位=worker.job,
        **facts,
    )
