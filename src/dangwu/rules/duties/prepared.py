"""Statements that a connection plans once: for one organisation, planning costs more than reading.

The statement and its plan stay with the connection under the text of the statement; organisations
of the same kind share the text. A plan made once holds for all values, so it may not depend on
them: it is right for few organisations, which are all read by their keys.
"""

import re
from functools import lru_cache
from typing import Any, Final

import psycopg
from django.db import connection, transaction

from dangwu.rules.duties.compiling import Params

# Compiling to machine code costs more than such a statement.
PLAN: Final = "SET LOCAL jit = off; SET LOCAL plan_cache_mode = force_generic_plan"
KEPT: Final = 32  # statements a connection keeps; a plan takes about half a megabyte
PLACEHOLDER: Final = re.compile(r"%\((\w+)\)s")


def rows_of(sql: str, params: Params) -> list[tuple[Any, ...]]:
    """Return the rows of a statement with named parameters, planned once a connection.

    The plan's settings stay for the rest of the transaction, where they do no harm.
    """
    text, names = numbered(sql)
    with transaction.atomic(savepoint=False):
        with connection.cursor() as settings:
            settings.execute(PLAN)
        kept = connection.connection
        kept.prepare_threshold, kept.prepared_max = 0, KEPT
        raw = psycopg.RawCursor(kept)
        made = (
            connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
        )
        with made(raw) as cursor:  # type: ignore[arg-type]  # any cursor will do; the stubs want theirs
            cursor.execute(text, [params[name] for name in names])
            return list(cursor.fetchall())


@lru_cache(maxsize=256)
def numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """Return the statement with $1, $2 … for its named parameters, and their names in order."""
    names = tuple(dict.fromkeys(PLACEHOLDER.findall(sql)))
    places = {name: f"${place}" for place, name in enumerate(names, start=1)}
    return PLACEHOLDER.sub(lambda match: places[match[1]], sql).replace("%%", "%"), names
