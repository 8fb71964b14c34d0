"""The source tree as the tests of the house rules read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "dangwu"


@cache
def modules() -> tuple[Path, ...]:
    """Return every module of the product."""
    return tuple(sorted(SOURCE.rglob("*.py")))


def modules_of(part: str) -> tuple[Path, ...]:
    """Return the modules `part`.py and those in packages `part` of every room: views, actions."""
    return tuple(path for path in modules() if part in _parts(path)[1:])


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the parsed module."""
    return ast.parse(path.read_text("utf-8"), str(path))


def name_of(path: Path) -> str:
    """Return the dotted name of a module."""
    return ".".join(("dangwu", *_parts(path))).removesuffix(".__init__")


def shown(path: Path) -> str:
    """Return the path as a message shows it."""
    return str(path.relative_to(ROOT))


def rooms() -> frozenset[str]:
    """Return the names of the rooms: every package directly in the product."""
    return frozenset(path.parent.name for path in SOURCE.glob("*/__init__.py"))


def templates() -> tuple[Path, ...]:
    """Return every template."""
    return tuple(sorted(SOURCE.glob("*/templates/**/*.html")))


def own_assets() -> tuple[Path, ...]:
    """Return the style sheets and scripts of ours, without what npm built."""
    return tuple(
        path
        for path in sorted(SOURCE.glob("*/static/**/*"))
        if path.suffix in (".css", ".js", ".svg") and "vendor" not in path.parts
    )


def imports_of(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted name of everything that is imported anywhere in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def dotted(node: ast.expr) -> str:
    """Return a.b.c of an attribute chain, or the attribute after what is not a name."""
    if isinstance(node, ast.Attribute):
        head = dotted(node.value)
        return f"{head}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _parts(path: Path) -> tuple[str, ...]:
    return path.relative_to(SOURCE).with_suffix("").parts
