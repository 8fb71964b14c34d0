"""Forms that change the tree."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.core.rulebook import terms
from dangwu.organisations import actions, permissions
from dangwu.organisations.forms import changes as forms
from dangwu.organisations.queries import organisation_for
from dangwu.organisations.queries.record import targets_for
from dangwu.organisations.views.answering import Words, answer_form, record_url


@login_required
def set_up(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Set up an organisation under this one."""
    parent = organisation_for(request.access, unit, organisation)
    if not permissions.can_arrange_below(request.access, parent):
        raise PermissionDenied
    form_class = forms.FireSetUpForm if parent.regime == terms.FIRE_2011 else forms.SetUpForm
    kind = "group" if parent.is_branch else "branch"
    form = form_class(
        request.POST or None,
        initial={"category": parent.category, "founded_on": request.access.today, "kind": kind},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.set_up_organisation(
                actor=request.access, parent=parent, **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_error(None, refusal.words)
        else:
            messages.success(request, f"已设立“{made.organisation.name}”。")
            for reminder in made.reminders:
                messages.warning(request, f"请核对：{reminder.text}")
            return redirect(record_url(made.organisation))
    words = Words(
        title=f"在“{parent}”下设立组织",
        button="设立组织",
        done="",
        note="设立后按设置要求核对，不符合的给出提示和条文，由上级党组织决定。",
    )
    context = {
        "organisation": parent,
        "form": form,
        "words": words,
        "back": record_url(parent),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "organisations/form.html", context, status=status)


@login_required
def rename(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Give the organisation another name."""
    row = organisation_for(request.access, unit, organisation)
    if not permissions.can_arrange(request.access, row):
        raise PermissionDenied
    form = forms.RenameForm(
        request.POST or None, initial={"name": row.name, "on": request.access.today}
    )

    def act(data: dict[str, Any]) -> object:
        return actions.rename_organisation(actor=request.access, organisation=row, **data)

    words = Words("更名", "确认更名", "名称已变更，原名称保留在历史中。")
    return answer_form(request, row, form, words, act)


@login_required
def change_kind(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Make it an organisation of another kind."""
    row = organisation_for(request.access, unit, organisation)
    if not permissions.can_arrange(request.access, row):
        raise PermissionDenied
    form = forms.KindForm(
        request.POST or None,
        initial={"kind": row.kind, "category": row.category, "on": request.access.today},
    )

    def act(data: dict[str, Any]) -> object:
        return actions.change_kind(actor=request.access, organisation=row, **data)

    words = Words("变更类别", "确认变更", "类别已变更。")
    return answer_form(request, row, form, words, act)


@login_required
def move(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Put it, with all below it, under another organisation of the unit."""
    row = organisation_for(request.access, unit, organisation)
    if not permissions.can_arrange(request.access, row):
        raise PermissionDenied
    form = forms.MoveForm(
        request.POST or None,
        targets=targets_for(request.access, row),
        initial={"on": request.access.today},
    )

    def act(data: dict[str, Any]) -> object:
        return actions.move_organisation(actor=request.access, organisation=row, **data)

    words = Words(
        "调整隶属关系",
        "确认调整",
        "隶属关系已调整，下属组织随同调整。",
        note="本组织连同全部下属组织一起调整。划到另一个单位的，请在该单位新设组织后逐人转接组织关系。",
    )
    return answer_form(request, row, form, words, act)


@login_required
def change_contact(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Change what the organisation keeps about itself."""
    row = organisation_for(request.access, unit, organisation)
    if not permissions.can_keep(request.access, row):
        raise PermissionDenied
    names = ("short_name", "home_name", "address", "phone")
    form = forms.ContactForm(
        request.POST or None, initial={name: getattr(row, name) for name in names}
    )

    def act(data: dict[str, Any]) -> object:
        return actions.change_contact(actor=request.access, organisation=row, **data)

    words = Words("修改联系信息", "保存", "联系信息已保存。")
    return answer_form(request, row, form, words, act)
