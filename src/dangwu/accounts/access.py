"""What a signed-in person may reach: values only, built once a request."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from dangwu.accounts.models import Role

# What a role may do lies in the permissions of each app; these sets name the usual cases.
KEEPERS = frozenset({Role.SECRETARY, Role.CLERK})
READERS = KEEPERS | {Role.COMMITTEE_MEMBER, Role.DEPARTMENT, Role.SUPERVISOR}


@dataclass(frozen=True, slots=True)
class Reach:
    """A role over one organisation and all below it.

    `path` is the organisation's path in its unit. `units_below`: units that stand under it as a
    whole, where the organisation is the top of its unit.
    """

    role: Role
    unit_id: int
    organisation_id: uuid.UUID | None
    path: str
    units_below: frozenset[int] = frozenset()

    def covers(self, unit_id: int, path: str) -> bool:
        """Whether an organisation at this path of this unit lies inside the reach."""
        if unit_id in self.units_below:
            return True
        inside = path == self.path or path.startswith(f"{self.path}.")
        return unit_id == self.unit_id and inside


@dataclass(frozen=True, slots=True)
class Access:
    """Who acts, when, and how far. Every gate and every action is asked with one of these."""

    account_id: uuid.UUID | None
    name: str
    today: date
    now: datetime
    reaches: tuple[Reach, ...] = ()
    unit_id: int | None = None
    person_id: uuid.UUID | None = None

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(reach.role for reach in self.reaches)

    @property
    def units(self) -> frozenset[int]:
        """Every unit that the database should open for this person."""
        own = {self.unit_id} if self.unit_id is not None else set()
        reached = {r.unit_id for r in self.reaches}
        return frozenset(own | reached).union(*(r.units_below for r in self.reaches))

    def reaches_as(self, roles: Iterable[Role]) -> tuple[Reach, ...]:
        """The reaches held in one of these roles."""
        wanted = frozenset(roles)
        return tuple(reach for reach in self.reaches if reach.role in wanted)

    def covers(self, unit_id: int, path: str, *, roles: Iterable[Role]) -> bool:
        """Whether one of these roles reaches the organisation at this path."""
        return any(reach.covers(unit_id, path) for reach in self.reaches_as(roles))

    def is_person(self, unit_id: int, person_id: uuid.UUID) -> bool:
        """Whether the register's person is the one who acts."""
        return self.person_id == person_id and self.unit_id == unit_id
