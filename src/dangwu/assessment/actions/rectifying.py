"""The 整改清单: each line is a problem, and a task with an owner and a day."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.assessment.actions.cases import kept, plain
from dangwu.assessment.models import Appraisal, LifeCase, Rectification
from dangwu.assessment.origins import RECTIFICATION
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.meetings.models import Meeting
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import uuid7
from dangwu.tasks.actions import Origin, assign_task
from dangwu.tasks.permissions import can_assign


@transaction.atomic
def add_rectification(
    *, actor: Access, case: LifeCase, problem: str, measure: str, owner: Person, due_on: date
) -> Rectification:
    """Put a problem on the list of a case and give its measure to somebody by a day.

    Raises PermissionDenied, DomainError.
    Source: XF2011 art. 26
    """
    if not can_assign(actor, case.organisation):
        raise PermissionDenied
    row = kept(actor, case)
    if row.meeting is None or row.meeting.state != Meeting.State.CLOSED:
        raise DomainError("会议还没有开完，散会后再列整改清单。")
    line = Rectification(unit_id=row.unit_id, case=row)
    _put(actor, line, row.organisation, problem, measure, owner, due_on)
    record(actor=actor, verb="assessment.add_rectification", target=row, 问题=line.problem)
    return line


@transaction.atomic
def add_appraisal_rectification(
    *, actor: Access, appraisal: Appraisal, problem: str, measure: str, owner: Person, due_on: date
) -> Rectification:
    """Put a problem that an appraisal showed on its list, with a task for it.

    Raises PermissionDenied, DomainError.
    Source: SZ2019 art. ~程序
    """
    if not can_assign(actor, appraisal.organisation):
        raise PermissionDenied
    line = Rectification(unit_id=appraisal.unit_id, appraisal=appraisal)
    _put(actor, line, appraisal.organisation, problem, measure, owner, due_on)
    record(actor=actor, verb="assessment.add_rectification", target=appraisal, 问题=line.problem)
    return line


def _put(
    actor: Access,
    line: Rectification,
    organisation: Organisation,
    problem: str,
    measure: str,
    owner: Person,
    due_on: date,
) -> None:
    line.id = uuid7()
    line.problem = plain("problem", problem, 300, "请写明问题。")
    line.task = assign_task(
        actor=actor,
        organisation=organisation,
        title=plain("measure", measure, 120, "请写明整改措施。"),
        owner=owner,
        due_on=due_on,
        detail=f"整改：{line.problem}",
        origin=Origin(RECTIFICATION, line.id),
    )
    line.save(force_insert=True)
