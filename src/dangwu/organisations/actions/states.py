"""Name, kind and contact data of an organisation."""

from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.core.names import name_keys
from dangwu.core.rulebook import terms
from dangwu.organisations.actions.periods import check_day, locked, turn_over
from dangwu.organisations.models import Organisation
from dangwu.organisations.models.organisation import BRANCH_KINDS
from dangwu.organisations.permissions import can_arrange, can_keep
from dangwu.organisations.placing import check_placing
from dangwu.organisations.signals import organisation_changed

CONTACT: Final = {
    "address": "通讯地址",
    "phone": "联系电话",
    "home_name": "所在单位名称",
    "short_name": "简称",
}


@transaction.atomic
def rename_organisation(
    *, actor: Access, organisation: Organisation, name: str, on: date, basis: str
) -> Organisation:
    """Give the organisation a new name from that day on. Raises PermissionDenied, DomainError."""
    if not can_arrange(actor, organisation):
        raise PermissionDenied
    check_day(actor, on)
    row = locked(organisation)
    keys, old = name_keys(name), row.name
    if keys.name == old:
        raise DomainError(f"新名称与现名“{old}”相同，没有需要变更的内容。")
    row.name, row.short_name = keys.name, ""
    row.ngrams, row.pinyin, row.initials = list(keys.ngrams), keys.pinyin, keys.initials
    turn_over(row, on=on, reason="更名", basis=basis)
    row.save(update_fields=["name", "short_name", "ngrams", "pinyin", "initials"])
    record(
        actor=actor,
        verb="organisations.rename",
        target=row,
        organisation_id=row.id,
        原=old,
        新=row.name,
        自=on.isoformat(),
        依据=basis,
    )
    organisation_changed.send(Organisation, organisation=row, on=on)
    return row


@transaction.atomic
def change_kind(
    *, actor: Access, organisation: Organisation, kind: str, category: str, on: date, basis: str
) -> Organisation:
    """Make the organisation one of another kind or category from that day on.

    What stands below and above must fit the new kind; a branch that becomes a general branch or
    committee first has its members in branches below. Raises PermissionDenied, DomainError.
    """
    if not can_arrange(actor, organisation):
        raise PermissionDenied
    check_day(actor, on)
    row = locked(organisation)
    old_kind, old_category = row.kind, row.category
    if (kind, category) == (old_kind, old_category):
        raise DomainError("类别和领域都没有变化，没有需要变更的内容。")
    _check_fit(row, kind)
    row.kind, row.category = kind, category
    turn_over(row, on=on, reason="变更类别", basis=basis)
    row.save(update_fields=["kind", "category"])
    record(
        actor=actor,
        verb="organisations.change_kind",
        target=row,
        organisation_id=row.id,
        原=f"{terms.KINDS[old_kind]}、{terms.CATEGORIES[old_category]}",
        新=f"{terms.KINDS[kind]}、{terms.CATEGORIES[category]}",
        自=on.isoformat(),
        依据=basis,
    )
    organisation_changed.send(Organisation, organisation=row, on=on)
    return row


@transaction.atomic
def change_contact(
    *,
    actor: Access,
    organisation: Organisation,
    address: str,
    phone: str,
    home_name: str,
    short_name: str,
) -> Organisation:
    """Write address, telephone, host unit and short name. Raises PermissionDenied."""
    if not can_keep(actor, organisation):
        raise PermissionDenied
    row = locked(organisation)
    new = {
        "address": address,
        "phone": phone,
        "home_name": home_name,
        "short_name": short_name,
    }
    changed = [name for name, value in new.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, new[name])
    if changed:
        row.save(update_fields=changed)
        record(
            actor=actor,
            verb="organisations.change_contact",
            target=row,
            organisation_id=row.id,
            项目=[CONTACT[name] for name in changed],
        )
    return row


def _check_fit(organisation: Organisation, kind: str) -> None:
    if organisation.parent is not None:
        check_placing(kind=kind, parent_kind=organisation.parent.kind)
    below = Organisation.objects.filter(parent=organisation).standing().values_list("kind")
    for (child_kind,) in below.distinct():
        check_placing(kind=child_kind, parent_kind=kind)
    holds_people = kind in (*BRANCH_KINDS, "group")
    if not holds_people and has_people(organisation):
        raise DomainError(
            f"“{organisation.name}”还有直接编入的党员，改为{terms.KINDS[kind]}前，"
            "请先在下面设立党支部，再把党员编入。"
        )


def has_people(organisation: Organisation) -> bool:
    """Whether somebody belongs to the organisation itself today."""
    # `people` is the relation that the room of members makes.
    own = Organisation.objects.filter(unit_id=organisation.unit_id, id=organisation.id)
    return own.filter(people__isnull=False).exists()
