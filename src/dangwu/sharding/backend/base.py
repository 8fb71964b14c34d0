from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQLWrapper

from dangwu.sharding.backend.features import DatabaseFeatures
from dangwu.sharding.backend.schema import DatabaseSchemaEditor


class DatabaseWrapper(PostgreSQLWrapper):
    SchemaEditorClass = DatabaseSchemaEditor
    features_class = DatabaseFeatures

    @property
    def has_citus(self) -> bool:
        """Whether the database is a Citus cluster. Asked once a connection, by migrations only."""
        if "_has_citus" not in self.__dict__:
            with self.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'citus'")
                self._has_citus: bool = cursor.fetchone() is not None
        return self._has_citus
