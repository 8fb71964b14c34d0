"""Reads a printed page back: lines of text with their places in mm, drawn lines, glyphs."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pdfplumber
import pypdfium2  # type: ignore[import-untyped]  # the renderer that pdfplumber brings
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from PIL.Image import Image

POINT = 25.4 / 72
# An ideograph stands from 0.12 of its size under the base line to 0.88 over it.
OVER, UNDER = 0.88, 0.12


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text on a page: places in mm from the top left corner, size in points."""

    page: int
    text: str
    top: float
    bottom: float
    left: float
    right: float
    size: float
    count: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn line: places and width in mm, and whether it is red."""

    page: int
    y: float
    left: float
    right: float
    width: float
    red: bool


def lines_of(pdf: bytes) -> list[Line]:
    """Return the lines of text, page by page, from top to bottom."""
    found: list[Line] = []
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        for number, page in enumerate(file.pages, 1):
            rows: dict[float, list[dict[str, float]]] = {}
            for char in page.chars:
                rows.setdefault(round(297 - char["matrix"][5] * POINT, 1), []).append(char)
            found += [_line(number, base, rows[base]) for base in sorted(rows)]
    return found


def _line(page: int, base: float, chars: list[dict[str, float]]) -> Line:
    size = round(float(chars[0]["size"]), 3)
    return Line(
        page=page,
        text="".join(str(char["text"]) for char in chars),
        top=base - OVER * size * POINT,
        bottom=base + UNDER * size * POINT,
        left=min(float(char["x0"]) for char in chars) * POINT,
        right=max(float(char["x1"]) for char in chars) * POINT,
        size=size,
        count=len(chars),
    )


def drawn_of(pdf: bytes) -> list[Drawn]:
    """Return the drawn lines, page by page, from top to bottom."""
    found: list[Drawn] = []
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        for number, page in enumerate(file.pages, 1):
            for line in page.lines:
                colour = line["stroking_color"]
                red = isinstance(colour, tuple) and len(colour) == 3 and colour[0] > 0.8
                found.append(
                    Drawn(
                        number,
                        line["top"] * POINT,
                        line["x0"] * POINT,
                        line["x1"] * POINT,
                        line["linewidth"] * POINT,
                        red,
                    )
                )
    return sorted(found, key=lambda each: (each.page, each.y))


def pages_in(pdf: bytes) -> int:
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


def text_of(pdf: bytes) -> str:
    """Return all text without blanks, in the order of the pages."""
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        return _bare("".join(char["text"] for page in file.pages for char in page.chars))


def _bare(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def red_ink(pdf: bytes, page: int, *, below: float = 0, above: float = 297) -> tuple[float, float]:
    """Return the first and the last height, in mm, where the page is red."""
    dots = 12  # a mm
    picture = pypdfium2.PdfDocument(pdf)[page - 1].render(scale=dots * 25.4 / 72).to_pil()
    red, green, _ = picture.convert("RGB").split()
    mask = red.point(lambda v: 255 if v > 150 else 0)
    cold = green.point(lambda v: 255 if v < 110 else 0)
    seen = [
        y / dots
        for y in range(int(below * dots), min(picture.height, int(above * dots)))
        if _both(mask, cold, y, picture.width)
    ]
    return seen[0], seen[-1]


def _both(mask: Image, cold: Image, y: int, width: int) -> bool:
    box = (0, y, width, y + 1)
    pairs = zip(mask.crop(box).tobytes(), cold.crop(box).tobytes(), strict=True)
    return any(a and b for a, b in pairs)


class _Glyphs(PDFLayoutAnalyzer):
    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.missing: list[str] = []

    def render_char(self, matrix, font, fontsize, scaling, rise, cid, *rest):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN202 (pdfminer's signature)
        if cid == 0:
            self.missing.append(str(font.to_unichr(cid)))
        return super().render_char(matrix, font, fontsize, scaling, rise, cid, *rest)


def missing_glyphs(pdf: bytes) -> list[str]:
    """Return what was printed as the box for characters that no typeface has."""
    manager = PDFResourceManager()
    device = _Glyphs(manager)
    interpreter = PDFPageInterpreter(manager, device)
    for page in PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(pdf)))):
        interpreter.process_page(page)
    return device.missing


def parts_of(docx: bytes) -> dict[str, BaseOxmlElement]:
    """Return the parts of a DOCX that are markup, parsed."""
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        names = [
            name for name in file.namelist() if name.startswith("word/") and name.endswith(".xml")
        ]
        return {name.removeprefix("word/"): parse_xml(file.read(name)) for name in names}


def words_of(docx: bytes) -> str:
    """Return the text of the body without blanks."""
    return _bare("".join(_texts(parts_of(docx)["document.xml"])))


def _texts(element: BaseOxmlElement) -> Iterator[str]:
    for each in element.xpath(".//w:t"):
        yield str(each.text or "")
