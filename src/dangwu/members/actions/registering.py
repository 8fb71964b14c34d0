"""Entering a person into the register."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.calendar import add_months
from dangwu.core.errors import DomainError, InputError
from dangwu.core.identity import check_id_number, clean_id_number
from dangwu.core.names import name_keys
from dangwu.members.actions.periods import check_day, open_membership, open_standing
from dangwu.members.fields import field_of, read
from dangwu.members.models import IdentityClaim, Person
from dangwu.members.permissions import can_arrange
from dangwu.members.secrets import seal_id, seal_phone
from dangwu.organisations.models import Organisation

JOINED = ("probationary", "full", "suspended")
PROBATION_MONTHS = 12


class AlreadyRegisteredError(DomainError):
    """The ID number belongs to another record."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is needed to enter a person. standing: held since `since`; the rest as known."""

    name: str
    id_number: str
    standing: str
    since: date
    phone: str = ""
    ethnicity: str = ""
    joined_on: date | None = None
    confirmed_on: date | None = None
    came_by: str = "新登记"
    basis: str = ""


@transaction.atomic
def register_person(*, actor: Access, organisation: Organisation, entry: Entry) -> Person:
    """Return a new person of a branch, with the periods of standing and membership.

    Sex and birth date come from the ID number. Raises PermissionDenied, InputError,
    AlreadyRegisteredError, WrongDayError.
    Source: ZC2022 art. 8
    """
    if not can_arrange(actor, organisation):
        raise PermissionDenied
    check_branch(organisation)
    check_day(actor, entry.since)
    person = _new(organisation, entry)
    person.save(force_insert=True)
    claim_identity(person)
    open_standing(person, entry.standing, on=entry.since, basis=entry.basis)
    open_membership(person, organisation, on=entry.since, came_by=entry.came_by)
    record(
        actor=actor,
        verb="members.register",
        target=person,
        姓名=person.name,
        人员类别=person.get_standing_display(),
        党组织=organisation.name,
        自=entry.since.isoformat(),
    )
    return person


def check_branch(organisation: Organisation) -> None:
    """Return when people can belong to the organisation directly. Raises DomainError."""
    if organisation.dissolved_on is not None:
        raise DomainError(f"“{organisation}”已经撤销，不能编入党员。请选择现有的党支部。")
    if not organisation.is_branch:
        raise DomainError(
            f"“{organisation}”是{organisation.get_kind_display()}，党员应当编入党支部。"
            "请选择它下面的一个党支部。"
        )


def claim_identity(person: Person) -> None:
    """Take the person's ID number in the nation. Raises AlreadyRegisteredError."""
    if person.id_digest is None:
        return
    digest = bytes(person.id_digest)
    IdentityClaim.objects.bulk_create(
        [IdentityClaim(digest=digest, unit_id=person.unit_id, person_id=person.id)],
        ignore_conflicts=True,
    )
    claim = IdentityClaim.objects.get(digest=digest)
    if (claim.unit_id, claim.person_id) != (person.unit_id, person.id):
        raise AlreadyRegisteredError(
            "这个公民身份号码已经登记在另一条记录上，没有重复录入。"
            "请先查找此人；在其他党组织的，请先由双方组织部门按规定转接组织关系（本系统还不能办理）。"
        )


def name_values(name: str) -> dict[str, object]:
    """Return a name with everything that is stored beside it."""
    keys = name_keys(name)
    if not keys.name:
        raise InputError("name", "请填写姓名。")
    return {
        "name": keys.name,
        "sort_key": keys.stroke_key,
        "pinyin": keys.pinyin,
        "initials": keys.initials,
        "ngrams": list(keys.ngrams),
    }


def number_values(field: str, number: str) -> Mapping[str, object]:
    """Return a checked personal number as its three columns."""
    if not number:
        return {field: None, f"{_STEM[field]}_digest": None, f"{_STEM[field]}_mask": ""}
    sealed = seal_id(number) if field == "id_number" else seal_phone(number)
    stem = _STEM[field]
    return {field: sealed.cipher, f"{stem}_digest": sealed.digest, f"{stem}_mask": sealed.mask}


def _new(organisation: Organisation, entry: Entry) -> Person:
    checked = check_id_number(clean_id_number(entry.id_number))
    phone = read(field_of("phone"), entry.phone)
    joined_on, confirmed_on = _party_days(entry)
    return Person(
        unit_id=organisation.unit_id,
        organisation=organisation,
        standing=entry.standing,
        sex=checked.sex,
        born_on=checked.birth_on,
        ethnicity=str(read(field_of("ethnicity"), entry.ethnicity)),
        joined_on=joined_on,
        confirmed_on=confirmed_on,
        probation_ends_on=add_months(joined_on, PROBATION_MONTHS) if joined_on else None,
        applied_on=entry.since if entry.standing == "applicant" else None,
        **name_values(entry.name),
        **number_values("id_number", checked.number),
        **number_values("phone", str(phone)),
    )


def _party_days(entry: Entry) -> tuple[date | None, date | None]:
    if entry.standing not in JOINED:
        return None, None
    joined = entry.joined_on or (entry.since if entry.standing == "probationary" else None)
    if joined is None:
        raise InputError("joined_on", "党员请填写入党日期（支部大会通过之日）。")
    confirmed = None if entry.standing == "probationary" else entry.confirmed_on
    if confirmed is not None and confirmed < joined:
        raise InputError("confirmed_on", f"转正日期{confirmed}早于入党日期{joined}，请核对。")
    return joined, confirmed


_STEM = {"id_number": "id", "phone": "phone"}
