"""Filling in: signed in, by the token of a slip, or by the public link. Works without script."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from dangwu.accounts.access import Access
from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.questionnaires import actions
from dangwu.questionnaires.actions.answering import AnsweredError
from dangwu.questionnaires.forms.sheet import SheetForm
from dangwu.questionnaires.models import Invitation, Questionnaire
from dangwu.questionnaires.permissions import can_read
from dangwu.questionnaires.queries import gates
from dangwu.questionnaires.queries.listing import questions_of
from dangwu.questionnaires.sheet import Given, SheetError

# Sheets from one address in a quarter of an hour. A hall shares one address, so it is not low.
SENT_AT_MOST: Final = 60
SENT_SECONDS: Final = 15 * 60
COOKIE_DAYS: Final = 90
NOBODY: Final = "凭链接填写"

Take = Callable[[Given], object]


@login_required
@never_cache
def answer(request: AccessRequest, unit: int, questionnaire: uuid.UUID) -> HttpResponse:
    """Fill in one's own sheet."""
    access = request.access
    row, invitation = gates.sheet_for(access, unit, questionnaire)
    if invitation is None:
        return render(request, "questionnaires/not_invited.html", {"row": row}, status=403)
    invitation.questionnaire = row
    return _fill(
        request, row, _taking(access, invitation), used=invitation.used,
        here=reverse("questionnaires:answer", args=(unit, row.id)),
    )  # fmt: skip


@never_cache
def invited(request: AccessRequest, unit: int, token: str) -> HttpResponse:
    """Fill in the sheet of an invitation, without a password. The token opens this unit only.

    Opening it does not tell whether it was used: whoever printed the slips would learn who has
    answered. Only the browser that sent the sheet is told at once, others when they send one.
    """
    invitation = gates.invitation_at(unit, token)
    actor = replace(request.access, account_id=None, name=NOBODY)
    return _fill_once(
        request, invitation.questionnaire, _taking(actor, invitation),
        here=reverse("questionnaires:invited", args=(unit, token)),
    )  # fmt: skip


@never_cache
def public(request: AccessRequest, unit: int, token: str) -> HttpResponse:
    """Fill in a sheet by the link for everybody. The token opens this unit only."""
    row = gates.public_questionnaire_at(unit, token)
    actor = replace(request.access, account_id=None, name=NOBODY)
    return _fill_once(
        request, row,
        lambda given: actions.answer_openly(actor=actor, questionnaire=row, given=given),
        here=reverse("questionnaires:public", args=(unit, token)),
    )  # fmt: skip


def _fill_once(
    request: AccessRequest, row: Questionnaire, take: Take, *, here: str
) -> HttpResponse:
    """Fill in, and mark this browser: only that it has sent one, so that nobody sends twice."""
    cookie = f"filled-{row.id.hex}"
    response = _fill(request, row, take, used=cookie in request.COOKIES, here=here)
    if response.status_code == 302:
        response.set_cookie(
            cookie, "1", max_age=COOKIE_DAYS * 86400, httponly=True, samesite="Lax", path=here
        )
    return response


def _taking(actor: Access, invitation: Invitation) -> Take:
    """Return the act that takes the sheet of an invitation."""
    act = actions.answer_by_name if invitation.questionnaire.named else actions.answer_anonymously
    return lambda given: act(actor=actor, invitation=invitation, given=given)


def _fill(
    request: AccessRequest, row: Questionnaire, take: Take, *, used: bool, here: str
) -> HttpResponse:
    now = request.access.now
    done = used or "done" in request.GET
    if done or (request.method != "POST" and not row.takes_answers(now)):
        return _closed(request, row, done=done)
    form = SheetForm(questions_of(row), request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        sent = _send(request, row, form, take, here)
        if isinstance(sent, HttpResponse):
            return sent
        status = sent
    context = {"row": row, "form": form, "reader": can_read(request.access, row)}
    return render(request, "questionnaires/answer.html", context, status=status)


def _send(
    request: AccessRequest, row: Questionnaire, form: SheetForm, take: Take, here: str
) -> HttpResponse | int:
    """Return where a sheet that was taken leads, or the status with which it comes back."""
    if _sent(request, row) >= SENT_AT_MOST:
        form.add_error(None, "这里提交的次数太多，请过一会儿再试。填的内容都还在。")
        return 429
    form.is_valid()  # what is not valid is not in the cleaned data: the action says what is missing
    try:
        take({name: form.cleaned_data.get(name) for name in form.fields})
    except SheetError as refusal:
        form.explain(refusal)
    except AnsweredError:
        return _closed(request, row, done=True)
    except DomainError as refusal:
        form.add_error(None, refusal.words)
    else:
        return redirect(f"{here}?done")
    return 422


def _closed(request: AccessRequest, row: Questionnaire, *, done: bool) -> HttpResponse:
    return render(
        request,
        "questionnaires/answered.html",
        {"row": row, "done": done, "early": request.access.now < row.opens_at,
         "over": row.is_over(request.access.now)},
    )  # fmt: skip


def _sent(request: HttpRequest, row: Questionnaire) -> int:
    """Count this sheet, and return how many came from the address before it."""
    key = f"questionnaire:{row.id}:{request.META.get('REMOTE_ADDR', '')}"
    return 0 if cache.add(key, 1, SENT_SECONDS) else int(cache.incr(key)) - 1
