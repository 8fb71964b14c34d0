"""Keys and indexes put aside while a population is loaded, and built once at its end.

Keeping them row by row costs several times the load itself. They are read from the database's own
catalogue and put back as they were, in the same transaction: a failure leaves all as before.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper
    from django.db.models import Model

# Foreign keys go first and come last: the keys they point to are put aside as well.
_CONSTRAINTS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid), contype = 'f'
FROM pg_constraint
WHERE contype IN ('f', 'p', 'u', 'x')
  AND (conrelid = ANY (%(tables)s::regclass[])
       OR contype = 'f' AND confrelid = ANY (%(tables)s::regclass[]))
ORDER BY contype <> 'f', contype <> 'x', conrelid::regclass::text, conname
"""
_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
FROM pg_index
WHERE indrelid = ANY (%(tables)s::regclass[])
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class _Constraint:
    table: str
    name: str
    definition: str
    foreign: bool


@contextmanager
def put_aside(models: Iterable["type[Model]"]) -> Iterator[None]:
    """Drop the keys, constraints and indexes of these tables inside, and build them afterwards.

    Must be inside a transaction. Rows that break a constraint make the end fail.
    """
    tables = [connection.ops.quote_name(model._meta.db_table) for model in models]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute(_CONSTRAINTS, {"tables": tables})
        constraints = [_Constraint(*row) for row in cursor.fetchall()]
        cursor.execute(_INDEXES, {"tables": tables})
        indexes: list[tuple[str, str]] = cursor.fetchall()
        _drop(cursor, constraints, indexes)
    yield
    with connection.cursor() as cursor:
        for constraint in reversed(constraints):
            if constraint.foreign:
                continue
            _add(cursor, constraint)
        for _name, definition in indexes:
            cursor.execute(definition)
        for constraint in constraints:
            if constraint.foreign:
                _add(cursor, constraint)


def _drop(
    cursor: "CursorWrapper", constraints: list[_Constraint], indexes: list[tuple[str, str]]
) -> None:
    for constraint in constraints:
        cursor.execute(f"ALTER TABLE {constraint.table} DROP CONSTRAINT {constraint.name}")
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")


def _add(cursor: "CursorWrapper", constraint: _Constraint) -> None:
    cursor.execute(
        f"ALTER TABLE {constraint.table} ADD CONSTRAINT {constraint.name} {constraint.definition}"
    )
