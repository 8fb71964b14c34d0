"""Reads that pin the unit, and the guard that refuses those that do not."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.sql.where import WhereNode

from dangwu.sharding.fields import UnitForeignKey, UnitKey, unit_field

RowT = TypeVar("RowT", bound=models.Model)


class UnpinnedReadError(RuntimeError):
    """A read in the path of a request names no unit. A bug, never shown to a person as advice."""


_guarded: ContextVar[bool] = ContextVar("unit_guard", default=False)


@contextmanager
def unit_guard(*, on: bool = True) -> Iterator[None]:
    """Refuse reads that pin no unit while inside. On for every request in tests and development."""
    token = _guarded.set(on)
    try:
        yield
    finally:
        _guarded.reset(token)


def _pins(node: Any, key: UnitKey) -> bool:
    if isinstance(node, WhereNode):
        if node.negated:
            return False
        hits = [_pins(child, key) for child in node.children]
        return any(hits) if node.connector == "AND" else bool(hits) and all(hits)
    target = getattr(getattr(node, "lhs", None), "target", None)
    return target is key and getattr(node, "lookup_name", "") in ("exact", "in")


class UnitQuerySet(models.QuerySet[RowT, RowT]):
    """A queryset whose relations carry the unit and which must pin one under the guard."""

    _across = False

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # django-stubs leaves _clone out
        clone._across = self._across
        return clone

    def across_units(self) -> Self:
        """Allow a read over several units on purpose: reports, populations, checks."""
        clone: Self = self._chain()  # type: ignore[attr-defined]  # django-stubs leaves _chain out
        clone._across = True
        return clone

    def _check_pinned(self) -> None:
        key = unit_field(self.model)
        if key is None or self._across or not _guarded.get() or self.query.is_empty():
            return
        if not _pins(self.query.where, key):
            raise UnpinnedReadError(f"{self.model.__name__}: the query pins no unit")

    def _units_of(self, lookup: str, value: Any) -> set[int] | None:
        """Return the units named by fk=<row> or fk__in=[<row>, …]; None for any other lookup."""
        name, many = (lookup[:-4], True) if lookup.endswith("__in") else (lookup, False)
        if "__" in name or name == "pk":
            return None
        try:
            field = self.model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        values = value if many and isinstance(value, list | tuple | set) else [value]
        if not isinstance(field, UnitForeignKey) or not values:
            return None
        if not all(isinstance(row, models.Model) for row in values):
            return None
        return {getattr(row, "unit_id") for row in values}

    def _filter_or_exclude_inplace(
        self,
        negate: bool,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        if not negate:
            kwargs = self._with_units(args, kwargs)
        super()._filter_or_exclude_inplace(negate, args, kwargs)  # type: ignore[misc]  # not in stubs

    def _with_units(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        """Add the unit that rows given as values already name: related managers, the collector."""
        key = unit_field(self.model)
        if key is None or key.attname in kwargs:
            return kwargs
        named = [units for name, value in kwargs.items() if (units := self._units_of(name, value))]
        for q in args:
            if isinstance(q, models.Q) and q.children and not q.negated:
                parts = [self._units_of(*c) for c in q.children if isinstance(c, tuple)]
                known = [units for units in parts if units]
                if len(known) == len(q.children):
                    named.append(set().union(*known))
        if not named:
            return kwargs
        units = set.intersection(*named)
        if len(units) == 1:
            return {**kwargs, key.attname: next(iter(units))}
        return {**kwargs, f"{key.attname}__in": sorted(units)}

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._check_pinned()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[RowT]:
        self._check_pinned()
        return super().iterator(chunk_size=chunk_size or 2000)

    def count(self) -> int:
        if self._result_cache is None:
            self._check_pinned()
        return super().count()

    def exists(self) -> bool:
        if self._result_cache is None:
            self._check_pinned()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._check_pinned()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._check_pinned()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._check_pinned()
        return super().delete()

    def bulk_update(
        self, objs: Iterable[RowT], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        by_unit: dict[int, list[RowT]] = {}
        for row in objs:
            by_unit.setdefault(getattr(row, "unit_id"), []).append(row)
        key, names = unit_field(self.model), list(fields)
        if key is None:
            raise TypeError(f"{self.model.__name__} has no unit")
        return sum(
            super(UnitQuerySet, self.filter(**{key.attname: unit})).bulk_update(
                rows, names, batch_size
            )
            for unit, rows in by_unit.items()
        )


if TYPE_CHECKING:

    class UnitManager(models.Manager[RowT]):
        """The manager of every sharded model; typed by hand because it is made at run time."""

        def get_queryset(self) -> UnitQuerySet[RowT]: ...
        def all(self) -> UnitQuerySet[RowT]: ...
        def none(self) -> UnitQuerySet[RowT]: ...
        def filter(self, *args: Any, **kwargs: Any) -> UnitQuerySet[RowT]: ...
        def exclude(self, *args: Any, **kwargs: Any) -> UnitQuerySet[RowT]: ...
        def select_related(self, *fields: Any) -> UnitQuerySet[RowT]: ...
        def order_by(self, *fields: Any) -> UnitQuerySet[RowT]: ...
        def across_units(self) -> UnitQuerySet[RowT]: ...

else:
    UnitManager = models.Manager.from_queryset(UnitQuerySet, "UnitManager")
