"""The transaction of a request, and the units that are open in it."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from dangwu.accounts.access import Access
from dangwu.accounts.models import Account, Grant
from dangwu.core.errors import DomainError
from dangwu.organisations.queries import reaches_from
from dangwu.sharding.access import open_units
from dangwu.sharding.queries import unit_guard

View = Callable[..., HttpResponse]


def access_of(account: Account) -> Access:
    """Return what the account reaches now, and open its units in the running transaction."""
    now = timezone.now()
    today = timezone.localdate(now)
    grants = list(Grant.objects.in_force(today).filter(account=account).order_by("id"))
    granted = {grant.unit_id for grant in grants}
    if account.unit_id is not None:
        granted.add(account.unit_id)
    open_units(granted)
    access = Access(
        account_id=account.id,
        name=account.name,
        today=today,
        now=now,
        reaches=reaches_from(grants),
        unit_id=account.unit_id,
        person_id=account.person_id,
    )
    if access.units - granted:
        open_units(access.units)
    return access


def person_of(account: Account) -> Access:
    """Return who the account is, without posts; only the person's own unit is open."""
    now = timezone.now()
    open_units([account.unit_id] if account.unit_id is not None else [])
    return Access(
        account_id=account.id,
        name=account.name,
        today=timezone.localdate(now),
        now=now,
        unit_id=account.unit_id,
        person_id=account.person_id,
    )


def nobody() -> Access:
    """Return the access of somebody who has not signed in."""
    now = timezone.now()
    return Access(account_id=None, name="", today=timezone.localdate(now), now=now)


class AccessMiddleware:
    """Runs each view in one transaction, with `request.access` and the units it opens.

    It must stand last: it calls the view itself, so that a refusal or a fault rolls back all of
    the request's changes. A refusal that no view answered becomes a page of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse:
        guard = unit_guard() if settings.UNIT_GUARD else nullcontext()
        try:
            with transaction.atomic(), guard:
                account = request.user
                found = person_of if getattr(view, "as_person", False) else access_of
                request.access = (  # type: ignore[attr-defined]  # typed by AccessRequest
                    found(account) if isinstance(account, Account) else nobody()
                )
                return view(request, *args, **kwargs)
        except DomainError as refusal:
            with transaction.atomic():
                return render(request, "web/refusal.html", {"refusal": refusal}, status=422)
