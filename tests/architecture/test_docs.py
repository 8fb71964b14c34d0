"""The documents keep up with the code: every term has its line, every file named is there."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from architecture.code import ROOT
from dangwu.core.rulebook import terms

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
VOCABULARIES: dict[str, Mapping[str, str]] = {
    name: value
    for name, value in vars(terms).items()
    if name.isupper() and isinstance(value, dict)
}
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
# Folders of one machine have no place in the documents.
ELSEWHERE = re.compile(r"/work/|/root/|/home/[a-z]+/")


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_term_stands_in_the_glossary(name: str) -> None:
    section = GLOSSARY.partition(f"`core.rulebook.terms.{name}`")[2].partition("\n## ")[0]
    missing = [c for c, term in VOCABULARIES[name].items() if f"| {term} | `{c}` |" not in section]
    assert not missing, "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_links_to_what_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    assert not ELSEWHERE.findall(text)
    gone = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    assert not gone


def test_decisions_are_numbered_without_gap() -> None:
    numbers = [int(p.name[:4]) for p in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
