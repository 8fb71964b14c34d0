"""The register as it was on a past day, read from the periods."""

from dataclasses import dataclass
from datetime import date

from dangwu.members.models import Membership, Person, PersonQuerySet, StandingPeriod
from dangwu.members.queries.gates import HEAVY
from dangwu.organisations.models import Organisation, OrganisationPeriod

IN_THE_PARTY = ("full", "probationary")


@dataclass(frozen=True, slots=True)
class PersonThen:
    """What a person was on a day. standing "" and organisation None: nothing on record."""

    person: Person
    on: date
    standing: str
    organisation: Organisation | None


def members_on(organisation: Organisation, on: date) -> PersonQuerySet:
    """Return the full and probationary members of the organisation and all below it that day.

    The subtree is that of the day too. The caller holds the organisation through its gate.
    """
    unit_id = organisation.unit_id
    then = OrganisationPeriod.objects.filter(unit_id=unit_id, period__contains=on)
    path = then.filter(organisation_id=organisation.id).values_list("path", flat=True).first()
    if path is None:
        return Person.objects.none()
    below = then.filter(path__gte=path, path__lt=f"{path}/")
    places = Membership.objects.filter(
        unit_id=unit_id,
        nature=Membership.Nature.PRIMARY,
        period__contains=on,
        organisation_id__in=below.values("organisation_id"),
    )
    standings = StandingPeriod.objects.filter(
        unit_id=unit_id, period__contains=on, standing__in=IN_THE_PARTY
    )
    return (
        Person.objects.filter(unit_id=unit_id, id__in=places.values("person_id"))
        .filter(id__in=standings.values("person_id"))
        .defer(*HEAVY)
        .order_by("sort_key", "id")
    )


def person_on(person: Person, on: date) -> PersonThen:
    """Return what a person was that day. The caller holds the person through `person_for`."""
    standing = (
        StandingPeriod.objects.filter(
            unit_id=person.unit_id, person_id=person.id, period__contains=on
        )
        .values_list("standing", flat=True)
        .first()
    )
    place = (
        Membership.objects.filter(
            unit_id=person.unit_id,
            person_id=person.id,
            nature=Membership.Nature.PRIMARY,
            period__contains=on,
        )
        .select_related("organisation")
        .first()
    )
    return PersonThen(person, on, standing or "", place.organisation if place else None)
