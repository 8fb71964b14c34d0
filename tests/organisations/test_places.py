"""Places, bookings and honours: no two have a place at once, effects have their period."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError
from dangwu.organisations import actions
from dangwu.organisations.models import Booking, Organisation, OrganisationHonour, Place
from dangwu.organisations.queries.places import places_in_reach

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 12, 1, 9, 0, tzinfo=timezone.get_default_timezone())
HOUR = timedelta(hours=1)


@pytest.fixture
def town() -> Organisation:
    return make.organisation(unit=make.unit(), kind="committee", category="township")


@pytest.fixture
def branch(town: Organisation) -> Organisation:
    return make.organisation(unit=town.unit, parent=town, name="河东村党支部")


def place_of(organisation: Organisation, name: str = "党员活动室") -> Place:
    return Place.objects.create(unit_id=organisation.unit_id, organisation=organisation, name=name)


def secretary_of(organisation: Organisation) -> Access:
    return make.access(role=Role.SECRETARY, organisation=organisation)


def book(
    actor: Access, place: Place, organisation: Organisation, begins: datetime = NINE
) -> Booking:
    return actions.book_place(
        actor=actor,
        place=place,
        organisation=organisation,
        begins=begins,
        ends=begins + 2 * HOUR,
        purpose="支部党员大会",
    )


def test_a_branch_keeps_its_own_places(branch: Organisation) -> None:
    actor = secretary_of(branch)
    place = actions.add_place(actor=actor, organisation=branch, name="党员活动室", seats=60)
    actions.change_place(
        actor=actor, place=place, name="党员活动室", seats=80, equipment="投影仪 1台"
    )

    place.refresh_from_db()
    assert (place.seats, place.equipment) == (80, "投影仪 1台")
    assert [row.facts for row in Entry.objects.filter(unit_id=branch.unit_id).order_by("id")] == [
        {"名称": "党员活动室"},
        {"名称": "党员活动室", "项目": ["座位数", "设备"]},
    ]


def test_two_places_of_one_name_are_refused(branch: Organisation) -> None:
    actor = secretary_of(branch)
    place_of(branch)
    with pytest.raises(DomainError, match="已有名为“党员活动室”的阵地"):
        actions.add_place(actor=actor, organisation=branch, name="党员活动室")
    assert Place.objects.filter(organisation=branch).count() == 1


def test_a_booking_that_overlaps_is_refused_in_plain_words(branch: Organisation) -> None:
    actor, place = secretary_of(branch), place_of(branch)
    book(actor, place, branch)
    with pytest.raises(DomainError, match="2026年12月1日09:00至2026年12月1日11:00已被预约"):
        book(actor, place, branch, NINE + HOUR)
    assert Booking.objects.filter(place=place).count() == 1
    book(actor, place, branch, NINE + 2 * HOUR)
    assert Booking.objects.filter(place=place).count() == 2


def test_a_cancelled_time_is_free_again(branch: Organisation) -> None:
    actor, place = secretary_of(branch), place_of(branch)
    booking = book(actor, place, branch)
    actions.cancel_booking(actor=actor, booking=booking)
    assert book(actor, place, branch).cancelled is False
    with pytest.raises(DomainError, match="已经取消"):
        actions.cancel_booking(actor=actor, booking=booking)


def test_a_booking_is_for_a_time_to_come(branch: Organisation) -> None:
    actor, place = secretary_of(branch), place_of(branch)
    with pytest.raises(DomainError, match="已经过去"):
        book(actor, place, branch, NINE - timedelta(days=60))
    with pytest.raises(DomainError, match="结束时间应晚于开始时间"):
        actions.book_place(
            actor=actor, place=place, organisation=branch, begins=NINE, ends=NINE, purpose="会"
        )
    assert Booking.objects.filter(place=place).count() == 0


def test_a_branch_books_places_above_it_but_not_beside_it(
    town: Organisation, branch: Organisation
) -> None:
    beside = make.organisation(unit=town.unit, parent=town)
    actor = secretary_of(branch)
    assert book(actor, place_of(town), branch).organisation_id == branch.id
    with pytest.raises(PermissionDenied):
        book(actor, place_of(beside), branch)
    with pytest.raises(PermissionDenied):
        book(actor, place_of(town, "礼堂"), beside)


def test_a_place_in_demand_is_not_closed(branch: Organisation) -> None:
    actor, place = secretary_of(branch), place_of(branch)
    booking = book(actor, place, branch)
    with pytest.raises(DomainError, match="还有预约“支部党员大会”"):
        actions.close_place(actor=actor, place=place, on=make.TODAY)
    actions.cancel_booking(actor=actor, booking=booking)
    actions.close_place(actor=actor, place=place, on=make.TODAY)
    with pytest.raises(DomainError, match="已于2026-11-21停用"):
        book(actor, place, branch)


def test_strangers_keep_book_and_cancel_nothing(branch: Organisation) -> None:
    place = place_of(branch)
    booking = book(secretary_of(branch), place, branch)
    stranger = make.stranger(organisation=branch)
    with pytest.raises(PermissionDenied):
        actions.add_place(actor=stranger, organisation=branch, name="图书室")
    with pytest.raises(PermissionDenied):
        actions.change_place(actor=stranger, place=place, name="改名")
    with pytest.raises(PermissionDenied):
        actions.close_place(actor=stranger, place=place, on=make.TODAY)
    with pytest.raises(PermissionDenied):
        book(stranger, place, branch, NINE + 5 * HOUR)
    with pytest.raises(PermissionDenied):
        actions.cancel_booking(actor=stranger, booking=booking)
    booking.refresh_from_db()
    assert (booking.cancelled, Booking.objects.filter(place=place).count()) == (False, 1)


def test_an_honour_has_a_period_and_ends_once(branch: Organisation) -> None:
    actor = secretary_of(branch)
    honour = actions.record_honour(
        actor=actor,
        organisation=branch,
        nature="honour",
        title="先进基层党组织",
        given_by="县委",
        since=date(2026, 7, 1),
    )
    actions.end_effect(actor=actor, honour=honour, on=date(2026, 11, 1), reason="撤销")
    honour.refresh_from_db()
    assert (honour.effect.lower, honour.effect.upper) == (date(2026, 7, 1), date(2026, 11, 1))
    with pytest.raises(DomainError, match="已于2026-11-01结束"):
        actions.end_effect(actor=actor, honour=honour, on=date(2026, 11, 2), reason="撤销")


def test_a_measure_is_recorded_from_above(town: Organisation, branch: Organisation) -> None:
    facts = {
        "organisation": branch,
        "nature": "measure",
        "title": "通报批评",
        "given_by": "县委",
        "since": date(2026, 7, 1),
    }
    with pytest.raises(PermissionDenied):
        actions.record_honour(actor=secretary_of(branch), **facts)  # type: ignore[arg-type]  # typed above
    made = actions.record_honour(actor=secretary_of(town), **facts)  # type: ignore[arg-type]  # typed above
    assert made.nature == OrganisationHonour.Nature.MEASURE


def test_the_place_page_books_and_shows_the_refusal(branch: Organisation) -> None:
    place = place_of(branch)
    client = Client()
    client.force_login(make.account(role=Role.SECRETARY, organisation=branch))
    soon = timezone.localdate() + timedelta(days=3)
    form = {
        "organisation": str(branch.id),
        "day": soon.isoformat(),
        "begins": "09:00",
        "ends": "11:00",
        "purpose": "主题党日",
    }
    url = reverse("organisations:book_place", args=[place.unit_id, place.id])

    booked = client.post(url, form, follow=True)
    refused = client.post(url, form)

    assert "主题党日" in booked.content.decode()
    assert refused.status_code == 422
    assert "已被预约" in refused.content.decode()
    booking = Booking.objects.get(place=place)
    gone = client.post(
        reverse("organisations:cancel_booking", args=[place.unit_id, place.id, booking.id]),
        follow=True,
    )
    assert "预约已取消。" in gone.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_places_costs_the_same_for_any_number_of_rows(
    branch: Organisation, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        place_of(branch, f"活动室{number}")
    access = secretary_of(branch)
    with django_assert_num_queries(1):
        found = places_in_reach(access)
    assert len(found) == rows


def test_a_place_out_of_reach_does_not_exist(town: Organisation, branch: Organisation) -> None:
    beside = make.organisation(unit=town.unit, parent=town)
    place = place_of(beside)
    client = Client()
    client.force_login(make.account(role=Role.SECRETARY, organisation=branch))
    for name in ("place", "change_place", "close_place", "book_place"):
        url = reverse(f"organisations:{name}", args=[place.unit_id, place.id])
        assert client.get(url).status_code == 404
