"""Making one record of two that are one person."""

from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from dangwu.accounts.access import Access
from dangwu.accounts.models import Account
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.members.actions.periods import locked, open_rows
from dangwu.members.fields import FIELDS, NUMBERS
from dangwu.members.models import (
    Correction,
    Discipline,
    GroupPlace,
    IdentityClaim,
    Membership,
    Person,
    PersonHonour,
    PostHolding,
    SpecialStatus,
    StandingPeriod,
    Worker,
)
from dangwu.members.permissions import can_arrange
from dangwu.members.queries.gates import Seen
from dangwu.members.queries.record import rows_of
from dangwu.members.signals import person_merged
from dangwu.sharding.models import UnitModel

# What has a period, and what else must be the same for two of them to collide.
PERIODS: Final[tuple[tuple[type[UnitModel], tuple[str, ...]], ...]] = (
    (Membership, ("nature",)),
    (StandingPeriod, ()),
    (GroupPlace, ()),
    (SpecialStatus, ("kind",)),
    (PostHolding, ("organisation_id", "post")),
    (Worker, ("organisation_id",)),
)
PLAIN: Final[tuple[type[UnitModel], ...]] = (PersonHonour, Discipline)
_STEMS: Final = {"id_number": "id", "phone": "phone"}


@transaction.atomic
def merge_duplicates(*, actor: Access, keep: Seen, drop: Seen, reason: str) -> Person:
    """Return the record that stays, with the history of both.

    Empty fields are filled from the other record; periods that overlap stay with the record that
    goes, which keeps its name for the audit and belongs nowhere.
    Raises PermissionDenied, DomainError.
    """
    if not (can_arrange(actor, keep.home) and can_arrange(actor, drop.home)):
        raise PermissionDenied
    first, second = locked(keep.person), locked(drop.person)
    _check(first, second)
    moved = sum(_move_periods(model, same, first, second) for model, same in PERIODS)
    for model in PLAIN:
        moved += rows_of(model, second).update(person_id=first.id)
    _drop_open_corrections(actor, second)
    filled = _fill(first, second)
    _retire(actor, first, second)
    Account.objects.filter(unit_id=second.unit_id, person_id=second.id).update(person_id=first.id)
    person_merged.send(sender=Person, keep=first, drop=second)
    for target, other in ((first, second), (second, first)):
        record(
            actor=actor,
            verb="members.merge",
            target=target,
            organisation_id=keep.home.id if keep.home else None,
            保留=str(first.id),
            并入=str(second.id),
            另一条=other.name,
            移动期间=moved,
            补充项目=filled,
            原因=reason,
        )
    return first


def _check(first: Person, second: Person) -> None:
    if first.id == second.id:
        raise DomainError("请选择两条不同的记录。")
    if first.unit_id != second.unit_id:
        raise DomainError(
            "两条记录不在同一单位，不能合并。本系统还不能办理组织关系转接，请由双方组织部门按规定办理。"
        )
    if not first.standing:
        raise DomainError(f"要保留的记录“{first.name}”已不在册，请保留另一条。")
    both = first.id_digest is not None and second.id_digest is not None
    if both and bytes(first.id_digest or b"") != bytes(second.id_digest or b""):
        raise DomainError(
            "两条记录的公民身份号码不同，不是同一个人，没有合并。号码登记错的，请先修改信息。"
        )


def _move_periods(
    model: type[UnitModel], same: tuple[str, ...], first: Person, second: Person
) -> int:
    """Give the periods of the second that collide with none of the first to the first."""
    mine, theirs = list(rows_of(model, first)), rows_of(model, second)
    free = [row.id for row in theirs if not any(_collide(row, other, same) for other in mine)]
    return model.objects.filter(unit_id=second.unit_id, id__in=free).update(person_id=first.id)


def _collide(row: UnitModel, other: UnitModel, same: tuple[str, ...]) -> bool:
    if any(getattr(row, name) != getattr(other, name) for name in same):
        return False
    one, two = getattr(row, "period"), getattr(other, "period")  # noqa: B009 - see PERIODS
    before = one.upper is not None and two.lower is not None and one.upper <= two.lower
    after = two.upper is not None and one.lower is not None and two.upper <= one.lower
    return not (before or after)


def _drop_open_corrections(actor: Access, second: Person) -> None:
    Correction.objects.filter(
        unit_id=second.unit_id, person_id=second.id, state=Correction.State.OPEN
    ).update(
        state=Correction.State.DECLINED,
        decided_by=actor.account_id,
        decided_at=actor.now,
        answer="记录已合并，请在保留的记录上重新提出。",
    )


def _fill(first: Person, second: Person) -> list[str]:
    """Fill what is empty in the first from the second; return the labels."""
    filled, columns = [], []
    for field in FIELDS.values():
        if field.name in NUMBERS:
            names = [field.name, f"{_STEMS[field.name]}_digest", f"{_STEMS[field.name]}_mask"]
        else:
            names = [field.name]
        if getattr(first, names[-1]) in (None, "") and getattr(second, names[-1]) not in (
            None,
            "",
        ):
            for name in names:
                setattr(first, name, getattr(second, name))
            filled.append(field.label)
            columns += names
    if "id_digest" in columns:
        # The number is unique in the unit: the second gives it up first.
        Person.objects.filter(unit_id=second.unit_id, id=second.id).update(
            id_number=None, id_digest=None, id_mask=""
        )
        IdentityClaim.objects.filter(digest=bytes(first.id_digest or b"")).update(
            person_id=first.id
        )
    if columns:
        first.save(update_fields=columns)
    return filled


def _retire(actor: Access, first: Person, second: Person) -> None:
    for model, _same in PERIODS:
        for row in open_rows(model, second):
            _end(row, actor)
    Person.objects.filter(unit_id=second.unit_id, id=second.id).update(
        standing="", organisation=None, remark=f"已合并到{first.name}（{first.number}）"[:200]
    )


def _end(row: UnitModel, actor: Access) -> None:
    rows = type(row).objects.filter(unit_id=row.unit_id, id=row.id)
    lower = getattr(row, "period").lower  # noqa: B009 - see PERIODS
    if lower is not None and lower >= actor.today:
        rows.delete()
    else:
        rows.update(period=DateRange(lower, actor.today))
