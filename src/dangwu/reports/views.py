"""Reports computed from the register."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from dangwu.accounts.requests import AccessRequest
from dangwu.organisations.queries import organisation_for
from dangwu.reports import queries
from dangwu.reports.forms import SituationForm
from dangwu.reports.writing import report_text, share
from dangwu.web.days import day_asked


@login_required
def home(request: AccessRequest) -> HttpResponse:
    """Show the situation report of an organisation in reach, as text with its figures."""
    tops = queries.reportable(request.access)
    if not tops:
        raise PermissionDenied
    form = SituationForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    organisation = tops[0]
    if wanted.get("organisation") and wanted.get("unit"):
        organisation = organisation_for(request.access, wanted["unit"], wanted["organisation"])
    asked = day_asked(request.GET.get("on", ""), request.access.today)
    found = queries.situation(organisation, on=asked.on)
    text = report_text(found)
    if request.GET.get("format") == "text":
        answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="situation.txt"'
        return answer
    shares = [
        (part.label, part.count, share(part.count, found.members)) for part in found.by_occupation
    ]
    return render(
        request,
        "reports/situation.html",
        {
            "organisation": organisation,
            "tops": tops,
            "on": asked.on,
            "told": asked.told,
            "found": found,
            "paragraphs": text.split("\n\n")[1:],
            "shares": shares,
        },
    )
