"""The administrator's pages: robots of group chats, and what did not go out."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError, InputError
from dangwu.notices import actions
from dangwu.notices.forms import RobotForm
from dangwu.notices.models import Robot
from dangwu.notices.permissions import units_administered
from dangwu.notices.queries import ways
from dangwu.web.refusals import explain


@login_required
def robots(request: AccessRequest) -> HttpResponse:
    """Show the robots and the deliveries that wait for a person; take a new robot."""
    _administered(request)
    form = RobotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            robot = _add(request, form)
        except DomainError as refusal:
            explain(form, refusal)
        else:
            messages.success(
                request, f"“{robot.name}”已添加，一分钟内会在群里发一条接通消息，请到群里看一下。"
            )
            return redirect("notices:robots")
    return render(
        request,
        "notices/robots.html",
        {
            "form": form,
            "robots": ways.robots_of(request.access),
            "stuck": ways.stuck_deliveries(request.access),
            "hosts": settings.ROBOT_HOSTS,
            "mail_works": bool(settings.EMAIL_HOST),
        },
        status=422 if request.method == "POST" else 200,
    )


@login_required
@require_POST
def close(request: AccessRequest, unit: int, robot: uuid.UUID) -> HttpResponse:
    """Let a robot post no more."""
    _administered(request)
    found = ways.robot_for(request.access, unit, robot)
    actions.close_robot(actor=request.access, robot=found)
    messages.success(request, f"“{found.name}”已停用，不再向群里发消息。")
    return redirect("notices:robots")


@login_required
@require_POST
def again(request: AccessRequest, unit: int, delivery: uuid.UUID) -> HttpResponse:
    """Send once more what may not have gone out."""
    _administered(request)
    actions.send_again(
        actor=request.access, delivery=ways.delivery_for(request.access, unit, delivery)
    )
    messages.success(request, "已重新排队，一分钟内发送。")
    return redirect("notices:robots")


@login_required
@require_POST
def drop(request: AccessRequest, unit: int, delivery: uuid.UUID) -> HttpResponse:
    """Leave a delivery at that."""
    _administered(request)
    actions.drop_delivery(
        actor=request.access, delivery=ways.delivery_for(request.access, unit, delivery)
    )
    messages.success(request, "已从名单中去掉，不再发送。")
    return redirect("notices:robots")


def _administered(request: AccessRequest) -> None:
    """Refuse those who administer nothing; for the others, what is not theirs is not there."""
    if not units_administered(request.access):
        raise PermissionDenied


def _add(request: AccessRequest, form: RobotForm) -> Robot:
    data = dict(form.cleaned_data)
    code = data.pop("code")
    organisation = ways.organisation_by_code(request.access, code)
    if organisation is None:
        raise InputError("code", f"没有代码为“{code}”的党组织，请核对后再填。")
    return actions.add_robot(actor=request.access, organisation=organisation, **data)
