"""Rows on their way into the staging tables, by COPY."""

import hashlib
from collections.abc import Iterable
from typing import Any, Final

from django.db import connection

from dangwu.exchange.checking.cleaner import Ready
from dangwu.exchange.checking.draft import Draft
from dangwu.exchange.checking.lines import ROW_COLUMNS, canonical, line_of
from dangwu.exchange.checking.register import Change
from dangwu.exchange.models import RosterImport

_FINDING_COLUMNS: Final = (
    "number", "is_notice", "sheet", "row", "column", "place", "value", "reason",
)  # fmt: skip


class Staging:
    """Writes the rows and findings of one check, and sums them up."""

    def __init__(self, roster: RosterImport) -> None:
        self._roster = roster
        self._digest = hashlib.sha256()
        self._findings = 0

    @property
    def rows_digest(self) -> str:
        """SHA-256 over all accepted rows so far, one canonical JSON text a line."""
        return self._digest.hexdigest()

    def rows(
        self, drafts: Iterable[Draft], ready: dict[int, Ready], changes: dict[int, Change]
    ) -> None:
        """Store the rows that can come in and bring something."""
        lines = []
        for draft in drafts:
            change = changes.get(draft.position)
            if change is None:
                new = ready[draft.position]
                self._digest.update(new.text.encode() + b"\n")
                lines.append(new.line)
            elif change.values:
                lines.append(self._changed(draft, change))
        self._copy("exchange_rosterrow", ROW_COLUMNS, lines)

    def findings(self, found: Iterable[tuple[Any, ...]]) -> None:
        """Store (is_notice, sheet, row, column, place, value, reason)."""
        lines = []
        for item in found:
            self._findings += 1
            lines.append(line_of(self._findings, *item))
        self._copy("exchange_rosterfinding", _FINDING_COLUMNS, lines)

    def _changed(self, draft: Draft, change: Change) -> bytes:
        text = canonical(change.values)
        self._digest.update(text.encode() + b"\n")
        return line_of(
            draft.position,
            draft.sheet,
            draft.row,
            "C",
            change.values.get("name") or draft.values["name"],
            change.person_id,
            change.organisation_id,
            *(None,) * 6,
            text,
            canonical(change.before),
            None,
            change.phone,
        )

    def _copy(self, table: str, columns: tuple[str, ...], lines: list[bytes]) -> None:
        """Add lines to a table by COPY.

        A table with row security takes no COPY from the web role, so it goes by a temporary one
        and the policy is applied to the whole batch at once.
        """
        if not lines:
            return
        names = ", ".join(f'"{name}"' for name in columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMP TABLE batch ON COMMIT DROP AS SELECT {names} FROM {table}"  # noqa: S608 - our own names
                " WITH NO DATA"
            )
            with cursor.copy(f"COPY batch ({names}) FROM STDIN") as copy:
                copy.write(b"".join(lines))
            cursor.execute(
                f"INSERT INTO {table} (unit_id, roster_id, {names})"  # noqa: S608 - our own names
                f" SELECT %s, %s, {names} FROM batch",
                [self._roster.unit_id, self._roster.id],
            )
            cursor.execute("DROP TABLE batch")
