"""What stands above and below the text: 版头, 附件说明, 署名, 版记."""

from collections.abc import Iterator
from math import ceil
from typing import Final

from dangwu.documents.paper import Form, Paper, written_day
from dangwu.documents.paper.texts import cells
from dangwu.documents.printing.pages import TITLE, Head, blank_lines, head_of, printed_day
from dangwu.documents.printing.titles import title_lines
from dangwu.documents.printing.word.markup import (
    LINE,
    RED,
    SIZE2,
    SIZE4,
    blank,
    mm,
    paragraph,
    rule,
    run,
)

TAB: Final = "<w:r><w:tab/></w:r>"
NO_CELL_MARGINS: Final = (
    '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
)
AT_THE_RIGHT: Final = (("right", 27.0, ""),)
LEFT_MM: Final = 28  # the left side of the type area
# mm; a line set exactly holds its type a little below its top.
WITHIN: Final = 1.2


def head(paper: Paper) -> Iterator[str]:
    """Yield 版头 and title of a paper in the form it has."""
    gap = blank_lines(paper, head_of(paper.heading))
    if paper.form is Form.DOCUMENT:
        yield from _marks(paper)
        yield organ(head_of(paper.heading), before=35 - 10.21 * len(_given_marks(paper)))
        yield blank(gap)
        yield _number(paper)
        yield blank(gap)
    elif paper.form is Form.MINUTES:
        yield organ(head_of(paper.heading), before=35)
        yield blank(gap)
        yield from _minutes_number(paper)
        yield blank(gap)
    elif paper.form is Form.LETTER:
        yield paragraph(run(paper.number), align="right")
        yield from _marks(paper)
        yield blank(gap)
    elif paper.number and paper.form is Form.SHEET:
        yield paragraph(run(paper.number, size=SIZE4), align="right")
    yield from title(paper.title, paper.subtitle)


def organ(found: Head, *, before: float = 0) -> str:
    """Return 发文机关标志 in red. before: mm from the top of the type area to its upper edge."""
    line = round(found.size * 1.12 * 20)
    text = run("\n".join(found.lines), face="song", size=found.size, colour=RED)
    return paragraph(text, align="center", line=line, before=max(0, mm(before - WITHIN)))


def title(text: str, subtitle: str = "") -> Iterator[str]:
    """Yield a title over its lines, and a blank line."""
    lines = title_lines(text, width=TITLE)
    if lines:
        shown = run("\n".join(lines), face="song", size=SIZE2)
        yield paragraph(shown, align="center", line=680)
    if subtitle:
        yield paragraph(run(subtitle, face="kai"), align="center")
    if lines or subtitle:
        yield blank()


def attachments(paper: Paper) -> Iterator[str]:
    """Yield 附件说明, one blank line under the text."""
    names = paper.all_attachments
    if names:
        yield blank()
    for number, name in enumerate(names, 1):
        mark = f"{number}." if len(names) > 1 else ""
        label = "附件：" if number == 1 else ""
        under = 3 + cells(mark)
        yield paragraph(
            run(f"{label}{mark}{name}"), left=2 + under, hanging=under if label else cells(mark)
        )


def signature(paper: Paper) -> Iterator[str]:
    """Yield 署名 and day; with a seal there is room for it above.

    Source: GB/T 9704
    """
    name, day = paper.signed_by, written_day(paper.dated) if paper.dated else ""
    if not (name or day) or paper.form is Form.MINUTES:
        return
    wide, short = cells(name), cells(day)
    if paper.sealed:
        yield blank(2)
        name_right, day_right = max(0.0, 4 - (wide - short) / 2), 4.0
    else:
        yield blank(1)
        day_right = max(2.0, wide - short) if name else 2.0
        name_right = max(2.0, day_right + short + 2 - wide)
    if name:
        yield paragraph(run(name), align="right", right=name_right, keep_next=True)
    if day:
        yield paragraph(run(day), align="right", right=day_right)


def imprint(paper: Paper) -> str:
    """Return 版记 as a table at the foot of the type area: lines of 0.35 mm outside, 0.25 mm inside.

    Its page is the one on which the text ends, or the next where there is no room for it. It is
    placed from the edge of the page: LibreOffice lets a table as wide as the text float only so.

    Source: GB/T 9704
    """
    rows = []
    if paper.copies_to:
        text = f"抄送：{paper.copies_to}。"
        rows.append(_imprint_row(run(text, size=SIZE4), cells(text)))
    last = paper.printed_by if paper.form is not Form.LETTER else ""
    if last:
        day = printed_day(paper)
        runs = run(last, size=SIZE4) + TAB + run(day, size=SIZE4)
        rows.append(_imprint_row(runs, cells(last) + cells(day) + 1))
    lines = "" if paper.form is Form.LETTER else _imprint_lines()
    width = mm(156)
    return (
        f'<w:tbl><w:tblPr><w:tblpPr w:vertAnchor="margin" w:horzAnchor="page"'
        f' w:tblpX="{mm(LEFT_MM)}" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/>'
        f'<w:tblW w:w="{width}" w:type="dxa"/>{lines}<w:tblLayout w:type="fixed"/>'
        f"{NO_CELL_MARGINS}</w:tblPr>"
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _imprint_lines() -> str:
    thick, thin = ('w:val="single" w:sz="8"', 'w:val="single" w:sz="6"')
    rest = 'w:space="0" w:color="000000"'
    return (
        f"<w:tblBorders><w:top {thick} {rest}/><w:bottom {thick} {rest}/>"
        f"<w:insideH {thin} {rest}/></w:tblBorders>"
    )


def _imprint_row(runs: str, long: float) -> str:
    """Return a row that stays on one page. long: its text in characters."""
    width, indent = mm(156), SIZE4 * 20
    line, around = 18 * 20, 60
    height = ceil(long * indent / (width - 2 * indent)) * line + 2 * around
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{width - indent}"/></w:tabs>'
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>'
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr>{tabs}'
        f'<w:spacing w:before="{around}" w:after="{around}" w:line="{line}" w:lineRule="exact"/>'
        f'<w:ind w:left="{indent}" w:right="{indent}"/></w:pPr>{runs}</w:p></w:tc></w:tr>'
    )


def _given_marks(paper: Paper) -> list[tuple[str, str]]:
    marks = ((paper.copy_number, "fang"), (paper.secrecy, "hei"), (paper.urgency, "hei"))
    return [(text, face) for text, face in marks if text]


def _marks(paper: Paper) -> Iterator[str]:
    for text, face in _given_marks(paper):
        yield paragraph(run(text, face=face))


def _number(paper: Paper) -> str:
    """Return the number with the red line 4 mm under it; upward, with 签发人 at the right."""
    line = rule("bottom", 12, colour=RED, space=11)
    if not paper.signatories:
        return paragraph(run(paper.number), align="center", line=320, border=line)
    names = "\u3000".join(paper.signatories)
    runs = run(f"\u3000{paper.number}") + TAB + run("签发人：") + run(names, face="kai")
    return paragraph(runs, align="left", line=320, exact=False, border=line, tabs=AT_THE_RIGHT)


def _minutes_number(paper: Paper) -> Iterator[str]:
    line = rule("bottom", 12, colour=RED, space=11)
    if not paper.printed_by:
        yield paragraph(run(paper.number), align="center", line=320, border=line)
        return
    yield paragraph(run(paper.number), align="center", line=LINE)
    day = written_day(paper.dated) if paper.dated else ""
    runs = run(f"\u3000{paper.printed_by}") + TAB + run(day)
    yield paragraph(runs, align="left", line=320, exact=False, border=line, tabs=AT_THE_RIGHT)
