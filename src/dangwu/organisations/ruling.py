"""What is in force for an organisation; the room that keeps local packs and exemptions answers.

That room stands above this one, so it registers itself when the program starts.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from dangwu.core.rulebook.records import Rulebook
from dangwu.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Ruling:
    """The packs in force for an organisation, and ids of rules that it need not meet that day."""

    book: Rulebook
    exempt: frozenset[str] = frozenset()


# Organisations and a day → the ruling of each, by the organisation's key.
Answer: TypeAlias = Callable[[Iterable[Organisation], date], Mapping[tuple[object, ...], Ruling]]
_answers: list[Answer] = []


def answered_by(answer: Answer) -> None:
    """Let the room that knows what is in force answer from now on."""
    _answers[:] = [answer]


def rulings_for(
    organisations: Iterable[Organisation], on: date
) -> Mapping[tuple[object, ...], Ruling]:
    """Return the ruling of each organisation by its key `(unit, id)`, in a fixed number of reads.

    Packs that have ended stay in the book, for the days on which they were in force.
    """
    return _answers[-1](organisations, on)


def ruling_for(organisation: Organisation, on: date) -> Ruling:
    """Return what is in force for one organisation on that day."""
    return rulings_for([organisation], on)[organisation.unit_id, organisation.id]
