"""The first page: what is due today for the post that signs in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from dangwu.accounts.access import Reach
from dangwu.accounts.models import Role
from dangwu.accounts.requests import AccessRequest
from dangwu.activities.permissions import FILERS
from dangwu.rules.queries.tallies import subtree_of
from dangwu.workbench import overview, queries
from dangwu.workbench.waiting import waiting_for

PUBLIC = (Role.MEMBER, Role.RESIDENT)


@login_required
def today(request: AccessRequest) -> HttpResponse:
    """Show what the person's post makes due; a member or resident sees the own organisation."""
    access = request.access
    reach = queries.acting_reach(access, request.GET.get("as", ""))
    if reach is not None:
        return _post_page(request, reach)
    own = access.reaches_as(PUBLIC)
    if own:
        return _own_page(request, own[0])
    return render(request, "workbench/today_plain.html", {"roles": access.roles})


def _post_page(request: AccessRequest, reach: Reach) -> HttpResponse:
    access = request.access
    organisation = queries.organisation_of(reach)
    below = subtree_of(access, organisation)
    found = queries.own_lines(access, organisation, on=access.today, today=access.today)
    by_state: dict[str, list[object]] = {}
    for line in found:
        by_state.setdefault(line.state, []).append(line)
    return render(
        request,
        "workbench/today.html",
        {
            "organisation": organisation,
            "reach": reach,
            "others": [r for r in access.reaches if r.organisation_id != reach.organisation_id],
            "can_file": (acts := reach.role in FILERS),
            "passive": not acts,
            "work": waiting_for(access, reach=reach, organisation=organisation),
            "overdue": by_state.get("overdue", []),
            "due": by_state.get("due", []),
            "unknown": by_state.get("unknown", []),
            "late": by_state.get("late", []),
            "met": by_state.get("met", []),
            "below": below,
            "children": overview.child_rows(below),
            "today": access.today,
        },
    )


def _own_page(request: AccessRequest, reach: Reach) -> HttpResponse:
    facts = queries.own_facts(request.access, reach)
    return render(
        request,
        "workbench/today_own.html",
        {
            "facts": facts,
            "work": waiting_for(request.access),
            "resident": reach.role is Role.RESIDENT,
            "today": request.access.today,
        },
    )
