"""Rows on their way into the staging tables, by COPY."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db import connection

from dangwu.exchange.checking.draft import Draft, Value
from dangwu.exchange.checking.register import PERSON_FIELDS, Change, as_hex, keys_of
from dangwu.exchange.models import RosterImport
from dangwu.members.secrets import seal_id, seal_phone
from dangwu.sharding.fields import uuid7

_ROW_COLUMNS: Final = (
    "unit_id", "roster_id", "position", "sheet", "row", "verdict", "name", "person_id",
    "organisation_id", "membership_id", "standing_id", "probation_id", "member_from",
    "standing_from", "probation_from", "values", "before", "id_number", "phone",
)  # fmt: skip
_FINDING_COLUMNS: Final = (
    "unit_id", "roster_id", "number", "is_notice", "sheet", "row", "column", "place", "value",
    "reason",
)  # fmt: skip


class Staging:
    """Writes the rows and findings of one check, and sums them up."""

    def __init__(self, roster: RosterImport, member_from: date) -> None:
        self._roster = roster
        self._member_from = member_from
        self._digest = hashlib.sha256()
        self._findings = 0

    @property
    def rows_digest(self) -> str:
        """SHA-256 over all accepted rows so far, one canonical JSON text a line."""
        return self._digest.hexdigest()

    def rows(self, drafts: Iterable[Draft], changes: dict[int, Change]) -> None:
        """Store the rows that can come in and bring something."""
        lines = []
        for draft in drafts:
            change = changes.get(draft.position)
            if change is None:
                lines.append(self._fresh(draft))
            elif change.values:
                lines.append(self._changed(draft, change))
        _copy("exchange_rosterrow", _ROW_COLUMNS, lines)

    def findings(self, found: Iterable[tuple[Any, ...]]) -> None:
        """Store (is_notice, sheet, row, column, place, value, reason)."""
        lines = []
        for item in found:
            self._findings += 1
            lines.append((self._roster.unit_id, self._roster.id, self._findings, *item))
        _copy("exchange_rosterfinding", _FINDING_COLUMNS, lines)

    def _fresh(self, draft: Draft) -> tuple[Any, ...]:
        values = draft.values
        sealed = seal_id(draft.id_number or "")
        phone = seal_phone(draft.phone) if draft.phone else None
        stored = keys_of(str(values["name"]))
        for name in PERSON_FIELDS:
            if name != "name" and name in values:
                stored[name] = _plain(values[name])
        stored["organisation_id"] = str(values["organisation"])
        stored["standing"] = values["standing"]
        stored["id_digest"], stored["id_mask"] = as_hex(sealed.digest), sealed.mask
        if phone:
            stored["phone_digest"], stored["phone_mask"] = as_hex(phone.digest), phone.mask
        standing_from, probation_from = _periods(values, self._member_from)
        return self._line(
            draft,
            "N",
            stored,
            (
                # One identifier serves the rows of one person in three tables.
                key := uuid7(),
                values["organisation"],
                key,
                key,
                uuid7() if probation_from else None,
                values.get("member_from") or self._member_from,
                standing_from,
                probation_from,
            ),
            (None, sealed.cipher, phone.cipher if phone else None),
        )

    def _changed(self, draft: Draft, change: Change) -> tuple[Any, ...]:
        nobody = (None,) * 6
        return self._line(
            draft,
            "C",
            change.values,
            (change.person_id, change.organisation_id, *nobody),
            (json.dumps(change.before, ensure_ascii=False), None, change.phone),
        )

    def _line(
        self,
        draft: Draft,
        verdict: str,
        values: dict[str, Any],
        keys: tuple[Any, ...],
        rest: tuple[Any, ...],
    ) -> tuple[Any, ...]:
        text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        self._digest.update(text.encode() + b"\n")
        roster = self._roster
        name = values.get("name") or draft.values["name"]
        head = (roster.unit_id, roster.id, draft.position, draft.sheet, draft.row, verdict, name)
        return (*head, *keys, text, *rest)


def _periods(values: dict[str, Value], member_from: date) -> tuple[date, date | None]:
    """Return since when a person is what the roster says, and since when probationary before.

    Where the roster does not say it, the standing begins with the membership.
    """
    joined, confirmed = values.get("joined_on"), values.get("confirmed_on")
    standing = values["standing"]
    if standing == "full" and isinstance(confirmed, date):
        if isinstance(joined, date) and joined < confirmed:
            return confirmed, joined
        return confirmed, None
    if standing in ("full", "probationary") and isinstance(joined, date):
        return joined, None
    applied = values.get("applied_on")
    if standing == "applicant" and isinstance(applied, date):
        return applied, None
    return member_from, None


def _plain(value: Value) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _copy(table: str, columns: tuple[str, ...], lines: list[tuple[Any, ...]]) -> None:
    """Add lines to a table by COPY.

    A table with row security takes no COPY from the web role, so it goes by a temporary one and
    the policy is applied to the whole batch at once.
    """
    if not lines:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE batch (LIKE {table}) ON COMMIT DROP")
        with cursor.copy(f"COPY batch ({names}) FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM batch")  # noqa: S608 - our own names
        cursor.execute("DROP TABLE batch")
