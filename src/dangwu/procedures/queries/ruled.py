"""What the rules in force say, as sentences for the papers: nothing here is a fact of its own."""

from datetime import date
from typing import Final

from dangwu.core.rulebook.findings import citation
from dangwu.core.rulebook.reading import find_rule
from dangwu.core.rulebook.records import Rule
from dangwu.core.rulebook.selection import matches
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries.rulebook import scope_of
from dangwu.procedures.graph import Source, sources_of
from dangwu.procedures.models import TermChange
from dangwu.procedures.queries.cases import book_for
from dangwu.rules.queries.rulebook import rulebook_for

# The rules that a 选举办法 repeats, in the order of an assembly.
RULES: Final = (
    *("XJ2020-5-no-vote", "XJ2020-20-quorum", "XJ2020-21-chair", "XJ2020-23-scrutineer"),
    *("XJ2020-13-candidates", "XJ2020-25-order", "XJ2020-25-secret", "S6-09a"),
    *("XJ2020-25-no-proxy", "XJ2020-26-choices", "XJ2020-28-ballots", "XJ2020-29-preliminary"),
    "XJ2020-30-elected",
    *("XJ2020-30-vacancy", "XJ2020-31-announce", "XJ2020-17-secretary"),
)
PRELIMINARY: Final = "XJ2020-29-preliminary"
BEGINNING: Final = (
    *("XJ2020-3-on-time", "RQ2018-reminder", "XJ2020-3-term-change", "RQ2018-branch"),
    *("RQ2018-village", "RQ2018-committee", "S6-09i", "S6-09j", "S6-09k", "ZB2018-20-size"),
    *("S6-08a", "S6-08c", "LOCAL-1-committee", "GQ2019-6-size", "GQ2019-6-standing"),
    *("XJ2020-13-candidates", "XJ2020-16-standing", "XJ2020-29-preliminary"),
)
QUORUM: Final = "XJ2020-20-quorum"
VALID: Final = "XJ2020-28-ballots"


def article_texts(case: TermChange, on: date) -> tuple[str, ...]:
    """Return the articles of the 选举办法: numbers of this case, then the rules in force."""
    name = case.get_electorate_display()
    first = f"本办法用于{case.organisation.name}{name}的换届选举，{_sought(case)}。"
    wanted = tuple(rule for rule in RULES if rule != PRELIMINARY or case.is_preselected)
    told = [f"{rule.paraphrase}（{citation(rule)}）" for rule in _in_force(case, on, wanted)]
    return (first, *told, f"本办法经{name}通过后执行。")


def _sought(case: TermChange) -> str:
    if not case.has_committee:
        return f"应选书记1名{f'、副书记{case.deputies}名' if case.deputies else ''}"
    inspectors = f"，纪律检查委员会委员{case.inspectors}名" if case.inspectors else ""
    how = "；先进行差额预选，产生候选人名单，再进行等额选举" if case.is_preselected else ""
    return f"应选委员{case.seats}名{inspectors}{how}"


def beginning(organisation: Organisation, on: date) -> tuple[Source, ...]:
    """Return what the rules in force say of when a change of term is due and how large a body is.

    Source: XJ2020 art. 3; RQ2018 art. ~提醒; ZB2018 art. 20
    """
    book = rulebook_for(organisation.unit_id, on)
    return sources_of(BEGINNING, book, scope_of(organisation, on), on)


def quorum_words(case: TermChange, on: date) -> str:
    """Return how many have to be there, in the words of the rule; empty where none speaks."""
    return "".join(rule.paraphrase for rule in _in_force(case, on, (QUORUM,)))


def valid_words(case: TermChange, on: date) -> str:
    """Return when a poll is valid, in the words of the rule; empty where none speaks."""
    return "".join(rule.paraphrase for rule in _in_force(case, on, (VALID,)))


def _in_force(case: TermChange, on: date, wanted: tuple[str, ...]) -> list[Rule]:
    book = book_for(case, on)
    facts = {**scope_of(case.organisation, on), "body": case.electorate, "subject": "election"}
    found = (find_rule(book, rule) for rule in wanted)
    return [
        rule
        for rule in found
        if rule is not None and rule.in_force(on) and matches(rule.scope, facts)
    ]
