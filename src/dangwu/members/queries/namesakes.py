"""People of one name on one page: the number stands beside the name, and only there."""

from collections import Counter
from collections.abc import Iterable

from dangwu.members.models import Person


def doubled_names(people: Iterable[Person]) -> frozenset[str]:
    """Return the names that several of these share: on a page their numbers stand beside them."""
    known = Counter(person.name for person in people)
    return frozenset(name for name, often in known.items() if often > 1)


def choices_of(people: Iterable[Person]) -> list[tuple[str, str]]:
    """Return these people to choose from, key and name; namesakes with their numbers."""
    offered = list(people)
    doubled = doubled_names(offered)
    return [(str(person.id), called(person, doubled)) for person in offered]


def called(person: Person, doubled: frozenset[str]) -> str:
    """Return what a person is called among others of whom some share these names."""
    return f"{person.name}（{person.number}）" if person.name in doubled else person.name
