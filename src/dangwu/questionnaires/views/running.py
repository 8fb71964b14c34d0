"""Sending out: the draw, the invited and their slips, opening, reminding, closing."""

import re
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.questionnaires import actions
from dangwu.questionnaires.actions.exporting import SLIPS
from dangwu.questionnaires.forms.setting import DrawForm
from dangwu.questionnaires.models import Questionnaire
from dangwu.questionnaires.permissions import can_keep
from dangwu.questionnaires.queries import gates
from dangwu.questionnaires.queries.audience import draws_of, invitations_of, population_of
from dangwu.questionnaires.queries.slips import slip_of
from dangwu.questionnaires.views.answering import back_to, done_or_told
from dangwu.web.refusals import explain

PAGE = 50
AFTER = re.compile(r"[^:]*:[0-9a-f-]{36}")


@login_required
def draw(request: AccessRequest, unit: int, questionnaire: uuid.UUID) -> HttpResponse:
    """Draw the sample of a draft."""
    row = _kept(request, unit, questionnaire)
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.draw_sample(
                actor=request.access, questionnaire=row, size=data["size"], seed=data["seed"]
            )
        except DomainError as refusal:
            explain(form, refusal)
        else:
            messages.success(request, f"已抽样，种子是 {made.seed}。")
            return back_to(row)
    return render(
        request,
        "questionnaires/draw.html",
        {"row": row, "form": form, "draws": draws_of(row), "population": population_of(row)},
        status=422 if request.method == "POST" else 200,
    )


@login_required
@require_POST
def open_(request: AccessRequest, unit: int, questionnaire: uuid.UUID) -> HttpResponse:
    """Send a draft out."""
    row = _kept(request, unit, questionnaire)
    return done_or_told(
        request, row,
        lambda: actions.open_questionnaire(actor=request.access, questionnaire=row),
        "问卷已发出。",
    )  # fmt: skip


@login_required
@require_POST
def close(request: AccessRequest, unit: int, questionnaire: uuid.UUID) -> HttpResponse:
    """End a questionnaire."""
    row = _kept(request, unit, questionnaire)
    return done_or_told(
        request, row,
        lambda: actions.close_questionnaire(actor=request.access, questionnaire=row),
        "问卷已结束，不再收答卷。",
    )  # fmt: skip


@login_required
@require_POST
def remind(request: AccessRequest, unit: int, questionnaire: uuid.UUID) -> HttpResponse:
    """Remind those who have not answered yet."""
    row = _kept(request, unit, questionnaire)
    return done_or_told(
        request, row,
        lambda: actions.remind_invited(actor=request.access, questionnaire=row),
        "已提醒还没有填写的人。",
    )  # fmt: skip


@login_required
def people(request: AccessRequest, unit: int, questionnaire: uuid.UUID) -> HttpResponse:
    """List who is asked; who has answered is not shown."""
    row = _kept(request, unit, questionnaire)
    found = invitations_of(row, after=_after(request), most=PAGE + 1)
    shown = found[:PAGE]
    last = shown[-1].person if len(found) > PAGE else None
    return render(
        request,
        "questionnaires/people.html",
        {
            "row": row,
            "invitations": shown,
            "after": f"{last.sort_key}:{last.id}" if last else "",
            "sampled": row.audience == row.Audience.SAMPLE,
            "over": row.is_over(request.access.now),
        },
    )


@login_required
@require_POST
def decline(
    request: AccessRequest, unit: int, questionnaire: uuid.UUID, invitation: uuid.UUID
) -> HttpResponse:
    """Note that somebody does not take part, and ask the next."""
    row = _kept(request, unit, questionnaire)
    found = gates.invitation_of(row, invitation)
    found.questionnaire = row
    try:
        following = actions.decline_invitation(actor=request.access, invitation=found)
    except DomainError as refusal:
        messages.error(request, refusal.words)
    else:
        word = "已按抽样次序递补一人。" if following else "这一类没有人可以递补了。"
        messages.success(request, f"已登记{found.person.name}谢绝，{word}")
    return redirect("questionnaires:people", unit, row.id)


@login_required
@never_cache
def slips(request: AccessRequest, unit: int, questionnaire: uuid.UUID) -> HttpResponse:
    """Show slips with the codes of the invited, to be printed."""
    row = _kept(request, unit, questionnaire)
    try:
        found = actions.print_slips(actor=request.access, questionnaire=row, after=_after(request))
    except DomainError as refusal:
        messages.error(request, refusal.words)
        return back_to(row)
    shown = found[:SLIPS]
    last = shown[-1].person if len(found) > SLIPS else None
    root = request.build_absolute_uri("/")
    return render(
        request,
        "questionnaires/slips.html",
        {
            "row": row,
            "slips": [slip_of(each, root) for each in shown],
            "after": f"{last.sort_key}:{last.id}" if last else "",
        },
    )


def _kept(request: AccessRequest, unit: int, questionnaire: uuid.UUID) -> Questionnaire:
    row = gates.kept_questionnaire_for(request.access, unit, questionnaire)
    if not can_keep(request.access, row):
        raise PermissionDenied
    return row


def _after(request: AccessRequest) -> str:
    after = request.GET.get("after", "")
    return after if AFTER.fullmatch(after) else ""
