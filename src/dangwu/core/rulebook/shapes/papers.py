"""Records, openness, and what is only read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """An article to read; nothing in it can be checked by machine."""


@dataclass(frozen=True, slots=True)
class Record:
    """How a record is kept: who signs, and what may never be done to it."""

    of: str
    signed_by: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Publicity:
    """What is made public, to whom, through which channels."""

    content: tuple[str, ...]
    scope: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sequence:
    """Steps that follow each other in this order."""

    of: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Criteria:
    """A named list of criteria (五个好, 五带头)."""

    of: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undefined:
    """A word the text leaves open; who fills it. Never filled by us."""

    word: str
    owner: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number or choice that the text leaves to a lower level, with the value in force here."""

    name: str
    value: str
    owner: str
