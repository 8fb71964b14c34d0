"""How far the count of paper ballots is: who has entered it, and where two counts differ."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dangwu.ballots.booth import Contest, from_json
from dangwu.ballots.models import Ballot, CountSheet


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that two persons entered differently."""

    what: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class SheetState:
    """The count of one contest: the last sheet of each person who entered it.

    accepted: two persons' equal sheets; None while there are none.
    """

    place: int
    contest: Contest
    sheets: tuple[CountSheet, ...]
    accepted: CountSheet | None

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Where the last two persons' counts differ."""
        if self.accepted or len(self.sheets) < 2:
            return ()
        first, second = (_flat(sheet.content) for sheet in self.sheets[-2:])
        return tuple(
            Difference(name, first.get(name, "没有"), second.get(name, "没有"))
            for name in dict.fromkeys([*first, *second])
            if first.get(name) != second.get(name)
        )

    def entered_by(self, account_id: uuid.UUID | None) -> CountSheet | None:
        """Return the person's own last sheet."""
        return next((one for one in self.sheets if one.account_id == account_id), None)


def sheet_states(ballot: Ballot) -> list[SheetState]:
    """Return the state of every contest's count."""
    rows = list(
        CountSheet.objects.filter(unit_id=ballot.unit_id, ballot_id=ballot.id).order_by("id")
    )
    return [
        _state(place, contest, [row for row in rows if row.contest == place])
        for place, contest in enumerate(from_json(ballot.booth))
    ]


def _state(place: int, contest: Contest, rows: list[CountSheet]) -> SheetState:
    last: dict[uuid.UUID, CountSheet] = {}
    for row in rows:
        last.pop(row.account_id, None)
        last[row.account_id] = row
    sheets = tuple(last.values())
    seen: dict[str, CountSheet] = {}
    accepted = None
    for sheet in sheets:
        if sheet.digest in seen:
            accepted = sheet
        seen[sheet.digest] = sheet
    return SheetState(place, contest, sheets, accepted)


LABELS = {"issued": "发出", "returned": "收回", "invalid": "无效"}
SIDES = {"yes": "赞成", "no": "不赞成", "abstain": "弃权"}


def _flat(content: Mapping[str, Any]) -> dict[str, str]:
    """Return the figures of a sheet by their words."""
    found = {label: str(content[name]) for name, label in LABELS.items()}
    found |= {one["label"]: str(one["votes"]) for one in content["options"]}
    for one in content["candidates"]:
        found |= {f"{one['name']}：{label}": str(one[side]) for side, label in SIDES.items()}
    return found | {f"另选 {one['name']}": str(one["yes"]) for one in content["others"]}
