"""What leaves the product: results as a file, slips with the codes of the invited."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.questionnaires.counting import FEWEST
from dangwu.questionnaires.models import Invitation, Questionnaire
from dangwu.questionnaires.permissions import can_keep, can_read
from dangwu.questionnaires.queries.audience import invitations_of
from dangwu.questionnaires.queries.results import counted
from dangwu.questionnaires.writing import FORMS, File, written

SLIPS = 30  # on one page


@transaction.atomic
def export_results(*, actor: Access, questionnaire: Questionnaire, form: str) -> File:
    """Return the results as a file; names only for keepers of a named questionnaire.

    form: a key of `writing.FORMS`. Raises PermissionDenied, DomainError.
    """
    if not can_read(actor, questionnaire):
        raise PermissionDenied
    if form not in FORMS:
        raise DomainError("没有这种文件，请从页面上选。")
    persons = questionnaire.named and can_keep(actor, questionnaire)
    if not questionnaire.named and not questionnaire.is_over(actor.now):
        raise DomainError("匿名问卷结束以后才能导出，现在导出会看出最后几份是谁填的。")
    if not persons and counted(questionnaire) < FEWEST:
        raise DomainError(f"答卷不到{FEWEST}份，不公布也不导出。")
    made = written(questionnaire, form, persons=persons)
    record(
        actor=actor, verb="questionnaires.export", target=questionnaire, 文件=made.name,
        含姓名=persons,
    )  # fmt: skip
    return made


@transaction.atomic
def print_slips(
    *, actor: Access, questionnaire: Questionnaire, after: str = ""
) -> list[Invitation]:
    """Return up to a page and one more of the invited, for slips with their codes.

    Whoever holds a slip can answer with it, so printing is recorded. Raises PermissionDenied,
    DomainError.
    """
    if not can_keep(actor, questionnaire):
        raise PermissionDenied
    if questionnaire.state != Questionnaire.State.OPEN:
        raise DomainError("问卷发出以后、结束以前，才有填写码。")
    rows = invitations_of(questionnaire, after=after, most=SLIPS + 1)
    record(
        actor=actor, verb="questionnaires.print_slips", target=questionnaire,
        份数=len(rows[:SLIPS]),
    )  # fmt: skip
    return rows
