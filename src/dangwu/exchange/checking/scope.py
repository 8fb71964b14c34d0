"""The branches that a roster may name, and the nearest names for one that is unknown."""

import unicodedata
import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dangwu.core.names import ngrams
from dangwu.exchange.cleaning import Cell, CellError, shown

_NEAREST: Final = 3
_FAR: Final = 0.3


def _folded(name: str) -> str:
    text = "".join(unicodedata.normalize("NFKC", name).split())
    return text.removeprefix("中国共产党").removeprefix("中共")


@dataclass(frozen=True, slots=True)
class Standing:
    """An organisation of the unit that exists today, as far as a roster asks for it."""

    id: uuid.UUID
    code: str
    name: str
    short_name: str
    is_branch: bool
    is_inside: bool  # it lies under the organisation the roster is for, or is that one
    grams: tuple[str, ...]


class Scope:
    """The organisations of a unit, and which of them lie under the one the roster is for.

    only: the branch the roster is for, None when it is for a committee.
    """

    def __init__(self, standing: tuple[Standing, ...], only: uuid.UUID | None) -> None:
        self._inside = {item.id for item in standing if item.is_inside}
        self._names = {item.id: item.name for item in standing}
        self._codes = {item.id: item.code for item in standing}
        self._branches = {item.id: item for item in standing if item.is_branch}
        self._by_key: dict[str, set[uuid.UUID]] = {}
        self.only = only
        for item in self._branches.values():
            for text in filter(None, (item.code, item.name, item.short_name)):
                self._by_key.setdefault(_folded(text), set()).add(item.id)
        self.find = lru_cache(maxsize=50_000)(self._find)

    def covers(self, key: uuid.UUID | None) -> bool:
        """Whether an organisation lies under the one the roster is for."""
        return key in self._inside

    def name(self, key: uuid.UUID | None) -> str:
        """Return an organisation's name, "" when it does not stand."""
        return self._names.get(key, "") if key else ""

    def named(self, text: str) -> uuid.UUID | None:
        """Return the one branch inside that has this name, None when there is none."""
        inside = self._by_key.get(_folded(text), set()) & self._inside
        return next(iter(inside)) if len(inside) == 1 else None

    def _find(self, cell: Cell) -> uuid.UUID:
        """Return the branch that a cell names, by name, short name or code. Raises CellError."""
        text = shown(cell)
        found = self._by_key.get(_folded(text), set())
        inside = found & self._inside
        if len(inside) == 1:
            return next(iter(inside))
        if inside:
            codes = "、".join(sorted(self._codes[key] for key in inside))
            raise CellError(f"有{len(inside)}个党支部叫“{text}”；请改填组织代码：{codes}。")
        if found:
            raise CellError(f"“{text}”不在本次导入的范围内；请由管理它的党组织导入。")
        near = self._nearest(text)
        hint = f"是不是：{'、'.join(near)}？" if near else "请按系统中的党支部名称或组织代码填写。"
        raise CellError(f"没有名为“{text}”的党支部；{hint}")

    def _nearest(self, text: str) -> list[str]:
        wanted = frozenset(ngrams(_folded(text)))
        scored = []
        for key, branch in self._branches.items():
            if key not in self._inside:
                continue
            grams = frozenset(branch.grams or ngrams(branch.name))
            share = len(wanted & grams) / max(len(wanted | grams), 1)
            if share >= _FAR:
                scored.append((-share, branch.name))
        return [name for _share, name in sorted(scored)[:_NEAREST]]
