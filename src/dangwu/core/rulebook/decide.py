"""Is a meeting valid, and did the motion pass."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Final

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.check import judge, unsure
from dangwu.core.rulebook.facts import Facts, day
from dangwu.core.rulebook.findings import Finding
from dangwu.core.rulebook.inputs import Form, scope_facts
from dangwu.core.rulebook.records import Rule, Rulebook
from dangwu.core.rulebook.selection import Applied, applicable, rules_of
from dangwu.core.rulebook.terms import BODIES, CATEGORIES, METHODS, SUBJECTS, Outcome
from dangwu.core.tally.counting import Count, contradiction

PROCEDURE: Final = (
    shapes.Quorum,
    shapes.Method,
    shapes.Convener,
    shapes.Agenda,
    shapes.LeadTime,
)
# These need facts beyond the plain input: they are asked only where such a fact is given.
OPTIONAL: Final = {
    shapes.DecisionUnit: "decided_by",
    shapes.Recusal: "concerned",
    shapes.Exclusion: "excluded",
    shapes.Suspension: "voters",
}
ASKED: Final = (*PROCEDURE, *OPTIONAL, shapes.Threshold, shapes.Authority)
COUNTS: Final = tuple(field.name for field in fields(Count))
FLAGS: Final = (
    "emergency",
    "special",
    "secretary_present",
    "deputy_present",
    "added_after_notice",
)
LISTS: Final = ("concerned", "recused", "excluded", "approvals", "voters")
FIELDS: Final = (
    *("on", "regime", "organisation", "body", "subject", "method", "notice_hours", "count"),
    *FLAGS,
    *LISTS,
    "decided_by",
)
# Who may not change its term or elect delegates holds no election; to admit is to decide admission.
ACTS: Final = {
    "election": ("election", "term_change", "delegates"),
    "admission": ("admission", "admit"),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on one meeting; None where it hangs on a fact that is missing."""

    valid: bool | None
    passed: bool | None
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, object]:
        """Return the verdict under the names of the command-line contract."""
        return {
            "valid": self.valid,
            "passed": self.passed,
            "findings": [found.as_json() for found in self.findings],
        }


def decide(rulebook: Rulebook, given: object) -> Decision:
    """Return whether a meeting is valid and whether its motion passed.

    given: a meeting's facts as the command-line contract lists them.
    Raises InputError when a field cannot be used.
    """
    facts = meeting_facts(given)
    return verdict_on(rules_of(rulebook, *ASKED), facts)


def verdict_on(rules: Iterable[Rule], facts: Facts) -> Decision:
    """Return the verdict on facts that are already flat."""
    applied = [a for a in applicable(rules, facts, day(facts, "on")) if _speaks(a.rule, facts)]
    findings = tuple(found(entry, facts) for entry in applied)
    valid = validity(findings)
    return Decision(valid, _passed(valid, findings), findings)


def found(applied: Applied, facts: Facts) -> Finding:
    """Return the finding of a rule, open where it only perhaps applies."""
    facts = _with_act(applied.rule.shape, facts)
    return judge(applied.rule, facts) if applied.surely else unsure(applied.rule, facts)


def validity(findings: Iterable[Finding]) -> bool | None:
    """Return false for a blocking breach of procedure, None where that is open, else true.

    Open is also a meeting of which no rule in use says how many must attend.
    """
    listed = [f for f in findings if not isinstance(f.rule.shape, shapes.Threshold)]
    if any(entry.blocks for entry in listed):
        return False
    open_ = any(entry.leaves_open for entry in listed)
    has_quorum = any(isinstance(entry.rule.shape, shapes.Quorum) for entry in listed)
    return None if open_ or not has_quorum else True


def meeting_facts(given: object) -> dict[str, object]:
    """Return a meeting's input as flat facts.

    Raises InputError when a field is not known, not of its type, or contradicts another.
    """
    form = Form(given, known=FIELDS)
    count = form.inner("count", COUNTS)
    numbers = {name: count.number(name) for name in COUNTS}
    field, reason = contradiction(Count(**numbers))
    if field:
        raise count.error(field, reason)
    facts: dict[str, object] = {
        **scope_facts(form, CATEGORIES),
        "body": form.choice("body", BODIES),
        "subject": form.choice("subject", SUBJECTS),
        "method": form.choice("method", METHODS),
        "notice_hours": form.number("notice_hours"),
        "decided_by": form.choice("decided_by", ("item", "person", "list")),
        **{name: form.flag(name) for name in FLAGS},
        **{name: form.texts(name) for name in LISTS},
        **numbers,
    }
    votes = [numbers[name] for name in ("yes", "no", "abstain")]
    if None not in votes:
        facts["cast"] = sum(vote or 0 for vote in votes)
    return {name: value for name, value in facts.items() if value is not None}


def _speaks(rule: Rule, facts: Facts) -> bool:
    """Return whether a rule has a say in a meeting whose facts are these."""
    shape = rule.shape
    if isinstance(shape, shapes.Authority):
        return acts_in(shape, facts)
    if isinstance(shape, shapes.LeadTime):
        return shape.anchor == "notice"
    if type(shape) in OPTIONAL:
        return OPTIONAL[type(shape)] in facts
    return isinstance(shape, (*PROCEDURE, shapes.Threshold))


def acts_in(shape: shapes.Authority, facts: Facts) -> bool:
    """Return whether the body at hand is the one whose powers are told, and the act is named."""
    if shape.body not in {facts.get("body"), facts.get("kind"), facts.get("fire_kind")}:
        return False
    return bool(_acts(facts) & {*shape.may, *shape.may_not})


def _acts(facts: Facts) -> set[str]:
    subject = str(facts.get("subject", ""))
    return set(ACTS.get(subject, (subject,)))


def _with_act(shape: shapes.Shape, facts: Facts) -> Facts:
    """Return the facts with the subject as the act that an authority is asked about."""
    if not isinstance(shape, shapes.Authority):
        return facts
    acts = _acts(facts)
    banned = sorted(acts & set(shape.may_not))
    return {**facts, "act": (banned or sorted(acts & set(shape.may)))[0]}


def _passed(valid: bool | None, findings: tuple[Finding, ...]) -> bool | None:  # noqa: FBT001  # a verdict, not a switch
    """Return whether the motion passed.

    Where no sure rule sets the threshold, the best that is known of it decides.
    """
    thresholds = [f for f in findings if isinstance(f.rule.shape, shapes.Threshold)]
    sure = [f for f in thresholds if f.rule.blocks] or thresholds
    if valid is False or any(f.outcome is Outcome.BREACHED for f in sure):
        return False
    if valid is None or not sure or any(f.outcome is Outcome.UNKNOWN for f in sure):
        return None
    return True
