"""One's own notices, and how one wishes to be told."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dangwu.accounts.models import Account
from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.notices import actions
from dangwu.notices.addresses import can_send_links
from dangwu.notices.forms import ChoiceForm
from dangwu.notices.queries import feeds, mine
from dangwu.web.refusals import explain


@login_required
def listing(request: AccessRequest) -> HttpResponse:
    """Show what was told to the one who asks, the newest first."""
    old = request.GET.get("old") == "1"
    rows = mine.notices_of(request.access, put_away=old, after=_id(request.GET.get("after", "")))
    shown = rows[: mine.PAGE]
    return render(
        request,
        "notices/list.html",
        {
            "rows": shown,
            "old": old,
            "after": str(shown[-1].id) if len(rows) > mine.PAGE else "",
        },
    )


@login_required
@require_POST
def put_away(request: AccessRequest) -> HttpResponse:
    """Take one notice, or all, out of the own list."""
    one = _id(request.POST.get("notice", ""))
    chosen = None if request.POST.get("all") == "1" else [uuid.UUID(one)] if one else []
    actions.put_away(access=request.access, notices=chosen)
    return redirect("notices:list")


@login_required
def settings_page(request: AccessRequest) -> HttpResponse:
    """Show and keep how the own account is told."""
    form = ChoiceForm(request.POST or None, initial=_chosen(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose(actor=request.access, **form.cleaned_data)
        except DomainError as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _saved(request))
            return redirect("notices:settings")
    return _settings(request, form, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def open_feed(request: AccessRequest) -> HttpResponse:
    """Make a new secret address of the own calendar and show it, this once."""
    token = actions.open_feed(actor=request.access)
    place = request.build_absolute_uri(reverse("notices:feed", args=(token,)))
    return _settings(request, ChoiceForm(initial=_chosen(request)), address=place)


@login_required
@require_POST
def close_feed(request: AccessRequest) -> HttpResponse:
    """End the secret address of the own calendar."""
    actions.close_feed(actor=request.access)
    messages.success(request, "日历订阅地址已停用，订阅过的设备不再更新。")
    return redirect("notices:settings")


def _settings(
    request: AccessRequest, form: ChoiceForm, *, address: str = "", status: int = 200
) -> HttpResponse:
    return render(
        request,
        "notices/settings.html",
        {
            "form": form,
            "mail_works": bool(settings.EMAIL_HOST),
            "links_work": can_send_links(),
            "typed": request.user.email if isinstance(request.user, Account) else "",
            "mail_address": mine.address_of(request.access),
            "feed": feeds.feed_of(request.access),
            "address": address,
        },
        status=status,
    )


def _saved(request: AccessRequest) -> str:
    row = mine.address_of(request.access)
    if row is None or row.confirmed_at is not None or not can_send_links():
        return "提醒设置已保存。"
    return "提醒设置已保存。邮箱还没有确认，请到邮箱里打开确认信；确认以前不往那里发提醒。"


def _chosen(request: AccessRequest) -> dict[str, object]:
    chosen = mine.preference_of(request.access)
    account = request.user
    return {
        "mail": chosen.mail,
        "email": account.email if isinstance(account, Account) else "",
        "digest_at": chosen.digest_at,
        "quiet_from": chosen.quiet_from,
        "quiet_until": chosen.quiet_until,
    }


def _id(text: str) -> str:
    """Return the text where it is an identifier, else nothing."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""
