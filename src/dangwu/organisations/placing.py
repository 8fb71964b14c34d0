"""Which kind of organisation can stand under which: what the words mean, before any rule."""

from dangwu.core.errors import DomainError
from dangwu.core.rulebook import terms
from dangwu.organisations.models.organisation import BRANCH_KINDS

_RANK = {"group": 0, **dict.fromkeys(BRANCH_KINDS, 1), "general_branch": 2, "committee": 3}


class MisplacedError(DomainError):
    """An organisation of this kind cannot stand under one of that kind."""


def check_placing(*, kind: str, parent_kind: str) -> None:
    """Return when an organisation of `kind` can stand under one of `parent_kind`.

    Groups are parts of a branch, and a branch has no other parts. Raises MisplacedError.
    """
    below, above = terms.KINDS[kind], terms.KINDS[parent_kind]
    if kind == "group" and parent_kind not in BRANCH_KINDS:
        raise MisplacedError(
            f"党小组是党支部的组成部分，不能直接设在{above}下。请选择一个党支部作为上级。"
        )
    if parent_kind in (*BRANCH_KINDS, "group") and kind != "group":
        raise MisplacedError(
            f"{above}下面不能设{below}。请选择党委或党总支作为上级，或者先变更上级的类别。"
        )
    if parent_kind == "group" or _RANK[kind] > _RANK[parent_kind]:
        raise MisplacedError(f"{below}不能设在{above}下面。请重新选择上级党组织。")
