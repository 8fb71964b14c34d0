"""What makes the laws of the data physical when ordinary migrations run."""

from typing import Any

from django.db.backends.ddl_references import Columns, Statement, Table
from django.db.backends.postgresql.schema import DatabaseSchemaEditor as PostgreSQLSchemaEditor
from django.db.models import CompositePrimaryKey, Model

from dangwu.sharding.fields import UnitForeignKey, UnitKey, unit_field

WEB_ROLE = "dangwu_web"

# The scalar sub-select makes the setting an init plan: read once a statement, not once a row.
# A missing or empty setting gives no unit at all, so access fails closed.
_UNITS = (
    "(SELECT string_to_array(nullif(current_setting('app.units', true), ''), ',')::bigint[])"
    "::bigint[]"
)


class DatabaseSchemaEditor(PostgreSQLSchemaEditor):
    # An inline foreign key would be single-column and needs SET CONSTRAINTS, which is not sent
    # to the nodes of a cluster.
    sql_create_column_inline_fk = None  # type: ignore[assignment]  # None is Django's "no"
    sql_delete_fk = "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s"

    def _iter_column_sql(
        self, column_db_type: Any, params: Any, model: Any, field: Any, *args: Any
    ) -> Any:
        inherited = super()._iter_column_sql  # type: ignore[misc]  # not in stubs
        for part in inherited(column_db_type, params, model, field, *args):
            if part == "PRIMARY KEY" and unit_field(model):
                continue
            yield part

    def table_sql(self, model: type[Model]) -> tuple[str, list[Any]]:
        key = unit_field(model)
        if key is None:
            return super().table_sql(model)
        self._check_unique(model)
        # The unit must be the first physical column: a cluster may otherwise send rows to the
        # wrong shard when one is split after a column before it was generated or dropped.
        fields = model._meta.local_fields
        model._meta.local_fields = [key, *(f for f in fields if f is not key)]
        try:
            sql, params = super().table_sql(model)
        finally:
            model._meta.local_fields = fields
        if not isinstance(model._meta.pk, CompositePrimaryKey):
            sql = f"{sql[:-1]}, {self._primary_key_sql(model, key)})"
        return sql, list(params)

    def _primary_key_sql(self, model: type[Model], key: UnitKey) -> str:
        columns = [key.column, model._meta.pk.column]
        name = self._create_index_name(model._meta.db_table, columns, "_pk")  # type: ignore[attr-defined]  # not in stubs
        quoted = ", ".join(map(self.quote_name, columns))
        return f"CONSTRAINT {self.quote_name(name)} PRIMARY KEY ({quoted})"

    def create_model(self, model: type[Model]) -> None:
        super().create_model(model)
        table = self.quote_name(model._meta.db_table)
        key = unit_field(model)
        if key is None:
            return
        self.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        self.execute(
            f"CREATE POLICY by_unit ON {table} USING (unit_id = ANY ({_UNITS}))"
            f" WITH CHECK (unit_id = ANY ({_UNITS}))"
        )
        self._join_cluster(model)

    def _join_cluster(self, model: type[Model]) -> None:
        """On a database that is already distributed, a new sharded table joins the others."""
        if self.collect_sql or not self.connection.has_citus:  # type: ignore[attr-defined]
            return
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT table_name::text FROM citus_tables"
                " WHERE citus_table_type = 'distributed' AND distribution_column = 'unit_id'"
                " ORDER BY 1 LIMIT 1"
            )
            if anchor := cursor.fetchone():
                cursor.execute(
                    "SELECT create_distributed_table(%s, 'unit_id', colocate_with := %s)",
                    [model._meta.db_table, anchor[0]],
                )

    def add_constraint(self, model: type[Model], constraint: Any) -> None:
        self._check_constraint(model, constraint)
        super().add_constraint(model, constraint)

    def _check_unique(self, model: type[Model]) -> None:
        for constraint in model._meta.constraints:
            self._check_constraint(model, constraint)
        for field in model._meta.local_fields:
            if field.unique and not field.primary_key:
                raise ValueError(
                    f"{model.__name__}.{field.name}: a unique key of a sharded table contains the"
                    " unit; use UniqueConstraint(fields=['unit', …])"
                )

    def _check_constraint(self, model: type[Model], constraint: Any) -> None:
        key = unit_field(model)
        if key is None:
            return
        names = list(getattr(constraint, "fields", ()) or ())
        names += [
            getattr(expression, "name", expression)
            for expression, _operator in getattr(constraint, "expressions", ())
            if isinstance(_operator, str)
        ]
        if names and key.name not in names and key.attname not in names:
            raise ValueError(f"{model.__name__}.{constraint.name}: must contain {key.name!r}")

    def _create_fk_sql(self, model: type[Model], field: Any, suffix: str) -> Any:
        ours, theirs = unit_field(model), unit_field(field.target_field.model)
        if theirs and not ours:
            raise ValueError(
                f"{model.__name__}.{field.name}: a table without unit cannot reference one with"
            )
        if ours and theirs and not isinstance(field, UnitForeignKey):
            raise ValueError(f"{model.__name__}.{field.name}: use UnitForeignKey")
        if not (ours and theirs):
            statement = super()._create_fk_sql(model, field, suffix)  # type: ignore[misc]  # not in stubs
            statement.parts["deferrable"] = "" if ours else statement.parts["deferrable"]
            return statement
        table, target = model._meta.db_table, field.target_field.model._meta.db_table
        return Statement(
            self.sql_create_fk,
            table=Table(table, self.quote_name),
            name=self._fk_constraint_name(model, field, suffix),  # type: ignore[attr-defined]  # not in stubs
            column=Columns(table, [ours.column, field.column], self.quote_name),
            to_table=Table(target, self.quote_name),
            to_column=Columns(target, [theirs.column, field.target_field.column], self.quote_name),
            # Immediate: the error comes from the statement itself, as IntegrityError.
            deferrable="",
        )

    def _constraint_names(
        self, model: type[Model], column_names: Any = None, **kwargs: Any
    ) -> Any:
        inherited = super()._constraint_names  # type: ignore[misc]  # not in stubs
        names = inherited(model, column_names, **kwargs)
        key = unit_field(model)
        single = column_names is not None and len(column_names) == 1
        if not names and key and single and kwargs.get("foreign_key"):
            return inherited(model, [key.column, *column_names], **kwargs)
        return names
