"""Who may read, keep and decide about people of the register."""

from collections.abc import Iterable

from dangwu.accounts.access import KEEPERS, READERS, Access
from dangwu.accounts.models import Role
from dangwu.members.models import Person, SpecialStatus
from dangwu.organisations.models import Organisation

Kind = SpecialStatus.Kind
STRUCTURE = KEEPERS | {Role.DEPARTMENT}
# The register of names is the supervisor's only where a record is opened, never as a list.
LISTERS = READERS - {Role.SUPERVISOR}
HARDSHIP_READERS = frozenset({Role.SECRETARY, Role.DEPARTMENT})
DISCIPLINE_READERS = HARDSHIP_READERS | {Role.SUPERVISOR}
GUARDED = {
    Kind.HARDSHIP: HARDSHIP_READERS,
    Kind.PROBATION_MEASURE: DISCIPLINE_READERS,
    Kind.CORRECTION: DISCIPLINE_READERS,
}


def reaches(access: Access, organisation: Organisation | None, roles: Iterable[Role]) -> bool:
    """Whether one of these roles reaches the organisation."""
    return organisation is not None and access.covers(
        organisation.unit_id, organisation.path, roles=roles
    )


def can_read_person(access: Access, person: Person, home: Organisation | None) -> bool:
    """Whether the record is shown: to posts above it, and to the person."""
    return access.is_person(person.unit_id, person.id) or reaches(access, home, READERS)


def can_keep(access: Access, home: Organisation | None) -> bool:
    """Whether plain data, honours, circumstances and proposals are kept."""
    return reaches(access, home, KEEPERS)


def can_arrange(access: Access, home: Organisation | None) -> bool:
    """Whether people are registered, moved, merged, or change their standing."""
    return reaches(access, home, STRUCTURE)


def can_reveal(access: Access, home: Organisation | None) -> bool:
    """Whether a personal number may be opened for a stated reason."""
    return reaches(access, home, STRUCTURE)


def can_see_discipline(access: Access, person: Person, home: Organisation | None) -> bool:
    """Whether penalties are shown: to the posts that need them, and to the person."""
    return access.is_person(person.unit_id, person.id) or reaches(access, home, DISCIPLINE_READERS)


def can_discipline(access: Access, home: Organisation | None) -> bool:
    """Whether a penalty that was decided may be entered."""
    return reaches(access, home, HARDSHIP_READERS)


def can_propose(access: Access, person: Person) -> bool:
    """Whether a correction may be proposed: by the person only."""
    return access.is_person(person.unit_id, person.id)


def can_see_special(access: Access, person: Person, home: Organisation | None, kind: str) -> bool:
    """Whether this circumstance of the person is shown."""
    guarded = GUARDED.get(Kind(kind))
    if guarded is None or access.is_person(person.unit_id, person.id):
        return True
    return reaches(access, home, guarded)


def can_set_special(access: Access, home: Organisation | None, kind: str) -> bool:
    """Whether this circumstance may be entered or ended."""
    guarded = GUARDED.get(Kind(kind))
    if guarded is not None:
        return reaches(access, home, guarded - {Role.SUPERVISOR})
    return can_keep(access, home)


def special_kinds_for(access: Access) -> list[str]:
    """Return the kinds of circumstance that this person may list at all."""
    return [
        kind.value for kind in Kind if GUARDED.get(kind) is None or GUARDED[kind] & access.roles
    ]
