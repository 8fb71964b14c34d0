"""Accounts and their roles, for the administrator: no personal data, no passwords shown."""

import uuid

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts import queries as account_queries
from dangwu.accounts.models import Account
from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.workbench import actions, queries
from dangwu.workbench.forms import AccountForm, GrantForm, PasswordForm
from dangwu.workbench.permissions import units_administered


def _units(request: AccessRequest) -> frozenset[int]:
    units = units_administered(request.access)
    if not units:
        raise PermissionDenied
    return units


def _account(request: AccessRequest, account_id: uuid.UUID) -> Account:
    found = account_queries.account_at(_units(request), account_id)
    if found is None:
        raise Http404
    return found


@login_required
def accounts(request: AccessRequest) -> HttpResponse:
    """List the accounts of the units, by login name."""
    units = _units(request)
    text = request.GET.get("q", "").strip()
    rows = account_queries.accounts_of(units, text=text, after=request.GET.get("after", ""))
    shown = rows[: account_queries.PAGE]
    return render(
        request,
        "workbench/accounts.html",
        {
            "rows": shown,
            "text": text,
            "after": shown[-1].login if len(rows) > account_queries.PAGE else "",
            "form": AccountForm(),
        },
    )


@login_required
@require_POST
def open_account(request: AccessRequest) -> HttpResponse:
    """Open an account; its roles are granted on its own page."""
    units = _units(request)
    form = AccountForm(request.POST)
    if form.is_valid():
        try:
            opened = actions.open_account(actor=request.access, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.words)
        else:
            return redirect("workbench:account", opened.id)
    rows = account_queries.accounts_of(units)[: account_queries.PAGE]
    return render(request, "workbench/accounts.html", {"rows": rows, "form": form}, status=422)


@login_required
def account(request: AccessRequest, account: uuid.UUID) -> HttpResponse:
    """Show one account with its roles."""
    return _page(request, _account(request, account))


@login_required
@require_POST
def grant(request: AccessRequest, account: uuid.UUID) -> HttpResponse:
    """Give the account a role in an organisation."""
    found = _account(request, account)
    form = GrantForm(request.POST)
    if form.is_valid():
        try:
            actions.grant(actor=request.access, account=found, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.words)
        else:
            return redirect("workbench:account", found.id)
    return _page(request, found, grant_form=form, status=422)


@login_required
@require_POST
def end_grant(request: AccessRequest, account: uuid.UUID, grant: uuid.UUID) -> HttpResponse:
    """End a role today."""
    found = _account(request, account)
    actions.end_grant(actor=request.access, account=found, grant_id=grant)
    return redirect("workbench:account", found.id)


@login_required
@require_POST
def password(request: AccessRequest, account: uuid.UUID) -> HttpResponse:
    """Give the account a new first password."""
    found = _account(request, account)
    form = PasswordForm(request.POST)
    if form.is_valid():
        actions.reset_password(
            actor=request.access, account=found, password=form.cleaned_data["password"]
        )
        return redirect("workbench:account", found.id)
    return _page(request, found, password_form=form, status=422)


@login_required
@require_POST
def close(request: AccessRequest, account: uuid.UUID) -> HttpResponse:
    """Let nobody sign in with the account."""
    found = _account(request, account)
    actions.close_account(actor=request.access, account=found)
    return redirect("workbench:account", found.id)


@login_required
@require_POST
def reopen(request: AccessRequest, account: uuid.UUID) -> HttpResponse:
    """Let a closed account sign in again."""
    found = _account(request, account)
    actions.reopen_account(actor=request.access, account=found)
    return redirect("workbench:account", found.id)


def _page(
    request: AccessRequest,
    found: Account,
    *,
    grant_form: GrantForm | None = None,
    password_form: PasswordForm | None = None,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "workbench/account.html",
        {
            "account": found,
            "grants": queries.named_grants(found, on=request.access.today),
            "grant_form": grant_form or GrantForm(initial={"since": request.access.today}),
            "password_form": password_form or PasswordForm(),
        },
        status=status,
    )
