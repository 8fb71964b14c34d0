"""The roles and the database that the program works with."""

import psycopg
from psycopg import sql

from dangwu.embedded.place import OWNER, WEB

DATABASE = "dangwu"
ATTRIBUTES = {
    OWNER: "LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOBYPASSRLS",
    WEB: "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
}


def establish(
    connection: psycopg.Connection[tuple[object, ...]], passwords: dict[str, str]
) -> None:
    """Bring roles, passwords and database to their state; run again, it changes nothing.

    The owner holds tables and runs migrations; the web role owns nothing and obeys row security.
    connection: of the superuser, in autocommit, to the database `postgres`.
    """
    for role, attributes in ATTRIBUTES.items():
        verb = "ALTER" if exists(connection, "pg_roles", "rolname", role) else "CREATE"
        connection.execute(
            sql.SQL("{} ROLE {} {} PASSWORD {}").format(
                sql.SQL(verb), sql.Identifier(role), sql.SQL(attributes), passwords[role]
            )
        )
    # The owner may act as the web role: tests and checks of row security do.
    connection.execute(
        sql.SQL("GRANT {} TO {}").format(sql.Identifier(WEB), sql.Identifier(OWNER))
    )
    if not exists(connection, "pg_database", "datname", DATABASE):
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(DATABASE), sql.Identifier(OWNER)
            )
        )


def exists(
    connection: psycopg.Connection[tuple[object, ...]], table: str, column: str, name: str
) -> bool:
    query = sql.SQL("SELECT 1 FROM {} WHERE {} = %s").format(
        sql.Identifier(table), sql.Identifier(column)
    )
    return connection.execute(query, [name]).fetchone() is not None
