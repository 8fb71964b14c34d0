"""The units that the current transaction may touch, told to the database."""

from collections.abc import Iterable

from django.db import connection


def open_units(units: Iterable[int]) -> None:
    """Open these units for the rest of the transaction. Without it the web role sees no row.

    Must be called inside a transaction: the setting ends with it.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("open_units() belongs inside a transaction")
    value = ",".join(str(int(unit)) for unit in sorted(set(units)))
    with connection.cursor() as cursor:
        # A statement, not set_config(): only statements are passed on to the nodes of a cluster.
        cursor.execute(f"SET LOCAL app.units = '{value}'")
