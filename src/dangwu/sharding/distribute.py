"""Checking the tables against the laws of the data, and moving them onto a Citus cluster."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
from django.apps import apps
from django.db import connection, models
from psycopg import sql

from dangwu.sharding.fields import unit_field
from dangwu.sharding.models import Unit

SHARDS = 128


@dataclass(frozen=True, slots=True)
class Problem:
    """A table that could not be distributed as it is, and why."""

    table: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes where on a cluster."""

    reference: tuple[str, ...]
    distributed: tuple[str, ...]


def plan() -> Plan:
    """Return the reference tables and the tables distributed by unit, parents first."""
    sharded = [model for model in apps.get_models() if unit_field(model)]
    return Plan(
        reference=(Unit._meta.db_table,),
        distributed=tuple(model._meta.db_table for model in sharded),
    )


def problems() -> list[Problem]:
    """Return every offence of the tables in this database against the laws. Empty is right."""
    found: list[Problem] = []
    for model in apps.get_models():
        if unit_field(model):
            found.extend(_table_problems(model))
    return found


def _table_problems(model: type[models.Model]) -> Iterator[Problem]:
    table = model._meta.db_table
    if _first_column(table) != "unit_id":
        yield Problem(table, "unit_id is not the first column")
    for name, columns in _unique_keys(table):
        if "unit_id" not in columns:
            yield Problem(table, f"the unique key {name} leaves out unit_id")
    for name, columns, target, deferrable in _foreign_keys(table):
        to_reference = target == Unit._meta.db_table
        if not to_reference and "unit_id" not in columns:
            yield Problem(table, f"the foreign key {name} leaves out unit_id")
        if deferrable:
            yield Problem(table, f"the foreign key {name} is deferrable")
    if _triggers(table):
        yield Problem(table, "it has triggers")


def _rows(query: str, table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return list(cursor.fetchall())


def _first_column(table: str) -> object:
    rows = _rows(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " ORDER BY attnum LIMIT 1",
        table,
    )
    return rows[0][0]


def _unique_keys(table: str) -> list[tuple[object, list[str]]]:
    """Unique, primary and exclusion indexes with their columns."""
    rows = _rows(
        "SELECT i.indexrelid::regclass::text, array_agg(a.attname::text)"
        " FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid"
        " AND a.attnum = ANY(i.indkey)"
        " WHERE i.indrelid = %s::regclass AND (i.indisunique OR i.indisexclusion)"
        " GROUP BY 1",
        table,
    )
    return [(name, list(columns)) for name, columns in rows]  # type: ignore[call-overload]


def _foreign_keys(table: str) -> list[tuple[object, list[str], object, object]]:
    rows = _rows(
        "SELECT c.conname::text, array_agg(a.attname::text), c.confrelid::regclass::text,"
        " c.condeferrable FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid"
        " AND a.attnum = ANY(c.conkey) WHERE c.contype = 'f' AND c.conrelid = %s::regclass"
        " GROUP BY c.conname, c.confrelid, c.condeferrable",
        table,
    )
    return [(n, list(columns), target, late) for n, columns, target, late in rows]  # type: ignore[call-overload]


def _triggers(table: str) -> list[tuple[object, ...]]:
    return _rows(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", table
    )


def distribute(coordinator: str) -> Plan:
    """Distribute the tables of the database at `coordinator`, which holds a restored dump.

    One transaction: foreign keys are dropped and made again around the distribution, because
    half-way states are refused. Raises psycopg.Error when the server is no Citus coordinator.
    """
    todo = plan()
    with psycopg.connect(coordinator) as session:
        session.execute("SET LOCAL citus.multi_shard_modify_mode = 'sequential'")
        keys = _drop_foreign_keys(session, todo.distributed)
        for table in todo.reference:
            session.execute("SELECT create_reference_table(%s)", [table])
        anchor = todo.distributed[0]
        session.execute(
            "SELECT create_distributed_table(%s, 'unit_id', shard_count := %s)", [anchor, SHARDS]
        )
        for table in todo.distributed[1:]:
            session.execute(
                "SELECT create_distributed_table(%s, 'unit_id', colocate_with := %s)",
                [table, anchor],
            )
        for table, name, definition in keys:
            session.execute(
                sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(
                    sql.Identifier(table), sql.Identifier(name)
                )
                + sql.SQL(definition)
            )
    return todo


def _drop_foreign_keys(
    session: psycopg.Connection, tables: tuple[str, ...]
) -> list[tuple[str, str, str]]:
    found = session.execute(
        "SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid)"
        " FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)",
        [list(tables)],
    ).fetchall()
    for table, name, _definition in found:
        session.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(
                sql.Identifier(table), sql.Identifier(name)
            )
        )
    return [(str(table), str(name), str(definition)) for table, name, definition in found]
