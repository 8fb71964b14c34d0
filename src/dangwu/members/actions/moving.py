"""Moving a person's organisational relation inside the unit."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.members.actions.periods import check_day, close, locked, open_membership, open_rows
from dangwu.members.actions.registering import check_branch
from dangwu.members.models import GroupPlace, Membership, Person, PostHolding
from dangwu.members.permissions import can_arrange
from dangwu.members.queries.gates import Seen
from dangwu.organisations.models import Organisation


@transaction.atomic
def move_membership(
    *, actor: Access, seen: Seen, organisation: Organisation, on: date, reason: str
) -> Person:
    """Move a person to another branch of the same unit from that day.

    organisation: the branch that receives, which `actor` reaches as well.
    Raises PermissionDenied, WrongDayError, InputError, DomainError.
    Source: JY19 art. 25
    """
    if not (can_arrange(actor, seen.home) and can_arrange(actor, organisation)):
        raise PermissionDenied
    check_day(actor, on)
    person = locked(seen.person)
    _check(person, organisation)
    close(
        open_rows(Membership, person).filter(nature=Membership.Nature.PRIMARY),
        on,
        left_by=reason[:40],
    )
    close(open_rows(GroupPlace, person), on)
    open_membership(person, organisation, on=on, came_by=reason[:40])
    person.organisation = organisation
    person.save(update_fields=["organisation"])
    record(
        actor=actor,
        verb="members.move",
        target=person,
        organisation_id=organisation.id,
        原党组织=str(seen.home or ""),
        新党组织=organisation.name,
        自=on.isoformat(),
        原因=reason,
    )
    return person


def _check(person: Person, organisation: Organisation) -> None:
    check_branch(organisation)
    if not person.standing:
        raise DomainError(f"{person.name}已不在册，不能移动。重新编入请走登记。")
    if organisation.unit_id != person.unit_id:
        raise InputError(
            "organisation",
            "不在同一县级单位，不能移动。本系统还不能办理组织关系转接，请由双方组织部门按规定办理。",
        )
    if organisation.id == person.organisation_id:
        raise InputError(
            "organisation", f"{person.name}已经在“{organisation}”。请选择另一个党支部。"
        )
    held = open_rows(PostHolding, person).filter(organisation=person.organisation).first()
    if held is not None:
        raise DomainError(
            f"{person.name}仍担任原支部的{held.get_post_display()}，请先在班子页面免去职务，再移动。"
        )
