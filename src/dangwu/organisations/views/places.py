"""Places for Party activities and their bookings."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.organisations import actions, permissions
from dangwu.organisations.forms import places as forms
from dangwu.organisations.models import Place
from dangwu.organisations.queries import organisation_for, places
from dangwu.organisations.views.answering import Words, answer_form

FACTS = ("name", "address", "area", "seats", "equipment", "opening")


def place_url(place: Place) -> str:
    """Return the address of a place."""
    return reverse("organisations:place", args=[place.unit_id, place.id])


@login_required
def listing(request: AccessRequest) -> HttpResponse:
    """Places in reach and of the organisations above."""
    if not request.access.reaches:
        raise PermissionDenied
    query = request.GET.get("q", "").strip()
    context = {"query": query, "places": places.places_in_reach(request.access, query)}
    return render(request, "organisations/places.html", context)


@login_required
def show(request: AccessRequest, unit: int, place: uuid.UUID) -> HttpResponse:
    """One place with what it has, when it is open and who has it when."""
    access = request.access
    row = places.place_for(access, unit, place)
    bookings = places.bookings_of(row, access.now)
    keeps = permissions.can_keep(access, row.organisation)
    context = {
        "place": row,
        "organisation": row.organisation,
        "bookings": [
            (one, keeps or permissions.can_book(access, one.organisation)) for one in bookings
        ],
        "can_keep": keeps and not row.closed_on,
        "can_book": not row.closed_on and bool(places.bookers_of(access, row)),
    }
    return render(request, "organisations/place.html", context)


@login_required
def add(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Add a place of the organisation."""
    row = organisation_for(request.access, unit, organisation)
    if not permissions.can_keep(request.access, row):
        raise PermissionDenied
    form = forms.PlaceForm(request.POST or None, initial={"address": row.address})

    def act(data: dict[str, Any]) -> object:
        return actions.add_place(actor=request.access, organisation=row, **data)

    return answer_form(request, row, form, Words("登记阵地", "登记阵地", "阵地已登记。"), act)


@login_required
def change(request: AccessRequest, unit: int, place: uuid.UUID) -> HttpResponse:
    """Change the facts of a place."""
    row = _kept(request, unit, place)
    form = forms.PlaceForm(
        request.POST or None, initial={name: getattr(row, name) for name in FACTS}
    )

    def act(data: dict[str, Any]) -> object:
        return actions.change_place(actor=request.access, place=row, **data)

    words = Words(f"修改“{row.name}”", "保存", "阵地信息已保存。")
    return answer_form(request, row.organisation, form, words, act, then=place_url(row))


@login_required
def close(request: AccessRequest, unit: int, place: uuid.UUID) -> HttpResponse:
    """Take a place out of use."""
    row = _kept(request, unit, place)
    form = forms.ClosePlaceForm(request.POST or None, initial={"on": request.access.today})

    def act(data: dict[str, Any]) -> object:
        return actions.close_place(actor=request.access, place=row, **data)

    words = Words(f"停用“{row.name}”", "停用阵地", "阵地已停用，历史预约保留。")
    return answer_form(request, row.organisation, form, words, act, then=place_url(row))


@login_required
def book(request: AccessRequest, unit: int, place: uuid.UUID) -> HttpResponse:
    """Book a place for an organisation."""
    row = places.place_for(request.access, unit, place)
    bookers = places.bookers_of(request.access, row)
    if not bookers:
        raise PermissionDenied
    form = forms.BookingForm(
        request.POST or None,
        organisations=bookers,
        initial={"day": request.access.today, "organisation": str(bookers[-1].id)},
    )

    def act(data: dict[str, Any]) -> object:
        begins, ends = form.moments()
        return actions.book_place(
            actor=request.access,
            place=row,
            organisation=data["organisation"],
            begins=begins,
            ends=ends,
            purpose=data["purpose"],
        )

    words = Words(f"预约“{row.name}”", "提交预约", "预约成功。")
    return answer_form(request, row.organisation, form, words, act, then=place_url(row))


@login_required
@require_POST
def cancel(
    request: AccessRequest, unit: int, place: uuid.UUID, booking: uuid.UUID
) -> HttpResponse:
    """Give a booked time free again."""
    row = places.place_for(request.access, unit, place)
    actions.cancel_booking(actor=request.access, booking=places.booking_for(row, booking))
    messages.success(request, "预约已取消。")
    return redirect(place_url(row))


def _kept(request: AccessRequest, unit: int, place: uuid.UUID) -> Place:
    row = places.place_for(request.access, unit, place)
    if not permissions.can_keep(request.access, row.organisation):
        raise PermissionDenied
    return row
