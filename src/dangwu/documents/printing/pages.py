"""What the typesetter is given: the paper's content, and what is computed before it is laid out."""

import re
from dataclasses import dataclass
from math import ceil
from typing import Final, TypeAlias

from dangwu.documents.paper import Block, Caption, Form, Paper, Picture, Roll, written_day
from dangwu.documents.paper.content import NAMES, paper_content
from dangwu.documents.paper.texts import breadth, cells, name_lines, printable
from dangwu.documents.printing.titles import title_lines

Laid: TypeAlias = "bool | int | float | str | list[Laid] | dict[str, Laid] | None"

LINE: Final = 28  # characters of 3号 on a line
LINES: Final = 22
LINE_MM: Final = 10.45
LINE_POINTS: Final = 29.6
TEXT_LINES: Final = 4  # of text on the first page, at least
TITLE: Final = 20  # characters of 2号 on a line of a title
POINTS: Final = 436  # the width of the type area, less a hair
TOP_MM: Final = {Form.SHEET: 30, Form.RECEIPT: 22}
LARGEST_HEAD: Final = 46  # points
SMALLEST_ON_ONE_LINE: Final = 26
# A long run of letters has no place to break; Chinese text breaks anywhere.
UNBROKEN: Final = re.compile(r"[!-~]{27,}")
EVERY: Final = re.compile(r"[!-~]{24}")
MAY_BREAK: Final = "\u200b"


@dataclass(frozen=True, slots=True)
class Head:
    """发文机关标志: its lines and the size of its type in points."""

    lines: tuple[str, ...]
    size: int


def head_of(text: str) -> Head:
    """Return the largest type that sets the name on one line, else on two and more."""
    size = min(LARGEST_HEAD, int(POINTS / max(breadth(text), 1)))
    if size >= SMALLEST_ON_ONE_LINE:
        return Head((text,), size)
    lines = title_lines(text, width=15)
    return Head(lines, min(36, int(POINTS / max(map(breadth, lines)))))


def blank_lines(paper: Paper, head: Head) -> int:
    """Return the blank lines under the head and above the title: two, as the standard asks.

    Less where a long name and title would leave no room for the text on the first page.
    """
    titles = len(title_lines(paper.title, width=TITLE)) + bool(paper.subtitle)
    used = (
        35 / LINE_MM + len(head.lines) * (head.size + 8) / LINE_POINTS + titles * 34 / LINE_POINTS
    )
    used += ceil(len(paper.signatories) / 2) or 1
    used += 3 + (1 + cells(paper.printed_by) // 18 if paper.form is Form.MINUTES else 0)
    return max(0, min(2, int((LINES - TEXT_LINES - used) / 2)))


def laid_out(paper: Paper, *, draft: bool = False) -> dict[str, Laid]:
    """Return everything the typesetter needs, as JSON has it."""
    head = head_of(paper.heading)
    content = paper_content(paper)
    shown: dict[str, Laid] = {
        "form": paper.form.value,
        "name": paper.title or paper.heading,
        "issuer": paper.issuer,
        "head_lines": list(head.lines),
        "head_size": head.size,
        "title_lines": list(title_lines(paper.title, width=TITLE)),
        "blank_lines": blank_lines(paper, head),
        "top": TOP_MM.get(paper.form, 37),
        "attachments": list(paper.all_attachments),
        "signatories": list(paper.signatories),
        "signature": _signature(paper),
        "blocks": [_block(block) for block in paper.shown_blocks],
        "rolls": [_block(block) for block in paper.rolls],
        "enclosures": [
            {
                "title_lines": list(title_lines(each.title, width=TITLE)),
                "blocks": [_block(block) for block in each.blocks],
            }
            for each in paper.enclosures
        ],
        "imprint": paper.has_imprint,
        "issued_line": paper.form is Form.MINUTES and bool(paper.printed_by),
        "day": written_day(paper.dated) if paper.dated else "",
        "printed_day": printed_day(paper),
        "digest": digest_line(paper.digest),
        "draft": draft,
    }
    for name in _TEXTS:
        shown[name] = content.get(name, "")  # type: ignore[assignment]  # text in both
    return {name: _clean(value) for name, value in shown.items()}


_TEXTS: Final = (
    *("number", "copy_number", "secrecy", "urgency", "subtitle", "addressee", "note"),
    *("copies_to", "printed_by"),
)


def printed_day(paper: Paper) -> str:
    """Return the day of printing as 版记 has it."""
    day = paper.printed_on or paper.dated
    return f"{written_day(day)}印发" if day else ""


def digest_line(digest: str) -> str:
    """Return the line that binds the print to what was sealed."""
    return f"封存内容摘要（SHA-256）：{digest}" if digest else ""


def roll_lines(roll: Roll) -> tuple[str, ...]:
    """Return the names of a roll in lines that fit beside its label."""
    return name_lines(roll.names, width=LINE - 3 - ceil(cells(roll.label)))


def _signature(paper: Paper) -> Laid:
    """Return what stands under the text. 纪要 carry neither name nor seal."""
    name, day = paper.signed_by, written_day(paper.dated) if paper.dated else ""
    if not (name or day) or paper.form is Form.MINUTES:
        return None
    return {"name": name, "day": day, "sealed": paper.sealed}


def _block(block: Block) -> dict[str, Laid]:
    laid: dict[str, Laid] = {"type": NAMES[type(block)]}
    for name in block.__slots__:
        laid[name] = _laid(getattr(block, name))
    if isinstance(block, Roll):
        laid["lines"] = list(roll_lines(block))
    elif isinstance(block, Caption):
        laid["lines"] = list(title_lines(block.text, width=TITLE))
    elif isinstance(block, Picture):
        laid["data"] = list(block.data)
    return laid


def _laid(value: object) -> Laid:
    if isinstance(value, tuple):
        return [_laid(item) for item in value]
    if isinstance(value, bool | int | str):
        return value
    if hasattr(value, "__slots__"):
        return {name: _laid(getattr(value, name)) for name in value.__slots__}
    return None


def _clean(value: Laid) -> Laid:
    if isinstance(value, str):
        return _breakable(printable(value))
    if isinstance(value, list):
        return value if value and isinstance(value[0], int) else [_clean(item) for item in value]
    if isinstance(value, dict):
        return {name: _clean(item) for name, item in value.items()}
    return value


def _breakable(text: str) -> str:
    if len(text) < 27 or not UNBROKEN.search(text):
        return text
    return UNBROKEN.sub(lambda run: EVERY.sub(rf"\g<0>{MAY_BREAK}", run[0]), text)
