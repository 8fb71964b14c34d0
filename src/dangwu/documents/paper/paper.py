"""A paper: everything that stands on it, and in which form it is laid out."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dangwu.documents.paper.blocks import Block, Caption, Cut


class Form(StrEnum):
    """The layouts. The first three are those of GB/T 9704."""

    DOCUMENT = "document"  # 文件式
    LETTER = "letter"  # 信函式
    MINUTES = "minutes"  # 纪要式
    SHEET = "sheet"  # 无版头：记录、名单、表格、选票
    RECEIPT = "receipt"  # 收据、介绍信等小件


@dataclass(frozen=True, slots=True)
class Enclosure:
    """附件: begins a page of its own, with its number where there are several."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper. The same value is printed as PDF, written as DOCX and shown on the screen.

    kind: code of `kinds.KINDS`. head: 发文机关标志; empty, the issuer with 「文件」 or as the form
    asks. number: the whole 发文字号. signatories: 签发人, on papers to a superior. closing: the
    last line of the text, such as 「特此报告。」. signature: 署名, None for the issuer, empty for
    none. sealed: room for the seal. note: 附注 without its brackets. enclosures count as
    attachments as well. personal: it tells of persons, so that taking it out is recorded. digest:
    of the sealed content, printed on every page.
    """

    kind: str
    form: Form
    title: str
    issuer: str = ""
    head: str = ""
    number: str = ""
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    signatories: tuple[str, ...] = ()
    subtitle: str = ""
    addressee: str = ""
    blocks: tuple[Block, ...] = ()
    attachments: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    signature: str | None = None
    dated: date | None = None
    sealed: bool = True
    note: str = ""
    rolls: tuple[Block, ...] = ()
    copies_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    personal: bool = False
    digest: str = ""

    @property
    def signed_by(self) -> str:
        """The name under the text, empty for none."""
        return self.issuer if self.signature is None else self.signature

    @property
    def heading(self) -> str:
        """What stands in red at the top, empty where the form has nothing there."""
        if self.head or self.form in (Form.SHEET, Form.RECEIPT):
            return self.head
        return f"{self.issuer}文件" if self.form is Form.DOCUMENT else self.issuer

    @property
    def all_attachments(self) -> tuple[str, ...]:
        """The names of 附件说明, those that are enclosed first."""
        return (*(each.title for each in self.enclosures), *self.attachments)

    @property
    def shown_blocks(self) -> tuple[Block, ...]:
        """The blocks with the paper's number where they carry it."""
        return tuple(_with_number(block, self.number) for block in self.blocks)

    @property
    def has_imprint(self) -> bool:
        """Whether 版记 stands at the end."""
        official = self.form in (Form.DOCUMENT, Form.LETTER, Form.MINUTES)
        return official and bool(self.copies_to or self.printed_by)


def _with_number(block: Block, number: str) -> Block:
    if isinstance(block, Caption) and block.numbered:
        return replace(block, subtitle=number)
    if isinstance(block, Cut) and block.numbered:
        return replace(block, text=number)
    return block
