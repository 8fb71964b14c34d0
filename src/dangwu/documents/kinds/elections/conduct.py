"""选举办法、候选人情况表、主持词: how an election is held and who stands."""

from dataclasses import dataclass
from datetime import date

from dangwu.documents.kinds.issue import sheet
from dangwu.documents.paper import (
    Align,
    Block,
    Caption,
    Column,
    Facts,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Table,
    ordinal,
    paragraphs,
    written_day,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionRules:
    """选举办法. rules: one sentence or more for each article, as the rulebook in force has them."""

    organisation: str
    body: str
    rules: tuple[str, ...]
    adopted: str = "草案，提请党员大会通过"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Who stands, as the form introduces him or her. Days as they are to be printed."""

    name: str
    sex: str
    nation: str
    born: str
    joined: str
    education: str
    post: str
    proposed: str
    resume: str
    strengths: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateTable:
    """候选人情况表: a form for each. candidates: in the order of 姓氏笔画."""

    organisation: str
    body: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the assembly with what the chair says."""

    title: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChairScript:
    """主持词 of an assembly."""

    title: str
    chair: str
    held_on: date
    opening: str
    steps: tuple[Step, ...]
    closing: str


def election_rules(values: ElectionRules) -> Paper:
    """Return the 选举办法 that the assembly adopts before it votes."""
    blocks: list[Block] = [
        Paragraph(f"（{values.adopted}）", align=Align.CENTRE, indent=False),
        *(
            Paragraph(rule, lead=f"第{ordinal(1, number).rstrip('、')}条　")
            for number, rule in enumerate(values.rules, 1)
        ),
    ]
    return sheet("election_rules", f"{values.organisation}\n{values.body}选举办法", blocks)


def candidate_table(values: CandidateTable) -> Paper:
    """Return the 候选人情况表, each candidate on a page."""
    blocks: list[Block] = []
    for number, candidate in enumerate(values.candidates):
        blocks += [PageBreak()] if number else []
        blocks += [
            Caption(f"{values.organisation}\n{values.body}候选人情况表"),
            *_form(candidate),
        ]
    return sheet("candidate_table", "", blocks, personal=True)


def chair_script(values: ChairScript) -> Paper:
    """Return the 主持词, step by step."""
    blocks: list[Block] = [
        Facts((("时间", written_day(values.held_on)), ("主持人", values.chair))),
        *paragraphs(values.opening),
    ]
    for number, step in enumerate(values.steps, 1):
        blocks += [Heading(f"{ordinal(1, number)}{step.title}", 1), *paragraphs(step.words)]
    return sheet("chair_script", values.title, [*blocks, *paragraphs(values.closing)])


def _form(candidate: Candidate) -> tuple[Block, ...]:
    four = tuple(Column("", share) for share in (2, 3, 2, 3))
    two = (Column("", 1), Column("", 4, Align.START))
    short = (
        ("姓名", candidate.name, "性别", candidate.sex),
        ("民族", candidate.nation, "出生年月", candidate.born),
        ("入党时间", candidate.joined, "学历", candidate.education),
        ("现任职务", candidate.post, "拟任职务", candidate.proposed),
    )
    long = [("简历", candidate.resume), ("主要表现", candidate.strengths)]
    return (
        Table(four, short, row_mm=12),
        Table(two, tuple(row for row in long if row[1]), row_mm=30),
    )
