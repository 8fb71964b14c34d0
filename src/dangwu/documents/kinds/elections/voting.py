"""选票、计票单 and the reports of those who count: what lies on the tables of an assembly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dangwu.documents.kinds.issue import sheet
from dangwu.documents.paper import (
    Align,
    Block,
    Caption,
    Column,
    Facts,
    Items,
    PageBreak,
    Paper,
    Paragraph,
    Signatures,
    Table,
    written_day,
)

BLANK: Final = "　　　"
MARKS: Final = (
    "对候选人赞成的，在“赞成”栏画“○”；不赞成的，在“不赞成”栏画“○”；弃权的，在“弃权”栏画“○”。",
    "不赞成某候选人的，可以另选他人，写在“另选他人”栏；弃权的，不得另选他人。",
)

MARK_ONE: Final = "只选一栏，在格子里画“○”。"

# A ballot that fits one page is not turned over; long lists get lower rows.
ROW_MM: Final = 10
LOW_ROW_MM: Final = 8
FEW_ROWS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """选票. names: in the order of 姓氏笔画. spare: lines for persons not on the list.

    post: what of the body is elected. instructions: how to mark; empty for the usual ones, to which the number of seats is added.
    """

    organisation: str
    body: str
    held_on: date
    names: tuple[str, ...]
    seats: int
    spare: int = 2
    instructions: tuple[str, ...] = ()
    post: str = "委员"


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """表决票 on one matter. options: what may be chosen, one of them."""

    organisation: str
    held_on: date
    matter: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSheet:
    """计票单 to be filled in by hand; one row for each candidate, some for other persons."""

    organisation: str
    body: str
    held_on: date
    names: tuple[str, ...]
    spare: int = 2
    post: str = "委员"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tellers:
    """监票人、计票人名单. chief: 总监票人, empty where there is none."""

    organisation: str
    meeting: str
    watchers: tuple[str, ...]
    counters: tuple[str, ...]
    chief: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceReport:
    """清点到会人数报告单. None is left open for the pen. rule: what must be there, in words.

    electors: who votes there, 党员 or 代表.
    """

    organisation: str
    meeting: str
    held_on: date
    rule: str
    should_attend: int | None = None
    present: int | None = None
    left_out: int | None = None
    electors: str = "党员"


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotsIssued:
    """分发选票报告单."""

    organisation: str
    meeting: str
    held_on: date
    present: int | None = None
    issued: int | None = None
    electors: str = "党员"


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotsReturned:
    """清点选票报告单. rule: when the election is valid, in words."""

    organisation: str
    meeting: str
    held_on: date
    rule: str
    issued: int | None = None
    returned: int | None = None
    valid: int | None = None
    invalid: int | None = None


def ballot(values: Ballot) -> Paper:
    """Return one 选票: every voter's is alike, without a number or a mark."""
    return ballots([values])


def ballots(several: Sequence[Ballot | Motion]) -> Paper:
    """Return the 选票 and 表决票 that are used one after the other, each on a page."""
    if len(several) == 1:
        return sheet("ballot", _ballot_title(several[0]), _ballot_blocks(several[0]))
    blocks = [(Caption(_ballot_title(one)), *_ballot_blocks(one)) for one in several]
    return sheet("ballot", "", _on_pages(blocks))


def _ballot_title(values: Ballot | Motion) -> str:
    what = "表决票" if isinstance(values, Motion) else f"{values.body}{values.post}选票"
    return f"{values.organisation}\n{what}"


def _ballot_blocks(values: Ballot | Motion) -> list[Block]:
    if isinstance(values, Motion):
        return _motion_blocks(values)
    columns = (Column("姓名", 4), Column("赞成", 2), Column("不赞成", 2), Column("弃权", 2))
    rows = tuple((name, "", "", "") for name in values.names)
    height = ROW_MM if len(rows) + values.spare <= FEW_ROWS else LOW_ROW_MM
    own = (*MARKS, f"应选{values.seats}名；所选人数等于或者少于应选人数的有效，多于的无效。")
    # What to do stands before the names: at the end of a long list it would be on another page.
    parts: list[Block] = [
        Items(values.instructions or own, small=True),
        Table(columns, rows, row_mm=height, caption="候选人（按姓氏笔画为序）"),
    ]
    if values.spare:
        others = (Column("姓名", 6), Column("赞成", 4))
        blank = (("", ""),) * values.spare
        parts.append(Table(others, blank, row_mm=height, caption="另选他人"))
    return [*parts, Paragraph(written_day(values.held_on), align=Align.END)]


def _motion_blocks(values: Motion) -> list[Block]:
    columns = (Column("表决事项", 6), *(Column(option, 2) for option in values.options))
    row = (values.matter, *("" for _ in values.options))
    return [
        Paragraph(MARK_ONE),
        Table(columns, (row,), row_mm=ROW_MM * 2),
        Paragraph(written_day(values.held_on), align=Align.END),
    ]


def count_sheet(values: CountSheet) -> Paper:
    """Return a 计票单 with room for 正 strokes, the ballots' numbers and the signatures."""
    return sheet("count_sheet", _count_title(values), _count_blocks(values))


def count_sheets(several: Sequence[CountSheet]) -> Paper:
    """Return the 计票单 of elections that are held one after the other, each on a page."""
    if len(several) == 1:
        return count_sheet(several[0])
    blocks = [(Caption(_count_title(one)), *_count_blocks(one)) for one in several]
    return sheet("count_sheet", "", _on_pages(blocks))


def _count_title(values: CountSheet) -> str:
    return f"{values.organisation}选举计票单"


def _on_pages(several: Sequence[Sequence[Block]]) -> list[Block]:
    blocks: list[Block] = []
    for number, one in enumerate(several):
        blocks += [PageBreak()] if number else []
        blocks += one
    return blocks


def _count_blocks(values: CountSheet) -> list[Block]:
    columns = (
        *(Column("姓名", 4), Column("赞成票（画“正”）", 6), Column("合计", 2)),
        *(Column("不赞成", 2), Column("弃权", 2)),
    )
    rows = tuple((name, "", "", "", "") for name in (*values.names, *("",) * values.spare))
    ballots = tuple(Column(title, 1) for title in ("发出选票", "收回选票", "有效票", "无效票"))
    return [
        Facts(
            (("时间", written_day(values.held_on)), ("选举事项", f"{values.body}{values.post}"))
        ),
        Table(ballots, (("", "", "", ""),), row_mm=11),
        Table(columns, rows, row_mm=13, small=True),
        Signatures(("计票人", "监票人", "总监票人")),
    ]


def tellers_list(values: Tellers) -> Paper:
    """Return the 监票人、计票人名单 that the assembly adopts."""
    facts = [("总监票人", values.chief)] if values.chief else []
    facts += [("监票人", "、".join(values.watchers)), ("计票人", "、".join(values.counters))]
    text = f"（提请{values.meeting}通过）"
    parts: tuple[Block, ...] = (
        Paragraph(text, align=Align.CENTRE, indent=False),
        Facts(tuple(facts)),
    )
    return sheet("tellers_list", f"{values.organisation}\n监票人、计票人名单", parts)


def attendance_report(values: AttendanceReport) -> Paper:
    """Return the 清点到会人数报告单 read out before the election begins."""
    left_out = (
        f"经批准并经大会通过不计入应到会人数的{values.electors}{_given(values.left_out)}名。"
        if values.left_out is None or values.left_out
        else ""
    )
    text = (
        f"应到会有选举权的{values.electors}{_given(values.should_attend)}名，实到会{_given(values.present)}名。"
        f"{left_out}{values.rule}"
    )
    return _told("attendance_report", "清点到会人数报告单", values.organisation, values, text)


def ballots_issued(values: BallotsIssued) -> Paper:
    """Return the 分发选票报告单."""
    text = (
        f"实到会有选举权的{values.electors}{_given(values.present)}名，发出选票{_given(values.issued)}张，"
        "发出选票数与实到会人数核对无误。"
    )
    return _told("issue_report", "分发选票报告单", values.organisation, values, text)


def ballots_returned(values: BallotsReturned) -> Paper:
    """Return the 清点选票报告单 read out before the count."""
    text = (
        f"发出选票{_given(values.issued)}张，收回选票{_given(values.returned)}张；其中有效票"
        f"{_given(values.valid)}张，无效票{_given(values.invalid)}张。{values.rule}"
    )
    return _told("return_report", "清点选票报告单", values.organisation, values, text)


def _told(
    kind: str,
    title: str,
    organisation: str,
    values: AttendanceReport | BallotsIssued | BallotsReturned,
    text: str,
) -> Paper:
    parts: tuple[Block, ...] = (
        Facts((("会议", values.meeting), ("时间", written_day(values.held_on)))),
        Paragraph(text),
        Paragraph("特此报告。"),
        Signatures(("计票人", "监票人"), dated=True),
    )
    return sheet(kind, f"{organisation}\n{title}", parts)


def _given(number: int | None) -> str:
    return BLANK if number is None else str(number)
