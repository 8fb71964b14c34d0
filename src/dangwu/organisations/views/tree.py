"""The tree, its lazy branches, and the record of one organisation."""

import uuid

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.core.writing import written_day
from dangwu.organisations import permissions, queries
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries import bodies, places, record
from dangwu.organisations.ruling import ruling_for
from dangwu.web.days import DayAsked, day_asked


@login_required
def tree(request: AccessRequest) -> HttpResponse:
    """The highest organisations in reach with their first level, or what a search found."""
    access = request.access
    if not access.reaches:
        raise PermissionDenied
    asked = day_asked(request.GET.get("on", ""), access.today)
    on = asked.on
    query = request.GET.get("q", "").strip()
    context: dict[str, object] = {
        "on": on,
        "told": asked.told,
        "is_past": on < access.today,
        "query": query,
    }
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
    on = day_asked(request.GET.get("on", ""), request.access.today).on
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
    asked = _since_founded(row, day_asked(request.GET.get("on", ""), access.today))
    on = asked.on
    state = queries.organisation_on(row, on)
    context: dict[str, object] = {
        "organisation": row,
        "state": state,
        "on": on,
        "told": asked.told,
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


def _since_founded(organisation: Organisation, asked: DayAsked) -> DayAsked:
    """Return the day asked for, or the first of the organisation where that was before it."""
    first = organisation.founded_on
    if asked.on >= first:
        return asked
    return DayAsked(
        first,
        f"{written_day(asked.on)}还没有这个组织，它成立于{written_day(first)}，下面是成立当天的情况。",
    )
