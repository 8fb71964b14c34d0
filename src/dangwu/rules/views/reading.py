"""The rulebook to read: instruments, articles, rules, versions side by side, terms."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render

from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import InputError
from dangwu.core.rulebook import reading, terms
from dangwu.core.rulebook.explain import explain
from dangwu.core.rulebook.records import Rulebook
from dangwu.core.rulebook.versions import compare, version
from dangwu.core.writing import written_day
from dangwu.rules.queries.rulebook import book_to_read

DEFAULT_PAIR = ("XZ14@2014-05-28", "XZ26@2026-05-11")
STATUS_WORDS = {
    terms.Status.CURRENT: "现行",
    terms.Status.TRIAL: "试行",
    terms.Status.HISTORIC: "历史",
    terms.Status.DISPUTED: "存疑",
    terms.Status.LOCAL: "本地",
}


def _book(request: AccessRequest) -> Rulebook:
    """Return what the reader may look up: the built-in packs and those of the units reached."""
    return book_to_read(request.access.units, request.access.today)


@login_required
def instruments(request: AccessRequest) -> HttpResponse:
    """List the instruments, or the articles that a search finds."""
    rulebook = _book(request)
    text = request.GET.get("q", "").strip()
    packs = [
        {
            "instrument": pack.instrument,
            "status": STATUS_WORDS[pack.instrument.status],
            "articles": len(pack.articles),
            "rules": len(pack.rules),
            "in_force": pack.instrument.since <= request.access.today
            and (pack.instrument.until is None or request.access.today < pack.instrument.until),
        }
        for pack in rulebook.packs
    ]
    hits = reading.search(rulebook, text) if text else []
    return render(
        request,
        "rules/instruments.html",
        {"packs": packs, "text": text, "hits": hits[:100], "found": len(hits)},
    )


@login_required
def instrument(request: AccessRequest, key: str) -> HttpResponse:
    """Show one instrument, article by article, with the rules that read each."""
    pack = reading.find_pack(_book(request), key)
    if pack is None:
        raise Http404
    return render(
        request,
        "rules/instrument.html",
        {
            "instrument": pack.instrument,
            "status": STATUS_WORDS[pack.instrument.status],
            "hits": reading.articles_of(pack),
        },
    )


@login_required
def rule(request: AccessRequest, rule_id: str) -> HttpResponse:
    """Show one rule: what it asks, of whom, how surely, by which article."""
    rulebook = _book(request)
    found = reading.find_rule(rulebook, rule_id)
    if found is None:
        raise Http404
    pack = reading.find_pack(rulebook, found.instrument.key)
    hits = reading.articles_of(pack) if pack else []
    return render(
        request,
        "rules/rule.html",
        {
            "rule": found,
            "explained": explain(found),
            "scope": reading.scope_words(found),
            "hit": next((hit for hit in hits if hit.article.number == found.article), None),
        },
    )


@login_required
def duties(request: AccessRequest) -> HttpResponse:
    """List the rules that make work due again and again, by regime."""
    by_regime: dict[str, list[dict[str, object]]] = {}
    for found in reading.recurring(_book(request)):
        if not found.in_force(request.access.today):
            continue
        for regime in sorted(found.scope.regimes):
            by_regime.setdefault(terms.REGIMES.get(regime, regime), []).append(
                {
                    "rule": found,
                    "explained": explain(found),
                    "scope": [w for w in reading.scope_words(found) if "适用制度" not in w],
                }
            )
    return render(request, "rules/duties.html", {"regimes": by_regime})


@login_required
def compare_versions(request: AccessRequest) -> HttpResponse:
    """Show two versions of an instrument side by side."""
    rulebook = _book(request)
    names = [
        request.GET.get(field) or default
        for field, default in zip(("old", "new"), DEFAULT_PAIR, strict=True)
    ]
    comparison, refusal = None, ""
    try:
        comparison = compare(*(version(rulebook, name) for name in names))
    except InputError as error:
        refusal = error.words
    choices = [f"{p.instrument.key}@{p.instrument.since}" for p in rulebook.packs]
    titles = [
        (name, f"{p.instrument.title}（{written_day(p.instrument.since)}起）")
        for name, p in zip(choices, rulebook.packs, strict=True)
    ]
    return render(
        request,
        "rules/compare.html",
        {
            "comparison": comparison,
            "refusal": refusal,
            "old": names[0],
            "new": names[1],
            "choices": titles,
        },
        status=422 if refusal else 200,
    )


@login_required
def glossary(request: AccessRequest) -> HttpResponse:
    """Show the terms of the field, or those in which the words are found."""
    text = request.GET.get("q", "").strip()
    found = [t for t in reading.glossary() if text in t.term or text in t.meaning]
    return render(request, "rules/glossary.html", {"terms": found, "text": text})
