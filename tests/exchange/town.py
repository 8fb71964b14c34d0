"""A committee with two branches, and the clerk who keeps its rosters."""

from dataclasses import dataclass

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Town:
    committee: Organisation
    east: Organisation
    west: Organisation
    clerk: Access


def make_town() -> Town:
    unit = make.unit("示范县")
    committee = make.organisation(unit=unit, kind="committee", name="示范镇党委")
    east = make.organisation(unit=unit, parent=committee, name="东村党支部")
    west = make.organisation(unit=unit, parent=committee, name="西村党支部")
    clerk = make.access(role=Role.CLERK, organisation=committee)
    return Town(committee, east, west, clerk)
