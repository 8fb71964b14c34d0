"""An article is shown as people write it: one whose number is uncertain says so, on every page."""

import re
from pathlib import Path
from typing import Final

import pytest

from architecture.code import shown, templates

# What stands in an address or an anchor is not read by people.
ANCHOR: Final = re.compile(r"art-\{\{[^}]*\}\}")
BARE: Final = re.compile(r"\{\{\s*[\w.]*\barticle(?:\.number)?\s*\}\}")
# The filter itself writes 第 and 条.
AROUND: Final = re.compile(r"第\s*\{\{[^}]*\}\}\s*条")


@pytest.mark.parametrize("path", templates(), ids=shown)
def test_articles_are_written_by_the_filter(path: Path) -> None:
    text = ANCHOR.sub("", path.read_text("utf-8"))

    assert BARE.findall(text) + AROUND.findall(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "第{{ one.article }}条",
        "{{ rule.article }}",
        "第{{ hit.article.number }}条",
        "第{{ no }}条",
    ],
)
def test_an_article_without_the_filter_is_found(text: str) -> None:
    assert BARE.search(text) or AROUND.search(text)


@pytest.mark.parametrize("text", ["{{ one.article|article }}", "{{ hit.article.paraphrase }}"])
def test_an_article_with_the_filter_passes(text: str) -> None:
    assert not BARE.search(text)
    assert not AROUND.search(text)
