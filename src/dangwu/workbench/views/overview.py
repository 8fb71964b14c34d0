"""From the county down to a door group: who has done what is due, and by which article."""

import uuid
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangwu.accounts.requests import AccessRequest
from dangwu.activities.permissions import can_file_activity
from dangwu.core.rulebook.explain import explain
from dangwu.core.rulebook.reading import find_rule
from dangwu.rules.permissions import can_grant_exemption
from dangwu.rules.queries.rulebook import rulebook_for
from dangwu.web.days import day_asked
from dangwu.workbench import overview, queries


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
            "rows_url": reverse(
                "workbench:behind", args=(top.unit_id, top.id, overview.EVERY_RULE)
            ),
            "chart": overview.chart_of(top, found.children) if found.children else None,
            "tall": len(found.children) > 12,
        },
    )


@login_required
def behind(
    request: AccessRequest, unit: int, organisation: uuid.UUID, rule_id: str
) -> HttpResponse:
    """List the organisations that a figure of the overview counts, by rule and state."""
    top = queries.visible_subtree(request.access, unit, organisation)
    rule = find_rule(rulebook_for(unit, request.access.today), rule_id)
    state = request.GET.get("state", "overdue")
    if rule is None and rule_id != overview.EVERY_RULE:
        raise Http404
    if state not in (*overview.COUNTED, overview.EVERY_STATE):
        raise Http404
    units = frozenset().union(
        *(r.units_below for r in request.access.reaches if r.covers(top.unit_id, top.path))
    )
    rows = overview.holders(
        top,
        rule_id=rule_id,
        state=state,
        after=request.GET.get("after", ""),
        units=units if top.parent_id is None else frozenset(),
    )
    shown = rows[: overview.PAGE]
    more = len(rows) > overview.PAGE
    return render(
        request,
        "workbench/behind.html",
        {
            "organisation": top,
            "rule": rule,
            "explained": explain(rule) if rule else None,
            "state": "" if state == overview.EVERY_STATE else state,
            "query": urlencode({"state": state}),
            "rows": shown,
            "after": f"{shown[-1].unit_id}:{shown[-1].path}" if more else "",
        },
    )


@login_required
def duties(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """Show every duty of one organisation on a day, with the records behind each."""
    found = queries.visible_subtree(request.access, unit, organisation)
    asked = day_asked(request.GET.get("on", ""), request.access.today)
    on = asked.on
    rows = queries.own_lines(request.access, found, on=on, today=request.access.today)
    wanted = request.GET.get("rule")
    rule = find_rule(rulebook_for(unit, on), wanted) if wanted else None
    if rule:
        rows = [row for row in rows if row.rule == rule.id]
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
            "told": asked.told,
            "explained": explain(rule) if rule else None,
            "kept": urlencode({"on": on.isoformat()} | ({"rule": rule.id} if rule else {})),
            "rule": rule,
            "state": state,
            "counts": counts,
            "rows": [row for row in rows if not state or row.state == state],
            "total": len(rows),
        },
    )
