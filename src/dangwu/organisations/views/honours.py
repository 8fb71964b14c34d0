"""Honours of organisations and measures against them."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from dangwu.accounts.requests import AccessRequest
from dangwu.organisations import actions, permissions
from dangwu.organisations.forms import places as forms
from dangwu.organisations.queries import organisation_for
from dangwu.organisations.queries.record import honour_for
from dangwu.organisations.views.answering import Words, answer_form


@login_required
def add(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Record an honour or a measure."""
    row = organisation_for(request.access, unit, organisation)
    if not permissions.can_keep(request.access, row):
        raise PermissionDenied
    form = forms.HonourForm(request.POST or None, initial={"since": request.access.today})

    def act(data: dict[str, Any]) -> object:
        return actions.record_honour(actor=request.access, organisation=row, **data)

    words = Words(
        "登记表彰或问责处理",
        "登记",
        "已登记。",
        note="问责处理由上级党组织登记。",
    )
    return answer_form(request, row, form, words, act)


@login_required
def end(
    request: AccessRequest, unit: int, organisation: uuid.UUID, honour: uuid.UUID
) -> HttpResponse:
    """End the effect of an honour or a measure."""
    row = organisation_for(request.access, unit, organisation)
    if not permissions.can_keep(request.access, row):
        raise PermissionDenied
    given = honour_for(row, honour)
    form = forms.EndEffectForm(request.POST or None, initial={"on": request.access.today})

    def act(data: dict[str, Any]) -> object:
        return actions.end_effect(actor=request.access, honour=given, **data)

    words = Words(f"结束“{given.title}”的影响期", "结束影响期", "影响期已结束。")
    return answer_form(request, row, form, words, act)
