"""What the rules say of one activity when it is filed: is it valid, is it late."""

from collections.abc import Iterable
from datetime import date

from dangwu.activities.models import Activity
from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.check import judge
from dangwu.core.rulebook.findings import Finding
from dangwu.core.rulebook.records import Rulebook
from dangwu.core.rulebook.selection import applicable
from dangwu.core.rulebook.terms import Outcome
from dangwu.organisations.models import Organisation
from dangwu.rules.duties.asking import BODY_OF_KIND, ORDINARY, Book, late_days


def quorum_findings(
    book: Rulebook,
    organisation: Organisation,
    *,
    kinds: Iterable[str],
    held_on: date,
    should_attend: int | None,
    present: int | None,
) -> list[Finding]:
    """Return what the rules on attendance say of a meeting of these kinds."""
    rules = [rule for rule in book.rules() if isinstance(rule.shape, shapes.Quorum)]
    counts = {"should_attend": should_attend, "present": present}
    found = []
    for kind in kinds:
        if kind not in BODY_OF_KIND:
            continue
        facts: dict[str, object] = {
            "on": held_on,
            "regime": organisation.regime,
            "kind": organisation.kind,
            "fire_kind": organisation.fire_kind,
            "category": organisation.category,
            "body": BODY_OF_KIND[kind],
            "subject": ORDINARY,
            **{name: count for name, count in counts.items() if count is not None},
        }
        spoken = applicable(rules, facts, held_on)
        found += [judge(applied.rule, facts) for applied in spoken if applied.surely]
    return found


def validity_of(findings: Iterable[Finding]) -> Activity.Validity:
    """Return whether the work counts: only a sure demand that is breached makes it invalid."""
    outcomes = {finding.outcome for finding in findings if finding.blocks or finding.leaves_open}
    if Outcome.BREACHED in outcomes:
        return Activity.Validity.INVALID
    return Activity.Validity.UNKNOWN if outcomes else Activity.Validity.VALID


def is_late(book: Book, *, held_on: date, filed_on: date) -> bool:
    """Return whether a filing so long after the event is late, by the days set for the unit."""
    found = late_days(book, filed_on)
    return found is not None and (filed_on - held_on).days > found[1]
