"""The roster."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.members.fields import shown
from dangwu.members.forms.roster import RosterForm
from dangwu.members.permissions import LISTERS, STRUCTURE, special_kinds_for
from dangwu.members.queries.roster import Filters, Page, roster
from dangwu.organisations.queries import organisation_for

MORE = ("sex", "ethnicity", "age", "college", "occupation", "joined_from", "joined_to")


@login_required
def people(request: AccessRequest) -> HttpResponse:
    """List the people in reach."""
    access = request.access
    if not access.reaches_as(LISTERS):
        raise PermissionDenied
    form = RosterForm(request.GET, kinds=special_kinds_for(access))
    filters = form.filters(lambda unit, row: organisation_for(access, unit, row))
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    try:
        page = roster(access, filters, before=before, after=after)
        refusal = ""
    except DomainError as error:
        page, refusal = Page([], 0, "", ""), error.words
    return render(request, "members/roster.html", _context(request, form, filters, page, refusal))


def _context(
    request: AccessRequest, form: RosterForm, filters: Filters, page: Page, refusal: str
) -> dict[str, object]:
    access, kept = request.access, request.GET.copy()
    for name in ("before", "after"):
        kept.pop(name, None)
    columns = form.chosen_columns()
    rows = [
        (person, [(label, shown(person, name)) for name, label in columns])
        for person in page.people
    ]
    return {
        "form": form,
        "filters": filters,
        "page": page,
        "columns": columns,
        "rows": rows,
        "refusal": refusal,
        "query": kept.urlencode(),
        "more": [form[name] for name in MORE],
        "column_names": [name for name, _ in columns],
        "exchange": reverse("exchange:home") if access.reaches_as(STRUCTURE) else "",
        "can_register": bool(access.reaches_as(STRUCTURE)),
        "filtered": bool(kept),
    }
