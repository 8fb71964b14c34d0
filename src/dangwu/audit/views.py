"""The record as a page: who did what, when, and whether it is sealed."""

import uuid

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dangwu.audit import queries
from dangwu.audit.permissions import units_to_audit
from dangwu.audit.verbs import VERBS


class EntriesForm(forms.Form):
    """What to look for in the record."""

    since = forms.DateField(label="从", required=False)
    until = forms.DateField(label="到", required=False)
    actor = forms.CharField(label="经办人", required=False, max_length=60)
    verb = forms.ChoiceField(label="动作", required=False, choices=[("", "全部"), *VERBS.items()])
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)


@login_required
def entries(request: HttpRequest) -> HttpResponse:
    """List the entries of the units that the person audits, newest first."""
    units = units_to_audit(request)
    if not units:
        raise PermissionDenied
    form = EntriesForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    before = wanted.get("before")
    found = queries.entries_of(
        units=units,
        since=wanted.get("since"),
        until=wanted.get("until"),
        actor=wanted.get("actor", ""),
        verb=wanted.get("verb", ""),
        before=before if isinstance(before, uuid.UUID) else None,
    )
    query = request.GET.copy()
    query.pop("before", None)
    return render(
        request,
        "audit/entries.html",
        {
            "form": form,
            "rows": found[: queries.PAGE],
            "next": found[queries.PAGE - 1].id if len(found) > queries.PAGE else None,
            "query": query.urlencode(),
            "verbs": VERBS,
            "seals": queries.newest_seals(units),
        },
    )
