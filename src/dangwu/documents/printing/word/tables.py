"""Tables of a paper in WordprocessingML."""

from collections.abc import Sequence
from typing import Final

from dangwu.documents.paper import Align, Table
from dangwu.documents.printing.word.markup import SIZE4, mm, paragraph, run

WIDTH_MM: Final = 156
SIDES: Final = {Align.START: "left", Align.CENTRE: "center", Align.END: "right"}
GRID: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def table(block: Table) -> str:
    """Return a table whose head is repeated on every page; every cell can be edited."""
    size = 12 if block.small else SIZE4
    shares = [column.share for column in block.columns]
    widths = [mm(WIDTH_MM) * share // sum(shares) for share in shares]
    caption = ""
    if block.caption:
        caption = paragraph(
            run(block.caption, face="hei", size=SIZE4), align="center", keep_next=True
        )
    head = ""
    if block.has_head:
        titles = [run(column.title, face="hei", size=size) for column in block.columns]
        sides = ["center"] * len(titles)
        head = _row(titles, widths, sides, height=mm(block.row_mm), size=size, is_head=True)
    sides = [SIDES[column.align] for column in block.columns]
    rows = "".join(
        _row(
            [run(text, size=size) for text in row],
            widths,
            sides,
            height=mm(block.row_mm),
            size=size,
        )
        for row in block.rows
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'{caption}<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{GRID}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{head}{rows}</w:tbl>"
    )


def _row(
    texts: Sequence[str],
    widths: Sequence[int],
    sides: Sequence[str],
    *,
    height: int,
    size: int,
    is_head: bool = False,
) -> str:
    repeated = "<w:tblHeader/>" if is_head else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(text, align=side, line=(size + 4) * 20, exact=False)}</w:tc>"
        for text, width, side in zip(texts, widths, sides, strict=True)
    )
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{repeated}'
        f"</w:trPr>{cells}</w:tr>"
    )
