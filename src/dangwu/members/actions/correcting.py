"""Changing what is written of a person: by the keeper, or proposed by the person."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.core.identity import mask_id_number, mask_phone
from dangwu.members.actions.periods import locked
from dangwu.members.actions.registering import claim_identity, name_values, number_values
from dangwu.members.fields import NUMBERS, Field, as_text, field_of, read, shown
from dangwu.members.models import Correction, IdentityClaim, Person
from dangwu.members.permissions import can_keep, can_propose
from dangwu.members.queries.gates import Seen
from dangwu.members.secrets import open_number, seal_text
from dangwu.organisations.constraints import refused_by


@transaction.atomic
def correct_person(
    *, actor: Access, seen: Seen, changes: Mapping[str, str], reason: str
) -> list[str]:
    """Write new values and record each, old → new; return the labels of what changed.

    changes: name of the field → text as typed. Numbers are recorded masked.
    Raises PermissionDenied, InputError, AlreadyRegisteredError.
    """
    if not can_keep(actor, seen.home):
        raise PermissionDenied
    person = locked(seen.person)
    facts = _apply(person, {field_of(name): text for name, text in changes.items()})
    if not facts:
        raise InputError("", "没有改动。请修改至少一个项目后再保存。")
    record(
        actor=actor,
        verb="members.correct",
        target=person,
        organisation_id=seen.home.id if seen.home else None,
        原因=reason,
        **facts,
    )
    return list(facts)


@transaction.atomic
def propose_correction(
    *, actor: Access, seen: Seen, field: str, value: str, reason: str
) -> Correction:
    """Return a proposal of the person about the own record; the branch decides.

    Raises PermissionDenied, InputError, DomainError where one for this field is open.
    """
    if actor.account_id is None or not can_propose(actor, seen.person):
        raise PermissionDenied
    asked = field_of(field)
    if not asked.own:
        raise InputError("field", f"“{asked.label}”不由本人更正，请向党支部说明。")
    new = _shown_value(asked, read(asked, value))
    old = shown(seen.person, field)
    if asked.name not in NUMBERS and new == old:
        raise InputError("value", f"“{asked.label}”现在就是“{old or '空'}”，不需要更正。")
    again = DomainError(f"“{asked.label}”已有一条更正在等待审核，请等支部答复后再提出。")
    with refused_by("correction_one_open_per_field", again):
        correction = Correction.objects.create(
            unit_id=seen.person.unit_id,
            person=seen.person,
            field=field,
            old_value=old[:200],
            new_value=seal_text(value.strip()),
            new_mask=new[:200],
            reason=reason,
            proposed_by=actor.account_id,
            proposed_at=actor.now,
        )
    _record_proposal(actor, seen, correction, "members.propose_correction")
    return correction


@transaction.atomic
def decide_correction(
    *, actor: Access, seen: Seen, correction: Correction, accept: bool, answer: str
) -> Correction:
    """Accept a proposal, which writes it, or decline it with an answer.

    Raises PermissionDenied, DomainError where it was decided already, InputError.
    """
    if not can_keep(actor, seen.home):
        raise PermissionDenied
    row = Correction.objects.select_for_update().get(unit_id=correction.unit_id, id=correction.id)
    if row.state != Correction.State.OPEN:
        raise DomainError(f"这条更正已经审核（{row.get_state_display()}），没有再次处理。")
    if not accept and not answer.strip():
        raise InputError("answer", "不采纳的，请写明理由，提出人会看到。")
    if accept:
        person = locked(seen.person)
        _apply(person, {field_of(row.field): open_number(bytes(row.new_value))})
    row.state = Correction.State.ACCEPTED if accept else Correction.State.DECLINED
    row.decided_by, row.decided_at, row.answer = actor.account_id, actor.now, answer.strip()
    row.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    _record_proposal(actor, seen, row, "members.decide_correction")
    return row


def _record_proposal(actor: Access, seen: Seen, row: Correction, verb: str) -> None:
    record(
        actor=actor,
        verb=verb,
        target=seen.person,
        organisation_id=seen.home.id if seen.home else None,
        项目=field_of(row.field).label,
        原值=row.old_value,
        新值=row.new_mask,
        结果=row.get_state_display(),
        答复=row.answer,
    )


def _apply(person: Person, changes: Mapping[Field, str]) -> dict[str, str]:
    """Write the values that differ; return label → old → new for the record."""
    facts: dict[str, str] = {}
    values: dict[str, object] = {}
    for field, text in changes.items():
        value = read(field, text)
        found = _values(field, value)
        if all(_same(getattr(person, name), new) for name, new in _compared(found)):
            continue
        facts[field.label] = f"{shown(person, field.name) or '空'} → {_shown_value(field, value)}"
        values |= found
    _check_days(person, values)
    if values:
        _write(person, values)
    return facts


def _values(field: Field, value: object) -> dict[str, object]:
    if field.kind == "name":
        return name_values(str(value))
    if field.name in NUMBERS:
        return dict(number_values(field.name, str(value)))
    return {field.name: value}


def _compared(values: Mapping[str, object]) -> list[tuple[str, object]]:
    """Return the columns that tell whether anything changed; a cipher is new every time."""
    return [(name, value) for name, value in values.items() if name not in NUMBERS]


def _same(old: object, new: object) -> bool:
    if isinstance(old, memoryview):
        old = bytes(old)
    return old == new


def _shown_value(field: Field, value: object) -> str:
    if field.name == "id_number":
        return mask_id_number(str(value)) if value else "空"
    if field.name == "phone":
        return mask_phone(str(value)) if value else "空"
    return as_text(field.name, value) or "空"


def _check_days(person: Person, values: Mapping[str, object]) -> None:
    joined = values.get("joined_on", person.joined_on)
    confirmed = values.get("confirmed_on", person.confirmed_on)
    if isinstance(joined, date) and isinstance(confirmed, date) and confirmed < joined:
        raise InputError("confirmed_on", f"转正日期{confirmed}早于入党日期{joined}，请核对。")


def _write(person: Person, values: Mapping[str, object]) -> None:
    old_digest = person.id_digest
    for name, value in values.items():
        setattr(person, name, value)
    if "id_digest" in values:
        if old_digest is not None:
            IdentityClaim.objects.filter(
                digest=bytes(old_digest), person_id=person.id, unit_id=person.unit_id
            ).delete()
        claim_identity(person)
    person.save(update_fields=list(values))
