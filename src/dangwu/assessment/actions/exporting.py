"""Taking out what tells of one person."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.assessment.models import LifeCase, LifePart
from dangwu.assessment.permissions import can_read_self_check
from dangwu.audit.actions import record


@transaction.atomic
def export_self_check(*, actor: Access, case: LifeCase, part: LifePart, form: str) -> LifePart:
    """Return the self-check to be taken out as a file, which is recorded.

    form: pdf or docx. Raises PermissionDenied.
    """
    if not can_read_self_check(actor, case, part.person_id):
        raise PermissionDenied
    record(
        actor=actor, verb="assessment.export_self_check", target=case, 姓名=part.person.name,
        form=form,
    )  # fmt: skip
    return part
