"""The only ways to people of the register: each asks what `access` may see."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404

from dangwu.accounts.access import READERS, Access, Reach
from dangwu.accounts.models import Role
from dangwu.members.models import Membership, Person, PersonQuerySet
from dangwu.members.permissions import LISTERS, can_read_person
from dangwu.organisations.models import Organisation

HEAVY = ("id_number", "id_digest", "phone", "phone_digest", "ngrams")


@dataclass(frozen=True, slots=True)
class Seen:
    """A person with the organisation that keeps the record. Former members keep their last one."""

    person: Person
    home: Organisation | None


def person_for(access: Access, unit_id: int, person_id: uuid.UUID) -> Seen:
    """Return a person that `access` may see, else raise Http404.

    Posts see the people of their subtree and who takes part there; a member sees the own record.
    """
    person = (
        Person.objects.filter(unit_id=unit_id, id=person_id).select_related("organisation").first()
    )
    if person is None:
        raise Http404
    home = home_of(person)
    if can_read_person(access, person, home) or _is_guest(access, person):
        return Seen(person, home)
    raise Http404


def home_of(person: Person) -> Organisation | None:
    """Return the organisation of today, or the last one of somebody who left."""
    if person.organisation_id is not None:
        home: Organisation = person.organisation
        return home
    last = (
        Membership.objects.filter(
            unit_id=person.unit_id, person=person, nature=Membership.Nature.PRIMARY
        )
        .select_related("organisation")
        .order_by("period")
        .last()
    )
    return last.organisation if last else None


def people_of(access: Access, *, roles: Iterable[Role] = LISTERS) -> PersonQuerySet:
    """Return the people whom these roles of `access` reach. Pins its units."""
    reaches = access.reaches_as(roles)
    units = sorted({r.unit_id for r in reaches}.union(*(r.units_below for r in reaches)))
    if not units:
        return Person.objects.none()
    people = Person.objects.filter(unit_id__in=units)
    whole = whole_units(reaches)
    parts = [reach for reach in reaches if reach.unit_id not in whole]
    if not parts:
        return people
    condition = Q(unit_id__in=sorted(whole)) if whole else Q()
    for reach in parts:
        below = Organisation.objects.filter(unit_id=reach.unit_id).within(reach.path)
        condition |= Q(unit_id=reach.unit_id, organisation_id__in=below.values("id"))
    return people.filter(condition)


def whole_units(reaches: Iterable[Reach]) -> set[int]:
    """Return the units that a reach covers from the top."""
    found: set[int] = set()
    for reach in reaches:
        found |= reach.units_below
        if reach.organisation_id and reach.path != "-" and "." not in reach.path:
            found.add(reach.unit_id)
    return found


def _is_guest(access: Access, person: Person) -> bool:
    places = (
        Membership.objects.filter(
            unit_id=person.unit_id, person=person, period__contains=access.today
        )
        .exclude(nature=Membership.Nature.PRIMARY)
        .select_related("organisation")
    )
    return any(
        access.covers(place.unit_id, place.organisation.path, roles=READERS) for place in places
    )
