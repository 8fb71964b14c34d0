"""The tree, its lazy branches, and the record of one organisation."""

import uuid
from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.organisations import permissions, queries
from dangwu.organisations.models.organisation import past_or_today
from dangwu.organisations.queries import bodies, places, record
from dangwu.organisations.ruling import ruling_for


def day_asked(request: HttpRequest, today: date) -> date:
    """Return the day of `?on=`, never later than today; today where it is no date."""
    try:
        on = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today
    return past_or_today(on, today)


@login_required
def tree(request: AccessRequest) -> HttpResponse:
    """The highest organisations in reach with their first level, or what a search found."""
    access = request.access
    if not access.reaches:
        raise PermissionDenied
    on = day_asked(request, access.today)
    query = request.GET.get("q", "").strip()
    context: dict[str, object] = {"on": on, "is_past": on < access.today, "query": query}
    if query:
        try:
            context["found"] = queries.found_on(access, query, on)
        except DomainError as refusal:
            context["refusal"] = refusal.words
    else:
        roots = queries.roots_on(access, on)
        context["roots"] = roots
        if len(roots) == 1:
            context["first"] = queries.children_on(access, roots[0], on)
    return render(request, "organisations/tree.html", context)


@login_required
def children(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """The organisations below one: a part for htmx, a page of its own without script."""
    row = queries.organisation_for(request.access, unit, organisation)
    on = day_asked(request, request.access.today)
    context = {
        "organisation": row,
        "nodes": queries.children_on(request.access, row, on),
        "on": on,
        "is_past": on < request.access.today,
    }
    template = "organisations/children.html"
    return render(request, f"{template}#level" if request.htmx else template, context)


@login_required
def show(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """The record of an organisation today, or as it was on a past day."""
    access = request.access
    row = queries.organisation_for(access, unit, organisation)
    on = day_asked(request, access.today)
    state = queries.organisation_on(row, on)
    if state is None and on < row.founded_on:
        raise Http404
    context: dict[str, object] = {
        "organisation": row,
        "state": state,
        "on": on,
        "is_past": on < access.today,
        "ancestors": [
            (one, queries.can_see_organisation(access, one)) for one in record.ancestors_of(row)
        ],
        "places": places.places_of(row),
        "honours": record.honours_of(row, on, measures=permissions.can_read_record(access, row)),
        "body": (body := bodies.body_on(row, on)),
        "can_arrange": not row.dissolved_on and permissions.can_arrange(access, row),
        "can_arrange_below": not row.dissolved_on and permissions.can_arrange_below(access, row),
        "can_keep": not row.dissolved_on and permissions.can_keep(access, row),
        "reads": (reads := permissions.can_read_record(access, row)),
    }
    if reads:
        held = bodies.posts_held(row, on)
        ruling = ruling_for(row, on)
        context |= {
            "term": bodies.term_of(row, ruling=ruling, body=body, held=held, on=on),
            "nodes": queries.children_on(access, row, on),
            "timeline": record.timeline_of(row),
            "changes_term": permissions.can_change_term(access, row),
        }
        if on == access.today and not row.dissolved_on:
            context["structure"] = queries.structure_of(row, ruling=ruling, body=body, on=on)
    return render(request, "organisations/record.html", context)
