"""Corrections that members proposed."""

import uuid
from dataclasses import dataclass
from typing import Final

from django.http import Http404

from dangwu.accounts.access import KEEPERS, Access
from dangwu.members.fields import FIELDS
from dangwu.members.models import Correction
from dangwu.members.permissions import LISTERS
from dangwu.members.queries.gates import Seen, home_of, people_of

SHOWN_AT_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as the list shows it. `decidable`: whether this reader may decide it."""

    row: Correction
    label: str
    decidable: bool


def open_corrections(access: Access) -> list[Proposal]:
    """Return what waits for a decision in reach, longest waiting first."""
    rows = (
        Correction.objects.filter(
            unit_id__in=sorted(access.units),
            state=Correction.State.OPEN,
            person_id__in=people_of(access, roles=LISTERS).values("id"),
        )
        .select_related("person__organisation")
        .order_by("proposed_at", "id")[:SHOWN_AT_MOST]
    )
    return [Proposal(row, FIELDS[row.field].label, _decidable(access, row)) for row in rows]


def correction_for(access: Access, unit_id: int, row_id: uuid.UUID) -> tuple[Correction, Seen]:
    """Return a proposal of somebody `access` lists, else raise Http404."""
    row = (
        Correction.objects.filter(
            unit_id=unit_id,
            id=row_id,
            person_id__in=people_of(access, roles=LISTERS).values("id"),
        )
        .select_related("person__organisation")
        .first()
    )
    if row is None:
        raise Http404
    return row, Seen(row.person, home_of(row.person))


def _decidable(access: Access, row: Correction) -> bool:
    home = row.person.organisation
    return home is not None and access.covers(home.unit_id, home.path, roles=KEEPERS)
