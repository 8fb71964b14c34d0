"""The people of these tests: a county with two branches and a post for each role."""

from dataclasses import dataclass

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.core.identity import synthetic_id_number
from dangwu.members.actions.registering import claim_identity
from dangwu.members.models import Person
from dangwu.members.queries.gates import Seen
from dangwu.members.secrets import seal_id, seal_phone
from dangwu.organisations.models import Organisation
from dangwu.sharding.access import open_units

PHONE = "15400001234"


@dataclass(frozen=True, slots=True)
class Home:
    """A committee with two branches beside each other."""

    top: Organisation
    branch: Organisation
    other: Organisation


def home() -> Home:
    """A county of its own, whose unit is open."""
    unit = make.unit()
    top = make.organisation(unit=unit, kind="committee", category="county", name="示范县委")
    branch = make.organisation(unit=unit, parent=top, name="河湾村党支部")
    other = make.organisation(unit=unit, parent=top, name="新泉村党支部")
    open_units([unit.id])
    return Home(top, branch, other)


def with_numbers(person: Person, sequence: int = 1) -> str:
    """Give the person an ID number and a telephone; return the ID number."""
    assert person.born_on is not None
    number = synthetic_id_number(birth=person.born_on, sequence=sequence)
    sealed, phone = seal_id(number), seal_phone(PHONE)
    person.id_number, person.id_digest, person.id_mask = sealed.cipher, sealed.digest, sealed.mask
    person.phone, person.phone_digest = phone.cipher, phone.digest
    person.phone_mask = phone.mask
    person.save()
    claim_identity(person)
    return number


def seen(person: Person) -> Seen:
    """The person with its organisation, as the gate gives it."""
    return Seen(person, person.organisation)


def post(role: Role, organisation: Organisation, person: Person | None = None) -> Access:
    """Somebody with one role there."""
    return make.access(role=role, organisation=organisation, person=person)
