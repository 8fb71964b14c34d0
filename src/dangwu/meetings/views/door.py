"""The door: a public page under a token, and its code for the wall."""

import uuid
from dataclasses import replace
from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.meetings.actions.door import claim_arrival
from dangwu.meetings.forms.door import DoorForm
from dangwu.meetings.permissions import can_prepare
from dangwu.meetings.queries.door import (
    SeveralError,
    UnknownNameError,
    door_picture,
    meeting_at_door,
)
from dangwu.meetings.queries.meeting import meeting_for

# Wrong names from one address in a quarter of an hour. A hall shares one address, so it is not
# low; a list of surnames cannot be tried out with it.
WRONG_AT_MOST: Final = 60
WRONG_SECONDS: Final = 15 * 60


@never_cache
def arrive(request: AccessRequest, unit: int, token: str) -> HttpResponse:
    """Say who is there, without a password. The token opens this unit and no other."""
    try:
        meeting = meeting_at_door(unit, token)
    except Http404:
        return render(request, "meetings/door_closed.html", status=404)
    form = DoorForm(request.POST or None)
    context = {"meeting": meeting, "form": form, "done": "done" in request.GET}
    if request.method != "POST":
        return render(request, "meetings/door.html", context)
    if _wrong(request, token) >= WRONG_AT_MOST:
        form.add_error(None, "这里填错的次数太多，请过一会儿再试，或者向会议秘书报到。")
        return render(request, "meetings/door.html", context, status=429)
    if form.is_valid():
        actor = replace(request.access, account_id=None, name="会场签到")
        try:
            claim_arrival(actor=actor, meeting=meeting, **form.cleaned_data)
        except DomainError as refusal:
            several = isinstance(refusal, SeveralError)
            if several or isinstance(refusal, UnknownNameError):
                _count_wrong(request, token)
            context["several"] = several
            form.add_error("digits" if several else None, refusal.words)
        else:
            return redirect(f"{reverse('meetings:arrive', args=[unit, token])}?done")
    return render(request, "meetings/door.html", context, status=422)


@login_required
def code(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """The code of the door as a picture."""
    found = meeting_for(request.access, unit, meeting)
    if not can_prepare(request.access, found):
        raise PermissionDenied
    if not found.door_token:
        raise Http404
    address = reverse("meetings:arrive", args=[unit, found.door_token])
    picture = door_picture(request.build_absolute_uri(address))
    return HttpResponse(picture, content_type="image/svg+xml")


def _key(request: HttpRequest, token: str) -> str:
    return f"door:{token}:{request.META.get('REMOTE_ADDR', '')}"


def _wrong(request: HttpRequest, token: str) -> int:
    return int(cache.get(_key(request, token), 0))


def _count_wrong(request: HttpRequest, token: str) -> None:
    key = _key(request, token)
    if not cache.add(key, 1, WRONG_SECONDS):
        cache.incr(key)
