"""Who holds which post: the list, the forms, the election."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.members.actions import posts as actions
from dangwu.members.forms import posts as forms
from dangwu.members.models import Person
from dangwu.members.queries.posts import (
    by_body,
    former_posts,
    holding_for,
    person_named,
    posts_on,
    public_posts,
)
from dangwu.organisations import permissions
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries import organisation_for
from dangwu.organisations.views.answering import Words, answer_form, record_url
from dangwu.web.days import day_asked
from dangwu.web.refusals import explain


@login_required
def posts(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Those who hold posts on a day: a part for the organisation's record, and a page.

    Whoever is of the organisation without a post over it sees who leads it today, no more.
    """
    access = request.access
    row = organisation_for(access, unit, organisation)
    reads = permissions.can_read_record(access, row)
    asked = day_asked(request.GET.get("on", "") if reads else "", access.today)
    on = asked.on
    held = posts_on(row, on) if reads else public_posts(row, on)
    is_past = on < access.today
    changes = not is_past and not row.dissolved_on
    context = {
        "organisation": row,
        "groups": [
            (
                name,
                [
                    (one, changes and permissions.can_assign_post(access, row, one.post))
                    for one in holdings
                ],
            )
            for name, holdings in by_body(held)
        ],
        "on": on,
        "told": asked.told,
        "is_past": is_past,
        "reads": reads,
        "can_assign": changes and permissions.can_keep(access, row),
    }
    template = "members/posts.html"
    if request.htmx:
        return render(request, f"{template}#holders", context)
    context["former"] = former_posts(row, on) if reads else []
    return render(request, template, context)


@login_required
def assign(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Give somebody a post."""
    row = organisation_for(request.access, unit, organisation)
    if not permissions.can_keep(request.access, row):
        raise PermissionDenied
    form = forms.PostForm(
        request.POST or None,
        initial={"since": request.access.today, "post": request.GET.get("post", "")},
    )

    def act(data: dict[str, Any]) -> object:
        who = data.pop("person")
        person = person_named(request.access, row, who, field="任职人员")
        made = actions.assign_post(actor=request.access, organisation=row, person=person, **data)
        for reminder in made.reminders:
            messages.warning(request, f"请核对：{reminder.text}")
        return made

    words = Words(
        f"登记“{row}”的任职",
        "登记任职",
        "任职已登记。",
        note="书记、副书记由上级党组织登记；有账号的，相应权限随职务开通。",
    )
    return answer_form(request, row, form, words, act)


@login_required
def end(
    request: AccessRequest, unit: int, organisation: uuid.UUID, holding: uuid.UUID
) -> HttpResponse:
    """End somebody's post."""
    row = organisation_for(request.access, unit, organisation)
    held = holding_for(row, holding)
    if not permissions.can_assign_post(request.access, row, held.post):
        raise PermissionDenied
    form = forms.EndPostForm(request.POST or None, initial={"on": request.access.today})

    def act(data: dict[str, Any]) -> object:
        return actions.end_post(actor=request.access, holding=held, **data)

    words = Words(
        f"免去{held.person.name}的{held.get_post_display()}职务",
        "确认免职",
        "职务已结束，相应权限同时结束。",
    )
    return answer_form(request, row, form, words, act)


@login_required
def elect(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Record the result of an election with the elected."""
    row = organisation_for(request.access, unit, organisation)
    if not permissions.can_arrange(request.access, row):
        raise PermissionDenied
    form = forms.ElectedForm(
        request.POST or None, initial={"elected_on": request.access.today, "has_committee": True}
    )
    if request.method == "POST" and form.is_valid():
        try:
            _body, reminders = actions.elect_body(
                actor=request.access,
                organisation=row,
                posts=_elected(request, row, form),
                **form.result(),
            )
        except DomainError as refusal:
            explain(form, refusal)
        else:
            messages.success(request, "新一届班子已登记，上一届的职务和权限已结束。")
            for reminder in reminders:
                messages.warning(request, f"请核对：{reminder.text}")
            return redirect(record_url(row))
    words = Words(
        "登记换届选举结果",
        "登记结果",
        "",
        note="登记后上一届到选举之日为止。届满日期按任期规定推算，批复另有规定的请填写。",
    )
    context = {"organisation": row, "form": form, "words": words, "back": record_url(row)}
    status = 422 if request.method == "POST" else 200
    return render(request, "organisations/form.html", context, status=status)


def _elected(
    request: AccessRequest, row: Organisation, form: forms.ElectedForm
) -> list[tuple[str, Person]]:
    return [
        (post, person_named(request.access, row, who, field=name))
        for name, post, who in form.elected()
    ]
