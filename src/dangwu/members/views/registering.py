"""Entering a new person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.members.actions.registering import register_person
from dangwu.members.forms.person import RegisterForm
from dangwu.members.permissions import STRUCTURE
from dangwu.members.queries.branches import branch_in_reach
from dangwu.web.refusals import explain


@login_required
def register(request: AccessRequest) -> HttpResponse:
    """Show the form, or enter the person."""
    access = request.access
    if not access.reaches_as(STRUCTURE):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "members/register.html", {"form": RegisterForm()})
    form = RegisterForm(request.POST)
    if form.is_valid():
        try:
            branch = branch_in_reach(access, form.cleaned_data["branch"], field="branch")
            person = register_person(actor=access, organisation=branch, entry=form.entry())
        except DomainError as refusal:
            explain(form, refusal)
        else:
            messages.success(request, f"已登记{person.name}。")
            return redirect("members:person", person.unit_id, person.id)
    return render(request, "members/register.html", {"form": form}, status=422)
