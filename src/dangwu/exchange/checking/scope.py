"""The branches that a roster may name, and the nearest names for one that is unknown."""

import unicodedata
import uuid
from functools import lru_cache
from typing import Final

from dangwu.core.names import ngrams
from dangwu.exchange.cleaning import Cell, CellError, shown
from dangwu.organisations.models import Organisation
from dangwu.organisations.models.organisation import BRANCH_KINDS

_NEAREST: Final = 3
_FAR: Final = 0.3


def _folded(name: str) -> str:
    text = "".join(unicodedata.normalize("NFKC", name).split())
    return text.removeprefix("中国共产党").removeprefix("中共")


class Scope:
    """The organisations of a unit, and which of them lie under the one the roster is for."""

    def __init__(self, organisation: Organisation) -> None:
        self._inside: set[uuid.UUID] = set()
        self._by_key: dict[str, set[uuid.UUID]] = {}
        self._names: dict[uuid.UUID, str] = {}
        self._codes: dict[uuid.UUID, str] = {}
        self._grams: dict[uuid.UUID, frozenset[str]] = {}
        self._branches: set[uuid.UUID] = set()
        self.only = organisation.id if organisation.kind in BRANCH_KINDS else None
        rows = Organisation.objects.filter(unit_id=organisation.unit_id).standing()
        for item in rows.values_list("id", "code", "name", "short_name", "kind", "path", "ngrams"):
            self._add(organisation.path, *item)
        self.find = lru_cache(maxsize=50_000)(self._find)

    def _add(
        self,
        top: str,
        key: uuid.UUID,
        code: str,
        name: str,
        short_name: str,
        kind: str,
        path: str,
        grams: list[str],
    ) -> None:
        self._names[key], self._codes[key] = name, code
        if path == top or path.startswith(f"{top}."):
            self._inside.add(key)
        if kind not in BRANCH_KINDS:
            return
        self._branches.add(key)
        self._grams[key] = frozenset(grams or ngrams(name))
        for text in filter(None, (code, name, short_name)):
            self._by_key.setdefault(_folded(text), set()).add(key)

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
        for key in self._branches & self._inside:
            grams = self._grams[key]
            share = len(wanted & grams) / max(len(wanted | grams), 1)
            if share >= _FAR:
                scored.append((-share, self._names[key]))
        return [name for _share, name in sorted(scored)[:_NEAREST]]
