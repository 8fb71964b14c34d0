"""One person's record: facts in groups, what follows from them, and the periods behind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from dangwu.accounts.access import Access
from dangwu.core.rulebook import rights
from dangwu.members import permissions
from dangwu.members.fields import FIELDS, GROUPS, shown
from dangwu.members.models import (
    Correction,
    Discipline,
    GroupPlace,
    Membership,
    Person,
    PersonHonour,
    PostHolding,
    SpecialStatus,
    StandingPeriod,
)
from dangwu.members.queries.gates import Seen
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet

RowT = TypeVar("RowT", bound=UnitModel)
LATEST_CORRECTIONS = 10


@dataclass(frozen=True, slots=True)
class Group:
    """Facts under one heading: (label, value) pairs."""

    title: str
    facts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the time line. `until`: the first day it no longer held; None while it does."""

    since: date
    until: date | None
    kind: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What the record page shows to this reader. disciplines: None where they are not shown."""

    groups: list[Group]
    derived: tuple[rights.Derived, ...]
    specials: list[SpecialStatus]
    events: list[Event]
    honours: list[PersonHonour]
    disciplines: list[Discipline] | None
    corrections: list[tuple[str, Correction]]


def record_of(access: Access, seen: Seen) -> Record:
    """Return the record of a person got from `person_for`, as far as `access` may read it."""
    person = seen.person
    specials = list(rows_of(SpecialStatus, person).select_related("receiving"))
    shows = permissions.can_see_discipline(access, person, seen.home)
    visible = [
        row for row in specials if permissions.can_see_special(access, person, seen.home, row.kind)
    ]
    facts = standing_facts(person, specials, access.today)
    derived = rights.derived(facts, access.today)
    return Record(
        groups=_groups(person),
        derived=derived if shows or not facts.watched else rights.without_cause(derived),
        specials=[row for row in visible if access.today in row.period],
        events=_events(person, visible),
        honours=list(rows_of(PersonHonour, person).order_by("-given_on")),
        disciplines=list(rows_of(Discipline, person).order_by("-effect")) if shows else None,
        corrections=[
            (FIELDS[row.field].label, row)
            for row in rows_of(Correction, person).order_by("-proposed_at")[:LATEST_CORRECTIONS]
        ],
    )


def standing_facts(person: Person, specials: Iterable[SpecialStatus], on: date) -> rights.Standing:
    """Return what the rulebook derives rights and dates from."""
    watching = SpecialStatus.Kind.PROBATION_MEASURE
    return rights.Standing(
        standing=person.standing,
        joined_on=person.joined_on,
        confirmed_on=person.confirmed_on,
        probation_ends_on=person.probation_ends_on,
        watched=any(row.kind == watching and on in row.period for row in specials),
        correction_months=person.standing_correction_months,
    )


def rows_of(model: type[RowT], person: Person) -> UnitQuerySet[RowT]:
    """Return the rows of a model that belong to the person."""
    found: UnitQuerySet[RowT] = model.objects.filter(unit_id=person.unit_id, person_id=person.id)
    return found


def _groups(person: Person) -> list[Group]:
    return [
        Group(
            title,
            [(f.label, shown(person, f.name)) for f in FIELDS.values() if f.group == group],
        )
        for group, title in GROUPS.items()
    ]


def _events(person: Person, specials: Iterable[SpecialStatus]) -> list[Event]:
    events = [
        *_standings(person),
        *_memberships(person),
        *_posts(person),
        *(_event(row.period, "情况", row.get_kind_display(), row.place) for row in specials),
    ]
    return sorted(events, key=lambda event: (event.since, event.kind), reverse=True)


def _standings(person: Person) -> list[Event]:
    return [
        _event(
            row.period,
            "身份",
            row.get_standing_display(),
            "；".join(filter(None, [row.get_ending_display(), row.basis])),
        )
        for row in rows_of(StandingPeriod, person)
    ]


def _memberships(person: Person) -> list[Event]:
    places = rows_of(Membership, person).select_related("organisation")
    groups = rows_of(GroupPlace, person).select_related("group")
    return [
        *(
            _event(
                row.period,
                row.get_nature_display(),
                str(row.organisation),
                "；".join(filter(None, [row.came_by, row.left_by])),
            )
            for row in places
        ),
        *(_event(row.period, "党小组", str(row.group), "") for row in groups),
    ]


def _posts(person: Person) -> list[Event]:
    return [
        _event(row.period, "任职", f"{row.organisation}{row.get_post_display()}", row.came_by)
        for row in rows_of(PostHolding, person).select_related("organisation")
    ]


def _event(period: object, kind: str, text: str, note: str) -> Event:
    lower, upper = getattr(period, "lower", None), getattr(period, "upper", None)
    return Event(lower or date.min, upper, kind, text, note)
