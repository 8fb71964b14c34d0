"""纪要、会议记录、决议、签到表: papers of a meeting."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dangwu.documents.kinds.issue import Issue, issued, sheet
from dangwu.documents.paper import (
    Block,
    Column,
    Facts,
    Form,
    Heading,
    Paper,
    Paragraph,
    Roll,
    Signatures,
    Table,
    blocks_of,
    ordinal,
    paragraphs,
    written_day,
)

LONGEST_LABEL: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Who was there, on leave, absent and observing, in the order to be printed."""

    present: tuple[str, ...] = ()
    on_leave: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """纪要. heading: 发文机关标志 such as 「中共红旗县委员会会议纪要」. number: 「第3期」."""

    issue: Issue
    heading: str
    title: str
    blocks: tuple[Block, ...]
    present: Present


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item as it was dealt with. outcome: vote and result in one sentence."""

    title: str
    discussion: str = ""
    opinions: tuple[tuple[str, str], ...] = ()
    outcome: str = ""
    resolution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRecord:
    """会议记录. facts: further lines, such as 应到 and 实到. held: day and hours in words."""

    title: str
    held: str
    place: str
    chair: str
    recorder: str
    present: Present
    items: tuple[Item, ...]
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecord:
    """会议记录 as it was written and signed. head: its lines on time, place and who came.

    signed: by whom and when it was sealed. corrections: a sentence each.
    """

    title: str
    head: str
    body: str
    present: tuple[str, ...]
    signed: str = ""
    corrections: tuple[str, ...] = ()
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """决议. adopted: the meeting that adopted it, such as 「支部党员大会」."""

    issuer: str
    title: str
    adopted_on: date
    adopted: str
    text: str
    number: str = ""


SIGNING: Final = (Column("序号", 2), Column("姓名", 4), Column("签名", 5)) * 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceSheet:
    """签到表 to be signed on paper. names: 应到, in the order of 姓氏笔画."""

    title: str
    held: str
    place: str
    names: tuple[str, ...]
    observers: tuple[str, ...] = ()
    spare: int = 0


def minutes(values: Minutes) -> Paper:
    """Return a 纪要: 出席、请假、列席 after the text, without seal.

    Source: GB/T 9704
    """
    paper = issued(
        values.issue,
        kind="minutes",
        form=Form.MINUTES,
        title=values.title,
        blocks=values.blocks,
        signature="",
    )
    return replace(paper, head=values.heading, rolls=rolls(values.present))


def meeting_record(values: MeetingRecord) -> Paper:
    """Return a 会议记录, item by item, with who spoke and the lines to sign on."""
    facts = (
        ("时间", values.held),
        ("地点", values.place),
        ("主持人", values.chair),
        ("记录人", values.recorder),
        *values.facts,
    )
    items = [block for n, item in enumerate(values.items, 1) for block in _item(n, item)]
    blocks = (Facts(facts), *rolls(values.present), *items, Signatures(("主持人", "记录人")))
    return sheet("meeting_record", values.title, blocks, personal=True)


def kept_record(values: KeptRecord) -> Paper:
    """Return a 会议记录 word for word as it was kept, with who was there and who signed."""
    blocks = [
        *_told(values.head),
        *rolls(Present(present=values.present)),
        *blocks_of(values.body),
        *_told(f"签字：{values.signed}" if values.signed else ""),
        *paragraphs("\n".join(values.corrections)),
        Signatures(("主持人", "记录人")),
    ]
    paper = sheet("meeting_record", values.title, blocks, personal=True)
    return replace(paper, digest=values.digest)


def _told(lines: str) -> Iterable[Block]:
    """Yield lines such as 「时间：…」 with their label set apart, any other as a paragraph."""
    for line in lines.splitlines():
        label, colon, value = line.strip().partition("：")
        if colon and 0 < len(label) <= LONGEST_LABEL:
            yield Facts(((label, value),))
        elif line.strip():
            yield Paragraph(line.strip(), indent=False)


def resolution(values: Resolution) -> Paper:
    """Return a 决议 with the day and the meeting of its adoption under the title."""
    day = written_day(values.adopted_on)
    return Paper(
        kind="resolution",
        form=Form.SHEET,
        title=values.title,
        issuer=values.issuer,
        number=values.number,
        subtitle=f"（{day}{values.issuer}{values.adopted}通过）",
        blocks=blocks_of(values.text),
        dated=values.adopted_on,
    )


def attendance_sheet(values: AttendanceSheet) -> Paper:
    """Return a 签到表: two persons on a line, as many pages as it takes.

    Numbered along the line, so that a name is found and typed in again in the order of the list.
    """
    parts: list[Block] = [Facts((("时间", values.held), ("地点", values.place)))]
    parts.append(Table(SIGNING, _two_by_two((*values.names, *("",) * values.spare)), row_mm=10))
    if values.observers:
        parts.append(Table(SIGNING, _two_by_two(values.observers), row_mm=10, caption="列席人员"))
    return sheet("attendance_sheet", values.title, parts, personal=True)


def rolls(present: Present) -> tuple[Roll, ...]:
    """Return 出席、请假、缺席、列席, those that have names."""
    parts = (
        ("出席", present.present),
        ("请假", present.on_leave),
        ("缺席", present.absent),
        ("列席", present.observers),
    )
    return tuple(Roll(label, names) for label, names in parts if names)


def _item(number: int, item: Item) -> Iterable[Block]:
    yield Heading(f"{ordinal(1, number)}{item.title}", 1)
    yield from paragraphs(item.discussion)
    for name, words in item.opinions:
        yield Paragraph(words, lead=f"{name}：")
    if item.outcome:
        yield Paragraph(item.outcome, lead="表决情况：")
    if item.resolution:
        yield Paragraph(item.resolution, lead="决议：")


def _two_by_two(names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    cells = [(str(number) if name else "", name, "") for number, name in enumerate(names, 1)]
    pairs = [*cells, ("", "", "")] if len(cells) % 2 else cells
    return tuple((*pairs[at], *pairs[at + 1]) for at in range(0, len(pairs), 2))
