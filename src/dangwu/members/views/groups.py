"""Special groups and both ends of mobile members."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from dangwu.accounts.requests import AccessRequest
from dangwu.members.permissions import LISTERS
from dangwu.members.queries.groups import ends_of_mobile, group_counts


@login_required
def specials(request: AccessRequest) -> HttpResponse:
    """Show how many of each kind, and who is away or came."""
    if not request.access.reaches_as(LISTERS):
        raise PermissionDenied
    context = {"counts": group_counts(request.access), "ends": ends_of_mobile(request.access)}
    return render(request, "members/specials.html", context)
