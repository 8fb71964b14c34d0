"""民主生活会 and 组织生活会: 对照检查材料、专题报告、整改清单."""

from dataclasses import dataclass
from datetime import date

from dangwu.documents.kinds.issue import Issue, issued, one_addressee, sheet
from dangwu.documents.paper import (
    Align,
    Block,
    Column,
    Facts,
    Form,
    Heading,
    Paper,
    Paragraph,
    Table,
    blocks_of,
    ordinal,
    written_day,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheck:
    """对照检查材料 of a body or a person. parts: title and text, in the order asked for."""

    title: str
    author: str
    dated: date
    opening: str
    parts: tuple[tuple[str, str], ...]
    personal: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeReport:
    """专题报告 on how the meeting went, to the committee above. parts: title and text."""

    issue: Issue
    addressee: str
    title: str
    held_on: date
    should_attend: int
    present: int
    parts: tuple[tuple[str, str], ...]
    signatories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectification:
    """One line of a 整改清单."""

    problem: str
    measure: str
    responsible: str
    due: str
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RectificationList:
    """整改清单 of a body after its meeting."""

    organisation: str
    title: str
    dated: date
    lines: tuple[Rectification, ...]


def self_check(values: SelfCheck) -> Paper:
    """Return a 对照检查材料 under its author's name."""
    blocks = (*blocks_of(values.opening), *_parts(values.parts))
    return Paper(
        kind="self_check",
        form=Form.SHEET,
        title=values.title,
        subtitle=values.author,
        blocks=blocks,
        signature="",
        dated=values.dated,
        personal=values.personal,
    )


def life_report(values: LifeReport) -> Paper:
    """Return the 专题报告, which ends 特此报告。"""
    opening = Paragraph(
        f"{written_day(values.held_on)}召开会议，应到{values.should_attend}人，实到{values.present}"
        "人。现将有关情况报告如下："
    )
    return issued(
        values.issue,
        kind="life_meeting_report",
        form=Form.DOCUMENT,
        title=values.title,
        addressee=one_addressee(values.addressee, "报告"),
        signatories=values.signatories,
        blocks=(opening, *_parts(values.parts), Paragraph("特此报告。")),
    )


def rectification_list(values: RectificationList) -> Paper:
    """Return the 整改清单 as a table."""
    columns = (
        *(Column("序号", 1), Column("问题", 5, Align.START), Column("整改措施", 5, Align.START)),
        *(Column("责任人", 2), Column("完成时限", 3), Column("完成情况", 2)),
    )
    rows = tuple(
        (str(number), line.problem, line.measure, line.responsible, line.due, line.state)
        for number, line in enumerate(values.lines, 1)
    )
    facts = Facts((("单位", values.organisation), ("日期", written_day(values.dated))))
    return sheet("rectification_list", values.title, (facts, Table(columns, rows, small=True)))


def _parts(parts: tuple[tuple[str, str], ...]) -> list[Block]:
    return [
        block
        for number, (title, text) in enumerate(parts, 1)
        for block in (Heading(f"{ordinal(1, number)}{title}", 1), *blocks_of(text))
    ]
