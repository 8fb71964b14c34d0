"""Papers of a meeting: added, read, taken away."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.meetings.actions import materials as acts
from dangwu.meetings.forms.materials import MaterialForm
from dangwu.meetings.permissions import can_prepare
from dangwu.meetings.queries.materials import material_of
from dangwu.meetings.queries.meeting import meeting_for
from dangwu.meetings.views.answering import FIELDS, done_or_told
from dangwu.web.refusals import explain


@login_required
def add(request: AccessRequest, unit: int, meeting: uuid.UUID) -> HttpResponse:
    """Add a file or pasted text."""
    found = meeting_for(request.access, unit, meeting)
    if not can_prepare(request.access, found):
        raise PermissionDenied
    form = MaterialForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file and file.size > acts.LARGEST:
            form.add_error("file", "文件超过10MB，请压缩或者拆开上传。")
        else:
            upload = acts.Upload(file.name, file.read()) if file else None
            try:
                acts.add_material(
                    actor=request.access,
                    meeting=found,
                    title=form.cleaned_data["title"],
                    text=form.cleaned_data["text"],
                    file=upload,
                )
            except DomainError as refusal:
                explain(form, refusal, FIELDS)
            else:
                messages.success(request, "材料已添加。")
                return redirect("meetings:show", unit, found.id)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "meeting": found}
    return render(request, "meetings/material_form.html", context, status=status)


@login_required
def show(
    request: AccessRequest, unit: int, meeting: uuid.UUID, material: uuid.UUID
) -> HttpResponse:
    """Give a file as a download, or show the pasted text."""
    found = meeting_for(request.access, unit, meeting)
    paper = material_of(found, material)
    if paper.content is None:
        return render(request, "meetings/material.html", {"meeting": found, "material": paper})
    response = HttpResponse(bytes(paper.content), content_type=paper.content_type)
    name = content_disposition_header(as_attachment=True, filename=paper.file_name)
    if name is None:
        raise Http404
    response["Content-Disposition"] = name
    return response


@login_required
@require_POST
def remove(
    request: AccessRequest, unit: int, meeting: uuid.UUID, material: uuid.UUID
) -> HttpResponse:
    """Take a paper away."""
    found = meeting_for(request.access, unit, meeting)
    if not can_prepare(request.access, found):
        raise PermissionDenied
    paper = material_of(found, material)
    return done_or_told(
        request,
        found,
        "meetings:show",
        lambda: acts.remove_material(actor=request.access, meeting=found, material=paper),
        "材料已撤下。",
    )
