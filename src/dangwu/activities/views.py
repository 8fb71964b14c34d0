"""Work done: filed once, listed, withdrawn when it was filed wrongly."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.access import READERS
from dangwu.accounts.requests import AccessRequest
from dangwu.activities import actions, queries
from dangwu.activities.forms import OTHER_ROLL, ActivityForm, ListForm, WithdrawForm
from dangwu.activities.models import Attendance
from dangwu.activities.particulars import ParticularsForm, unsaid
from dangwu.activities.permissions import FILERS, can_file_activity, can_withdraw_activity
from dangwu.activities.queries import listing
from dangwu.core.errors import DomainError
from dangwu.core.rulebook.terms import ACTIVITIES
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries import organisation_for
from dangwu.organisations.queries.demands import Demand, demands_by_word, words_of
from dangwu.rules.queries.rulebook import rulebook_for
from dangwu.web.days import day_asked
from dangwu.web.refusals import explain

COUNTS = ("should_attend", "present", "on_leave")
# Fields of the action under the names of the form.
FIELDS = {"kinds": "kind", "organisations": "joint", "attendance": "came"}


@login_required
def activities(request: AccessRequest) -> HttpResponse:
    """List the work done in reach, newest first."""
    if not request.access.roles & READERS:
        raise PermissionDenied
    form = ListForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    kinds = form.wanted_kinds()
    organisation = None
    if wanted.get("unit") and wanted.get("organisation"):
        organisation = organisation_for(request.access, wanted["unit"], wanted["organisation"])
    rows = listing.activities_in(
        request.access,
        unit_id=organisation.unit_id if organisation else None,
        organisation_id=organisation.id if organisation else None,
        kinds=kinds,
        since=wanted.get("since"),
        until=wanted.get("until"),
        late=bool(wanted.get("late")),
        after=request.GET.get("after", ""),
    )
    shown = rows[: listing.PAGE]
    query = request.GET.copy()
    query.pop("after", None)
    last = shown[-1] if len(rows) > listing.PAGE else None
    return render(
        request,
        "activities/list.html",
        {
            "form": form,
            "organisation": organisation,
            "kinds": [ACTIVITIES[kind] for kind in kinds],
            "file_for": _file_for(request, organisation),
            "rows": shown,
            "query": query.urlencode(),
            "after": f"{last.held_on}:{last.id}" if last else "",
        },
    )


def _file_for(
    request: AccessRequest, organisation: Organisation | None
) -> tuple[int, uuid.UUID] | None:
    """Return whose work may be filed from the list: of the one listed, else of the own post."""
    if organisation is not None:
        may = can_file_activity(request.access, organisation)
        return (organisation.unit_id, organisation.id) if may else None
    for reach in request.access.reaches_as(FILERS):
        if reach.organisation_id is not None:
            return reach.unit_id, reach.organisation_id
    return None


@login_required
def show(request: AccessRequest, unit: int, activity: uuid.UUID) -> HttpResponse:
    """Show one record of work with who came and which organisations it counts for."""
    return _record(request, unit, activity, WithdrawForm())


@login_required
def file(request: AccessRequest, unit: int, organisation: uuid.UUID) -> HttpResponse:
    """File work of an organisation."""
    found = organisation_for(request.access, unit, organisation)
    if not can_file_activity(request.access, found):
        raise PermissionDenied
    form = _offered(request, found)
    particulars = _particulars(request, found, form)
    if request.method != "POST":
        return _form_page(request, found, form, particulars)
    if form.is_valid() and particulars.is_valid() and _same_roll(form, found):
        given = _given(form)
        given["summary"] = particulars.added_to(given["summary"])
        try:
            filed = actions.file_activity(actor=request.access, organisation=found, **given)
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            late = "，已标明补记" if filed.late else ""
            messages.success(request, f"已登记“{filed.title}”{late}。")
            return redirect("activities:show", filed.unit_id, filed.id)
    return _form_page(request, found, form, particulars, status=422)


@login_required
@require_POST
def withdraw(request: AccessRequest, unit: int, activity: uuid.UUID) -> HttpResponse:
    """Withdraw a record with the reason; it stays readable."""
    found = queries.activity_for(request.access, unit, activity)
    if not can_withdraw_activity(request.access, found):
        raise PermissionDenied
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            actions.withdraw_activity(
                actor=request.access, activity=found, reason=form.cleaned_data["reason"]
            )
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            messages.success(request, "已撤回。原内容和撤回原因都保留，可以重新登记正确的内容。")
            return redirect("activities:show", unit, found.id)
    return _record(request, unit, activity, form, status=422)


def _offered(request: AccessRequest, organisation: Organisation) -> ActivityForm:
    """Return the form with the roll of the day on which the work was done."""
    sent = request.POST if request.method == "POST" else None
    asked = (request.GET if sent is None else sent).get("held_on", "")
    day = day_asked(asked, request.access.today).on
    initial = {
        "kind": request.GET.get("kind", "assembly"),
        "held_on": asked or day,
        "listed_on": day,
    }
    form = ActivityForm(sent, initial=initial)
    roll = listing.roll_on(organisation, day) if organisation.is_branch else []
    form.offer(roll, listing.partners(request.access, organisation))
    return form


def _same_roll(form: ActivityForm, organisation: Organisation) -> bool:
    """Whether people were ticked on the roll of the day; another is shown again, and said."""
    cleaned = form.cleaned_data
    before = cleaned["listed_on"]
    if not cleaned["came"] or before in (None, cleaned["held_on"]):
        return True
    listed = [person.id for person in listing.roll_on(organisation, before)]
    if listed == form.offered_people():
        return True
    form.add_error("came", OTHER_ROLL)
    return False


def _given(form: ActivityForm) -> dict[str, Any]:
    """Return the arguments of `file_activity` from what was filled in."""
    cleaned = form.cleaned_data
    came = set(form.came_ids())
    presence = Attendance.Presence
    attendance = [
        (person, presence.PRESENT if person in came else presence.ABSENT)
        for person in form.offered_people()
    ]
    names = ("held_on", "minutes", "place", "host", "noticed_on", "summary")
    counts = {} if came else {name: cleaned[name] for name in COUNTS}
    return {
        **{name: cleaned[name] for name in names},
        **counts,
        "kinds": form.kinds(),
        "title": cleaned["title"].strip() or ACTIVITIES[cleaned["kind"]],
        "attendance": attendance if came else [],
        "organisations": form.joint_organisations(),
    }


def _particulars(
    request: AccessRequest, organisation: Organisation, form: ActivityForm
) -> ParticularsForm:
    asked = ParticularsForm(request.POST if request.method == "POST" else None)
    today = request.access.today
    book = rulebook_for(organisation.unit_id, today)
    asked.ask(str(form["kind"].value()), book, organisation, today)
    return asked


def _form_page(
    request: AccessRequest,
    organisation: Organisation,
    form: ActivityForm,
    particulars: ParticularsForm,
    status: int = 200,
) -> HttpResponse:
    kind = form["kind"].value()
    return render(
        request,
        "activities/file.html",
        {
            "organisation": organisation,
            "form": form,
            "particulars": particulars,
            "asked_of": ACTIVITIES.get(kind, ""),
            "demands": _demands(organisation, kind, request.access.today),
        },
        status=status,
    )


def _demands(organisation: Organisation, kind: str, on: date) -> list[Demand]:
    """Return what is asked of this kind of work beyond its number.

    Source: XF2011 art. 20, art. 38
    """
    words = words_of([kind])
    if not words:
        return []
    found = demands_by_word(rulebook_for(organisation.unit_id, on), organisation, on, words)
    return [demand for listed in found.values() for demand in listed]


def _record(
    request: AccessRequest, unit: int, activity: uuid.UUID, form: WithdrawForm, status: int = 200
) -> HttpResponse:
    found = queries.activity_for(request.access, unit, activity)
    book = rulebook_for(found.unit_id, found.held_on)
    return render(
        request,
        "activities/record.html",
        {
            "activity": found,
            "unsaid": unsaid(found.kinds, found.summary, book, found.organisation, found.held_on),
            "kinds": [ACTIVITIES.get(kind, kind) for kind in found.kinds],
            "organisations": queries.organisations_of(found),
            "attendance": queries.attendance_of(found),
            "can_withdraw": found.withdrawn_at is None
            and can_file_activity(request.access, found.organisation),
            "form": form,
        },
        status=status,
    )
