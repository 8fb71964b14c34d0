"""Changes of organisations that take their people along: abolished, merged, split."""

import uuid
from collections.abc import Collection
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.members.actions.periods import check_day, close
from dangwu.members.actions.posts import end_holdings, open_posts
from dangwu.members.models import GroupPlace, Membership, Person, PostHolding, Worker
from dangwu.organisations.actions import (
    close_organisation,
    move_organisation,
    set_up_organisation,
)
from dangwu.organisations.models import Organisation
from dangwu.organisations.permissions import can_arrange
from dangwu.organisations.queries.rulebook import Check


@transaction.atomic
def abolish_organisation(
    *, actor: Access, organisation: Organisation, on: date, basis: str, reason: str = "撤销"
) -> Organisation:
    """Abolish an organisation in which nobody is left; its posts and roles end that day.

    Raises PermissionDenied and DomainError: people or organisations remain, or something in it
    began that day or later.
    Source: ZB2018 art. 7
    """
    if not can_arrange(actor, organisation):
        raise PermissionDenied
    check_day(actor, on)
    end_holdings(open_posts(organisation), on)
    guests = Membership.objects.filter(
        organisation=organisation, period__endswith__isnull=True
    ).exclude(nature=Membership.Nature.PRIMARY)
    close(guests, on, left_by="党组织撤销")
    close(GroupPlace.objects.filter(group=organisation, period__endswith__isnull=True), on)
    row = close_organisation(
        actor=actor, organisation=organisation, on=on, reason=reason, basis=basis
    )
    record(
        actor=actor,
        verb="members.abolish_organisation",
        target=row,
        organisation_id=row.id,
        名称=row.name,
        自=on.isoformat(),
        依据=basis,
    )
    return row


@transaction.atomic
def merge_organisation(
    *, actor: Access, organisation: Organisation, into: Organisation, on: date, basis: str
) -> Organisation:
    """Merge an organisation into another one of the unit; return the one that remains.

    People, workers and organisations below go along from that day; posts end; the first one is
    abolished. Raises PermissionDenied, DomainError.
    Source: ZB2018 art. 7
    """
    if not (can_arrange(actor, organisation) and can_arrange(actor, into)):
        raise PermissionDenied
    check_day(actor, on)
    _check_pair(organisation, into)
    end_holdings(open_posts(organisation), on)
    people = Person.objects.filter(organisation=organisation).order_by("id")
    moved = [row.id for row in people.select_for_update(of=("self",)).only("id", "unit_id")]
    reason = f"{organisation}并入"[:40]
    transfer(moved, source=organisation, target=into, on=on, reason=reason)
    _take_group_places(organisation, into, on)
    Worker.objects.filter(organisation=organisation, period__endswith__isnull=True).update(
        organisation=into
    )
    for child in Organisation.objects.filter(parent=organisation).standing().order_by("path"):
        move_organisation(actor=actor, organisation=child, parent=into, on=on, basis=basis)
    abolish_organisation(
        actor=actor, organisation=organisation, on=on, basis=basis, reason=f"并入{into.name}"
    )
    record(
        actor=actor,
        verb="members.merge_organisation",
        target=into,
        organisation_id=into.id,
        名称=organisation.name,
        人数=len(moved),
        自=on.isoformat(),
        依据=basis,
    )
    return into


@transaction.atomic
def split_organisation(
    *,
    actor: Access,
    organisation: Organisation,
    name: str,
    kind: str,
    people: Collection[uuid.UUID],
    on: date,
    basis: str,
) -> tuple[Organisation, tuple[Check, ...]]:
    """Set up a sister organisation and put these people in it from that day.

    people: identifiers of some who belong to `organisation`, not all; who holds a post stays.
    Raises PermissionDenied, DomainError.
    Source: ZB2018 art. 4, art. 7
    """
    if not can_arrange(actor, organisation) or organisation.parent is None:
        raise PermissionDenied
    check_day(actor, on)
    chosen = _chosen(organisation, people)
    made = set_up_organisation(
        actor=actor,
        parent=organisation.parent,
        kind=kind,
        category=organisation.category,
        name=name,
        founded_on=on,
        basis=basis,
        fire_kind=organisation.fire_kind,
        full_members=sum(person.standing == "full" for person in chosen),
    )
    moved = [person.id for person in chosen]
    places = GroupPlace.objects.filter(
        unit_id=organisation.unit_id, person_id__in=moved, period__endswith__isnull=True
    )
    close(places, on)
    reason = f"{organisation}分设"[:40]
    transfer(moved, source=organisation, target=made.organisation, on=on, reason=reason)
    record(
        actor=actor,
        verb="members.split_organisation",
        target=organisation,
        organisation_id=organisation.id,
        名称=made.organisation.name,
        人数=len(moved),
        自=on.isoformat(),
        依据=basis,
    )
    return made.organisation, made.reminders


def transfer(
    people: Collection[uuid.UUID],
    *,
    source: Organisation,
    target: Organisation,
    on: date,
    reason: str,
) -> None:
    """Put people who belong to `source` into `target` from that day, set-wise.

    Permission is asked by the action that calls. Raises WrongDayError where somebody came to
    `source` that day or later.
    """
    unit_id = source.unit_id
    rows = Membership.objects.filter(
        organisation=source, person_id__in=people, period__endswith__isnull=True
    )
    memberships = list(rows)
    close(rows, on, left_by=reason)
    Membership.objects.bulk_create(
        Membership(
            unit_id=unit_id,
            person_id=row.person_id,
            organisation=target,
            nature=row.nature,
            period=DateRange(on, None),
            came_by=reason,
        )
        for row in memberships
    )
    Person.objects.filter(unit_id=unit_id, id__in=people, organisation=source).update(
        organisation=target
    )


def _take_group_places(group: Organisation, into: Organisation, on: date) -> None:
    """Where a group is merged its people sit in the other group of the branch from that day."""
    rows = GroupPlace.objects.filter(group=group, period__endswith__isnull=True)
    people = list(rows.values_list("person_id", flat=True))
    close(rows, on)
    GroupPlace.objects.bulk_create(
        GroupPlace(
            unit_id=group.unit_id, person_id=person_id, group=into, period=DateRange(on, None)
        )
        for person_id in people
    )


def _check_pair(organisation: Organisation, into: Organisation) -> None:
    if organisation.id == into.id:
        raise DomainError("不能并入自己。请选择另一个党组织。")
    if organisation.unit_id != into.unit_id:
        raise DomainError(
            f"“{into.name}”属于另一个单位，不能直接合并。请逐人转接组织关系，再撤销本组织。"
        )
    if into.dissolved_on:
        raise DomainError(f"“{into.name}”已于{into.dissolved_on}撤销，不能并入。")
    if into.path.startswith(f"{organisation.path}."):
        raise DomainError(f"“{into.name}”在本组织之下，不能并入它。请先调整它的隶属关系。")
    if organisation.is_branch != into.is_branch:
        raise DomainError(
            f"{organisation.get_kind_display()}不能并入{into.get_kind_display()}。"
            "党支部与党支部合并，党委、党总支与党委、党总支合并。"
        )


def _chosen(organisation: Organisation, people: Collection[uuid.UUID]) -> list[Person]:
    belonging = list(
        Person.objects.select_for_update(of=("self",))
        .filter(organisation=organisation)
        .only("id", "unit_id", "name", "standing")
    )
    chosen = [person for person in belonging if person.id in set(people)]
    if not chosen:
        raise DomainError("请选择编入新组织的党员。")
    if len(chosen) == len(belonging):
        raise DomainError("原组织也要留有党员。全部划出的，请改用“更名”。")
    held = (
        PostHolding.objects.filter(
            organisation=organisation,
            person_id__in=[person.id for person in chosen],
            period__endswith__isnull=True,
        )
        .select_related("person")
        .first()
    )
    if held is not None:
        raise DomainError(
            f"{held.person.name}仍担任原组织的{held.get_post_display()}，请先免去职务再划出。"
        )
    return chosen
