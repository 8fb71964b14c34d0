from django.db.backends.postgresql.features import DatabaseFeatures as PostgreSQLFeatures
from django.db.models import Model

from dangwu.sharding.fields import unit_field


class DatabaseFeatures(PostgreSQLFeatures):
    def allows_group_by_selected_pks_on_model(self, model: type[Model]) -> bool:
        # `id` alone is not the physical key, so PostgreSQL cannot infer the other columns.
        return not unit_field(model) and bool(super().allows_group_by_selected_pks_on_model(model))
