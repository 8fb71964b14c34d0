"""What came back: figures that follow while answers come, and files."""

import uuid
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dangwu.accounts.access import Access
from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.questionnaires import actions
from dangwu.questionnaires.charts import chart_of
from dangwu.questionnaires.counting import FEWEST
from dangwu.questionnaires.models import Questionnaire
from dangwu.questionnaires.permissions import can_keep, can_read
from dangwu.questionnaires.queries import gates
from dangwu.questionnaires.queries.audience import progress_of
from dangwu.questionnaires.queries.results import report_of
from dangwu.questionnaires.writing import FORMS


@login_required
def show(request: AccessRequest, unit: int, questionnaire: uuid.UUID) -> HttpResponse:
    """Show the results; asked by htmx, only the part that changes."""
    access = request.access
    row = gates.questionnaire_for(access, unit, questionnaire)
    over = row.is_over(access.now)
    if not _may_see(access, row, over=over):
        raise PermissionDenied
    if row.state == Questionnaire.State.DRAFT:
        return redirect("questionnaires:show", unit, row.id)
    report = report_of(row, over=over, persons=row.named and can_keep(access, row))
    texts = report.texts or {}
    context = {
        "row": row,
        "over": over,
        "report": report,
        "fewest": FEWEST,
        "progress": progress_of(row),
        "results": [(r, chart_of(r), texts.get(r.position, ())) for r in report.results],
        "reads": can_read(access, row),
        "forms": FORMS.items(),
        "files": over or row.named,
    }
    page = "results.html#figures" if request.htmx else "results.html"
    return render(request, f"questionnaires/{page}", context)


@login_required
@require_POST
def export(request: AccessRequest, unit: int, questionnaire: uuid.UUID, form: str) -> HttpResponse:
    """Hand the results out as a file; it is recorded."""
    row = gates.questionnaire_for(request.access, unit, questionnaire)
    try:
        made = actions.export_results(actor=request.access, questionnaire=row, form=form)
    except DomainError as refusal:
        messages.error(request, refusal.words)
        return redirect("questionnaires:results", unit, row.id)
    answer = HttpResponse(made.content, content_type=made.content_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(made.name)}"
    return answer


def _may_see(access: Access, row: Questionnaire, *, over: bool) -> bool:
    """Posts that reach it; those who were asked, after the end, where that was promised."""
    return can_read(access, row) or (row.shown_to_all and over)
