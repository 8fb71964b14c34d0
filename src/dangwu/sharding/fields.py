"""The fields that carry the unit, and the identifier made by the application."""

import os
import time
import uuid
from typing import Any

from django.db import models
from django.db.models.lookups import Exact
from django.db.models.sql.where import AND, WhereNode


def uuid7() -> uuid.UUID:
    """Return a new identifier, version 7: sortable by the millisecond it was made."""
    milliseconds = time.time_ns() // 1_000_000
    raw = bytearray(milliseconds.to_bytes(6, "big") + os.urandom(10))
    raw[6] = 0x70 | (raw[6] & 0x0F)
    raw[8] = 0x80 | (raw[8] & 0x3F)
    return uuid.UUID(bytes=bytes(raw))


class UnitKey(models.ForeignKey[Any, Any]):
    """The unit of a row: first column, part of the primary key, never updated.

    A model is sharded when it has one. Migrations keep the class, so historical models are
    recognised too. `append_only`: the web role may add rows and read them, nothing else.
    """

    def __init__(
        self, to: Any = "sharding.Unit", on_delete: Any = models.PROTECT, **options: Any
    ) -> None:
        self.append_only = options.pop("append_only", False)
        options.setdefault("related_name", "+")
        options.setdefault("db_index", False)
        super().__init__(to, on_delete, **options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        if self.append_only:
            kwargs["append_only"] = True
        return name, path, list(args), dict(kwargs)


def unit_field(model: Any) -> UnitKey | None:
    """Return the unit key of a model, or None where the model is not sharded."""
    for field in model._meta.local_concrete_fields:
        if isinstance(field, UnitKey):
            return field
    return None


class UnitForeignKey(models.ForeignKey[Any, Any]):
    """A reference between two sharded rows of one unit.

    The constraint is (unit_id, x_id) → (unit_id, id); every join and every `row.x` carries the
    unit, so a row of another unit can neither be referenced nor reached by mistake. It makes no
    index of its own: indexes begin with the unit and are named for their question.
    """

    def __init__(self, to: Any, on_delete: Any, **options: Any) -> None:
        options.setdefault("db_index", False)
        super().__init__(to, on_delete, **options)

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> Any:
        ours, theirs = unit_field(self.model), unit_field(self.related_model)
        if not (alias and related_alias and ours and theirs):
            return None
        restriction = WhereNode()
        restriction.add(Exact(theirs.get_col(alias), ours.get_col(related_alias)), AND)
        return restriction

    def get_extra_descriptor_filter(self, instance: models.Model) -> dict[str, Any]:
        ours, theirs = unit_field(self.model), unit_field(self.related_model)
        if ours is None or theirs is None:
            return {}
        return {theirs.attname: getattr(instance, ours.attname)}
