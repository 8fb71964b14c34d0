"""The record as a page: who did what, when, and whether it is sealed."""

import uuid

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dangwu.audit import queries
from dangwu.audit.permissions import may_follow, may_read_facts, units_to_audit
from dangwu.audit.verbs import VERBS
from dangwu.web.forms import PlainForm, day_field


class EntriesForm(PlainForm):
    """What to look for in the record."""

    since = day_field("从", required=False)
    until = day_field("到", required=False)
    actor = forms.CharField(label="经办人", required=False, max_length=60)
    verb = forms.ChoiceField(label="动作", required=False, choices=[("", "全部"), *VERBS.items()])


@login_required
def entries(request: HttpRequest) -> HttpResponse:
    """List the entries of the units that the person audits, newest first."""
    units = units_to_audit(request)
    if not units:
        raise PermissionDenied
    form = EntriesForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.entries_of(
        units=units,
        since=wanted.get("since"),
        until=wanted.get("until"),
        actor=wanted.get("actor", ""),
        verb=wanted.get("verb", ""),
        before=_mark(request.GET.get("after", "")),
    )
    query = request.GET.copy()
    query.pop("after", None)
    return render(
        request,
        "audit/entries.html",
        {
            "form": form,
            "rows": [(row, may_read_facts(request, row)) for row in found[: queries.PAGE]],
            "after": found[queries.PAGE - 1].id if len(found) > queries.PAGE else None,
            "query": query.urlencode(),
            "follow": may_follow(request),
            "seals": queries.newest_seals(units),
        },
    )


def _mark(text: str) -> uuid.UUID | None:
    """Return the entry before which the list goes on; a broken mark begins it anew."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
