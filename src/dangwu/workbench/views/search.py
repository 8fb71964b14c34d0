"""One search box: people, organisations and rules."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from dangwu.accounts.access import READERS
from dangwu.accounts.models import Role
from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import InputError
from dangwu.core.rulebook import reading
from dangwu.members.models import Person
from dangwu.members.queries.search import find_people
from dangwu.organisations.queries import organisation_for
from dangwu.rules.queries.rulebook import book_to_read
from dangwu.workbench import queries
from dangwu.workbench.finder import finder_page
from dangwu.workbench.forms import FinderForm

PEOPLE = READERS - {Role.SUPERVISOR}
RULES = 10


@login_required
def search(request: AccessRequest) -> HttpResponse:
    """Find people, organisations and rules by name, pinyin, letters or number."""
    access = request.access
    if not access.roles & READERS:
        raise PermissionDenied
    text = request.GET.get("q", "").replace("\0", "").strip()[:60]
    people: list[Person] = []
    refusal = ""
    if text and access.roles & PEOPLE:
        try:
            people = find_people(access, text)
        except InputError as error:
            refusal = error.words
    return render(
        request,
        "workbench/search.html",
        {
            "search_query": text,
            "people": people,
            "refusal": refusal,
            "organisations": queries.find_organisations(access, text) if text else [],
            "hits": reading.search(book_to_read(access.units, access.today), text)[:RULES]
            if text
            else [],
        },
    )


@login_required
def finder(request: AccessRequest) -> HttpResponse:
    """Show who has slipped out of organisation life in a subtree, as proposals with reasons."""
    access = request.access
    if not access.roles & PEOPLE:
        raise PermissionDenied
    reach = queries.acting_reach(access)
    if reach is None:
        raise PermissionDenied
    form = FinderForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    places = queries.places_to_look(access, PEOPLE)
    if wanted.get("everywhere") and places:
        looked = places
    elif wanted.get("unit") and wanted.get("organisation"):
        looked = [organisation_for(access, wanted["unit"], wanted["organisation"])]
    else:
        chosen = [one for one in places if one.id == wanted.get("organisation")]
        looked = chosen[:1] or [queries.organisation_of(reach)]
    page = finder_page(access, looked, access.today)
    return render(request, "workbench/finder.html", {**page, "places": places})
