"""To whom a notice goes: values that the rooms above make and hand in."""

import uuid
from dataclasses import dataclass

from dangwu.notices.models import Notice


@dataclass(frozen=True, slots=True)
class Recipient:
    """An account, a person of the register, or the group chat of an organisation."""

    kind: str
    id: uuid.UUID


def to_account(account_id: uuid.UUID) -> Recipient:
    """The one who signs in with this account."""
    return Recipient(Notice.To.ACCOUNT.value, account_id)


def to_person(person_id: uuid.UUID) -> Recipient:
    """A person of the register, with an account or without one yet."""
    return Recipient(Notice.To.PERSON.value, person_id)


def to_group(organisation_id: uuid.UUID) -> Recipient:
    """The robots in the group chat of an organisation; nothing happens where there is none."""
    return Recipient(Notice.To.ORGANISATION.value, organisation_id)
