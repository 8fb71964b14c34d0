"""Whose duties: one organisation, some, a subtree, whole units. Only the filter differs."""

import uuid
from dataclasses import dataclass
from typing import Any, Self

from dangwu.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Over:
    """The organisations that are asked about; every one lies in `units`.

    organisations: only these. path: only the subtree at this path of the unit `top`; units other
    than `top` count whole.
    """

    units: tuple[int, ...]
    organisations: tuple[uuid.UUID, ...] = ()
    top: int | None = None
    path: str = ""

    @classmethod
    def one(cls, organisation: Organisation) -> Self:
        return cls((organisation.unit_id,), organisations=(organisation.id,))

    @classmethod
    def subtree(
        cls, organisation: Organisation, units_below: frozenset[int] = frozenset()
    ) -> Self:
        """The organisation and all below it, in its unit and in whole units below."""
        units = (organisation.unit_id, *sorted(units_below))
        return cls(units, top=organisation.unit_id, path=organisation.path)

    @property
    def where(self) -> str:
        """The condition on organisation `o` whose place on the day is `path`."""
        if self.organisations:
            return "o.unit_id = ANY(%(units)s) AND o.id = ANY(%(organisations)s)"
        if self.top is not None:
            return (
                "o.unit_id = ANY(%(units)s) AND (o.unit_id <> %(top)s"
                " OR coalesce(p.path, o.path) = %(path)s"
                " OR (coalesce(p.path, o.path) > %(path)s || '.'"
                " AND coalesce(p.path, o.path) < %(path)s || '/'))"
            )
        return "o.unit_id = ANY(%(units)s)"

    @property
    def params(self) -> dict[str, Any]:
        return {
            "units": list(self.units),
            "organisations": list(self.organisations),
            "top": self.top,
            "path": self.path,
        }
