"""Text as people type it, made into blocks; numbers as papers write them."""

import re
import unicodedata
from collections.abc import Iterable
from math import ceil
from typing import Final

from dangwu.documents.paper.blocks import Block, Heading, Paragraph

DIGITS: Final = "〇一二三四五六七八九"
LEVELS: Final = (
    (1, re.compile(r"^[一二三四五六七八九十]{1,3}、")),
    (2, re.compile(r"^（[一二三四五六七八九十]{1,3}）")),
    (3, re.compile(r"^\d{1,2}[.．](?!\d)")),
    (4, re.compile(r"^（\d{1,2}）")),
)
# A heading of these levels may run on into text after its first full stop.
RUNS_ON: Final = frozenset({2, 3, 4})
LONGEST_HEADING: Final = 40


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return each line that is not blank as a paragraph."""
    return tuple(Paragraph(line) for line in _lines(text))


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return typed text as blocks: lines that begin with a number of the four levels are headings.

    The numbers stay as they were typed.
    """
    return tuple(_block(line) for line in _lines(text))


def ordinal(level: int, number: int) -> str:
    """Return the number of a heading: 一、 / （一） / 1. / （1）. number: 1 to 99."""
    words = (f"{_chinese(number)}、", f"（{_chinese(number)}）", f"{number}.", f"（{number}）")
    return words[level - 1]


def printable(text: str) -> str:
    """Return the text without what neither a page nor a file can hold: control characters, and
    code points that are no characters. Tabs become blanks, lines stay."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\t", " ")
    return "".join(
        c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Cn")
    )


def cells(text: str) -> float:
    """Return the width of a text in Chinese characters: what is not wide counts a half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def breadth(text: str) -> float:
    """Return the width of a title in Chinese characters, as bold type sets it: letters are wider
    there than half a character, capitals most of all."""
    return sum(_broad(c) for c in text)


def _broad(c: str) -> float:
    if unicodedata.east_asian_width(c) in "WFA" or c in "MWmw@%":
        return 1.0
    if c.isupper():
        return 0.75
    return 0.6 if c.isalnum() else 0.5


def name_lines(names: Iterable[str], *, width: int) -> tuple[str, ...]:
    """Return names in columns of four characters, none broken over two lines.

    width: characters that fit on a line.
    """
    lines, line = [], ""
    for name in names:
        if line and cells(line) + cells(name) > width:
            lines.append(line.rstrip("\u3000"))
            line = ""
        width_of = 4 * ceil((cells(name) + 1) / 4)  # at least one blank, up to the next column
        line += name + "\u3000" * int(width_of - cells(name))
    return (*lines, line.rstrip("\u3000")) if line else tuple(lines)


def _lines(text: str) -> Iterable[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def _block(line: str) -> Block:
    for level, pattern in LEVELS:
        if pattern.match(line):
            return _heading(line, level)
    return Paragraph(line)


def _heading(line: str, level: int) -> Block:
    head, stop, rest = line.partition("。")
    if not stop or (level == 1 and not rest):
        return Heading(line, level) if len(line) <= LONGEST_HEADING else Paragraph(line)
    if level in RUNS_ON and len(head) < LONGEST_HEADING:
        return Heading(head + stop, level, rest)
    return Paragraph(line)


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    begin = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return begin + (DIGITS[ones] if ones or not tens else "")
