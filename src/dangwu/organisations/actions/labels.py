"""Labels of the path: four base-36 characters, unique for ever under their parent."""

from typing import Final

from django.db.models import Max

from dangwu.core.errors import DomainError
from dangwu.organisations.models import Organisation, OrganisationPeriod

DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
LENGTH: Final = 4


def next_label(parent: Organisation) -> str:
    """Return the next free label under `parent`, whose row the caller holds locked.

    A label that was used once, by an organisation moved away or abolished, is not given again.
    """
    unit_id = parent.unit_id
    labels = Organisation.objects.filter(parent=parent).aggregate(last=Max("label"))
    paths = OrganisationPeriod.objects.filter(
        unit_id=unit_id, path__gt=f"{parent.path}.", path__lt=f"{parent.path}/"
    ).aggregate(last=Max("path"))
    used = (paths["last"] or "").removeprefix(f"{parent.path}.").split(".")[0]
    last = max(labels["last"] or "", used)
    number = int(last, 36) + 1 if last else 1
    if number >= len(DIGITS) ** LENGTH:
        raise DomainError(f"“{parent.name}”下的组织编号已经用完。请联系系统管理员。")
    return _written(number)


def _written(number: int) -> str:
    digits = ""
    for _ in range(LENGTH):
        number, rest = divmod(number, len(DIGITS))
        digits = DIGITS[rest] + digits
    return digits
