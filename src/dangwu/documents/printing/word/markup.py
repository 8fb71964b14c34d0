"""Paragraphs, runs and tables of WordprocessingML as text; parsed once when all is there."""

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from dangwu.documents.paper.texts import printable
from dangwu.documents.printing.fonts import FACES

NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SIZE3: Final = 16  # points
SIZE4: Final = 14
SIZE2: Final = 22
LINE: Final = 579  # twentieths of a point: 28.95 pt, 22 lines on a page
RED: Final = "E60012"
CLOSER: Final = -6  # twips between characters of 3号: 28 of 15.7 pt on a line
CHARACTER: Final = 314  # twips


def mm(length: float) -> int:
    """Return millimetres in twentieths of a point."""
    return round(length * 1440 / 25.4)


def run(
    text: str,
    *,
    face: str = "fang",
    size: float = SIZE3,
    colour: str = "",
    underline: bool = False,
) -> str:
    """Return a run in a face of the standard; line feeds become breaks."""
    name = escape(FACES[face].official)
    fonts = f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}" w:hint="eastAsia"/>'
    shown = f'<w:color w:val="{colour}"/>' if colour else ""
    half = round(size * 2)
    if size != SIZE3:
        shown += '<w:spacing w:val="0"/>'
    under = '<w:u w:val="single"/>' if underline else ""
    parts = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in printable(text).split("\n")
    )
    return f'<w:r><w:rPr>{fonts}{shown}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>{under}</w:rPr>{parts}</w:r>'


def field(code: str, *, size: float = SIZE4) -> str:
    """Return a field that the program reading the file fills in: PAGE, NUMPAGES."""
    half = round(size * 2)
    kept = f'<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="{half}"/></w:rPr>'
    marks = [f'<w:r>{kept}<w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end")]
    asked = f'<w:r>{kept}<w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return f"{marks[0]}{asked}{marks[1]}"


def paragraph(
    runs: str = "",
    *,
    align: str = "both",
    first: float = 0,
    left: float = 0,
    right: float = 0,
    hanging: float = 0,
    line: int = LINE,
    exact: bool = True,
    before: int = 0,
    after: int = 0,
    keep_next: bool = False,
    new_page: bool = False,
    border: str = "",
    tabs: Sequence[tuple[str, float, str]] = (),
) -> str:
    """Return a paragraph. first, left, right, hanging: in characters; before, after, line: twips.

    tabs: side, place in characters, what fills the way there.
    """
    keep = "<w:keepNext/>" if keep_next else ""
    page = "<w:pageBreakBefore/>" if new_page else ""
    bordered = f"<w:pBdr>{border}</w:pBdr>" if border else ""
    rule = "exact" if exact else "atLeast"
    spacing = (
        f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'
    )
    return (
        f"<w:p><w:pPr>{keep}{page}{bordered}{_tabs(tabs)}{spacing}"
        f'{_indent(first, left, right, hanging)}<w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'
    )


def keep_next(markup: str) -> str:
    """Return one paragraph's markup with the paragraph kept on the page of what follows."""
    return markup.replace("<w:pPr>", "<w:pPr><w:keepNext/>", 1)


def _tabs(tabs: Sequence[tuple[str, float, str]]) -> str:
    given = "".join(
        f'<w:tab w:val="{side}"{_leader(leader)} w:pos="{round(at * CHARACTER)}"/>'
        for side, at, leader in tabs
    )
    return f"<w:tabs>{given}</w:tabs>" if given else ""


def _leader(name: str) -> str:
    return f' w:leader="{name}"' if name else ""


def _indent(first: float, left: float, right: float, hanging: float) -> str:
    sides = {"left": left, "right": right, "firstLine": first, "hanging": hanging}
    given = [
        f'w:{side}Chars="{round(chars * 100)}" w:{side}="{round(chars * CHARACTER)}"'
        for side, chars in sides.items()
        if chars
    ]
    return f"<w:ind {' '.join(given)}/>" if given else ""


def blank(count: int = 1) -> str:
    """Return blank lines."""
    return paragraph(run("")) * count


def rule(
    side: str, eighths: int, *, colour: str = "000000", space: int = 0, val: str = "single"
) -> str:
    """Return a line at a side of a paragraph. eighths: of a point; space: points to the text."""
    return f'<w:{side} w:val="{val}" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'
