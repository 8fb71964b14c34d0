"""Who stands, who watches, who was elected; and whether somebody may stand."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet

from dangwu.accounts.models import Account, Grant, Role
from dangwu.ballots.actions import TellerNamed
from dangwu.core.rulebook import rights
from dangwu.core.rulebook.findings import cited
from dangwu.members.models import Person, SpecialStatus
from dangwu.members.queries.eligibility import NotEligibleError, check_eligible
from dangwu.members.queries.gates import HEAVY
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries.rulebook import Check
from dangwu.procedures.models import Candidate, CaseTeller, Elected, TermChange

Stage = Candidate.Stage
STANDING: Final = (Stage.NOMINATED, Stage.PREPARED, Stage.APPROVED)
UNREAD: Final = tuple(f"person__{name}" for name in HEAVY)
# What is elected, as the rulebook and the register name the post.
POST_OF: Final = {"secretary": "secretary", "deputy": "deputy"}


@dataclass(frozen=True, slots=True)
class Fitness:
    """Whether somebody may stand. barred: why not, with the article; empty where nothing bars.

    reminders: what only the usual practice asks for.
    """

    barred: str
    reminders: tuple[Check, ...] = ()


def fitness_of(person: Person, case: TermChange, post: str, on: date) -> Fitness:
    """Return whether the person may stand for the post that day.

    Source: XJ2020 art. 5; ZB2018 art. 23; XF2011 art. 9
    """
    watched = SpecialStatus.objects.filter(
        unit_id=person.unit_id,
        person_id=person.id,
        kind=SpecialStatus.Kind.PROBATION_MEASURE,
        period__contains=on,
    ).exists()
    if watched:
        found = rights.rights(rights.Standing(person.standing, watched=True))
        told = next(one for one in rights.without_cause(found) if one.name == "被选举权")
        return Fitness(
            f"{person.name}：{told.reason.rstrip('。')}（{cited(told.instrument_title, told.article)}）。"
        )
    try:
        asked = POST_OF.get(post, "member")
        return Fitness("", check_eligible(person, case.organisation, asked, on=on))
    except NotEligibleError as refusal:
        return Fitness(refusal.words)


def candidates_of(
    case: TermChange, post: str = "", stages: Iterable[str] = tuple(Stage)
) -> list[Candidate]:
    """Return who stands, each post in the order of strokes.

    Source: XJ2020 art. ~25
    """
    rows = Candidate.objects.filter(
        unit_id=case.unit_id, case_id=case.id, stage__in=list(stages)
    ).select_related("person")
    rows = rows.filter(post=post) if post else rows
    return list(rows.defer(*UNREAD).order_by("post", "person__sort_key", "person_id"))


def standing_people(case: TermChange, post: str, stages: Iterable[str] = STANDING) -> list[Person]:
    """Return who stands for a post, in the order of strokes."""
    return [row.person for row in candidates_of(case, post, stages)]


def case_tellers(case: TermChange) -> list[CaseTeller]:
    """Return who is proposed to watch and count: watchers first, each in the order of strokes."""
    rows = CaseTeller.objects.filter(unit_id=case.unit_id, case_id=case.id)
    found = rows.select_related("person").defer(*UNREAD).order_by("person__sort_key")
    return sorted(found, key=lambda row: row.duty != "scrutineer")


def named_tellers(case: TermChange) -> tuple[TellerNamed, ...]:
    """Return the tellers as the room of ballots takes them."""
    return tuple(TellerNamed(row.person, row.duty) for row in case_tellers(case))


def elected_of(case: TermChange, *posts: str) -> list[Elected]:
    """Return who was elected, in the order of strokes."""
    rows = Elected.objects.filter(unit_id=case.unit_id, case_id=case.id).select_related("person")
    rows = rows.filter(post__in=posts) if posts else rows
    return list(rows.defer(*UNREAD).order_by("person__sort_key", "person_id"))


def superior_accounts(organisation: Organisation, on: date) -> list[uuid.UUID]:
    """Return the accounts that keep the organisation directly above."""
    if organisation.parent_id is None:
        return []
    grants: QuerySet[Grant] = Grant.objects.in_force(on).filter(
        unit_id=organisation.unit_id,
        organisation_id=organisation.parent_id,
        role__in=[Role.SECRETARY, Role.CLERK, Role.DEPARTMENT],
    )
    return list(grants.values_list("account_id", flat=True).distinct())


def keeper_accounts(organisation: Organisation, on: date) -> list[uuid.UUID]:
    """Return the accounts that keep the organisation itself."""
    grants: QuerySet[Grant] = Grant.objects.in_force(on).filter(
        unit_id=organisation.unit_id,
        organisation_id=organisation.id,
        role__in=[Role.SECRETARY, Role.CLERK],
    )
    wanted = grants.values_list("account_id", flat=True).distinct()
    return list(Account.objects.filter(id__in=wanted, is_active=True).values_list("id", flat=True))


def seats_sought(case: TermChange) -> dict[str, int]:
    """Return what is elected in the case, with the number of each."""
    found = {"secretary": 1}
    if case.has_committee:
        found = {"member": case.seats, **found}
    if case.standing:
        found["standing_member"] = case.standing
    if case.deputies:
        found["deputy"] = case.deputies
    if case.inspectors:
        found |= {"inspector": case.inspectors, "chief_inspector": 1}
    if case.deputy_inspectors:
        found["deputy_inspector"] = case.deputy_inspectors
    return found
