"""Issuing a paper of a case under a number, as every other document."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.assessment.actions.cases import locked
from dangwu.assessment.models import LifeCase
from dangwu.assessment.origins import LIFE_CASE
from dangwu.assessment.queries.issued import NUMBERED, issued_of
from dangwu.assessment.queries.life import course_of
from dangwu.assessment.queries.papers import PAPERS
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.documents.actions import Origin, issue_document
from dangwu.documents.models import Document
from dangwu.documents.permissions import can_issue
from dangwu.documents.queries import series_for


@transaction.atomic
def issue_life_paper(*, actor: Access, case: LifeCase, step: str) -> Document:
    """Issue the paper of a step with the next number of the organisation; once while it holds.

    Raises PermissionDenied, DomainError.
    Source: XF2011 art. 26
    """
    row = locked(case)
    if not can_issue(actor, row.organisation):
        raise PermissionDenied
    if step not in NUMBERED:
        raise DomainError("这份材料不编文号，打印即可。")
    if row.state == LifeCase.State.ORDERED:
        raise DomainError("这一轮已责令重开，不再发文；重开的一轮另行发文。")
    if before := issued_of(row).get(step):
        raise DomainError(f"已经以{before.number_text}发出，不再重复发文。")
    paper = PAPERS[step](course_of(row, on=actor.today))
    issued = issue_document(
        actor=actor,
        organisation=row.organisation,
        paper=paper,
        series=series_for(row.organisation, paper.kind),
        origin=Origin(LIFE_CASE, row.id),
    )
    record(
        actor=actor, verb="assessment.issue_paper", target=row, 名称=issued.title,
        文号=issued.number_text,
    )  # fmt: skip
    return issued
