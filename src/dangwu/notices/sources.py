"""What stands in a calendar. Rooms register a source; the page and the feed read them all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from dangwu.accounts.access import Access


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a calendar, without names of persons: it also leaves by the feed.

    uid: the same for the same thing for ever, e.g. "meeting-<id>". on: its day. starts, ends:
    moments where there is a time of day. kind: the word before the title, e.g. 会议. state: of the
    verdict chip, or empty. link: a path here. changed: when the facts last changed, if known.
    `done`: shown on the page, left out of the feed.
    """

    uid: str
    on: date
    kind: str
    title: str
    organisation: str = ""
    place: str = ""
    link: str = ""
    state: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    changed: datetime | None = None
    done: bool = False


Source = Callable[[Access, date, date], Iterable[Entry]]
_SOURCES: Final[list[Source]] = []


def register(source: Source) -> None:
    """Add a source: (access, first day, last day) → the entries that this access may see.

    Called from a room's ready(); a second call with the same source changes nothing.
    """
    if source not in _SOURCES:
        _SOURCES.append(source)


def entries(access: Access, first: date, last: date) -> list[Entry]:
    """Return what all sources have from first to last, both included, by day and time."""
    found = [each for source in _SOURCES for each in source(access, first, last)]
    return sorted(
        (each for each in found if first <= each.on <= last),
        key=lambda each: (each.on, each.starts is not None, each.starts or access.now, each.uid),
    )
