"""The calendar: a month on a page, and the feed under a secret address."""

import hashlib

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from dangwu.accounts.requests import AccessRequest
from dangwu.notices import calendars, sources
from dangwu.notices.forms import MonthForm
from dangwu.notices.queries import feeds


@login_required
def month(request: AccessRequest) -> HttpResponse:
    """Show a month with what falls due and what is held."""
    today = request.access.today
    first = MonthForm(request.GET).first(today)
    found = sources.entries(request.access, *calendars.bounds(first))
    return render(
        request,
        "notices/calendar.html",
        {"month": calendars.month_of(first, found, today=today), "today": today},
    )


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer the own calendar to a device that knows its secret address; no one signs in."""
    now = timezone.now()
    access = feeds.access_by_token(token, today=timezone.localdate(now), now=now)
    found = sources.entries(access, *feeds.window(access.today))
    content = calendars.as_ics("党务", found)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    answer["Content-Disposition"] = 'inline; filename="dangwu.ics"'
    return get_conditional_response(request, etag=tag, response=answer) or answer
