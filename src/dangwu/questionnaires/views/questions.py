"""The questions of a draft, and how they will look."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.questionnaires import actions
from dangwu.questionnaires.forms.question import FORMS, START, QuestionForm, filled_from
from dangwu.questionnaires.forms.sheet import SheetForm
from dangwu.questionnaires.models import Question, Questionnaire
from dangwu.questionnaires.permissions import can_keep
from dangwu.questionnaires.queries import gates
from dangwu.questionnaires.queries.listing import questions_of
from dangwu.questionnaires.views.answering import back_to, done_or_told
from dangwu.questionnaires.wording import asks_for
from dangwu.web.refusals import explain


@login_required
def add(request: AccessRequest, unit: int, questionnaire: uuid.UUID, kind: str) -> HttpResponse:
    """Add a question of a kind at the end."""
    row = _kept(request, unit, questionnaire)
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](request.POST or None, initial={"required": True} | START.get(kind, {}))
    if request.method == "POST" and form.is_valid():
        try:
            question = actions.add_question(
                actor=request.access, questionnaire=row, wording=form.wording(kind)
            )
        except DomainError as refusal:
            explain(form, refusal)
        else:
            return _saved(request, row, question)
    return _page(request, form, {"row": row, "kind": Question.Kind(kind).label})


@login_required
def change(
    request: AccessRequest, unit: int, questionnaire: uuid.UUID, question: uuid.UUID
) -> HttpResponse:
    """Write a question of a draft anew."""
    row = _kept(request, unit, questionnaire)
    found = gates.question_for(row, question)
    form = FORMS[found.kind](request.POST or None, initial=filled_from(found))
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.change_question(
                actor=request.access, question=found, wording=form.wording(found.kind)
            )
        except DomainError as refusal:
            explain(form, refusal)
        else:
            return _saved(request, row, saved)
    context = {"row": row, "question": found, "kind": found.get_kind_display()}
    return _page(request, form, context)


@login_required
@require_POST
def move(
    request: AccessRequest, unit: int, questionnaire: uuid.UUID, question: uuid.UUID
) -> HttpResponse:
    """Let a question change places with the one before it, or after it."""
    row = _kept(request, unit, questionnaire)
    found = gates.question_for(row, question)
    up = request.POST.get("way") != "down"
    return done_or_told(
        request, row,
        lambda: actions.move_question(actor=request.access, question=found, up=up),
        "题目的次序已调整。",
    )  # fmt: skip


@login_required
@require_POST
def remove(
    request: AccessRequest, unit: int, questionnaire: uuid.UUID, question: uuid.UUID
) -> HttpResponse:
    """Remove a question of a draft."""
    row = _kept(request, unit, questionnaire)
    found = gates.question_for(row, question)
    return done_or_told(
        request, row,
        lambda: actions.remove_question(actor=request.access, question=found),
        f"“{found.title}”已删去。",
    )  # fmt: skip


@login_required
def preview(request: AccessRequest, unit: int, questionnaire: uuid.UUID) -> HttpResponse:
    """Show the sheet as the invited will see it."""
    row = gates.kept_questionnaire_for(request.access, unit, questionnaire)
    form = SheetForm(questions_of(row))
    return render(request, "questionnaires/preview.html", {"row": row, "form": form})


def _kept(request: AccessRequest, unit: int, questionnaire: uuid.UUID) -> Questionnaire:
    row = gates.kept_questionnaire_for(request.access, unit, questionnaire)
    if not can_keep(request.access, row):
        raise PermissionDenied
    return row


def _saved(request: AccessRequest, row: Questionnaire, question: Question) -> HttpResponse:
    asked = asks_for(f"{question.title} {question.note}")
    if asked:
        messages.error(
            request,
            f"题目已存，但它像是在问{'、'.join(asked)}。问卷不收号码，匿名问卷也不问是谁，请改一改。",
        )
    else:
        messages.success(request, "题目已存。")
    return back_to(row)


def _page(request: AccessRequest, form: QuestionForm, context: dict[str, Any]) -> HttpResponse:
    return render(
        request,
        "questionnaires/question.html",
        {"form": form, **context},
        status=422 if request.method == "POST" else 200,
    )
