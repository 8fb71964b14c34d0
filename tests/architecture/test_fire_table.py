"""The table of the fire regulation: every article of chapters 5 to 8, each with a test that is there."""

import re

from architecture.code import ROOT
from dangwu.populations.fire.build import OTHERS

PAGE = ROOT / "docs" / "reference" / "fire-articles.md"
ROWS = [line for line in PAGE.read_text("utf-8").splitlines() if re.match(r"\| \d", line)]
NAMED = [(row, re.findall(r"`(tests/[^`:]+)(?:::([^`]+))?`", row)) for row in ROWS]


def test_every_article_of_chapters_five_to_eight_has_a_row() -> None:
    told: set[int] = set()
    for row in ROWS:
        first, _, last = row.split("|")[1].strip().split("(")[0].partition("–")
        told |= set(range(int(first), int(last or first) + 1))
    assert told == set(range(18, 40))


def test_every_row_says_where_and_what_and_names_tests_that_are_there() -> None:
    assert [row for row in ROWS if not all(cell.strip() for cell in row.split("|")[1:-1])] == []
    assert [row for row, tests in NAMED if not tests] == []
    tests = [pair for _, pairs in NAMED for pair in pairs]
    gone = [
        (file, name)
        for file, name in tests
        if not (ROOT / file).exists()
        or (name and f"def {name}(" not in (ROOT / file).read_text("utf-8"))
    ]
    assert gone == []


def test_every_login_that_the_table_names_is_opened() -> None:
    text = PAGE.read_text("utf-8")
    assert [login for login, _, _ in OTHERS if f"`{login}`" not in text] == []
