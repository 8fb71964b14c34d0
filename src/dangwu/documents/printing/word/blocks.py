"""Blocks of a paper in WordprocessingML, each as on the printed page."""

import io
from functools import singledispatch
from typing import Final

from docx.document import Document
from docx.shared import Mm

from dangwu.documents.paper import (
    Align,
    Caption,
    Cut,
    Facts,
    Gap,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Picture,
    Roll,
    Signatures,
    Table,
)
from dangwu.documents.paper.texts import cells
from dangwu.documents.printing.pages import TITLE, roll_lines
from dangwu.documents.printing.titles import title_lines
from dangwu.documents.printing.word import tables
from dangwu.documents.printing.word.markup import SIZE2, blank, paragraph, rule, run

ALIGNS: Final = {Align.START: "both", Align.CENTRE: "center", Align.END: "right"}
FACES: Final = {1: "hei", 2: "kai"}
# The label ends at 21 characters, a line to sign on goes from there to the margin.
TO_SIGN: Final = (("right", 21.0, ""), ("right", 28.0, "underscore"))
SMALL_LINE: Final = 380
TOGETHER: Final = 4  # lines to sign on that stay on one page


def markup_of(block: object, document: Document) -> str:
    """Return the block; a picture is put into the document's package on the way."""
    if isinstance(block, Picture):
        return _picture(block, document)
    return _markup(block)


@singledispatch
def _markup(block: object) -> str:
    raise TypeError(f"No way to write a {type(block).__name__}.")


@_markup.register
def _(block: Paragraph) -> str:
    lead = run(block.lead, face="hei") if block.lead else ""
    first = 2 if block.indent and block.align is Align.START else 0
    return paragraph(lead + run(block.text), first=first, align=ALIGNS[block.align])


@_markup.register
def _(block: Heading) -> str:
    rest = run(block.rest) if block.rest else ""
    text = run(block.text, face=FACES.get(block.level, "fang"))
    return paragraph(text + rest, first=2, keep_next=not block.rest)


@_markup.register
def _(block: Items) -> str:
    marks = [f"{n}." if block.ordered else "" for n in range(1, len(block.items) + 1)]
    size, line = (12, SMALL_LINE) if block.small else (16, 579)
    return "".join(
        paragraph(run(mark + text, size=size), first=2, line=line)
        for mark, text in zip(marks, block.items, strict=True)
    )


@_markup.register
def _(block: Facts) -> str:
    return "".join(
        paragraph(
            run(f"{label}：", face="hei") + run(value),
            left=cells(label) + 1,
            hanging=cells(label) + 1,
        )
        for label, value in block.facts
    )


@_markup.register
def _(block: Roll) -> str:
    names = "\n".join(roll_lines(block))
    wide = cells(block.label) + 1
    label = run(f"{block.label}：", face="hei")
    return paragraph(label + run(names), left=2 + wide, hanging=wide, align="left")


@_markup.register
def _(block: Table) -> str:
    return tables.table(block)


@_markup.register
def _(block: Signatures) -> str:
    tab = "<w:r><w:tab/></w:r>"
    few = len(block.labels) <= TOGETHER
    lines = [
        paragraph(
            tab + run(f"{label}：") + tab,
            align="left",
            tabs=TO_SIGN,
            keep_next=few and label != block.labels[-1],
        )
        for label in block.labels
    ]
    day = paragraph(run("年\u3000\u3000月\u3000\u3000日"), align="right") if block.dated else ""
    return "".join(lines) + day


@_markup.register
def _(block: Caption) -> str:
    lines = "\n".join(title_lines(block.text, width=TITLE))
    title = paragraph(
        run(lines, face="song", size=SIZE2), align="center", line=680, keep_next=True, before=120
    )
    below = paragraph(run(block.subtitle), align="center") if block.subtitle else ""
    return title + below


@_markup.register
def _(block: Gap) -> str:
    return blank(block.lines)


@_markup.register
def _(block: Cut) -> str:
    line = rule("bottom", 4, val="dashed", space=1)
    return paragraph(run(block.text, size=14), align="center", border=line, after=200)


@_markup.register
def _(block: PageBreak) -> str:
    del block
    return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def _picture(block: Picture, document: Document) -> str:
    run_of_picture = document.add_paragraph().add_run()
    run_of_picture.add_picture(io.BytesIO(block.data), width=Mm(block.width_mm))
    element = run_of_picture._r.getparent()  # noqa: SLF001 (python-docx has no other way to move it)
    inner = run_of_picture._r.xml  # noqa: SLF001 (as above)
    element.getparent().remove(element)
    shown = paragraph(inner, align="center", line=240, exact=False)
    return shown + (
        paragraph(run(block.caption, size=14), align="center") if block.caption else ""
    )
