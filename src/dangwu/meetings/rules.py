"""What the rules say of a meeting as it stands, before each act and after a vote.

Values in, findings out: the same rulebook and the same facts as `dangwu rules decide`. A finding
that `blocks` is refused by the actions; every other is shown and left to people.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.decide import Decision, found, verdict_on
from dangwu.core.rulebook.findings import Finding
from dangwu.core.rulebook.records import Rulebook
from dangwu.core.rulebook.selection import applicable, rules_of
from dangwu.core.rulebook.terms import METHODS, Outcome
from dangwu.core.tally.counting import Count, contradiction
from dangwu.organisations.models import Organisation

ORDINARY: Final = "resolution"  # the subject of ordinary business
DECIDED: Final = (
    shapes.Quorum,
    shapes.Method,
    shapes.Convener,
    shapes.Agenda,
    shapes.LeadTime,
    shapes.DecisionUnit,
    shapes.Recusal,
    shapes.Exclusion,
    shapes.Threshold,
    shapes.Authority,
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting as the rules see it. None: not known yet.

    notice_hours: whole hours between notice and beginning. should_attend, present: persons with
    the right to vote. excluded, approvals: classes left out of 应到 and who agreed to it.
    """

    on: date
    regime: str
    kind: str
    fire_kind: str
    category: str
    body: str
    notice_hours: int | None = None
    emergency: bool = False
    secretary_present: bool | None = None
    deputy_present: bool | None = None
    should_attend: int | None = None
    present: int | None = None
    excluded: tuple[str, ...] = ()
    approvals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """What is decided, and how. concerned, recused: names of persons."""

    subject: str
    method: str | None = None
    decided_by: str | None = None
    added_after_notice: bool = False
    special: bool = False
    concerned: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """A way of voting, whether the subject allows it, and every record that speaks of it."""

    method: str
    label: str
    allowed: bool
    findings: tuple[Finding, ...]


def sitting_of(organisation: Organisation, *, on: date, body: str) -> Sitting:
    """Return a meeting of which only day, body and organisation are known."""
    return Sitting(
        on=on,
        regime=organisation.regime,
        kind=organisation.kind,
        fire_kind=organisation.fire_kind,
        category=organisation.category,
        body=body,
    )


def before_notice(book: Rulebook, sitting: Sitting, *, added: bool) -> tuple[Finding, ...]:
    """Return what is asked of the notice: how long before, and nothing added after it.

    Source: XF2011 art. 18
    """
    matter = Matter("resolution", added_after_notice=added, special=sitting.emergency)
    return _asked(book, sitting, matter, (shapes.LeadTime, shapes.Agenda))


def before_opening(
    book: Rulebook, sitting: Sitting, subjects: Iterable[str]
) -> tuple[Finding, ...]:
    """Return what is asked before the meeting may open: who convenes, how many are there.

    subjects: those of the agenda; an election asks more persons than a report.
    Source: XF2011 art. 19
    Source: ZB2018 art. 11
    Source: XJ2020 art. ~20
    """
    heaps = [
        _asked(book, sitting, Matter(subject), (shapes.Quorum, shapes.Convener, shapes.Exclusion))
        for subject in (*subjects, "resolution")
    ]
    return _distinct(heaps)


def quorum(book: Rulebook, sitting: Sitting, subject: str) -> tuple[Finding, ...]:
    """Return whether enough persons are there for a subject, now.

    Source: XF2011 art. 19
    """
    return _asked(book, sitting, Matter(subject), (shapes.Quorum,))


def ways_of_voting(book: Rulebook, sitting: Sitting, subject: str) -> tuple[Way, ...]:
    """Return every way of voting with what the rules say of it; a disputed record is shown too.

    Source: XF2011 art. 18
    Source: XJ2020 art. ~25
    """
    found_ = {
        method: _asked(book, sitting, Matter(subject, method=method), (shapes.Method,))
        for method in METHODS
    }
    return tuple(
        Way(method, METHODS[method], not any(f.blocks for f in findings), findings)
        for method, findings in found_.items()
    )


def before_vote(book: Rulebook, sitting: Sitting, matter: Matter) -> tuple[Finding, ...]:
    """Return what is asked of a vote before it is taken, and how many votes will pass it."""
    shapes_ = (
        shapes.Quorum,
        shapes.Method,
        shapes.DecisionUnit,
        shapes.Recusal,
        shapes.Threshold,
        shapes.Authority,
    )
    return _asked(book, sitting, matter, shapes_)


def decided(book: Rulebook, sitting: Sitting, matter: Matter, count: Count) -> Decision:
    """Return whether the meeting is valid for this matter and whether it passed.

    count: votes; should_attend and present are taken from it.
    Raises ValueError when the counts contradict each other.
    """
    field, reason = contradiction(count)
    if field:
        raise ValueError(reason)
    return verdict_on(rules_of(book, *DECIDED), _facts(sitting, matter, count))


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that forbid."""
    return tuple(entry for entry in findings if entry.blocks)


def _asked(
    book: Rulebook, sitting: Sitting, matter: Matter, wanted: tuple[type, ...]
) -> tuple[Finding, ...]:
    facts = _facts(sitting, matter, Count(sitting.should_attend, sitting.present))
    spoken = applicable(rules_of(book, *wanted), facts, sitting.on)
    return tuple(
        found(entry, facts)
        for entry in spoken
        if isinstance(entry.rule.shape, wanted) and _speaks(entry.rule.shape, facts)
    )


def _speaks(shape: shapes.Shape, facts: dict[str, object]) -> bool:
    """Return whether a shape has its question answered by such facts."""
    match shape:
        case shapes.LeadTime():
            return shape.anchor == "notice"
        case shapes.DecisionUnit():
            return shape.act == "vote" and "decided_by" in facts
        case shapes.Recusal():
            return "concerned" in facts
        case shapes.Exclusion():
            return "excluded" in facts
        case shapes.Authority():
            return False
    return True


def _facts(sitting: Sitting, matter: Matter, count: Count) -> dict[str, object]:
    facts: dict[str, object | None] = {
        "on": sitting.on,
        "regime": sitting.regime,
        "kind": sitting.kind,
        "fire_kind": sitting.fire_kind,
        "category": sitting.category,
        "body": sitting.body,
        "notice_hours": sitting.notice_hours,
        "emergency": sitting.emergency,
        "secretary_present": sitting.secretary_present,
        "deputy_present": sitting.deputy_present,
        "excluded": sitting.excluded or None,
        "approvals": sitting.approvals if sitting.excluded else None,
        "subject": matter.subject,
        "method": matter.method,
        "decided_by": matter.decided_by,
        "added_after_notice": matter.added_after_notice,
        "special": matter.special or sitting.emergency,
        "concerned": matter.concerned or None,
        "recused": matter.recused if matter.concerned else None,
        "should_attend": count.should_attend,
        "present": count.present,
        "yes": count.yes,
        "no": count.no,
        "abstain": count.abstain,
        "written_yes": count.written_yes,
        "written_no": count.written_no,
    }
    votes = (count.yes, count.no, count.abstain)
    if None not in votes:
        facts["cast"] = sum(vote or 0 for vote in votes)
    return {name: value for name, value in facts.items() if value is not None}


def _distinct(heaps: Iterable[tuple[Finding, ...]]) -> tuple[Finding, ...]:
    """Return each record once; a breach stands before what another subject says of it."""
    kept: dict[str, Finding] = {}
    for finding in (entry for heap in heaps for entry in heap):
        before = kept.get(finding.rule.id)
        if before is None or (finding.outcome is Outcome.BREACHED and not before.blocks):
            kept[finding.rule.id] = finding
    return tuple(kept.values())
