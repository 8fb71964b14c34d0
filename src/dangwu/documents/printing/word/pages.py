"""The page of a DOCX: margins, the grid of 22 × 28, page numbers outside, left and right."""

from typing import Final

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.section import Section, _Footer, _Header
from docx.shared import Mm

from dangwu.documents.paper import Form, Paper
from dangwu.documents.printing.pages import TOP_MM, digest_line, head_of
from dangwu.documents.printing.word.markup import (
    LINE,
    NAMESPACE,
    RED,
    SIZE4,
    field,
    mm,
    paragraph,
    rule,
    run,
)
from dangwu.documents.printing.word.parts import organ

CHARACTER_SPACE: Final = -847  # 4096ths of a point: 156 mm / 28 less 16 pt
NUMBER_MM: Final = 25.4  # from the edge: its dashes stand 7 mm under the type area
LETTER_FOOT_MM: Final = 20
DIGEST_LINE: Final = 200  # twentieths of a point


def set_page(document: Document, paper: Paper) -> None:
    """Give the document the page of the paper's form.

    Source: GB/T 9704
    """
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = Mm(TOP_MM.get(paper.form, 37)), Mm(35)
    _set_grid(section)
    if paper.form is Form.RECEIPT:
        return
    official = paper.form is not Form.SHEET
    document.settings.odd_and_even_pages_header_footer = official
    section.footer_distance = Mm(LETTER_FOOT_MM if paper.form is Form.LETTER else NUMBER_MM - 4)
    below = NUMBER_MM - section.footer_distance.mm
    if official:
        _fill(section.footer, _number("right", paper, below))
        _fill(section.even_page_footer, _number("left", paper, below))
    else:
        _fill(section.footer, _counted(paper, below))
    if paper.form is Form.LETTER:
        _set_letter(section, paper)


def _set_grid(section: Section) -> None:
    properties = section._sectPr  # noqa: SLF001 (python-docx has no grid)
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(LINE))
    grid.set(qn("w:charSpace"), str(CHARACTER_SPACE))
    properties.append(grid)


def _set_letter(section: Section, paper: Paper) -> None:
    """The name and its double line 30 mm from the top, the other line 20 mm from the bottom."""
    section.different_first_page_header_footer = True
    section.header_distance = Mm(30 - 1.2)
    across = {"left": -mm(8), "right": -mm(6)}
    top = rule("top", 24, colour=RED, val="thickThinSmallGap", space=11)
    line = paragraph(run("", size=2), line=200, border=top)
    _fill(section.first_page_header, organ(head_of(paper.heading)) + _across(line, across))
    foot = rule("bottom", 24, colour=RED, val="thinThickSmallGap")
    ended = paragraph(run("", size=2), line=20, border=foot)
    _fill(section.first_page_footer, _across(ended, across))


def _across(markup: str, sides: dict[str, int]) -> str:
    indent = f'<w:ind w:left="{sides["left"]}" w:right="{sides["right"]}"/>'
    return markup.replace("<w:jc", f"{indent}<w:jc", 1)


def _number(side: str, paper: Paper, below: float) -> str:
    dash = run("— ", size=SIZE4, face="song")
    shown = dash + field("PAGE") + run(" —", size=SIZE4, face="song")
    space = {"right": 1.0} if side == "right" else {"left": 1.0}
    return paragraph(shown, align=side, line=SIZE4 * 20, **space) + _digest(paper, below)  # type: ignore[arg-type]  # one of two numbers


def _counted(paper: Paper, below: float) -> str:
    """Number the pages of a list; sheets without a title of the whole are cut apart."""
    if not paper.title:
        return paragraph(run("", size=SIZE4), line=SIZE4 * 20) + _digest(paper, below)
    shown = [run(text, size=SIZE4) for text in ("第 ", " 页\u3000共 ", " 页")]
    runs = shown[0] + field("PAGE") + shown[1] + field("NUMPAGES") + shown[2]
    return paragraph(runs, align="center", line=SIZE4 * 20) + _digest(paper, below)


def _digest(paper: Paper, below: float) -> str:
    """Fill what is left down to the foot: with the digest where there is one."""
    return paragraph(run(digest_line(paper.digest), size=7.5), line=mm(below), align="left")


def _fill(part: _Footer | _Header, markup: str) -> None:
    part.is_linked_to_previous = False
    element = part._element  # noqa: SLF001 (python-docx has no way to put markup in)
    for old in list(element):
        element.remove(old)
    for each in parse_xml(f'<w:body xmlns:w="{NAMESPACE}">{markup}</w:body>'):
        element.append(each)
