"""Confirming the own mail address by the link that was sent to it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.notices import actions
from dangwu.notices.queries import mine
from dangwu.web.refusals import carry_out


@login_required
@never_cache
def confirm(request: AccessRequest, token: str) -> HttpResponse:
    """Ask once more before the link is used: programs that look at mail open links by themselves."""
    if request.method == "POST":
        carry_out(
            request,
            lambda: actions.confirm_address(actor=request.access, token=token),
            "邮箱已确认，以后的提醒会发到这里。",
        )
        return redirect("notices:settings")
    row = mine.address_of(request.access)
    return render(request, "notices/confirm.html", {"row": row})


@login_required
@require_POST
def again(request: AccessRequest) -> HttpResponse:
    """Want another link."""
    carry_out(
        request,
        lambda: actions.ask_again(actor=request.access),
        "确认信几分钟内发出，请到邮箱里查收。",
    )
    return redirect("notices:settings")
