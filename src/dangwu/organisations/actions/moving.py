"""Moving an organisation with all below it to another parent in its unit."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.organisations.actions.labels import next_label
from dangwu.organisations.actions.periods import (
    WrongDayError,
    check_day,
    locked,
    turn_over,
    turn_over_below,
)
from dangwu.organisations.models import Organisation
from dangwu.organisations.permissions import can_arrange, can_arrange_below
from dangwu.organisations.placing import check_placing
from dangwu.organisations.signals import organisation_changed


@transaction.atomic
def move_organisation(
    *, actor: Access, organisation: Organisation, parent: Organisation, on: date, basis: str
) -> Organisation:
    """Put the organisation, with all below it, under `parent` from that day on.

    Raises PermissionDenied, DomainError (MisplacedError, WrongDayError); a parent of another unit
    is refused, because people and records of a unit stay in it.
    """
    if not (can_arrange(actor, organisation) and can_arrange_below(actor, parent)):
        raise PermissionDenied
    check_day(actor, on)
    if parent.unit_id != organisation.unit_id:
        raise DomainError(
            f"“{parent.name}”属于另一个单位，不能整建制划转。请在该单位新设组织，"
            "再逐人转接组织关系，最后撤销本组织；历史记录留在原单位。"
        )
    first, second = sorted((organisation, parent), key=lambda one: one.path)
    rows = {row.id: row for row in (locked(first), locked(second))}
    row, above = rows[organisation.id], rows[parent.id]
    _check_target(row, above, on)
    old_path, old_parent = row.path, row.parent.name if row.parent else ""
    row.label = next_label(above)
    row.path, row.parent = f"{above.path}.{row.label}", above
    turn_over(row, on=on, reason="调整隶属", basis=basis)
    below = turn_over_below(row, old_path=old_path, on=on, reason="随上级调整", basis=basis)
    row.save(update_fields=["label", "path", "parent"])
    record(
        actor=actor,
        verb="organisations.move",
        target=row,
        organisation_id=row.id,
        原=old_parent,
        新=above.name,
        下属组织=below,
        自=on.isoformat(),
        依据=basis,
    )
    organisation_changed.send(Organisation, organisation=row, on=on)
    return row


def _check_target(row: Organisation, above: Organisation, on: date) -> None:
    if above.path == row.path or above.path.startswith(f"{row.path}."):
        raise DomainError(f"“{above.name}”就是本组织或在本组织之下，不能作它的上级。")
    if row.parent_id == above.id:
        raise DomainError(f"“{row.name}”现在就隶属“{above.name}”，没有需要变更的内容。")
    if on < above.founded_on:
        raise WrongDayError(f"“{above.name}”成立于{above.founded_on}，调整日期不能早于这一天。")
    check_placing(kind=row.kind, parent_kind=above.kind)
