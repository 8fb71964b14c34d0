"""The end of an organisation."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Func, Value

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.organisations.actions.periods import check_day, close_period, locked
from dangwu.organisations.actions.states import has_people
from dangwu.organisations.models import LeadingBody, Organisation
from dangwu.organisations.permissions import can_arrange
from dangwu.organisations.signals import organisation_changed

NAMED = 3


class StillInUseError(DomainError):
    """People or organisations are still under the organisation."""


@transaction.atomic
def close_organisation(
    *, actor: Access, organisation: Organisation, on: date, reason: str, basis: str
) -> Organisation:
    """Abolish the organisation on that day, the first on which it no longer stands.

    The room of members calls this after posts have ended and people have gone elsewhere.
    Raises PermissionDenied, StillInUseError, WrongDayError.
    """
    if not can_arrange(actor, organisation):
        raise PermissionDenied
    check_day(actor, on)
    row = locked(organisation)
    _check_empty(row)
    close_period(row, on=on)
    bodies = LeadingBody.objects.filter(unit_id=row.unit_id, organisation=row)
    bodies.filter(served__contains=on).update(
        served=Func(F("served__startswith"), Value(on), function="daterange")
    )
    row.dissolved_on = on
    row.save(update_fields=["dissolved_on"])
    record(
        actor=actor,
        verb="organisations.abolish",
        target=row,
        organisation_id=row.id,
        名称=row.name,
        原因=reason,
        自=on.isoformat(),
        依据=basis,
    )
    organisation_changed.send(Organisation, organisation=row, on=on)
    return row


def _check_empty(row: Organisation) -> None:
    below = Organisation.objects.filter(parent=row).standing().order_by("path")
    names = list(below.values_list("name", flat=True)[: NAMED + 1])
    if names:
        more = "等" if len(names) > NAMED else ""
        raise StillInUseError(
            f"“{row.name}”下面还有{'、'.join(names[:NAMED])}{more}。请先把它们调整到别处，或者先撤销。"
        )
    if has_people(row):
        raise StillInUseError(
            f"“{row.name}”还有党员或者入党申请人等人员。请先转接组织关系，或者与另一个党组织合并。"
        )
