"""The whole file: page, head, blocks and ends, put into one package."""

import io
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from typing import Final

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt

from dangwu.documents.paper import Facts, Paper, Paragraph, Signatures
from dangwu.documents.paper.texts import printable
from dangwu.documents.printing.fonts import FACES
from dangwu.documents.printing.word import parts
from dangwu.documents.printing.word.blocks import markup_of
from dangwu.documents.printing.word.markup import (
    CLOSER,
    NAMESPACE,
    SIZE3,
    blank,
    keep_next,
    paragraph,
    run,
)
from dangwu.documents.printing.word.pages import set_page

PARTS: Final = frozenset(
    {"officeDocument", "core-properties", "extended-properties", "styles", "settings", "fontTable"}
)
STYLES: Final = frozenset({"Normal", "DefaultParagraphFont", "TableNormal", "NoList"})


def docx_of(paper: Paper) -> bytes:
    """Return the paper as an editable file.

    Source: GB/T 9704
    """
    document = docx.Document(io.BytesIO(_template()))
    set_page(document, paper)
    properties = document.core_properties
    properties.title = printable(paper.title or paper.heading).replace("\n", "")[:250]
    properties.author = printable(paper.issuer)[:250]
    body = document.element.body
    markup = "".join(_body(paper, document))
    last = body.find(qn("w:sectPr"))
    for element in parse_xml(f'<w:body xmlns:w="{NAMESPACE}">{markup}</w:body>'):
        last.addprevious(element)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _body(paper: Paper, document: Document) -> Iterator[str]:
    yield from parts.head(paper)
    if paper.addressee:
        yield paragraph(run(f"{paper.addressee}："))
    for block, following in zip_longest(paper.shown_blocks, paper.shown_blocks[1:]):
        markup = markup_of(block, document)
        signed = isinstance(following, Signatures) and isinstance(block, Facts | Paragraph)
        yield keep_next(markup) if signed else markup
    yield from parts.attachments(paper)
    yield from parts.signature(paper)
    if paper.note:
        yield paragraph(run(f"（{paper.note}）"), first=2)
    if paper.rolls:
        yield blank()
    for block in paper.rolls:
        yield markup_of(block, document)
    yield from _enclosures(paper, document)
    if paper.has_imprint:
        yield parts.imprint(paper)
    yield paragraph(run("", size=1), line=20)


def _enclosures(paper: Paper, document: Document) -> Iterator[str]:
    for number, each in enumerate(paper.enclosures, 1):
        mark = str(number) if len(paper.enclosures) > 1 else ""
        yield paragraph(run(f"附件{mark}", face="hei"), new_page=True)
        yield blank()
        yield from parts.title(each.title)
        for block in each.blocks:
            yield markup_of(block, document)


@cache
def _template() -> bytes:
    """Return an empty file in the type of the body, without what papers never use."""
    document = docx.Document()
    _set_style(document)
    styles = document.styles.element
    for style in list(styles.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) not in STYLES:
            styles.remove(style)
    for rels in (document.part.rels, document.part.package.rels):
        for key in [k for k, rel in rels.items() if rel.reltype.rsplit("/", 1)[1] not in PARTS]:
            del rels[key]
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _set_style(document: Document) -> None:
    """Give every paragraph the type of the body.

    Lines and characters are set exactly and not by the grid, which programs count differently.
    """
    style = document.styles["Normal"].element.get_or_add_rPr()
    (default,) = document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")
    for old in list(default):
        default.remove(old)
    for old in list(style):
        style.remove(old)
    for properties in (default, style):
        fonts = properties.get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), FACES["fang"].official)
        _add(properties, "w:snapToGrid", "0")
        _add(properties, "w:spacing", str(CLOSER))
        properties.get_or_add_sz().val = Pt(SIZE3)
    layout = document.styles["Normal"].element.get_or_add_pPr()
    _add(layout, "w:widowControl", "0")
    _add(layout, "w:snapToGrid", "0")


def _add(properties: BaseOxmlElement, name: str, value: str) -> None:
    element = OxmlElement(name)
    element.set(qn("w:val"), value)
    properties.append(element)
