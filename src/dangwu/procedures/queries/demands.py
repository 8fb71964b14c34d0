"""What the rules ask of a change of term, before the mistake: size, candidates, timing."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.findings import Finding
from dangwu.core.tally.shares import min_needed
from dangwu.members.queries.past import members_on
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries.rulebook import Check, check_of, judged, rules_for, scope_of
from dangwu.organisations.ruling import ruling_for
from dangwu.procedures.models import TermChange

COMMITTEE: Final = "branch_committee"
HALF: Final = Fraction(1, 2)
STANDING_SURPLUS: Final = "常委候选人多于应选的人数"


def full_members(organisation: Organisation, on: date) -> int:
    """Return how many full members the organisation has that day."""
    return members_on(organisation, on).filter(standing="full").count()


def small_branch(organisation: Organisation, on: date) -> bool:
    """Return whether a branch has too few full members for a committee.

    Source: ZB2018 art. 20; XF2011 art. 8
    """
    if not organisation.is_branch:
        return False
    facts = {
        **scope_of(organisation, on),
        "full_members": full_members(organisation, on),
        "set_up": (COMMITTEE,),
    }
    rules = rules_for(ruling_for(organisation, on).book, shapes.Headcount, facts, on)
    barred = [
        rule
        for rule in rules
        if isinstance(rule.shape, shapes.Headcount)
        and rule.shape.verdict == "must_not"
        and COMMITTEE in rule.shape.sets_up
    ]
    return any(found.outcome.value == "breached" for found in judged(barred, facts))


def size_checks(case: TermChange, on: date) -> list[Check]:
    """Return what the rules say of the number of seats.

    Source: ZB2018 art. 20; XF2011 art. 8
    """
    if not case.has_committee or case.standing:  # with a standing committee: `standing_checks`
        return []
    facts = {**scope_of(case.organisation, on), "size": case.seats}
    rules = rules_for(ruling_for(case.organisation, on).book, shapes.Size, facts, on)
    seated = [rule for rule in rules if _of_committee(rule.shape)]
    return [_shown(found) for found in judged(seated, facts)]


def surplus_checks(case: TermChange, *, seats: int, candidates: int, on: date) -> list[Check]:
    """Return whether enough candidates stand for the seats of the committee.

    Source: XJ2020 art. 13
    """
    return [_shown(found) for found in surplus_findings(case, seats, candidates, on)]


def surplus_findings(
    case: TermChange, seats: int, candidates: int, on: date
) -> tuple[Finding, ...]:
    """Return the findings on candidates against seats; none where no record speaks of it."""
    facts = {
        **scope_of(case.organisation, on),
        "body": case.electorate,
        "seats": seats,
        "candidates": candidates,
    }
    rules = rules_for(ruling_for(case.organisation, on).book, shapes.Ratio, facts, on)
    own = [
        rule
        for rule in rules
        if isinstance(rule.shape, shapes.Ratio) and rule.shape.numerator == "candidates"
    ]
    return judged(own, facts)


def standing_findings(
    case: TermChange, seats: int, candidates: int, on: date
) -> tuple[Finding, ...]:
    """Return the findings on candidates for the standing committee.

    Source: XJ2020 art. ~16
    """
    return _ranged(case, {STANDING_SURPLUS: candidates - seats}, on)


def standing_checks(case: TermChange, candidates: int, on: date) -> list[Check]:
    """Return what the rules say of a standing committee: its size, the committee's, who stands.

    candidates: none while nobody was put forward.
    Source: XJ2020 art. ~16; GQ2019 art. 6
    """
    facts = {"常委人数": case.standing, "设常委会的党委委员人数": case.seats}
    if candidates:
        facts[STANDING_SURPLUS] = candidates - case.standing
    return [_shown(found) for found in _ranged(case, facts, on)]


def _ranged(case: TermChange, quantities: Mapping[str, int], on: date) -> tuple[Finding, ...]:
    facts = {**scope_of(case.organisation, on), **quantities}
    rules = rules_for(ruling_for(case.organisation, on).book, shapes.Range, facts, on)
    own = [
        rule
        for rule in rules
        if isinstance(rule.shape, shapes.Range) and rule.shape.quantity in quantities
    ]
    return judged(own, facts)


def fewest_candidates(case: TermChange, seats: int, on: date) -> int:
    """Return how many candidates the rules ask for so many seats; the seats where none speaks."""
    found = surplus_findings(case, seats, 0, on)
    return max((one.needs for one in found if isinstance(one.needs, int)), default=seats)


def fewest_for(case: TermChange, post: str, seats: int, on: date) -> int:
    """Return how many candidates the rules ask for these seats; the seats where none speaks.

    Source: XJ2020 art. 13, art. ~16, art. ~17
    """
    if post in ("member", "inspector"):
        return fewest_candidates(case, seats, on)
    if post == "standing_member":
        short = standing_findings(case, seats, seats, on)
        return seats + 1 if any(one.outcome.value == "breached" for one in short) else seats
    return seats


def delegate_checks(case: TermChange, *, seats: int, candidates: int, on: date) -> list[Check]:
    """Return whether enough candidates stood for the delegates of an organisation.

    Source: XJ2020 art. 9
    """
    facts = {**scope_of(case.organisation, on), "应选代表": seats, "代表候选人": candidates}
    rules = rules_for(ruling_for(case.organisation, on).book, shapes.Ratio, facts, on)
    own = [
        rule
        for rule in rules
        if isinstance(rule.shape, shapes.Ratio) and rule.shape.numerator == "代表候选人"
    ]
    return [_shown(found) for found in judged(own, facts)]


def congress_checks(case: TermChange, on: date) -> list[Check]:
    """Return what the rules say of the number of delegates.

    Source: XJ2020 art. 7
    """
    facts = {**scope_of(case.organisation, on), "body": "congress", "size": case.delegates}
    rules = rules_for(ruling_for(case.organisation, on).book, shapes.Size, facts, on)
    own = [
        rule
        for rule in rules
        if isinstance(rule.shape, shapes.Size) and rule.shape.body == "congress"
    ]
    return [_shown(found) for found in judged(own, facts)]


def timing_checks(case: TermChange, on: date) -> list[Check]:
    """Return what the rules say of an election so far from the end of the term.

    Source: RQ2018 art. ~变动; XF2011 art. 9
    """
    if case.former is None or case.timing == TermChange.Timing.ON_TIME:
        return []
    facts = {
        **scope_of(case.organisation, on),
        "term_began": case.former.term.lower,
        "term_ends": case.planned_on,
    }
    rules = rules_for(ruling_for(case.organisation, on).book, shapes.Term, facts, on)
    return [_shown(found) for found in judged(rules, facts)]


def agrees_to_fewer(present: int) -> int:
    """Return how many electors have to agree to fewer seats.

    Source: XJ2020 art. ~30
    """
    return min_needed(present, HALF, ">=")


def _of_committee(shape: object) -> bool:
    return isinstance(shape, shapes.Size) and shape.body != "congress"


def _shown(found: Finding) -> Check:
    return check_of(found, state="against" if found.outcome.value == "breached" else "")
