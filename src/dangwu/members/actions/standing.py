"""Where a person stands: the life cycle from applicant to departure."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.calendar import add_months
from dangwu.core.errors import DomainError, InputError
from dangwu.core.rulebook import terms
from dangwu.members.actions.periods import (
    check_day,
    close,
    leave_all,
    locked,
    open_rows,
    open_standing,
)
from dangwu.members.models import Person, PostHolding, StandingPeriod
from dangwu.members.permissions import can_arrange
from dangwu.members.queries.gates import Seen

Ending = StandingPeriod.Ending
GONE: Final = ""
PROBATION_MONTHS: Final = 12
_LEAVES_PARTY: Final = frozenset(
    {Ending.REMOVED, Ending.PERSUADED, Ending.EXPELLED, Ending.RESIGNED}
)
_LEAVES: Final = _LEAVES_PARTY | {Ending.DECEASED, Ending.MOVED}
# (standing, how it ends) → the standing that follows; "" is nobody of this register any more.
LIFE: Final[Mapping[tuple[str, str], str]] = {
    ("applicant", Ending.ADVANCED): "activist",
    ("activist", Ending.ADVANCED): "candidate",
    ("candidate", Ending.ADVANCED): "probationary",
    ("probationary", Ending.ADVANCED): "full",
    ("activist", Ending.CANCELLED): "applicant",
    ("candidate", Ending.CANCELLED): "activist",
    ("probationary", Ending.CANCELLED): GONE,
    ("full", Ending.SUSPENDED): "suspended",
    ("probationary", Ending.SUSPENDED): "suspended",
    ("suspended", Ending.RESTORED): "full",
    **{(standing, ending): GONE for standing in ("probationary", "full") for ending in _LEAVES},
    ("suspended", Ending.REMOVED): GONE,
    ("suspended", Ending.EXPELLED): GONE,
    **{
        (standing, ending): GONE
        for standing in ("applicant", "activist", "candidate", "suspended")
        for ending in (Ending.DECEASED, Ending.MOVED)
    },
    ("applicant", Ending.CANCELLED): GONE,
}


def endings_of(standing: str) -> list[tuple[str, str]]:
    """Return how a standing may end, (code, what follows in words)."""
    found = []
    for (before, ending), after in LIFE.items():
        if before == standing:
            follows = f"，转为{terms.STANDINGS[after]}" if after else "，离开名册"
            found.append((str(ending), f"{Ending(ending).label}{follows}"))
    return found


@transaction.atomic
def change_standing(
    *, actor: Access, seen: Seen, ending: str, on: date, reason: str, basis: str
) -> Person:
    """End a person's standing on that day and begin the one that follows in the life cycle.

    ending: a code of `StandingPeriod.Ending`. basis: the resolution or approval it rests on.
    Whoever leaves also leaves organisation, group and circumstances; a post must end first.
    Raises PermissionDenied, InputError, WrongDayError, DomainError.
    Source: ZC2022 art. 7
    Source: ZC2022 art. 9
    Source: JY19 art. 24
    """
    if not can_arrange(actor, seen.home):
        raise PermissionDenied
    check_day(actor, on)
    person = locked(seen.person)
    before = person.standing
    after = _next(person, ending)
    if not basis.strip():
        raise InputError("basis", "请填写依据，如支部大会决议日期、上级批复文号、死亡证明。")
    close(open_rows(StandingPeriod, person), on, ending=ending, basis=basis)
    if after:
        open_standing(person, after, on=on, basis=basis)
    else:
        _leave(person, on, Ending(ending).label)
    _write(person, before, after, on)
    record(
        actor=actor,
        verb="members.change_standing",
        target=person,
        organisation_id=seen.home.id if seen.home else None,
        变动=Ending(ending).label,
        原类别=terms.STANDINGS.get(before, ""),
        新类别=terms.STANDINGS.get(after, "离开名册"),
        自=on.isoformat(),
        原因=reason,
        依据=basis,
    )
    return person


def _next(person: Person, ending: str) -> str:
    after = LIFE.get((person.standing, ending))
    if after is None:
        now = person.get_standing_display() or "不在册"
        allowed = "、".join(words for _, words in endings_of(person.standing)) or "无"
        raise InputError(
            "ending", f"{person.name}现为“{now}”，不能这样变动。可以办理的有：{allowed}。"
        )
    return _before_suspension(person) if ending == Ending.RESTORED else after


def _before_suspension(person: Person) -> str:
    """Return what the person was when the membership was suspended; full where not recorded."""
    last = (
        StandingPeriod.objects.filter(
            unit_id=person.unit_id, person=person, ending=Ending.SUSPENDED
        )
        .order_by("period")
        .last()
    )
    return last.standing if last else "full"


def _leave(person: Person, on: date, ending: str) -> None:
    held = open_rows(PostHolding, person).select_related("organisation").first()
    if held is not None and ending != Ending.DECEASED.label:
        raise DomainError(
            f"{person.name}仍担任{held.organisation}{held.get_post_display()}。"
            "请先在班子页面免去职务，再办理离开。"
        )
    close(open_rows(PostHolding, person), on)
    leave_all(person, on=on, left_by=ending)


def _write(person: Person, before: str, after: str, on: date) -> None:
    fields = ["standing"]
    person.standing = after
    if not after:
        person.organisation = None
        fields.append("organisation")
    if after == "probationary" and before == "candidate":
        person.joined_on = on
        person.probation_ends_on = add_months(on, PROBATION_MONTHS)
        fields += ["joined_on", "probation_ends_on"]
    if after == "full" and before == "probationary":
        person.confirmed_on = on
        fields.append("confirmed_on")
    person.save(update_fields=fields)
