"""Who belongs at a meeting on its day, with the right to vote; who came."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q

from dangwu.core.rulebook import rights
from dangwu.core.rulebook.findings import cited
from dangwu.meetings.models import Attendee, Meeting
from dangwu.members.models import GroupPlace, Person, PostHolding, SpecialStatus, StandingPeriod
from dangwu.members.queries.gates import HEAVY
from dangwu.members.queries.past import members_on
from dangwu.organisations.models import Organisation

SEATS: Final = (
    *("secretary", "deputy", "organisation", "publicity", "discipline", "youth", "member"),
)
SEATED: Final = frozenset({"committee", "plenary", "democratic_life"})
Part, Presence = Attendee.Part, Attendee.Presence


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody who belongs at a meeting. reason: why there is no right to vote."""

    person_id: uuid.UUID
    organisation_id: uuid.UUID
    voting: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Persons of a meeting. should_attend, present and the rest leave observers out."""

    should_attend: int
    voters: int
    present: int
    present_voters: int
    claimed: int
    on_leave: int
    left_out: int
    observers: int
    receipts: int


def called_on(
    organisations: Sequence[Organisation],
    *,
    body: str,
    on: date,
    known: Mapping[uuid.UUID, uuid.UUID] | None = None,
) -> list[Called]:
    """Return who belongs at a meeting of this body that day, each person once.

    organisations: those that hold it. known: delegates or the newly elected, each with the
    organisation they come from, where they belong instead. The right to vote is that of the day.
    Source: XJ2020 art. 5
    Source: ZC2022 art. 41
    """
    homes: dict[uuid.UUID, uuid.UUID] = dict(known or {})
    for organisation in () if known is not None else organisations:
        for person in _people_of(organisation, body, on):
            homes.setdefault(person, organisation.id)
    if not homes:
        return []
    unit_id = organisations[0].unit_id
    standings = dict(
        StandingPeriod.objects.filter(
            unit_id=unit_id, period__contains=on, person_id__in=list(homes)
        ).values_list("person_id", "standing")
    )
    watched = _watched(unit_id, homes, on)
    return [
        Called(person, home, *_vote(standings.get(person, ""), watched=person in watched))
        for person, home in homes.items()
    ]


def attendees_of(meeting: Meeting) -> list[Attendee]:
    """Return everybody called to a meeting, in the order of strokes, observers last."""
    rows = (
        Attendee.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
        .select_related("person", "organisation")
        .defer(*(f"person__{field}" for field in HEAVY))
        .order_by("person__sort_key", "person_id")
    )
    return sorted(rows, key=lambda row: row.part == Part.OBSERVER)


def attendee_of(meeting: Meeting, person_id: uuid.UUID | None) -> Attendee | None:
    """Return the person's row at a meeting."""
    if person_id is None:
        return None
    rows = Attendee.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    rows = rows.filter(person_id=person_id).select_related("person", "organisation")
    return rows.defer(*(f"person__{field}" for field in HEAVY)).first()


def waiting_of(meeting: Meeting) -> list[Attendee]:
    """Return who said at the door to be there and is not yet confirmed, as they came.

    A list that changes while somebody presses its buttons grows at its end only.
    """
    rows = Attendee.objects.filter(
        unit_id=meeting.unit_id, meeting_id=meeting.id, presence=Presence.CLAIMED
    ).select_related("person")
    rows = rows.defer(*(f"person__{field}" for field in HEAVY))
    return list(rows.order_by("arrived_at", "person__sort_key"))


def numbers_of(meeting: Meeting) -> Numbers:
    """Return how many are called, there, on leave, and so on."""
    entitled = Q(part=Part.ENTITLED)
    here = entitled & Q(presence=Presence.PRESENT)
    found = Attendee.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id).aggregate(
        should_attend=Count("person_id", filter=entitled),
        voters=Count("person_id", filter=entitled & Q(voting=True)),
        present=Count("person_id", filter=here),
        present_voters=Count("person_id", filter=here & Q(voting=True)),
        claimed=Count("person_id", filter=Q(presence=Presence.CLAIMED)),
        on_leave=Count("person_id", filter=entitled & Q(presence=Presence.ON_LEAVE)),
        left_out=Count("person_id", filter=Q(part=Part.LEFT_OUT)),
        observers=Count("person_id", filter=Q(part=Part.OBSERVER)),
        receipts=Count("person_id", filter=entitled & Q(receipt_at__isnull=False)),
    )
    return Numbers(**found)


def candidates_for(organisation: Organisation, *, on: date) -> list[Person]:
    """Return who may chair or record: those who hold a post there first, then the members."""
    posts = dict(
        PostHolding.objects.filter(
            unit_id=organisation.unit_id, organisation_id=organisation.id, period__contains=on
        )
        .order_by("-post")
        .values_list("person_id", "post")
    )
    belonging = Q(organisation_id=organisation.id, standing__in=["full", "probationary"])
    people = (
        Person.objects.filter(unit_id=organisation.unit_id)
        .filter(belonging | Q(id__in=list(posts)))
        .defer(*HEAVY)
        .order_by("sort_key", "id")
    )
    return sorted(people[:LISTED], key=lambda person: person.id not in posts)


def holders_on(organisation: Organisation, posts: Iterable[str], on: date) -> list[uuid.UUID]:
    """Return the persons that hold these posts that day, in the order of the posts given."""
    wanted = list(posts)
    rows = PostHolding.objects.filter(
        unit_id=organisation.unit_id,
        organisation_id=organisation.id,
        post__in=wanted,
        period__contains=on,
    ).values_list("post", "person_id")
    return [person for _, person in sorted(rows, key=lambda row: wanted.index(row[0]))]


LISTED: Final = 500  # names in a list of choices; beyond it nobody finds anybody


def _people_of(organisation: Organisation, body: str, on: date) -> list[uuid.UUID]:
    if body in SEATED:
        return list(dict.fromkeys(holders_on(organisation, SEATS, on)))
    if body == "group" and organisation.kind == "group":
        rows = GroupPlace.objects.filter(
            unit_id=organisation.unit_id, group_id=organisation.id, period__contains=on
        )
        return list(rows.values_list("person_id", flat=True))
    return list(members_on(organisation, on).values_list("id", flat=True))


def _watched(unit_id: int, people: Iterable[uuid.UUID], on: date) -> frozenset[uuid.UUID]:
    rows = SpecialStatus.objects.filter(
        unit_id=unit_id,
        kind=SpecialStatus.Kind.PROBATION_MEASURE,
        period__contains=on,
        person_id__in=list(people),
    )
    return frozenset(rows.values_list("person_id", flat=True))


def _vote(standing: str, *, watched: bool) -> tuple[bool, str]:
    """Return the right to vote and why not. Of a penalty only the posts that may read it know."""
    found = rights.rights(rights.Standing(standing, watched=watched))
    if found[0].held:
        return True, ""
    told = rights.without_cause(found)[0] if watched else found[0]
    return False, f"{told.reason.rstrip('。')}（{cited(told.instrument_title, told.article)}）"
