"""The periods behind a person's standing and organisation, closed and opened in step."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TypeVar

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Func, Value

from dangwu.accounts.access import Access
from dangwu.core.errors import DomainError
from dangwu.members.models import GroupPlace, Membership, Person, SpecialStatus, StandingPeriod
from dangwu.organisations.constraints import refused_by
from dangwu.organisations.models import Organisation
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet

RowT = TypeVar("RowT", bound=UnitModel)
Nature = Membership.Nature


class WrongDayError(DomainError):
    """A change is dated in the future, or not after the change that it follows."""


def check_day(access: Access, on: date) -> None:
    """Return when the day is not later than today. Raises WrongDayError."""
    if on > access.today:
        raise WrongDayError(f"日期{on}还没有到。请在生效当天或以后登记。")


def locked(person: Person) -> Person:
    """Return the person as stored now, locked until the transaction ends."""
    return Person.objects.select_for_update(of=("self",)).get(unit_id=person.unit_id, id=person.id)


def open_rows(model: type[RowT], person: Person) -> UnitQuerySet[RowT]:
    """Return the rows of the person whose period goes on."""
    rows: UnitQuerySet[RowT] = model.objects.filter(
        unit_id=person.unit_id, person_id=person.id, period__endswith__isnull=True
    )
    return rows


def close(rows: UnitQuerySet[RowT], on: date, **values: object) -> int:
    """End the periods of these rows on that day; return how many.

    Raises WrongDayError where one of them began that day or later.
    """
    late = rows.filter(period__startswith__gte=on).first()
    if late is not None:
        begun = getattr(late, "period").lower  # noqa: B009 - every row of these models has one
        raise WrongDayError(f"上一次变动在{begun}，这次的日期应晚于这一天，现为{on}。请核对日期。")
    end = Func(F("period__startswith"), Value(on), function="daterange")
    return rows.update(period=end, **values)


def open_standing(person: Person, standing: str, *, on: date, basis: str) -> None:
    """Begin a standing on that day. Raises DomainError where one holds already."""
    with no_overlap("standing_one_a_day", "这一天已经登记了另一种人员类别"):
        StandingPeriod.objects.create(
            unit_id=person.unit_id,
            person=person,
            standing=standing,
            period=DateRange(on, None),
            basis=basis,
        )


def open_membership(
    person: Person,
    organisation: Organisation,
    *,
    on: date,
    came_by: str = "",
    nature: str = Nature.PRIMARY,
) -> None:
    """Begin belonging to an organisation on that day."""
    with no_overlap("membership_one_primary_a_day", "这一天的组织关系已在别的党组织"):
        Membership.objects.create(
            unit_id=person.unit_id,
            person=person,
            organisation=organisation,
            nature=nature,
            period=DateRange(on, None),
            came_by=came_by,
        )


def leave_all(person: Person, *, on: date, left_by: str) -> None:
    """End every membership, group place and circumstance of somebody who leaves."""
    close(open_rows(Membership, person), on, left_by=left_by)
    close(open_rows(GroupPlace, person), on)
    close(open_rows(SpecialStatus, person), on)


@contextmanager
def no_overlap(constraint: str, what: str) -> Iterator[None]:
    """Say in plain words that two periods would overlap."""
    with refused_by(constraint, DomainError(f"{what}，期间不能重叠。请先核对并结束原来的一项。")):
        yield
