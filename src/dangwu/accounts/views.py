"""One's own account: name, roles, password, large text."""

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from dangwu.accounts import actions, queries
from dangwu.accounts.models import Account
from dangwu.accounts.requests import AccessRequest

YEAR = 365 * 24 * 3600


@login_required
def me(request: AccessRequest) -> HttpResponse:
    """Show one's own account."""
    return render(request, "accounts/me.html", _page(request, PasswordChangeForm(request.user)))


@login_required
@require_POST
def change_password(request: AccessRequest) -> HttpResponse:
    """Change one's own password."""
    account = request.user
    form = PasswordChangeForm(account, request.POST)
    if isinstance(account, Account) and form.is_valid():
        actions.set_password(
            actor=request.access, account=account, password=form.cleaned_data["new_password1"]
        )
        update_session_auth_hash(request, account)
        return redirect(f"{reverse('accounts:me')}?done=password")
    return render(request, "accounts/me.html", _page(request, form), status=422)


@require_POST
def large_text(request: HttpRequest) -> HttpResponse:
    """Switch the large text on or off, kept with the account or in a cookie."""
    large = request.POST.get("large") == "1"
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    answer = redirect(target)
    if isinstance(request.user, Account):
        actions.keep_large_text(account=request.user, large=large)
    answer.set_cookie("large_text", "1" if large else "0", max_age=YEAR, samesite="Lax")
    return answer


def _page(request: AccessRequest, form: PasswordChangeForm) -> dict[str, object]:
    return {
        "form": form,
        "grants": queries.grants_of(request.user, on=request.access.today),
        "done": request.GET.get("done") == "password",
    }
