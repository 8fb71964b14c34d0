"""Changes of organisations that take their people along."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from dangwu.accounts.requests import AccessRequest
from dangwu.members.actions import structure as actions
from dangwu.members.forms import posts as forms
from dangwu.members.queries.posts import people_in
from dangwu.organisations.models import Organisation
from dangwu.organisations.permissions import can_arrange
from dangwu.organisations.queries import organisation_for
from dangwu.organisations.queries.record import merge_targets_for
from dangwu.organisations.views.answering import Words, answer_form


@login_required
def abolish(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Abolish an organisation in which nobody is left."""
    row = _arranged(request, unit, organisation)
    form = forms.AbolishForm(request.POST or None, initial={"on": request.access.today})

    def act(data: dict[str, Any]) -> object:
        return actions.abolish_organisation(actor=request.access, organisation=row, **data)

    words = Words(
        f"撤销“{row.name}”",
        "确认撤销",
        "组织已撤销，历史记录保留。",
        note="撤销前，党员要先转到别的党组织，下属组织要先调整或撤销；职务和相应权限到撤销之日结束。",
    )
    return answer_form(request, row, form, words, act)


@login_required
def merge(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Merge an organisation into another one."""
    row = _arranged(request, unit, organisation)
    form = forms.MergeForm(
        request.POST or None,
        targets=merge_targets_for(request.access, row),
        initial={"on": request.access.today},
    )

    def act(data: dict[str, Any]) -> object:
        return actions.merge_organisation(actor=request.access, organisation=row, **data)

    words = Words(
        f"把“{row.name}”并入另一个组织",
        "确认合并",
        "合并完成，党员和下属组织已编入新的组织。",
        note="全部党员、党务工作者和下属组织一并编入；本组织的班子职务结束，本组织撤销。",
    )
    return answer_form(request, row, form, words, act)


@login_required
def split(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Set up a sister organisation with some of the people."""
    row = _arranged(request, unit, organisation)
    if row.parent is None:
        raise PermissionDenied
    form = forms.SplitForm(
        request.POST or None,
        people=people_in(row),
        initial={"on": request.access.today, "kind": row.kind},
    )

    def act(data: dict[str, Any]) -> object:
        made, reminders = actions.split_organisation(
            actor=request.access, organisation=row, **data
        )
        for reminder in reminders:
            messages.warning(request, f"请核对：{reminder.text}")
        return made

    words = Words(
        f"从“{row.name}”分设新组织",
        "确认分设",
        "新组织已设立，选定的党员已编入。",
        note="新组织与本组织隶属同一上级。担任班子职务的党员请先免去职务，再划出。",
    )
    return answer_form(request, row, form, words, act)


def _arranged(request: AccessRequest, unit: int, organisation: uuid.UUID) -> Organisation:
    row = organisation_for(request.access, unit, organisation)
    if not can_arrange(request.access, row):
        raise PermissionDenied
    return row
