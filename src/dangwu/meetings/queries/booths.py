"""What the chair needs to begin a vote by ballots: who watches and counts."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dangwu.ballots.actions import TellerNamed
from dangwu.ballots.models import Teller
from dangwu.core.errors import InputError
from dangwu.meetings import polls
from dangwu.meetings.models import AgendaItem
from dangwu.meetings.providers import proposed_tellers
from dangwu.members.models import Person
from dangwu.members.queries.namesakes import doubled_names


@dataclass(frozen=True, slots=True)
class BoothShown:
    """Tellers that were proposed; where there are none, who is there and no candidate."""

    is_election: bool
    proposed: tuple[TellerNamed, ...]
    others: tuple[Person, ...]

    @property
    def doubled(self) -> frozenset[str]:
        """The names that several of those who are there share."""
        return doubled_names(self.others)

    @property
    def scrutineers(self) -> list[str]:
        """The names of those proposed to watch."""
        return [one.person.name for one in self.proposed if one.duty == Teller.Duty.SCRUTINEER]

    @property
    def counters(self) -> list[str]:
        """The names of those proposed to count."""
        return [one.person.name for one in self.proposed if one.duty == Teller.Duty.COUNTER]


def booth_shown(
    item: AgendaItem, people: Iterable[Person], present: Iterable[Person]
) -> BoothShown:
    """Return who may watch and count a ballot on the item. people: whom the item is about.

    Source: XJ2020 art. ~23
    """
    standing = {person.id for person in people}
    return BoothShown(
        item.subject == polls.ELECTION,
        proposed_tellers(item),
        tuple(person for person in present if person.id not in standing),
    )


def tellers_chosen(
    shown: BoothShown, scrutineer: uuid.UUID | None, counter: uuid.UUID | None
) -> Sequence[TellerNamed]:
    """Return those proposed, or the two chosen on the page. Raises InputError."""
    if shown.proposed:
        return shown.proposed
    by_id = {person.id: person for person in shown.others}
    watching = by_id.get(scrutineer) if scrutineer else None
    counting = by_id.get(counter) if counter else None
    if watching is None or counting is None or watching is counting:
        raise InputError(
            "scrutineer",
            "用选票表决，要有监票人、计票人各一名，从到会且不是候选人的党员中推选。请选择两人。",
        )
    return (
        TellerNamed(watching, Teller.Duty.SCRUTINEER),
        TellerNamed(counting, Teller.Duty.COUNTER),
    )
