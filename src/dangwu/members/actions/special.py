"""Circumstances that rules treat apart: mobile, lost, retired, ill, in transit …"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.members.actions.periods import check_day, close, no_overlap, open_membership, open_rows
from dangwu.members.models import Membership, SpecialStatus
from dangwu.members.permissions import can_set_special
from dangwu.members.queries.gates import Seen
from dangwu.organisations.models import Organisation

Kind = SpecialStatus.Kind
Nature = Membership.Nature


@dataclass(frozen=True, slots=True)
class Circumstance:
    """What is entered. receiving: the organisation where a mobile member takes part."""

    kind: str
    since: date
    place: str = ""
    receiving: Organisation | None = None
    basis: str = ""


@transaction.atomic
def set_special(*, actor: Access, seen: Seen, given: Circumstance) -> SpecialStatus:
    """Return a circumstance that begins; a mobile member also takes part where received.

    Raises PermissionDenied, WrongDayError, InputError, DomainError where it holds already.
    Source: JY19 art. 32
    """
    if not can_set_special(actor, seen.home, given.kind):
        raise PermissionDenied
    check_day(actor, given.since)
    person = seen.person
    if not person.standing:
        raise DomainError(f"{person.name}已不在册，不再登记特殊情况。")
    if given.receiving is not None and given.receiving.unit_id != person.unit_id:
        raise InputError("receiving", "流入地不在本单位的，请把地点写在“流向或去处”。")
    with no_overlap("special_once_at_a_time", f"“{Kind(given.kind).label}”已经登记"):
        row = SpecialStatus.objects.create(
            unit_id=person.unit_id,
            person=person,
            kind=given.kind,
            period=DateRange(given.since, None),
            place=given.place,
            receiving=given.receiving,
            basis=given.basis,
        )
    if given.kind == Kind.MOBILE and given.receiving is not None:
        open_membership(person, given.receiving, on=given.since, nature=Nature.MOBILE)
    _record(actor, seen, row, "members.set_special", given.since)
    return row


@transaction.atomic
def end_special(*, actor: Access, seen: Seen, kind: str, on: date, reason: str) -> None:
    """End a circumstance on that day. Raises PermissionDenied, WrongDayError, DomainError."""
    if not can_set_special(actor, seen.home, kind):
        raise PermissionDenied
    check_day(actor, on)
    rows = open_rows(SpecialStatus, seen.person).filter(kind=kind)
    row = rows.first()
    if row is None:
        raise DomainError(f"没有登记“{Kind(kind).label}”，不需要结束。")
    close(rows, on)
    if kind == Kind.MOBILE:
        guests = open_rows(Membership, seen.person).filter(nature=Nature.MOBILE)
        close(guests, on, left_by="流动结束")
    _record(actor, seen, row, "members.end_special", on, reason)


def _record(
    actor: Access, seen: Seen, row: SpecialStatus, verb: str, on: date, reason: str = ""
) -> None:
    record(
        actor=actor,
        verb=verb,
        target=seen.person,
        organisation_id=seen.home.id if seen.home else None,
        情况=row.get_kind_display(),
        日期=on.isoformat(),
        去处=row.place,
        原因=reason or row.basis,
    )
