"""The list, and the page of one questionnaire."""

import uuid
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangwu.accounts.access import KEEPERS
from dangwu.accounts.requests import AccessRequest
from dangwu.questionnaires.forms.listing import ListForm
from dangwu.questionnaires.models import Question, Questionnaire
from dangwu.questionnaires.permissions import can_keep, can_read
from dangwu.questionnaires.queries import audience, gates
from dangwu.questionnaires.queries import listing as lists
from dangwu.questionnaires.queries.results import counted
from dangwu.questionnaires.queries.slips import picture_of
from dangwu.questionnaires.wording import asks_for

State = Questionnaire.State


@login_required
def listing(request: AccessRequest) -> HttpResponse:
    """Show what waits to be filled in, and the questionnaires in reach, the newest first."""
    access = request.access
    form = ListForm(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    rows = lists.questionnaires_in(access, state=state, after=_id(request.GET.get("after", "")))
    shown = rows[: lists.PAGE]
    return render(
        request,
        "questionnaires/list.html",
        {
            "to_fill": lists.waiting_for(access),
            "ended": lists.results_open_to(access),
            "rows": shown,
            "form": form,
            "query": urlencode({"state": state}) if state else "",
            "after": shown[-1].id if len(rows) > lists.PAGE else "",
            "keeps": [r for r in access.reaches_as(KEEPERS) if r.organisation_id],
            "now": access.now,
        },
    )


@login_required
def show(request: AccessRequest, unit: int, questionnaire: uuid.UUID) -> HttpResponse:
    """Show one questionnaire: its setting, its questions, how far it is. The invited go to answer."""
    access = request.access
    row = gates.questionnaire_for(access, unit, questionnaire)
    if not can_read(access, row):
        return redirect("questionnaires:answer", unit, row.id)
    questions = lists.questions_of(row)
    link = ""
    if row.link_token:
        link = request.build_absolute_uri(
            reverse("questionnaires:public", args=(unit, row.link_token))
        )
    return render(
        request,
        "questionnaires/show.html",
        {
            "row": row,
            "questions": [(each, asks_for(f"{each.title} {each.note}")) for each in questions],
            "kinds": Question.Kind.choices,
            "keeps": can_keep(access, row),
            "progress": audience.progress_of(row),
            "answers": 0 if row.state == State.DRAFT else counted(row),
            "draws": audience.draws_of(row) if row.audience == row.Audience.SAMPLE else [],
            "named_organisations": audience.named_organisations(row) if row.organisations else [],
            "over": row.is_over(access.now),
            "early": access.now < row.opens_at,
            "own": gates.own_invitation(access, row),
            "link": link,
            "picture": picture_of(link) if link else "",
        },
    )


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
