"""Places for Party activities, and who has them when."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.organisations.constraints import refused_by
from dangwu.organisations.models import Booking, Organisation, Place
from dangwu.organisations.permissions import can_book, can_keep

FACTS: Final = {
    "name": "名称",
    "address": "地址",
    "area": "面积",
    "seats": "座位数",
    "equipment": "设备",
    "opening": "开放时间",
}


@transaction.atomic
def add_place(
    *,
    actor: Access,
    organisation: Organisation,
    name: str,
    address: str = "",
    area: Decimal | None = None,
    seats: int | None = None,
    equipment: str = "",
    opening: str = "",
) -> Place:
    """Add a place of the organisation. `area`: square metres. `equipment`: one item a line.

    Raises PermissionDenied, and DomainError when it has a place of this name.
    """
    if not can_keep(actor, organisation):
        raise PermissionDenied
    place = Place(
        unit_id=organisation.unit_id,
        organisation=organisation,
        name=name,
        address=address,
        area=area,
        seats=seats,
        equipment=equipment,
        opening=opening,
    )
    with refused_by("place_name_once", _same_name(name)):
        place.save(force_insert=True)
    record(actor=actor, verb="organisations.add_place", target=place, 名称=name)
    return place


@transaction.atomic
def change_place(
    *,
    actor: Access,
    place: Place,
    name: str,
    address: str = "",
    area: Decimal | None = None,
    seats: int | None = None,
    equipment: str = "",
    opening: str = "",
) -> Place:
    """Write the facts of a place anew. Raises PermissionDenied, DomainError."""
    if not can_keep(actor, place.organisation):
        raise PermissionDenied
    new: dict[str, object] = {
        "name": name,
        "address": address,
        "area": area,
        "seats": seats,
        "equipment": equipment,
        "opening": opening,
    }
    changed = [field for field, value in new.items() if getattr(place, field) != value]
    for field in changed:
        setattr(place, field, new[field])
    if changed:
        with refused_by("place_name_once", _same_name(name)):
            place.save(update_fields=changed)
        record(
            actor=actor,
            verb="organisations.change_place",
            target=place,
            名称=place.name,
            项目=[FACTS[field] for field in changed],
        )
    return place


@transaction.atomic
def close_place(*, actor: Access, place: Place, on: date) -> Place:
    """Take a place out of use from that day on.

    Raises PermissionDenied, and DomainError while it is booked for a later time.
    """
    if not can_keep(actor, place.organisation):
        raise PermissionDenied
    if place.closed_on:
        raise DomainError(f"“{place.name}”已于{place.closed_on}停用。")
    later = (
        Booking.objects.filter(place=place, cancelled=False, period__endswith__gt=_midnight(on))
        .order_by("period")
        .first()
    )
    if later is not None:
        raise DomainError(
            f"“{place.name}”在{_local(later.period.lower)}还有预约“{later.purpose}”。请先取消预约。"
        )
    place.closed_on = on
    place.save(update_fields=["closed_on"])
    record(
        actor=actor,
        verb="organisations.close_place",
        target=place,
        名称=place.name,
        自=on.isoformat(),
    )
    return place


@transaction.atomic
def book_place(
    *,
    actor: Access,
    place: Place,
    organisation: Organisation,
    begins: datetime,
    ends: datetime,
    purpose: str,
) -> Booking:
    """Take the place for the organisation over [begins, ends).

    The place belongs to the organisation, to one above or below it. Raises PermissionDenied, and
    DomainError when the place is taken, out of use, or the time is past.
    """
    if not can_book(actor, organisation) or not _shared(place, organisation):
        raise PermissionDenied
    if ends <= begins:
        raise DomainError("结束时间应晚于开始时间。")
    if ends <= actor.now:
        raise DomainError("预约的时间已经过去。请选择今后的时间。")
    if place.closed_on and place.closed_on <= timezone.localdate(begins):
        raise DomainError(f"“{place.name}”已于{place.closed_on}停用。请选择别的阵地。")
    if actor.account_id is None:
        raise PermissionDenied
    booking = Booking(
        unit_id=place.unit_id,
        place=place,
        organisation=organisation,
        period=DateTimeTZRange(begins, ends),
        purpose=purpose,
        booked_by=actor.account_id,
    )
    with refused_by("place_booked_once_at_a_time", _taken(place, begins, ends)):
        booking.save(force_insert=True)
    record(
        actor=actor,
        verb="organisations.book_place",
        target=booking,
        阵地=place.name,
        开始=begins.isoformat(),
        结束=ends.isoformat(),
        用途=purpose,
    )
    return booking


@transaction.atomic
def cancel_booking(*, actor: Access, booking: Booking) -> Booking:
    """Give a booked time free again.

    By those who book for the organisation, or who keep the place. Raises PermissionDenied, and
    DomainError when it is cancelled or over.
    """
    if not (can_book(actor, booking.organisation) or can_keep(actor, booking.place.organisation)):
        raise PermissionDenied
    if booking.cancelled:
        raise DomainError("这条预约已经取消。")
    if booking.period.upper <= actor.now:
        raise DomainError("预约的时间已经过去，不能再取消。")
    booking.cancelled = True
    booking.save(update_fields=["cancelled"])
    record(
        actor=actor,
        verb="organisations.cancel_booking",
        target=booking,
        阵地=booking.place.name,
        用途=booking.purpose,
    )
    return booking


def _shared(place: Place, organisation: Organisation) -> bool:
    """Whether the place stands above, in or below the organisation."""
    if place.unit_id != organisation.unit_id:
        return False
    upper, lower = sorted((f"{place.organisation.path}.", f"{organisation.path}."), key=len)
    return lower.startswith(upper)


def _taken(place: Place, begins: datetime, ends: datetime) -> DomainError:
    other = Booking.objects.filter(
        place=place, cancelled=False, period__overlap=DateTimeTZRange(begins, ends)
    ).first()
    when = f"{_local(other.period.lower)}至{_local(other.period.upper)}" if other else "这段时间"
    return DomainError(f"“{place.name}”在{when}已被预约。请改选时间或者别的阵地。")


def _same_name(name: str) -> DomainError:
    return DomainError(f"本组织已有名为“{name}”的阵地。请换一个名称。")


def _local(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"


def _midnight(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, tzinfo=timezone.get_default_timezone())
