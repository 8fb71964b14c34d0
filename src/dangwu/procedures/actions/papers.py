"""Issuing a paper of the case: its number and day file the step it belongs to."""

from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.documents.actions import Origin, issue_document
from dangwu.documents.models import Document
from dangwu.documents.queries import series_for
from dangwu.organisations.models import Organisation
from dangwu.procedures.actions.filing import refuse_few
from dangwu.procedures.keeping import after_filing, file_event, held
from dangwu.procedures.models import TermChange
from dangwu.procedures.permissions import can_decide
from dangwu.procedures.queries.cases import filed_steps
from dangwu.procedures.queries.papers import KINDS, NUMBERED, ORIGIN, paper_of_case


@transaction.atomic
def issue_paper(*, actor: Access, case: TermChange, kind: str) -> Document:
    """Issue a paper with its number; where it is a step's, the step is filed by it.

    The superior issues its own replies. Raises PermissionDenied, DomainError: what is missing.
    Source: XJ2020 art. 14, art. ~32-34
    """
    row = held(actor, case, above=True)
    paper = paper_of_case(row, kind, actor.today)
    if kind not in NUMBERED:
        raise DomainError("这份材料在会上使用，打印即可，不编文号。")
    step = KINDS[kind].files
    if step in filed_steps(row):
        raise DomainError("这份公文所属的步骤已经登记，不再重复发文；登记有误的先撤回。")
    if step == "candidates_request":
        refuse_few(row, actor.today)
    issuer = _issuer(row, above=KINDS[kind].above)
    issued = issue_document(
        actor=actor,
        organisation=issuer,
        paper=paper,
        series=series_for(issuer, paper.kind),
        origin=Origin(ORIGIN, row.id),
    )
    if step:
        file_event(
            actor, row, step, on=actor.today, number=issued.number_text, by=issuer.name,
            document_id=issued.id, from_above=KINDS[kind].above and can_decide(actor, issuer),
        )  # fmt: skip
        after_filing(actor, row, step)
    record(
        actor=actor, verb="procedures.issue_paper", target=row, kind=kind, step=step,
        number=issued.number_text,
    )  # fmt: skip
    return issued


def _issuer(case: TermChange, *, above: bool) -> Organisation:
    """Return who issues the paper. Raises DomainError where the superior is not in the register."""
    own: Organisation = case.organisation
    parent: Organisation | None = own.parent
    if not above:
        return own
    if parent is None:
        raise DomainError("上级党组织不在本单位，批复由上级另行印发，请登记它的文号和日期。")
    return parent
