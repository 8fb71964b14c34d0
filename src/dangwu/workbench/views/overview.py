"""From the county down to a door group: who has done what is due, and by which article."""

import uuid

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from dangwu.accounts.requests import AccessRequest
from dangwu.activities.permissions import can_file_activity
from dangwu.core.rulebook.explain import explain
from dangwu.core.rulebook.reading import find_rule
from dangwu.organisations.models.organisation import past_or_today
from dangwu.rules.permissions import can_grant_exemption
from dangwu.rules.queries.rulebook import rulebook_for
from dangwu.workbench import overview, queries
from dangwu.workbench.forms import DayForm


@login_required
def start(request: AccessRequest) -> HttpResponse:
    """Lead to the overview of the organisation that the post reaches."""
    reach = queries.acting_reach(request.access)
    if reach is None:
        raise PermissionDenied
    return redirect("workbench:subtree", reach.unit_id, reach.organisation_id)


@login_required
def subtree(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Show one organisation's sums, those directly below, and rule by rule."""
    top = queries.visible_subtree(request.access, unit, organisation)
    found = overview.overview_of(request.access, top, rulebook_for(unit, request.access.today))
    return render(
        request,
        "workbench/overview.html",
        {
            "page": found,
            "organisation": top,
            "chart": overview.chart_of(found.children) if found.children else None,
            "tall": len(found.children) > 12,
        },
    )


@login_required
def behind(
    request: AccessRequest, unit: int, organisation: uuid.UUID, rule_id: str
) -> HttpResponse:
    """List the organisations of a subtree that are behind on one rule."""
    top = queries.visible_subtree(request.access, unit, organisation)
    rule = find_rule(rulebook_for(unit, request.access.today), rule_id)
    units = frozenset().union(
        *(r.units_below for r in request.access.reaches if r.covers(top.unit_id, top.path))
    )
    whole = units if top.parent_id is None else frozenset()
    rows = overview.behind_on(top, rule_id, after=request.GET.get("after", ""), units=whole)
    shown = rows[: overview.PAGE]
    last = shown[-1] if len(rows) > overview.PAGE else None
    return render(
        request,
        "workbench/behind.html",
        {
            "organisation": top,
            "rule": rule,
            "explained": explain(rule) if rule else None,
            "rows": shown,
            "after": f"{last.unit_id}:{last.organisation.path}" if last else "",
        },
    )


@login_required
def duties(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Show every duty of one organisation on a day, with the records behind each."""
    found = queries.visible_subtree(request.access, unit, organisation)
    form = DayForm(request.GET)
    asked = form.cleaned_data.get("on") if form.is_valid() else None
    on = past_or_today(asked, request.access.today)
    rows = queries.own_lines(request.access, found, on=on, today=request.access.today)
    state = request.GET.get("state", "")
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.state] = counts.get(row.state, 0) + 1
    return render(
        request,
        "workbench/duties.html",
        {
            "organisation": found,
            "can_file": can_file_activity(request.access, found),
            "may_exempt": can_grant_exemption(request.access, found),
            "on": on,
            "form": form,
            "state": state,
            "counts": counts,
            "rows": [row for row in rows if not state or row.state == state],
            "total": len(rows),
        },
    )
