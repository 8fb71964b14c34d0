"""The web role: what it may do to which table. It owns nothing and passes no row policy."""

from django.apps import apps
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from dangwu.sharding.backend.schema import WEB_ROLE
from dangwu.sharding.fields import unit_field
from dangwu.sharding.models import Unit


def is_append_only(model: type[Model]) -> bool:
    """Whether rows of this model may be added and read, and nothing else."""
    key = unit_field(model)
    return bool(key and key.append_only)


def apply_grants() -> None:
    """Create the web role where it is missing and give it exactly the rights of today's models.

    Runs as the owner after every migration; running it again changes nothing.
    """
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [WEB_ROLE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {WEB_ROLE} NOSUPERUSER NOBYPASSRLS NOCREATEDB")
        _let_owner_take_the_role(cursor)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {WEB_ROLE}")
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {WEB_ROLE}"
        )
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {WEB_ROLE}")
        for model in apps.get_models():
            table = quote(model._meta.db_table)
            if model is Unit:
                cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {WEB_ROLE}")
            elif is_append_only(model):
                cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {WEB_ROLE}")


def _let_owner_take_the_role(cursor: CursorWrapper) -> None:
    """On a site's own server the web processes sign in as the owner and take the web role."""
    modern = connection.pg_version >= 160000  # type: ignore[attr-defined]  # of the PostgreSQL backend
    taking, giving = ("SET", "MEMBER WITH ADMIN OPTION") if modern else ("MEMBER", "USAGE")
    cursor.execute(
        "SELECT pg_has_role(current_user, %s, %s), rolcreaterole,"
        " pg_has_role(current_user, %s, %s) FROM pg_roles WHERE rolname = current_user",
        [WEB_ROLE, taking, WEB_ROLE, giving],
    )
    may_take, may_create, may_give = cursor.fetchone()
    if not may_take and may_create and (may_give or not modern):
        cursor.execute(f"GRANT {WEB_ROLE} TO CURRENT_USER")
