"""What the committee concludes of each person, one by one or all on one page."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from dangwu.accounts.requests import AccessRequest
from dangwu.assessment.actions import concluding as acts
from dangwu.assessment.forms.appraisal import ConcludeForm
from dangwu.assessment.forms.concluding import ConcludeAllForm
from dangwu.assessment.queries import appraisal as queries
from dangwu.assessment.queries.counting import audiences_of
from dangwu.assessment.views.answering import FIELDS
from dangwu.assessment.views.appraisal import kept
from dangwu.core.errors import DomainError
from dangwu.core.rulebook.terms import Outcome
from dangwu.organisations.queries.rulebook import check_of
from dangwu.web.refusals import explain


@login_required
def conclude_all(request: AccessRequest, unit: int, appraisal: uuid.UUID) -> HttpResponse:
    """Keep what the committee concluded on everybody, from the votes beside each name."""
    found = kept(request, unit, appraisal)
    course = queries.course_of(found, on=request.access.today)
    form = ConcludeAllForm(course, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = acts.conclude_all(
                actor=request.access, appraisal=found, concluded=form.concluded()
            )
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            messages.success(request, f"已保存{changed}人的评定。")
            after = queries.course_of(found, on=request.access.today).quota
            if after is not None and after.outcome is Outcome.BREACHED:
                messages.warning(request, after.text)
            return redirect("assessment:appraisal", unit, found.id)
    context = {
        "appraisal": found,
        "course": course,
        "quota": check_of(course.quota) if course.quota else None,
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "assessment/conclude_all.html", context, status=status)


@login_required
def conclude(
    request: AccessRequest, unit: int, appraisal: uuid.UUID, subject: uuid.UUID
) -> HttpResponse:
    """Keep what the committee concluded on one person."""
    found = kept(request, unit, appraisal)
    one = queries.subject_of(found, subject)
    audiences = audiences_of(found)
    form = ConcludeForm(
        request.POST or None, initial={"grade": one.grade, "conclusion": one.conclusion}
    )
    if one.graded:
        form.offer(audiences[0].audience.grades)
    else:
        del form.fields["grade"]
    if request.method == "POST" and form.is_valid():
        try:
            acts.conclude(
                actor=request.access,
                appraisal=found,
                subject=one,
                grade=form.cleaned_data.get("grade", ""),
                conclusion=form.cleaned_data["conclusion"],
            )
        except DomainError as refusal:
            explain(form, refusal, FIELDS)
        else:
            messages.success(request, f"{one.name}的评定意见已保存。")
            return redirect("assessment:appraisal", unit, found.id)
    counts = [(each.audience, each.words(one.id)) for each in audiences if each.count is not None]
    context = {"appraisal": found, "subject": one, "form": form, "counts": counts}
    status = 422 if request.method == "POST" else 200
    return render(request, "assessment/conclude.html", context, status=status)
