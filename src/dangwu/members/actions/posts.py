"""Posts in an organisation: assigned and ended, and with them what the account may do."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from dangwu.accounts.access import Access
from dangwu.accounts.actions import end_roles, grant_role
from dangwu.accounts.models import Account, Role
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.core.rulebook import terms
from dangwu.members.actions.periods import WrongDayError, check_day, close
from dangwu.members.models import Person, PostHolding
from dangwu.members.queries.eligibility import check_eligible
from dangwu.organisations.actions import record_election
from dangwu.organisations.constraints import refused_by
from dangwu.organisations.models import LeadingBody, Organisation
from dangwu.organisations.permissions import can_arrange, can_assign_post
from dangwu.organisations.queries.bodies import body_on
from dangwu.organisations.queries.rulebook import Check
from dangwu.organisations.queries.structure import BESIDE, INSPECTION, NOT_SEATS
from dangwu.sharding.queries import UnitQuerySet

# Group leaders and organisers work without a role of their own.
ROLE_OF: Final[Mapping[str, Role]] = {
    "secretary": Role.SECRETARY,
    "deputy": Role.COMMITTEE_MEMBER,
    "organisation": Role.COMMITTEE_MEMBER,
    "publicity": Role.COMMITTEE_MEMBER,
    "discipline": Role.COMMITTEE_MEMBER,
    "youth": Role.COMMITTEE_MEMBER,
    "member": Role.COMMITTEE_MEMBER,
    "clerk": Role.CLERK,
}


@dataclass(frozen=True, slots=True)
class Assigned:
    """A post that began, and what the rulebook reminds of."""

    holding: PostHolding
    reminders: tuple[Check, ...]


@transaction.atomic
def assign_post(
    *,
    actor: Access,
    person: Person,
    organisation: Organisation,
    post: str,
    since: date,
    came_by: str = "",
    approval: str = "",
    also_head: bool = False,
) -> Assigned:
    """Give a person a post in the organisation from that day, and their account its role.

    approval: number of the approval (secretary, deputy) or of the filing (the others).
    also_head: the secretary is the village's or community's director too (一肩挑).
    Raises PermissionDenied, DomainError (WrongDayError): the post is held, the person may not be
    elected, the organisation does not stand.
    Source: ZB2018 art. 20, art. 21; XJ2020 art. 5
    """
    if not can_assign_post(actor, organisation, post):
        raise PermissionDenied
    check_day(actor, since)
    _check_standing(organisation, since)
    reminders = check_eligible(person, organisation, post, on=since)
    holding = PostHolding(
        unit_id=organisation.unit_id,
        person=person,
        organisation=organisation,
        body=body_on(organisation, since) if _is_of_term(post) else None,
        post=post,
        period=DateRange(since, None),
        came_by=came_by,
        approval=approval,
        also_head=also_head and post == "secretary",
    )
    label = terms.POSTS[post]
    twice = DomainError(f"{person.name}在这段时间已担任“{organisation.name}”的{label}。")
    with (
        refused_by("post_one_secretary_a_day", _occupied(organisation, since)),
        refused_by("post_held_once_at_a_time", twice),
    ):
        holding.save(force_insert=True)
    _grant(holding, since)
    record(
        actor=actor,
        verb="members.assign_post",
        target=holding,
        姓名=person.name,
        职务=label,
        自=since.isoformat(),
        批复文号=approval,
    )
    return Assigned(holding, reminders)


@transaction.atomic
def end_post(*, actor: Access, holding: PostHolding, on: date, reason: str) -> PostHolding:
    """End a post on that day, the first on which it is no longer held, and the role with it.

    The role stays while another post of the person in the organisation carries it.
    Raises PermissionDenied, DomainError (WrongDayError).
    """
    if not can_assign_post(actor, holding.organisation, holding.post):
        raise PermissionDenied
    check_day(actor, on)
    row = PostHolding.objects.select_for_update(of=("self",)).get(
        unit_id=holding.unit_id, id=holding.id
    )
    if row.period.upper is not None:
        raise DomainError(f"这一职务已于{row.period.upper}结束。")
    end_holdings([row], on)
    row.refresh_from_db()
    record(
        actor=actor,
        verb="members.end_post",
        target=row,
        姓名=holding.person.name,
        职务=holding.get_post_display(),
        自=on.isoformat(),
        原因=reason,
    )
    return row


@transaction.atomic
def elect_body(
    *,
    actor: Access,
    organisation: Organisation,
    elected_on: date,
    has_committee: bool,
    seats: int | None,
    posts: Sequence[tuple[str, Person]],
    expires_on: date | None = None,
    approved_on: date | None = None,
    approval: str = "",
    also_head: bool = False,
) -> tuple[LeadingBody, tuple[Check, ...]]:
    """Record an election: a new term, the former posts ended that day, the elected in theirs.

    Raises PermissionDenied and DomainError as `record_election` and `assign_post` do.
    Source: XJ2020 art. 5; ZB2018 art. 21
    """
    if not can_arrange(actor, organisation):
        raise PermissionDenied
    before = open_posts(organisation).filter(period__startswith__lt=elected_on)
    ending = before.exclude(post__in=_going_on({post for post, _ in posts}))
    former = list(ending.select_related("person"))
    body = record_election(
        actor=actor,
        organisation=organisation,
        elected_on=elected_on,
        has_committee=has_committee,
        seats=seats,
        expires_on=expires_on,
        approved_on=approved_on,
        approval=approval,
    )
    end_holdings(former, elected_on)
    reminders: list[Check] = []
    for post, person in posts:
        assigned = assign_post(
            actor=actor,
            person=person,
            organisation=organisation,
            post=post,
            since=elected_on,
            came_by="选举",
            approval=approval,
            also_head=also_head,
        )
        reminders += assigned.reminders
    return body, tuple(reminders)


def open_posts(organisation: Organisation) -> UnitQuerySet[PostHolding]:
    """Posts of the organisation that go on."""
    rows: UnitQuerySet[PostHolding] = PostHolding.objects.filter(
        organisation=organisation, period__endswith__isnull=True
    )
    return rows


def end_holdings(holdings: Iterable[PostHolding], on: date) -> None:
    """End these posts on that day, with the roles that no other post carries.

    Permission is asked by the action that calls. Raises WrongDayError.
    """
    for row in holdings:
        if on <= row.period.lower:
            raise WrongDayError(
                f"任职自{row.period.lower}起，结束日期应晚于这一天，现为{on}。请核对日期。"
            )
        close(PostHolding.objects.filter(unit_id=row.unit_id, id=row.id), on)
        _end_role(row, on)


def _is_of_term(post: str) -> bool:
    return post in BESIDE or post not in NOT_SEATS


def _going_on(elected: Set[str]) -> list[str]:
    """Return the posts that an election does not end: a 纪委 that was not elected with it too."""
    work = [post for post in NOT_SEATS if post not in BESIDE]
    return work if elected & set(INSPECTION) else [*work, *INSPECTION]


def _check_standing(organisation: Organisation, since: date) -> None:
    if organisation.dissolved_on:
        raise DomainError(
            f"“{organisation.name}”已于{organisation.dissolved_on}撤销，不能再任职。"
        )
    if since < organisation.founded_on:
        raise WrongDayError(f"任职日期不能早于本组织成立的{organisation.founded_on}。")


def _occupied(organisation: Organisation, since: date) -> DomainError:
    held = (
        PostHolding.objects.filter(
            organisation=organisation, post="secretary", period__overlap=DateRange(since, None)
        )
        .select_related("person")
        .first()
    )
    who = held.person.name if held else "他人"
    return DomainError(
        f"“{organisation.name}”的书记现为{who}。一个党组织同时只有一名书记，请先免去现任职务。"
    )


def _accounts(holding: PostHolding) -> list[Account]:
    return list(Account.objects.filter(unit_id=holding.unit_id, person_id=holding.person_id))


def _grant(holding: PostHolding, since: date) -> None:
    role = ROLE_OF.get(holding.post)
    if role is None:
        return
    for account in _accounts(holding):
        grant_role(
            account=account,
            role=role,
            unit_id=holding.unit_id,
            organisation_id=holding.organisation_id,
            since=since,
        )


def _end_role(holding: PostHolding, on: date) -> None:
    role = ROLE_OF.get(holding.post)
    if role is None:
        return
    same = [post for post, given in ROLE_OF.items() if given is role]
    kept = PostHolding.objects.filter(
        unit_id=holding.unit_id,
        person_id=holding.person_id,
        organisation_id=holding.organisation_id,
        post__in=same,
        period__contains=on,
    ).exists()
    if kept:
        return
    for account in _accounts(holding):
        end_roles(account=account, organisation_id=holding.organisation_id, role=role, on=on)
