"""Accepted rows into the register by set-based statements, in the caller's transaction."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection
from django.db.models import Max

from dangwu.core.errors import DomainError
from dangwu.exchange.checking.lines import PERSON_FIELDS
from dangwu.exchange.models import RosterImport, RosterRow
from dangwu.exchange.progress import Tell
from dangwu.members.models import Person

Names = dict[str, int | str | uuid.UUID | list[str]]
_FIRST_PIECE: Final = 2_000
_PIECE: Final = 10_000
_MANY: Final = 5_000  # from here on the planner must hear of the new rows at once
_CHANGEABLE: Final = (
    *PERSON_FIELDS, "sort_key", "pinyin", "initials", "ngrams", "phone_digest", "phone_mask",
)  # fmt: skip
_OWN: Final = ("unit_id", "id", "id_number", "phone")
_PERSON_COLUMNS: Final = [
    field.column for field in Person._meta.concrete_fields if field.column not in _OWN
]

# Columns whose blanks are texts or numbers, not nothing.
_BLANK: Final = json.dumps(
    {
        field.column: field.get_default()
        for field in Person._meta.concrete_fields
        if not field.null and field.column not in ("unit_id", "id")
    }
)

# A row of nothing but blanks, as a literal: read once, not once a person.
_BLANK_ROW: Final = "SELECT jsonb_populate_record(NULL::members_person, %s::jsonb)::text"
_PERSONS = """
INSERT INTO members_person (unit_id, id, id_number, phone, {columns})
SELECT r.unit_id, r.person_id, r.id_number, r.phone, {values}
FROM exchange_rosterrow r
CROSS JOIN LATERAL jsonb_populate_record(%(blank)s::members_person, r.values) p
WHERE r.unit_id = %(unit)s AND r.roster_id = %(roster)s AND r.verdict = 'N'
  AND r.position > %(after)s AND r.position <= %(upto)s
ORDER BY r.position
""".format(
    columns=", ".join(_PERSON_COLUMNS),
    values=", ".join(
f"p.{name}" for name in _PERSON_COLUMNS    ),
)  # fmt: skip

_FRESH = """
FROM exchange_rosterrow r
WHERE r.unit_id = %(unit)s AND r.roster_id = %(roster)s AND r.verdict = 'N'
  AND r.position > %(after)s AND r.position <= %(upto)s
"""
_CLAIMS = f"""
INSERT INTO members_identityclaim (digest, unit_id, person_id)
SELECT decode(substr(r.values->>'id_digest', 3), 'hex'), r.unit_id, r.person_id {_FRESH}
ON CONFLICT (digest) DO NOTHING
"""
_MEMBERSHIPS = f"""
INSERT INTO members_membership
  (unit_id, id, person_id, organisation_id, nature, period, came_by, left_by)
SELECT r.unit_id, r.membership_id, r.person_id, r.organisation_id, 'primary',
  daterange(r.member_from, NULL), '花名册导入', '' {_FRESH} ORDER BY r.position
"""
_STANDINGS = f"""
INSERT INTO members_standingperiod (unit_id, id, person_id, standing, period, ending, basis)
SELECT r.unit_id, r.standing_id, r.person_id, r.values->>'standing',
  daterange(r.standing_from, NULL), '', '花名册导入' {_FRESH} ORDER BY r.position
"""
_PROBATIONS = f"""
INSERT INTO members_standingperiod (unit_id, id, person_id, standing, period, ending, basis)
SELECT r.unit_id, r.probation_id, r.person_id, 'probationary',
  daterange(r.probation_from, r.standing_from), 'advanced', '花名册导入'
{_FRESH} AND r.probation_id IS NOT NULL ORDER BY r.position
"""
_COUNT = f"SELECT count(*) {_FRESH}"
# Of a unit that the statistics do not know, every index seems to hold one row: an undo, or a page,
# before autovacuum's next round would read all of the unit once for each person.
_COUNTED = """
ANALYZE members_person, members_membership, members_standingperiod, members_identityclaim
"""

_CHANGED = """
FROM exchange_rosterrow r
JOIN members_person p ON p.unit_id = r.unit_id AND p.id = r.person_id
WHERE r.unit_id = %(unit)s AND r.roster_id = %(roster)s AND r.verdict = 'C'
  AND p.unit_id = %(unit)s
"""
_MOVED = f"""
SELECT r.name {_CHANGED}
  AND NOT (to_jsonb(p) @> r.before AND p.organisation_id IS NOT DISTINCT FROM r.organisation_id)
ORDER BY r.position LIMIT 20
"""  # noqa: S608
_UPDATE = """
UPDATE members_person t SET {assignments}, phone = {phone}
FROM exchange_rosterrow r
JOIN members_person p ON p.unit_id = r.unit_id AND p.id = r.person_id
CROSS JOIN LATERAL jsonb_populate_record(p, r.{source}) n
WHERE r.unit_id = %(unit)s AND r.roster_id = %(roster)s AND r.verdict = 'C'
  AND p.unit_id = %(unit)s AND t.unit_id = %(unit)s AND t.id = p.id
"""
_ASSIGNMENTS: Final = ", ".join(f"{name} = n.{name}" for name in _CHANGEABLE)
_APPLY = _UPDATE.format(
    assignments=_ASSIGNMENTS, phone="coalesce(r.phone, t.phone)", source="values"
)
RESTORE = _UPDATE.format(assignments=_ASSIGNMENTS, phone="n.phone", source="before")


@contextmanager
def by_index() -> Iterator[None]:
    """Let the statements inside, and the checks of their foreign keys, go by index only.

    Without it a plan made while a table was empty reads the whole table once a row.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("DISCARD PLANS")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = on")
        cursor.execute("DISCARD PLANS")


def pieces(roster: RosterImport) -> Iterator[tuple[int, int]]:
    """Yield (after, up to) of the positions to write by one statement; the first are few."""
    rows = RosterRow.objects.filter(unit_id=roster.unit_id, roster=roster)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    after = 0
    while after < last:
        upto = min(after + (_PIECE if after else _FIRST_PIECE), last)
        yield after, upto
        after = upto


class RegisterMovedError(DomainError):
    """The register changed between the dry run and the import."""


def write_rows(roster: RosterImport, tell: Tell) -> None:
    """Write the accepted rows: persons, claims, memberships, standings; changes if chosen.

    Raises RegisterMovedError when somebody of the workbook is in the register by now, or a
    person to change was changed since.
    """
    names: Names = {"unit": roster.unit_id, "roster": roster.id}
    with by_index(), connection.cursor() as cursor:
        # Imports of one unit go one after the other.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('roster'), %s)", [roster.unit_id])
        cursor.execute(_BLANK_ROW, [_BLANK])
        blank = cursor.fetchone()[0]
        for after, upto in pieces(roster):
            piece = {**names, "after": after, "upto": upto, "blank": blank}
            cursor.execute(_COUNT, piece)
            expected = cursor.fetchone()[0]
            cursor.execute(_CLAIMS, piece)
            if cursor.rowcount != expected:
                raise RegisterMovedError(
                    f"核对之后，文件中有{expected - cursor.rowcount}人已被登记进名册；"
                    "没有导入任何一行。请重新核对。"
                )
            for statement in (_PERSONS, _MEMBERSHIPS, _PROBATIONS, _STANDINGS):
                cursor.execute(statement, piece)
            tell("导入", min(upto, roster.total), roster.total)
            if not after:
                cursor.execute("DISCARD PLANS")  # those of the first piece found tables empty
        if roster.apply_changes and roster.changed:
            _apply_changes(names)
        if roster.fresh >= _MANY:
            cursor.execute(_COUNTED)


def _apply_changes(names: Names) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, names)
        if moved := [name for (name,) in cursor.fetchall()]:
            raise RegisterMovedError(
                f"核对之后，这些人的资料又有更改：{'、'.join(moved)}；"
                "没有导入任何一行。请重新核对。"
            )
        cursor.execute(_APPLY, names)
