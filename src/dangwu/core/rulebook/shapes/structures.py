"""Organisations, leading bodies, posts and who decides what."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dangwu.core.rulebook.shapes.vocabulary import Verdict


@dataclass(frozen=True, slots=True)
class Headcount:
    """A headcount within [min, max] means that structures must, may or must not be set up."""

    of: Literal["full_members", "members", "units"]
    verdict: Verdict
    sets_up: tuple[str, ...]
    min: int | None = None
    max: int | None = None
    approved_by: str | None = None  # who may allow it, where it is not a plain right


@dataclass(frozen=True, slots=True)
class Limit:
    """A headcount of the named kind that should not pass `max` (or fall under `min`)."""

    of: Literal["full_members", "members", "units"]
    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """Seats of a leading body: the usual range and the hard limit."""

    body: str
    usual_min: int
    usual_max: int
    hard_max: int | None = None
    fixed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """Length of a term, and how far its end may be shifted.

    begun_from: the first day of terms that are meant; earlier ones run on under the text before.
    """

    years: int
    shift_max_months: int | None = None
    approved_by: str | None = None
    begun_from: date | None = None


@dataclass(frozen=True, slots=True)
class Composition:
    """A body must contain, or should contain, persons of these roles."""

    contains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parent:
    """The kinds of organisation it must stand under."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Who may hold a role: predicates that must hold, that exclude, and a chain of usual sources."""

    role: str
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    min_years: int | None = None  # of Party standing (党龄)
    step: str = ""  # the step of a procedure whose event names the persons


@dataclass(frozen=True, slots=True)
class Persons:
    """How many persons hold a role."""

    role: str
    min: int
    max: int
    step: str = ""  # the step of a procedure whose event names the persons


@dataclass(frozen=True, slots=True)
class Routing:
    """Who approves, files, reviews or hears what."""

    matter: str
    to: str
    act: Literal["approve", "file", "report", "review", "appoint", "consent", "consult"]


@dataclass(frozen=True, slots=True)
class Authority:
    """What a body may do in a matter."""

    matter: str
    body: str
    may: tuple[str, ...]
    may_not: tuple[str, ...] = ()
    step: str = ""  # the step of a procedure that is such an act of the body


@dataclass(frozen=True, slots=True)
class Duties:
    """A catalogue of duties or powers, in the order of the text."""

    of: str
    items: tuple[str, ...]
