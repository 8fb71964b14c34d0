"""通知、请示、批复、报告、函: papers between organisations."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from dangwu.core.errors import InputError
from dangwu.documents.kinds.issue import Issue, closed, issued, one_addressee
from dangwu.documents.paper import Block, Form, Paper, Paragraph, written_day

# What asks for a decision has no place in a report.
ASKS: Final = ("请批示", "请审批", "请批复", "请予批准", "请审示")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """通知."""

    issue: Issue
    title: str
    addressee: str
    blocks: tuple[Block, ...]
    closing: str = "特此通知。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """请示: one matter, one addressee. signatories: 签发人."""

    issue: Issue
    title: str
    addressee: str
    blocks: tuple[Block, ...]
    signatories: tuple[str, ...] = ()
    closing: str = "妥否，请批示。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """批复 to a 请示: its title, number and day."""

    issue: Issue
    title: str
    addressee: str
    asked: str
    asked_number: str
    blocks: tuple[Block, ...]
    asked_on: date | None = None
    closing: str = "此复。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """报告: tells, and asks for nothing."""

    issue: Issue
    title: str
    addressee: str
    blocks: tuple[Block, ...]
    signatories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """函: to an organisation that one is not under or over."""

    issue: Issue
    title: str
    addressee: str
    blocks: tuple[Block, ...]
    closing: str = "特此函达。"


def notice(values: Notice) -> Paper:
    """Return a 通知."""
    return issued(
        values.issue,
        kind="notice",
        form=Form.DOCUMENT,
        title=values.title,
        addressee=values.addressee,
        blocks=closed(values.blocks, values.closing),
    )


def request(values: Request) -> Paper:
    """Return a 请示, which ends 妥否，请批示。 Raises InputError for several addressees."""
    return issued(
        values.issue,
        kind="request",
        form=Form.DOCUMENT,
        title=values.title,
        addressee=one_addressee(values.addressee, "请示"),
        signatories=values.signatories,
        blocks=closed(values.blocks, values.closing),
    )


def reply(values: Reply) -> Paper:
    """Return a 批复, which names what it answers first."""
    number = f"（{values.asked_number}）" if values.asked_number else ""
    day = f"{written_day(values.asked_on)}" if values.asked_on else ""
    opening = Paragraph(f"你们{day}《{values.asked}》{number}收悉。经研究，现批复如下：")
    return issued(
        values.issue,
        kind="reply",
        form=Form.DOCUMENT,
        title=values.title,
        addressee=values.addressee,
        blocks=closed((opening, *values.blocks), values.closing),
    )


def report(values: Report) -> Paper:
    """Return a 报告, which ends 特此报告。 Raises InputError where it asks for a decision."""
    for block in values.blocks:
        text = block.text if isinstance(block, Paragraph) else ""
        found = next((words for words in ASKS if words in text), None)
        if found:
            raise InputError(
                "body", f"报告不得夹带请示事项（写有“{found}”）；请删去，需要批准的另写一份请示。"
            )
    return issued(
        values.issue,
        kind="report",
        form=Form.DOCUMENT,
        title=values.title,
        addressee=one_addressee(values.addressee, "报告"),
        signatories=values.signatories,
        blocks=closed(values.blocks, "特此报告。"),
    )


def letter(values: Letter) -> Paper:
    """Return a 函 in the form of letters."""
    return issued(
        values.issue,
        kind="letter",
        form=Form.LETTER,
        title=values.title,
        addressee=values.addressee,
        blocks=closed(values.blocks, values.closing),
    )
