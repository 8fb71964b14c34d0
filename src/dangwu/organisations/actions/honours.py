"""Honours of organisations, and measures against them, with the period of their effect."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.organisations.actions.periods import WrongDayError, check_day
from dangwu.organisations.models import Organisation, OrganisationHonour
from dangwu.organisations.permissions import can_arrange, can_keep


@transaction.atomic
def record_honour(
    *,
    actor: Access,
    organisation: Organisation,
    nature: str,
    title: str,
    given_by: str,
    since: date,
    until: date | None = None,
    document: str = "",
) -> OrganisationHonour:
    """Record an honour, or a measure, with effect over [since, until); None: without end.

    A measure is recorded from above, never by the organisation itself.
    Raises PermissionDenied, DomainError (WrongDayError).
    """
    measure = nature == OrganisationHonour.Nature.MEASURE
    allowed = can_arrange if measure else can_keep
    if not allowed(actor, organisation):
        raise PermissionDenied
    check_day(actor, since)
    if until is not None and until <= since:
        raise WrongDayError("影响期的截止日期应晚于开始日期。")
    honour = OrganisationHonour.objects.create(
        unit_id=organisation.unit_id,
        organisation=organisation,
        nature=nature,
        title=title,
        given_by=given_by,
        document=document,
        effect=DateRange(since, until),
    )
    record(
        actor=actor,
        verb="organisations.honour",
        target=honour,
        性质=honour.get_nature_display(),
        名称=title,
        自=since.isoformat(),
    )
    return honour


@transaction.atomic
def end_effect(
    *, actor: Access, honour: OrganisationHonour, on: date, reason: str
) -> OrganisationHonour:
    """End the effect of an honour or measure on that day. Raises PermissionDenied, DomainError."""
    measure = honour.nature == OrganisationHonour.Nature.MEASURE
    allowed = can_arrange if measure else can_keep
    if not allowed(actor, honour.organisation):
        raise PermissionDenied
    check_day(actor, on)
    if honour.effect.upper is not None and honour.effect.upper <= on:
        raise DomainError(f"“{honour.title}”的影响期已于{honour.effect.upper}结束。")
    if on <= honour.effect.lower:
        raise WrongDayError(f"结束日期应晚于影响期开始的{honour.effect.lower}。")
    honour.effect = DateRange(honour.effect.lower, on)
    honour.save(update_fields=["effect"])
    record(
        actor=actor,
        verb="organisations.end_effect",
        target=honour,
        名称=honour.title,
        自=on.isoformat(),
        原因=reason,
    )
    return honour
