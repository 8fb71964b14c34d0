"""Headcount → structure: what the rules demand of an organisation as it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from dangwu.core.rulebook import shapes, terms
from dangwu.core.rulebook.findings import Finding
from dangwu.core.rulebook.structure import structure
from dangwu.core.rulebook.words import label
from dangwu.organisations.models import LeadingBody, Organisation
from dangwu.organisations.queries.rulebook import (
    Check,
    check_under,
    judged,
    rules_for,
    scope_of,
)
from dangwu.organisations.ruling import Ruling

BATTALIONS = ("battalion_committee", "battalion_branch")
# Posts beside the seats of the committee, of the same term: its standing committee, and the
# commission for discipline inspection (纪委) that is elected beside it.
INSPECTION = ("chief_inspector", "deputy_inspector", "inspector")
BESIDE = ("standing_member", *INSPECTION)
# Posts that are not seats of the committee.
NOT_SEATS = (*BESIDE, "group_leader", "clerk", "organiser")
# A committee is not told to set up the branches that it has below it.
_RANK = {
    **dict.fromkeys(("branch", "joint_branch", "temporary_branch", "mobile_branch"), 1),
    "general_branch": 2,
    "committee": 3,
}


@dataclass(frozen=True, slots=True)
class Headcount:
    """Members of an organisation and all below it, and what it is made of."""

    full_members: int
    probationers: int
    committee: int | None  # persons in the committee; None where no term is recorded
    units: int | None

    @property
    def members(self) -> int:
        return self.full_members + self.probationers


@dataclass(frozen=True, slots=True)
class StructureCheck:
    """Proposals, never automatic changes: names of what to set up, and the verdicts."""

    headcount: Headcount
    must: tuple[str, ...]
    may: tuple[str, ...]
    must_not: tuple[str, ...]
    checks: tuple[Check, ...]


def structure_of(
    organisation: Organisation, *, ruling: Ruling, body: LeadingBody | None, on: date
) -> StructureCheck:
    """Return what must, may and must not be set up for the headcounts of today.

    ruling: the packs in force and the exemptions. body: the leading body in office, or None
    where none is recorded.
    Source: ZB2018 art. 4, art. 5, art. 20; JG2019 art. 5
    """
    count = headcount_of(organisation, body=body, on=on)
    given: dict[str, object] = {
        **scope_of(organisation, on),
        "full_members": count.full_members,
        "probationers": count.probationers,
    }
    size = _seats(count, body)
    if size is not None:
        given["committee_size"] = size
    if count.units is not None:
        given["units"] = count.units
    answer = structure(ruling.book, given, exempt=ruling.exempt)
    # Whether secretary and deputies are in office is told with the leading body.
    findings = [entry for entry in answer.findings if not _is_about_posts(entry)]
    findings += _place_in_tree(organisation, ruling, on)
    checks = [check_under(ruling, entry) for entry in findings]
    return StructureCheck(
        headcount=count,
        must=_new_to(organisation, answer.must),
        may=_new_to(organisation, answer.may),
        must_not=tuple(label(name) for name in answer.must_not),
        checks=tuple(check for check in checks if check.state != "not_applicable"),
    )


def _new_to(organisation: Organisation, names: Iterable[str]) -> tuple[str, ...]:
    own = _RANK.get(organisation.kind, 0)
    return tuple(label(name) for name in names if _RANK.get(name, own) >= own)


def _seats(count: Headcount, body: LeadingBody | None) -> int | None:
    """Return what the duties judge too: the seats as approved, else as filled, if any is."""
    if body is None or not body.has_committee:
        return count.committee
    return body.seats or count.committee or None


def _is_about_posts(finding: Finding) -> bool:
    shape = finding.rule.shape
    return isinstance(shape, shapes.Headcount) and set(shape.sets_up) <= set(terms.POSTS)


def headcount_of(organisation: Organisation, *, body: LeadingBody | None, on: date) -> Headcount:
    """Return the headcounts of the organisation with all below it."""
    # `people` and `posts` are relations made by the room of members: only numbers are read here.
    people = Organisation.objects.under(organisation).aggregate(
        full=Count("people", filter=Q(people__standing="full")),
        probationers=Count("people", filter=Q(people__standing="probationary")),
    )
    return Headcount(
        full_members=people["full"],
        probationers=people["probationers"],
        committee=_committee(organisation, body, on),
        units=_units(organisation),
    )


def _units(organisation: Organisation) -> int | None:
    """Joined units of a joint branch; companies of a fire battalion."""
    if organisation.fire_kind not in BATTALIONS:
        return organisation.joint_units
    return (
        Organisation.objects.filter(parent=organisation, fire_kind="company_branch")
        .standing()
        .count()
    )


def _committee(organisation: Organisation, body: LeadingBody | None, on: date) -> int | None:
    if body is None:
        return None
    if not body.has_committee:
        return 0
    in_office = Q(posts__period__contains=on) & ~Q(posts__post__in=NOT_SEATS)
    found = Organisation.objects.filter(
        unit_id=organisation.unit_id, id=organisation.id
    ).aggregate(n=Count("posts__person", filter=in_office, distinct=True))
    return int(found["n"])


def _place_in_tree(organisation: Organisation, ruling: Ruling, on: date) -> tuple[Finding, ...]:
    facts = scope_of(organisation, on)
    if organisation.parent is not None:
        facts["parent_kind"] = organisation.parent.kind
    return judged(rules_for(ruling.book, shapes.Parent, facts, on), facts)
