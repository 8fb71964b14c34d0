"""The table of the fire regulation: every article of chapters 5 to 8, each with a test that is there."""

import re

from architecture.code import ROOT

PAGE = ROOT / "docs" / "reference" / "fire-articles.md"
ROWS = [line for line in PAGE.read_text("utf-8").splitlines() if re.match(r"\| \d", line)]


def test_every_article_of_chapters_five_to_eight_has_a_row() -> None:
    told: set[int] = set()
    for row in ROWS:
        first, _, last = row.split("|")[1].strip().split("(")[0].partition("–")
        told |= set(range(int(first), int(last or first) + 1))
    assert told == set(range(18, 40))


def test_every_row_names_tests_that_are_there() -> None:
    named = [(row, re.findall(r"`(tests/[^`]+)`", row)) for row in ROWS]
    assert [row for row, files in named if not files] == []
    gone = [file for _, files in named for file in files if not (ROOT / file).exists()]
    assert gone == []
