"""A batch of rows against the register: new, changed, same, or already somewhere else."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import connection

from dangwu.core.rulebook import terms
from dangwu.exchange.checking.cleaner import Ready
from dangwu.exchange.checking.draft import Draft
from dangwu.exchange.checking.lines import PERSON_FIELDS, as_hex, keys_of
from dangwu.exchange.checking.scope import Scope, Standing
from dangwu.exchange.columns import DAYS_OF_STANDING
from dangwu.members.models import Person
from dangwu.members.secrets import id_digest, phone_digest, seal_phone
from dangwu.organisations.models import Organisation
from dangwu.organisations.models.organisation import BRANCH_KINDS
from dangwu.sharding.models import Unit

_READ: Final = (
    "id", "organisation_id", "standing", "id_digest", "id_mask",
    "phone", "phone_digest", "phone_mask", "sort_key", "pinyin", "initials", "ngrams",
    *PERSON_FIELDS,
)  # fmt: skip

# One array in place of thousands of parameters, which take longer to write than to look up.
_KNOWN: Final = """
SELECT id FROM members_person WHERE unit_id = %(unit)s AND id_digest = ANY(%(digests)s)
"""
_CLAIMED: Final = """
SELECT digest, unit_id FROM members_identityclaim WHERE digest = ANY(%(digests)s)
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What differs of a person who is in the register: the new values and the old."""

    person_id: uuid.UUID
    organisation_id: uuid.UUID
    values: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    phone: bytes | None = None


def standing_organisations(organisation: Organisation) -> tuple[Standing, ...]:
    """Return the organisations of the unit as a roster for this one may name them."""
    top = organisation.path
    rows = Organisation.objects.filter(unit_id=organisation.unit_id).standing()
    return tuple(
        Standing(
            id=key,
            code=code,
            name=name,
            short_name=short_name,
            is_branch=kind in BRANCH_KINDS,
            is_inside=path == top or path.startswith(f"{top}."),
            grams=tuple(grams),
        )
        for key, code, name, short_name, kind, path, grams in rows.values_list(
            "id", "code", "name", "short_name", "kind", "path", "ngrams"
        )
    )


class Register:
    """The people of one unit, looked up batch by batch; and what this workbook named before."""

    def __init__(self, unit_id: int, scope: Scope) -> None:
        self._unit_id = unit_id
        self._scope = scope
        self._seen: dict[bytes, tuple[str, int]] = {}
        self._units: dict[int, str] = {}

    def compare(self, drafts: list[Draft], ready: dict[int, Ready]) -> dict[int, Change]:
        """Add the failures that the register knows; return position → change for known people.

        ready: what sound rows hold. A change with no values is a person of whom nothing differs.
        """
        self._digest(drafts)
        people, by_id = self._people(drafts)
        self._unmask(drafts, by_id)
        self._refuse_repeated(drafts)
        claims = self._claims([d for d in drafts if d.digest not in people])
        changes: dict[int, Change] = {}
        for draft in drafts:
            person = people.get(draft.digest) if draft.digest else None
            if person is not None:
                if draft.position in ready:
                    draft.values = ready[draft.position].values()
                self._settle(draft, person, changes)
            elif draft.digest in claims:
                draft.fail("id_number", self._elsewhere(claims[draft.digest]))
        return changes

    def _digest(self, drafts: Iterable[Draft]) -> None:
        for draft in drafts:
            if draft.id_number and draft.digest is None:
                draft.digest = id_digest(draft.id_number)

    def _people(
        self, drafts: list[Draft]
    ) -> tuple[dict[bytes, dict[str, Any]], dict[uuid.UUID, dict[str, Any]]]:
        rows = Person.objects.filter(unit_id=self._unit_id)
        digests = [draft.digest for draft in drafts if draft.digest]
        known = [key for (key,) in _rows(_KNOWN, {"unit": self._unit_id, "digests": digests})]
        found = rows.filter(id__in=known).values(*_READ) if known else ()
        by_digest = {bytes(row["id_digest"]): row for row in found}
        records = [d.record for d in drafts if d.record and "id_number" in d.masked]
        named = rows.filter(id__in=records).values(*_READ) if records else ()
        by_id = {row["id"]: row for row in named}
        by_digest |= {bytes(r["id_digest"]): r for r in by_id.values() if r["id_digest"]}
        return by_digest, by_id

    def _unmask(self, drafts: Iterable[Draft], by_id: dict[uuid.UUID, dict[str, Any]]) -> None:
        """A masked number is the person's own when record and mask both say so."""
        for draft in drafts:
            given = draft.masked.get("id_number")
            if given is None:
                continue
            person = by_id.get(draft.record) if draft.record else None
            if person is not None and person["id_mask"] == given and person["id_digest"]:
                draft.digest = bytes(person["id_digest"])
            else:
                draft.fail("id_number", "是遮盖后的号码，认不出是谁；请填写完整号码。", given)

    def _refuse_repeated(self, drafts: Iterable[Draft]) -> None:
        for draft in drafts:
            if draft.digest is None:
                continue
            first = self._seen.setdefault(draft.digest, (draft.sheet, draft.row))
            if first != (draft.sheet, draft.row):
                sheet, row = first
                draft.fail("id_number", f"与工作表“{sheet}”第{row}行的号码相同；请保留一行。")

    def _claims(self, drafts: Iterable[Draft]) -> dict[bytes | None, int]:
        digests = [draft.digest for draft in drafts if draft.digest]
        return {
            bytes(digest): unit_id for digest, unit_id in _rows(_CLAIMED, {"digests": digests})
        }

    def _elsewhere(self, unit_id: int) -> str:
        if unit_id not in self._units:
            unit = Unit.objects.filter(pk=unit_id).first()
            self._units[unit_id] = unit.name if unit else "其他单位"
        return f"此人已在{self._units[unit_id]}的名册中，不能重复登记。本系统还不能办理组织关系转接，请由双方组织部门按规定办理。"

    def _settle(self, draft: Draft, person: dict[str, Any], changes: dict[int, Change]) -> None:
        home = person["organisation_id"]
        if home is None:
            draft.fail("id_number", "此人曾在名册中，现已不在册；请先办理恢复或转入，再导入。")
            return
        if not self._scope.covers(home):
            draft.fail(
                "id_number",
                "此人已在本单位其他党组织的名册中；"
                "请管理那个党组织的人在此人的页面办“移到其他党支部”，不能重复登记。",
            )
            return
        self._refuse_moves(draft, person)
        changes[draft.position] = self._difference(draft, person)

    def _refuse_moves(self, draft: Draft, person: dict[str, Any]) -> None:
        home, target = person["organisation_id"], draft.values.get("organisation")
        if target and target != home:
            draft.fail(
                "organisation",
                f"此人现在“{self._scope.name(home)}”；换支部请在此人的页面办“移到其他党支部”，不能用导入代替。",
                self._scope.name(target if isinstance(target, uuid.UUID) else None),
            )
        now, given = person["standing"], draft.values.get("standing")
        if given and given != now:
            words = terms.STANDINGS
            draft.fail(
                "standing",
                f"名册中现为“{words.get(now, '无')}”；变更人员类别请办理相应程序，不能用导入代替。",
                words[str(given)],
            )

    def _difference(self, draft: Draft, person: dict[str, Any]) -> Change:
        change = Change(person["id"], person["organisation_id"])
        for name in PERSON_FIELDS:
            new, old = draft.values.get(name), person[name]
            if new is None or _plain(new) == _plain(old):
                continue
            if name in DAYS_OF_STANDING:
                draft.notes.append((name, "与名册不同，本次不改；请用“信息更正”办理"))
                continue
            change.values[name], change.before[name] = _plain(new), _plain(old)
        if "name" in change.values:
            self._rename(change, person)
        return self._new_phone(draft, person, change)

    def _rename(self, change: Change, person: dict[str, Any]) -> None:
        change.values.update(keys_of(str(change.values["name"])))
        for name in ("sort_key", "pinyin", "initials", "ngrams"):
            change.before[name] = person[name]

    def _new_phone(self, draft: Draft, person: dict[str, Any], change: Change) -> Change:
        if draft.masked.get("phone", person["phone_mask"]) != person["phone_mask"]:
            draft.fail("phone", "是遮盖后的号码；请填写完整号码。", draft.masked["phone"])
        old = bytes(person["phone_digest"]) if person["phone_digest"] else None
        if not draft.phone or phone_digest(draft.phone) == old:
            return change
        sealed = seal_phone(draft.phone)
        change.values.update(phone_digest=as_hex(sealed.digest), phone_mask=sealed.mask)
        change.before.update(
            phone_digest=_hex(person["phone_digest"]),
            phone_mask=person["phone_mask"],
            phone=_hex(person["phone"]),
        )
        return Change(
            change.person_id, change.organisation_id, change.values, change.before, sealed.cipher
        )


def _plain(value: object) -> object:
    """Return a value as it stands in JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return value


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _hex(value: bytes | memoryview | None) -> str | None:
    return None if value is None else as_hex(value)
