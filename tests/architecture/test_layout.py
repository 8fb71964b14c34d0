"""The house rules that hold for every module: size, names, what a kind of file never does."""

import ast
import re
from pathlib import Path

import pytest

from architecture.code import SOURCE, dotted, imports_of, modules, modules_of, shown, tree_of

LINES = 400
NO_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "misc"})
CLOCKS = re.compile(
    r"(^|\.)(datetime\.now|datetime\.utcnow|datetime\.today|timezone\.now|date\.today|time\.time)$"
)
DAYS_OF_A_MOMENT = frozenset({"timezone.localdate", "timezone.localtime"})
# A migration that fills a table reads its seed from core, which has no models.
SEEDS = {
    "src/dangwu/rules/migrations/0002_holidays.py": frozenset({"dangwu.core.calendar."}),
}
MIGRATIONS = tuple(
    path for path in sorted(SOURCE.glob("*/migrations/*.py")) if path.stem != "__init__"
)


def test_no_module_passes_the_wall() -> None:
    long = {
        shown(p): n for p in modules() if (n := len(p.read_text("utf-8").splitlines())) > LINES
    }
    assert not long, "split by noun"


def test_modules_are_named_by_what_they_hold() -> None:
    assert not [shown(path) for path in modules() if NO_NAMES & {path.stem, path.parent.name}]


@pytest.mark.parametrize("path", modules_of("views"), ids=shown)
def test_views_neither_query_nor_write(path: Path) -> None:
    found = [
        f"{shown(path)}:{node.lineno} .{node.attr}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "save", "delete")
    ]
    assert not found


def _clocks(path: Path) -> list[str]:
    """Return where a module asks the clock. A moment turned into its day is no clock."""
    return [
        f"{shown(path)}:{node.lineno}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and (
            CLOCKS.search(dotted(node.func))
            or (dotted(node.func) in DAYS_OF_A_MOMENT and not node.args)
        )
    ]


def test_rules_actions_and_reads_are_told_the_day() -> None:
    core = [path for path in modules() if path.is_relative_to(SOURCE / "core")]
    judged = {*core, *modules_of("actions"), *modules_of("queries"), *modules_of("permissions")}
    assert not [place for path in sorted(judged) for place in _clocks(path)]


@pytest.mark.parametrize("path", MIGRATIONS, ids=shown)
def test_migrations_say_their_subject_and_stand_alone(path: Path) -> None:
    assert re.fullmatch(r"\d{4}_[a-z][a-z0-9_]*", path.stem)
    assert not re.search(r"_(auto|initial)(_|$)", path.stem), "name the subject"
    ours = [name for name in imports_of(tree_of(path)) if name.startswith("dangwu.")]
    allowed = {"dangwu.sharding.fields", "dangwu.sharding.models", "dangwu.sharding.queries"}
    allowed |= SEEDS.get(shown(path), frozenset())
    assert not [name for name in ours if not name.startswith(tuple(allowed))]
