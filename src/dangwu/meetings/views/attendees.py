"""The list of those called: receipts, leave, exclusions, observers; who has arrived."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.meetings.actions import attendees as acts
from dangwu.meetings.actions import door as door_acts
from dangwu.meetings.forms import attendees as forms
from dangwu.meetings.models import Attendee, Meeting
from dangwu.meetings.permissions import can_call, can_prepare, can_read_all
from dangwu.meetings.queries.asking import book_of, day_of, exclusions
from dangwu.meetings.queries.attendees import attendee_of, attendees_of, numbers_of, waiting_of
from dangwu.meetings.queries.meeting import meeting_for
from dangwu.meetings.queries.naming import person_named
from dangwu.meetings.views.answering import Page, done_or_again, done_or_told
from dangwu.members.models import Person
from dangwu.members.queries.namesakes import doubled_names
from dangwu.web.forms import PlainForm

Act = Callable[[AccessRequest, Meeting, Any], object]
State = Meeting.State

LONG = 30  # people on a list in which somebody is looked for by name


@login_required
def attendees(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """Show who is called, who has confirmed, who is there."""
    found = _read(request, unit, meeting)
    rows = attendees_of(found)
    asked = request.GET.get("name", "").strip()
    context = {
        "meeting": found,
        "rows": [row for row in rows if asked in row.person.name],
        "doubled": doubled_names(row.person for row in rows),
        "asked": asked,
        "long": len(rows) > LONG,
        "numbers": numbers_of(found),
        "observer": forms.ObserverForm(),
        **_may(request, found),
    }
    return render(request, "meetings/attendees.html", context)


@login_required
def attendee(
    request: AccessRequest, unit: int, meeting: uuid.UUID, person: uuid.UUID
) -> HttpResponse:
    """One person at a meeting: receipt, leave, exclusion, presence."""
    found = _prepared(request, unit, meeting)
    row = attendee_of(found, person)
    if row is None:
        raise Http404
    rules = exclusions(found.organisation, book_of(found), day_of(found))
    leaving_out = forms.LeaveOutForm()
    leaving_out.offer(rules)
    context = {
        "meeting": found,
        "row": row,
        "rules": rules,
        "leaving_out": leaving_out,
        **_may(request, found),
    }
    return render(request, "meetings/attendee.html", context)


@login_required
def arrivals(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """The code for the phones, and who waits to be confirmed."""
    found = _prepared(request, unit, meeting)
    context = {
        "meeting": found,
        "claimed": waiting_of(found),
        "numbers": numbers_of(found),
        **_may(request, found),
    }
    return render(request, "meetings/arrivals.html", context)


@login_required
def sheet(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """The sheet to be signed on paper; typed in here afterwards."""
    found = _read(request, unit, meeting)
    rows = [row for row in attendees_of(found) if row.part != Attendee.Part.LEFT_OUT]
    if request.method == "POST":
        if not can_prepare(request.access, found):
            raise PermissionDenied
        form = forms.PeopleForm(request.POST)
        form.offer(rows)
        people = [uuid.UUID(key) for key in form.cleaned_data["person"]] if form.is_valid() else []
        return done_or_told(
            request,
            found,
            "meetings:attendees",
            lambda: door_acts.mark_paper_sheet(
                actor=request.access, meeting=found, present=people
            ),
            f"已按纸质签到表录入，勾选{len(people)}人。",
        )
    doubled = doubled_names(row.person for row in rows)
    context = {"meeting": found, "rows": rows, "doubled": doubled, **_may(request, found)}
    return render(request, "meetings/sign_sheet.html", context)


@login_required
@require_POST
def confirm(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """Confirm those at the door: one, or all who wait."""
    found = _prepared(request, unit, meeting)
    form = forms.PersonForm(request.POST)
    people = [form.cleaned_data["person"]] if form.is_valid() else None
    return done_or_told(
        request,
        found,
        "meetings:arrivals",
        lambda: door_acts.confirm_arrival(actor=request.access, meeting=found, people=people),
        "已确认到会。",
    )


@login_required
@require_POST
def keep(request: AccessRequest, unit: int, meeting: uuid.UUID, slug: str) -> HttpResponse:
    """One act on the list, named by the address."""
    if slug not in KEEPING:
        raise Http404
    made, act, done = KEEPING[slug]
    found = _prepared(request, unit, meeting)
    form = made(request.POST)
    if isinstance(form, forms.LeaveOutForm):
        form.offer(exclusions(found.organisation, book_of(found), day_of(found)))
    page = _page(found, form.data)
    return done_or_again(request, page, form, lambda: act(request, found, form.cleaned_data), done)


def _page(meeting: Meeting, data: Mapping[str, Any]) -> Page:
    """Return where one goes on: with those at the door, or at the same line of the list."""
    if data.get("presence") == Attendee.Presence.EXPECTED:
        return Page(meeting, "meetings:arrivals")
    place = f"at-{data['person']}" if "person" in data else ""
    return Page(meeting, "meetings:attendees", place=place)


def _read(request: AccessRequest, unit: int, meeting: uuid.UUID) -> Meeting:
    found = meeting_for(request.access, unit, meeting)
    if not can_read_all(request.access, found):
        raise PermissionDenied
    return found


def _prepared(request: AccessRequest, unit: int, meeting: uuid.UUID) -> Meeting:
    found = meeting_for(request.access, unit, meeting)
    if not can_prepare(request.access, found):
        raise PermissionDenied
    return found


def _may(request: AccessRequest, meeting: Meeting) -> dict[str, bool]:
    """Return what this person may do with the list as the meeting stands."""
    ahead = meeting.state in (State.PLANNED, State.NOTICED)
    return {
        "may_call": ahead and can_call(request.access, meeting.organisation),
        "may_prepare": (ahead or meeting.state == State.OPEN)
        and can_prepare(request.access, meeting),
        "at_the_door": _at_the_door(request, meeting),
    }


def _at_the_door(request: AccessRequest, meeting: Meeting) -> bool:
    """Whether people may be arriving now."""
    if meeting.state == State.OPEN:
        return True
    return meeting.state == State.NOTICED and request.access.today >= day_of(meeting)


def _person(meeting: Meeting, person_id: uuid.UUID) -> Person:
    row = attendee_of(meeting, person_id)
    if row is None:
        raise Http404
    person: Person = row.person
    return person


def _derive(request: AccessRequest, meeting: Meeting, data: dict[str, Any]) -> object:  # noqa: ARG001  # one signature for all
    return acts.derive_attendees(actor=request.access, meeting=meeting)


def _leave(request: AccessRequest, meeting: Meeting, data: dict[str, Any]) -> object:
    person = _person(meeting, data["person"])
    return acts.grant_leave(
        actor=request.access, meeting=meeting, person=person, reason=data["reason"]
    )


def _end_leave(request: AccessRequest, meeting: Meeting, data: dict[str, Any]) -> object:
    person = _person(meeting, data["person"])
    return acts.end_leave(actor=request.access, meeting=meeting, person=person)


def _leave_out(request: AccessRequest, meeting: Meeting, data: dict[str, Any]) -> object:
    return acts.leave_out(
        actor=request.access,
        meeting=meeting,
        person=_person(meeting, data["person"]),
        reason=data["reason"],
        approvals=data["approvals"],
    )


def _restore(request: AccessRequest, meeting: Meeting, data: dict[str, Any]) -> object:
    person = _person(meeting, data["person"])
    return acts.restore(actor=request.access, meeting=meeting, person=person)


def _add_observer(request: AccessRequest, meeting: Meeting, data: dict[str, Any]) -> object:
    person = person_named(meeting, data["name"], field="name")
    return acts.add_observer(actor=request.access, meeting=meeting, person=person)


def _remove_observer(request: AccessRequest, meeting: Meeting, data: dict[str, Any]) -> object:
    person = _person(meeting, data["person"])
    return acts.remove_observer(actor=request.access, meeting=meeting, person=person)


def _presence(request: AccessRequest, meeting: Meeting, data: dict[str, Any]) -> object:
    return door_acts.mark_presence(
        actor=request.access,
        meeting=meeting,
        person=_person(meeting, data["person"]),
        presence=data["presence"],
    )


KEEPING: dict[str, tuple[type[PlainForm], Act, str]] = {
    "derive": (PlainForm, _derive, "名单已按会议当天重新计算。"),
    "leave": (forms.LeaveForm, _leave, "已准假。"),
    "end-leave": (forms.PersonForm, _end_leave, "已销假。"),
    "leave-out": (forms.LeaveOutForm, _leave_out, "已登记为不计入应到。"),
    "restore": (forms.PersonForm, _restore, "已恢复计入应到。"),
    "add-observer": (forms.ObserverForm, _add_observer, "已加为列席。"),
    "remove-observer": (forms.PersonForm, _remove_observer, "已从列席中去掉。"),
    "presence": (forms.PresenceForm, _presence, "已登记。"),
}
