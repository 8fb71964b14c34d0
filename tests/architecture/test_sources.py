"""Where a regulation is the reason of a line of code, the article named is one the packs have."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from architecture.code import modules, shown, tree_of
from dangwu.core.rulebook.loader import load_rulebook

ARTICLES = {
    pack.instrument.key: {article.number for article in pack.articles}
    for pack in load_rulebook().packs
}
STANDARD = re.compile(r"GB(/T)? \d+(\.\d+)?")
KEYED = re.compile(r"(?:(?P<key>[A-Z][A-Z0-9]+) )?arts?\. (?P<number>\S+)")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def _docstrings(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, DOCUMENTED):
            yield ast.get_docstring(node) or ""


def named(line: str) -> list[tuple[str, str]]:
    """Return (key, article) of a line such as "ZB2018 art. 4, art. 5; XF2011 arts. 11 and 12"."""
    found: list[tuple[str, str]] = []
    key = ""
    for part in re.split(r"[;,]\s*| and ", line):
        match = KEYED.fullmatch(part.strip())
        key = (match["key"] if match else "") or key
        found.append((key, match["number"] if match else part.strip()))
    return found


SOURCES = [
    (shown(path), line.removeprefix("Source:").strip())
    for path in modules()
    for text in _docstrings(path)
    for line in text.splitlines()
    if line.startswith("Source:")
]


def test_the_code_names_its_reasons() -> None:
    assert len(SOURCES) > 20


@pytest.mark.parametrize(("where", "line"), SOURCES)
def test_the_article_is_in_the_packs(where: str, line: str) -> None:
    if STANDARD.fullmatch(line):
        return
    missing = [(key, number) for key, number in named(line) if number not in ARTICLES.get(key, ())]
    assert not missing, f"{where}: {line}"
