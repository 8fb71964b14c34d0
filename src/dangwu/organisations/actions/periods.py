"""Turning one state of an organisation into the next, with its period."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Func, Value
from django.db.models.functions import Concat, Substr

from dangwu.accounts.access import Access
from dangwu.core.errors import DomainError
from dangwu.organisations.models import Organisation, OrganisationPeriod
from dangwu.sharding.queries import UnitQuerySet


class WrongDayError(DomainError):
    """A change is dated in the future, or before the change that it follows."""


def check_day(access: Access, on: date) -> None:
    """Return when the day is not later than today. Raises WrongDayError."""
    if on > access.today:
        raise WrongDayError(f"日期{on}还没有到。请在生效当天或以后登记。")


def locked(organisation: Organisation) -> Organisation:
    """Return the organisation as it stands now, locked until the transaction ends.

    Raises DomainError where it was abolished meanwhile.
    """
    row = Organisation.objects.select_for_update().get(
        unit_id=organisation.unit_id, id=organisation.id
    )
    if row.dissolved_on:
        raise DomainError(f"“{row.name}”已于{row.dissolved_on}撤销，不能再变更。")
    return row


def open_periods(organisation: Organisation) -> UnitQuerySet[OrganisationPeriod]:
    """Periods that go on, of the organisation and all below it."""
    path = organisation.path
    rows = OrganisationPeriod.objects.filter(
        unit_id=organisation.unit_id, period__endswith__isnull=True
    )
    below = rows.filter(path__gt=f"{path}.", path__lt=f"{path}/")
    return rows.filter(organisation_id=organisation.id) | below


def turn_over(organisation: Organisation, *, on: date, reason: str, basis: str) -> None:
    """Write the organisation's present state as a period that begins on that day.

    Raises WrongDayError when the last change is later.
    """
    current = open_periods(organisation).get(organisation_id=organisation.id)
    _not_before(current, on)
    if current.period.lower == on:
        rows = OrganisationPeriod.objects.filter(unit_id=current.unit_id, id=current.id)
        rows.update(**_state(organisation), reason=reason, basis=basis)
        return
    _end([current], organisation.unit_id, on)
    OrganisationPeriod.objects.create(
        unit_id=organisation.unit_id,
        organisation=organisation,
        period=DateRange(on, None),
        reason=reason,
        basis=basis,
        **_state(organisation),
    )


def turn_over_below(
    organisation: Organisation, *, old_path: str, on: date, reason: str, basis: str
) -> int:
    """Write the new paths of all below as periods from that day; return how many moved.

    organisation: with its new path; the rows below still have the old one.
    Raises WrongDayError when one of them changed later.
    """
    unit_id = organisation.unit_id
    rows = OrganisationPeriod.objects.filter(
        unit_id=unit_id,
        period__endswith__isnull=True,
        path__gt=f"{old_path}.",
        path__lt=f"{old_path}/",
    )
    periods = list(rows)
    for period in periods:
        _not_before(period, on)
    new_path = Concat(Value(organisation.path), Substr("path", len(old_path) + 1))
    same_day = [period.id for period in periods if period.period.lower == on]
    earlier = [period for period in periods if period.period.lower != on]
    OrganisationPeriod.objects.filter(unit_id=unit_id, id__in=same_day).update(path=new_path)
    _end(earlier, unit_id, on)
    OrganisationPeriod.objects.bulk_create(
        OrganisationPeriod(
            unit_id=unit_id,
            organisation_id=period.organisation_id,
            period=DateRange(on, None),
            name=period.name,
            kind=period.kind,
            category=period.category,
            parent_id=period.parent_id,
            path=organisation.path + period.path[len(old_path) :],
            reason=reason,
            basis=basis,
        )
        for period in earlier
    )
    below = Organisation.objects.filter(
        unit_id=unit_id, path__gt=f"{old_path}.", path__lt=f"{old_path}/"
    )
    below.update(path=new_path)
    return len(periods)


def close_period(organisation: Organisation, *, on: date) -> None:
    """End the organisation's last period on that day. Raises WrongDayError."""
    current = open_periods(organisation).get(organisation_id=organisation.id)
    if on <= current.period.lower:
        raise WrongDayError(
            f"“{current.name}”的上一次变动在{current.period.lower}，撤销日期应晚于这一天。"
        )
    _end([current], organisation.unit_id, on)


def _state(organisation: Organisation) -> dict[str, object]:
    return {
        "name": organisation.name,
        "kind": organisation.kind,
        "category": organisation.category,
        "parent_id": organisation.parent_id,
        "path": organisation.path,
    }


def _not_before(period: OrganisationPeriod, on: date) -> None:
    if period.period.lower > on:
        raise WrongDayError(
            f"“{period.name}”在{period.period.lower}已有变动（{period.reason}），"
            f"新的变动不能早于这一天。请核对日期{on}。"
        )


def _end(periods: list[OrganisationPeriod], unit_id: int, on: date) -> None:
    rows = OrganisationPeriod.objects.filter(unit_id=unit_id, id__in=[p.id for p in periods])
    rows.update(period=Func(F("period__startswith"), Value(on), function="daterange"))
