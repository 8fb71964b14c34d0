"""Honours and penalties of members."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import InputError
from dangwu.members.actions.periods import check_day, no_overlap
from dangwu.members.models import Discipline, PersonHonour, SpecialStatus
from dangwu.members.permissions import can_discipline, can_keep
from dangwu.members.queries.gates import Seen


@dataclass(frozen=True, slots=True)
class Penalty:
    """A penalty as decided, in effect over [since, until)."""

    penalty: str
    since: date
    until: date
    decided_by: str
    document: str = ""


@transaction.atomic
def add_honour(
    *, actor: Access, seen: Seen, title: str, given_by: str, given_on: date, document: str = ""
) -> PersonHonour:
    """Return an honour entered. Raises PermissionDenied, WrongDayError."""
    if not can_keep(actor, seen.home):
        raise PermissionDenied
    check_day(actor, given_on)
    row = PersonHonour.objects.create(
        unit_id=seen.person.unit_id,
        person=seen.person,
        title=title,
        given_by=given_by,
        given_on=given_on,
        document=document,
    )
    record(
        actor=actor,
        verb="members.add_honour",
        target=seen.person,
        organisation_id=seen.home.id if seen.home else None,
        名称=title,
        授予机关=given_by,
        日期=given_on.isoformat(),
    )
    return row


@transaction.atomic
def add_discipline(*, actor: Access, seen: Seen, given: Penalty) -> Discipline:
    """Return a penalty entered with its period of effect.

    留党察看 also takes the right to vote for its period. Raises PermissionDenied, InputError,
    WrongDayError.
    Source: ZC2022 art. 41
    """
    if not can_discipline(actor, seen.home):
        raise PermissionDenied
    check_day(actor, given.since)
    if given.until <= given.since:
        raise InputError("until", "影响期的止日应晚于起日，请核对。")
    period = DateRange(given.since, given.until)
    row = Discipline.objects.create(
        unit_id=seen.person.unit_id,
        person=seen.person,
        penalty=given.penalty,
        effect=period,
        decided_by=given.decided_by,
        document=given.document,
    )
    if given.penalty == Discipline.Penalty.PROBATION:
        with no_overlap("special_once_at_a_time", "这段时间已经登记了留党察看"):
            SpecialStatus.objects.create(
                unit_id=seen.person.unit_id,
                person=seen.person,
                kind=SpecialStatus.Kind.PROBATION_MEASURE,
                period=period,
                basis=given.document,
            )
    # What the penalty was is read in the record itself, by those who may.
    record(
        actor=actor,
        verb="members.add_discipline",
        target=seen.person,
        organisation_id=seen.home.id if seen.home else None,
        决定机关=given.decided_by,
        文号=given.document,
    )
    return row
