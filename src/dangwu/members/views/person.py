"""The record of one person, and opening a number."""

import uuid

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.members.actions.revealing import reveal_number
from dangwu.members.forms.person import RevealForm
from dangwu.members.permissions import LISTERS, can_propose, can_reveal
from dangwu.members.queries.gates import Seen, person_for
from dangwu.members.queries.record import record_of
from dangwu.members.views.acts import acts_for


@login_required
def person(request: AccessRequest, unit: int, person: uuid.UUID) -> HttpResponse:
    """Show the record."""
    seen = person_for(request.access, unit, person)
    return render(request, "members/person.html", _page(request, seen, RevealForm()))


@login_required
@require_POST
@never_cache
def reveal(request: AccessRequest, unit: int, person: uuid.UUID) -> HttpResponse:
    """Show a number once, for a reason that is recorded."""
    seen = person_for(request.access, unit, person)
    if not can_reveal(request.access, seen.home):
        raise PermissionDenied
    form = RevealForm(request.POST)
    if form.is_valid():
        try:
            revealed = reveal_number(actor=request.access, seen=seen, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.words)
        else:
            page = _page(request, seen, RevealForm()) | {"revealed": revealed}
            return render(request, "members/person.html", page)
    return render(request, "members/person.html", _page(request, seen, form), status=422)


def _page(request: AccessRequest, seen: Seen, form: RevealForm) -> dict[str, object]:
    access = request.access
    return {
        "person": seen.person,
        "home": seen.home,
        "can_list": bool(access.reaches_as(LISTERS)),
        "record": record_of(access, seen),
        "form": form,
        "can_reveal": can_reveal(access, seen.home),
        "can_propose": can_propose(access, seen.person),
        "acts": acts_for(access, seen),
    }
