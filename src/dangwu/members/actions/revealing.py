"""Opening a personal number for a stated reason."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import InputError
from dangwu.members.fields import NUMBERS, field_of
from dangwu.members.permissions import can_reveal
from dangwu.members.queries.gates import Seen
from dangwu.members.secrets import open_number

SHORTEST_REASON = 4


@dataclass(frozen=True, slots=True)
class Revealed:
    """A number in clear, for one answer to one person. Never stored, never logged."""

    label: str
    number: str


@transaction.atomic
def reveal_number(*, actor: Access, seen: Seen, field: str, reason: str) -> Revealed:
    """Return a personal number in clear and record who opened it and why.

    field: id_number or phone. Raises PermissionDenied, InputError.
    """
    if not can_reveal(actor, seen.home):
        raise PermissionDenied
    if field not in NUMBERS:
        raise InputError("field", "只能查看公民身份号码或手机号码。")
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise InputError("reason", "请写明查看原因（不少于4个字），查看会留下记录。")
    cipher = getattr(seen.person, field)
    if cipher is None:
        raise InputError("field", f"没有登记{field_of(field).label}。")
    record(
        actor=actor,
        verb="members.reveal",
        target=seen.person,
        organisation_id=seen.home.id if seen.home else None,
        项目=field_of(field).label,
        原因=reason[:200],
    )
    return Revealed(field_of(field).label, open_number(cipher))
