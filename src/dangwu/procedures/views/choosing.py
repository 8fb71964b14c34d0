"""Choosing people on a page: searched for by name, paged, and those chosen stay chosen.

A search is a button of the same form, so that it works without script and loses nothing typed.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import QueryDict

from dangwu.procedures.models import TermChange
from dangwu.procedures.queries.picking import Picks, picks_of

FIND: Final = "find"  # the button of a search; its value is the page
QUERY: Final = "q"


@dataclass(frozen=True, slots=True)
class Choice:
    """People to choose from, and who is chosen under the name of each field."""

    picks: Picks
    chosen: Mapping[str, set[uuid.UUID]]


def keys_in(data: QueryDict, *names: str) -> set[uuid.UUID]:
    """Return the keys that were sent under these names; what is no key is passed over."""
    found = set()
    for value in (value for name in names for value in data.getlist(name)):
        try:
            found.add(uuid.UUID(value))
        except ValueError:  # not from our page
            continue
    return found


def choice_of(
    case: TermChange,
    on: date,
    data: QueryDict,
    chosen: Mapping[str, set[uuid.UUID]],
    without: Collection[uuid.UUID] = (),
) -> Choice:
    """Return what the page lists. data: the form as it was sent, empty where it was not."""
    number = data.get(FIND, "")
    picks = picks_of(
        case,
        on,
        query=data.get(QUERY, "").strip()[:60],
        number=int(number) if number.isdecimal() and len(number) < 6 else 1,
        kept=set().union(*chosen.values()),
        without=without,
    )
    return Choice(picks, chosen)
