"""The public board: the sealed box, the opened ballots, the file and the program to recount."""

import uuid
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render

from dangwu.accounts.requests import AccessRequest
from dangwu.ballots import queries
from dangwu.ballots.booth import Contest, Question
from dangwu.ballots.envelopes import parsed
from dangwu.ballots.judging import JudgedBallot, count_box
from dangwu.ballots.models import Ballot
from dangwu.ballots.permissions import can_organise, can_watch
from dangwu.ballots.templatetags.ballots import grouped

SHAPE = {"y": "赞成", "n": "不赞成", "a": "弃权"}


@dataclass(frozen=True, slots=True)
class Line:
    """One opened ballot as the board shows it."""

    tracker: str
    choices: tuple[str, ...]
    reason: str


@login_required
def board(request: AccessRequest, unit: int, ballot: uuid.UUID) -> HttpResponse:
    """Show what everybody on the roll and the posts in reach may check."""
    row = queries.board_for(request.access, unit, ballot)
    box = queries.box_of(row)
    published = queries.published_of(row) or {}
    context = {
        "ballot": row,
        "manifest": queries.manifest_of_ballot(row),
        "box": box,
        "turnout": queries.turnout_of(row),
        "envelopes": queries.envelope_digests(row) if box else [],
        "lines": _lines(row, published) if "ballots" in published else [],
        "result": queries.result_for(row),
        "can_watch": can_watch(request.access, row.organisation),
        "can_organise": can_organise(request.access, row.organisation),
        "published": published,
    }
    return render(request, "ballots/board.html", context)


def _lines(ballot: Ballot, published: dict[str, Any]) -> list[Line]:
    judged = count_box(
        published["manifest"]["contests"],
        ballot=str(ballot.id),
        manifest=published["manifest_digest"],
        texts=published["ballots"],
    )
    contests = queries.contests_of(ballot)
    return [
        Line(grouped(one.tracker), () if one.reason else _words(one, contests), one.reason)
        for one in judged.ballots
    ]


def _words(judged: JudgedBallot, contests: tuple[Contest, ...]) -> tuple[str, ...]:
    """Return what one ballot says, contest by contest."""
    given = parsed(judged.text) or {}
    choices = given["choices"]
    assert isinstance(choices, list)  # noqa: S101  # judged
    return tuple(
        f"{contest.title}：{fault or _choice(choice, contest)}"
        for choice, contest, fault in zip(choices, contests, judged.contests, strict=True)
    )


def _choice(choice: object, contest: Contest) -> str:
    if isinstance(contest, Question):
        return next(option.label for option in contest.options if option.code == choice)
    assert isinstance(choice, dict)  # noqa: S101  # judged
    marked: dict[str, list[str]] = {}
    for mark, candidate in zip(choice["marks"], contest.candidates, strict=True):
        marked.setdefault(mark, []).append(candidate.shown)
    words = [f"{SHAPE[mark]} {'、'.join(marked[mark])}" for mark in SHAPE if mark in marked]
    words += [f"另选 {'、'.join(choice['others'])}"] if choice["others"] else []
    return "；".join(words)


@login_required
def published(request: AccessRequest, unit: int, ballot: uuid.UUID) -> HttpResponse:
    """Hand out the file that anybody can recount."""
    row = queries.board_for(request.access, unit, ballot)
    found = queries.published_of(row)
    if found is None:
        raise Http404
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="ballot-{row.id}.json"'
    return answer


@login_required
def program(request: AccessRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Hand out the separate program that recounts the file."""
    text = files("dangwu.ballots").joinpath("recount.py").read_text("utf-8")
    answer = HttpResponse(text, content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="recount.py"'
    return answer
