"""Trying the rules out: what would be decided, due or owed with these numbers."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import InputError
from dangwu.core.money import as_text
from dangwu.core.rulebook.decide import decide
from dangwu.core.rulebook.dues import dues
from dangwu.core.rulebook.findings import Finding
from dangwu.core.rulebook.judging.money import percent
from dangwu.core.rulebook.loader import load_rulebook
from dangwu.core.rulebook.structure import structure
from dangwu.core.rulebook.terms import STRUCTURES
from dangwu.core.rulebook.words import label
from dangwu.core.writing import days_written
from dangwu.rules.forms import COUNTED, DuesForm, MeetingForm, StructureForm
from dangwu.web.refusals import explain

UNKNOWN = "资料不足，无法判断"
WORDS = {True: "是", False: "否", None: UNKNOWN}
# The form's names of facts that the rules call otherwise.
FIELDS = {"class": "dues_class", **{f"count.{name}": name for name in COUNTED}}


@login_required
def try_out(request: AccessRequest) -> HttpResponse:
    """Ask the rules with numbers of one's own. Nothing is kept."""
    tab = request.GET.get("tab", "meeting")
    forms: dict[str, MeetingForm | StructureForm | DuesForm] = {
        "meeting": MeetingForm(request.GET if tab == "meeting" and len(request.GET) > 1 else None),
        "structure": StructureForm(
            request.GET if tab == "structure" and len(request.GET) > 1 else None
        ),
        "dues": DuesForm(request.GET if tab == "dues" and len(request.GET) > 1 else None),
    }
    form = forms.get(tab, forms["meeting"])
    answer: dict[str, object] = {}
    if form.is_bound and form.is_valid():
        try:
            answer = _ask(tab, {"on": request.access.today.isoformat(), **form.given()})
        except InputError as refusal:
            explain(form, refusal, FIELDS)
    status = 422 if form.is_bound and form.errors else 200
    page = {"tab": tab, "form": form, **answer}
    return render(request, "rules/try.html", page, status=status)


def _ask(tab: str, given: dict[str, object]) -> dict[str, object]:
    rulebook = load_rulebook()
    if tab == "structure":
        found = structure(rulebook, given)
        lists = {
            name: [label(code, STRUCTURES) for code in codes]
            for name, codes in (
                ("应当设立", found.must),
                ("可以设立", found.may),
                ("不得设立", found.must_not),
            )
        }
        return {"lists": lists, "findings": _rows(found.findings)}
    if tab == "dues":
        owed = dues(rulebook, given)
        return {
            "facts": {
                "每月应交（元）": UNKNOWN if owed.amount is None else as_text(owed.amount),
                "比例": "—" if owed.rate is None else percent(owed.rate),
            },
            "findings": _rows(owed.findings),
        }
    decision = decide(rulebook, given)
    return {
        "facts": {"会议有效": WORDS[decision.valid], "表决通过": WORDS[decision.passed]},
        "findings": _rows(decision.findings),
    }


def _rows(findings: tuple[Finding, ...]) -> list[dict[str, object]]:
    """Return findings as the verdict chip shows them."""
    return [
        {
            "state": finding.outcome.value,
            "text": days_written(finding.text),
            "rule": finding.rule.id,
            "article": finding.rule.article,
            "instrument_title": finding.rule.instrument.title,
        }
        for finding in findings
    ]
