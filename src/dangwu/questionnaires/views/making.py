"""Making a questionnaire and changing its setting."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries import organisation_for
from dangwu.questionnaires import actions
from dangwu.questionnaires.forms.setting import SettingForm, filled_from
from dangwu.questionnaires.models import Questionnaire
from dangwu.questionnaires.permissions import can_keep, can_make
from dangwu.questionnaires.queries import gates
from dangwu.questionnaires.queries.audience import offered_organisations
from dangwu.questionnaires.queries.listing import earlier_of
from dangwu.questionnaires.views.answering import back_to
from dangwu.web.refusals import explain

DAYS = 14  # until the end, as proposed


@login_required
def start(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Make a draft; `copy` in the address names the questionnaire whose questions it takes."""
    found = organisation_for(request.access, unit, organisation)
    if not can_make(request.access, found):
        raise PermissionDenied
    source = _source(request)
    form = SettingForm(request.POST or None, initial=_proposed(request, source))
    form.offer(offered_organisations(found))
    if request.method == "POST" and form.is_valid():
        try:
            row = _made(request, found, form, source)
        except DomainError as refusal:
            explain(form, refusal)
        else:
            messages.success(request, "草稿已建好，接着加题。")
            return back_to(row)
    earlier = [] if source else earlier_of(request.access)
    return _page(request, form, {"organisation": found, "source": source, "earlier": earlier})


@login_required
def change(request: AccessRequest, unit: int, questionnaire: uuid.UUID) -> HttpResponse:
    """Change the setting of a draft."""
    row = gates.kept_questionnaire_for(request.access, unit, questionnaire)
    if not can_keep(request.access, row):
        raise PermissionDenied
    if row.state != Questionnaire.State.DRAFT:
        messages.error(request, "问卷已经发出，内容不能再改。要改，请复制一份新的问卷。")
        return back_to(row)
    form = SettingForm(request.POST or None, initial=filled_from(row))
    form.offer(offered_organisations(row.organisation))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_questionnaire(
                actor=request.access, questionnaire=row, setting=form.setting()
            )
        except DomainError as refusal:
            explain(form, refusal)
        else:
            messages.success(request, "已保存。")
            return back_to(row)
    return _page(request, form, {"organisation": row.organisation, "row": row})


@login_required
@require_POST
def drop(request: AccessRequest, unit: int, questionnaire: uuid.UUID) -> HttpResponse:
    """Give a draft up."""
    row = gates.kept_questionnaire_for(request.access, unit, questionnaire)
    try:
        actions.drop_questionnaire(actor=request.access, questionnaire=row)
    except DomainError as refusal:
        messages.error(request, refusal.words)
        return back_to(row)
    messages.success(request, f"草稿“{row.title}”已删除。")
    return redirect("questionnaires:list")


def _source(request: AccessRequest) -> Questionnaire | None:
    try:
        unit, asked = request.GET.get("copy", "").split(":")
        return gates.kept_questionnaire_for(request.access, int(unit), uuid.UUID(asked))
    except ValueError:
        return None


def _proposed(request: AccessRequest, source: Questionnaire | None) -> dict[str, Any]:
    today = request.access.today
    days = {
        "opens_on": today,
        "opens_clock": "08:00",
        "closes_on": today + timedelta(days=DAYS),
        "closes_clock": "18:00",
    }
    if source is None:
        return days
    return filled_from(source) | days | {"organisations": []}


def _made(
    request: AccessRequest, found: Organisation, form: SettingForm, source: Questionnaire | None
) -> Questionnaire:
    if source is None:
        return actions.create_questionnaire(
            actor=request.access, organisation=found, setting=form.setting()
        )
    return actions.copy_questionnaire(
        actor=request.access, source=source, organisation=found, setting=form.setting()
    )


def _page(request: AccessRequest, form: SettingForm, context: dict[str, Any]) -> HttpResponse:
    return render(
        request,
        "questionnaires/setting.html",
        {"form": form, **context},
        status=422 if request.method == "POST" else 200,
    )
