"""What every paper that goes out carries beside its matter, and how texts end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dangwu.core.errors import InputError
from dangwu.documents.paper import Block, Enclosure, Form, Paper, Paragraph

SEPARATORS: Final = "、，,；;"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """发文要素. Meanings as in `Paper`; only the issuer and the day are always there."""

    issuer: str
    dated: date
    number: str = ""
    head: str = ""
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    attachments: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    copies_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    note: str = ""
    sealed: bool = True


def issued(
    issue: Issue,
    *,
    kind: str,
    form: Form,
    title: str,
    blocks: Sequence[Block],
    addressee: str = "",
    subtitle: str = "",
    signatories: tuple[str, ...] = (),
    signature: str | None = None,
    personal: bool = False,
) -> Paper:
    """Return the paper of a kind with what its issue gives."""
    return Paper(
        kind=kind,
        form=form,
        title=title,
        subtitle=subtitle,
        addressee=addressee,
        blocks=tuple(blocks),
        signatories=signatories,
        signature=signature,
        personal=personal,
        issuer=issue.issuer,
        dated=issue.dated,
        number=issue.number,
        head=issue.head,
        copy_number=issue.copy_number,
        secrecy=issue.secrecy,
        urgency=issue.urgency,
        attachments=issue.attachments,
        enclosures=issue.enclosures,
        copies_to=issue.copies_to,
        printed_by=issue.printed_by,
        printed_on=issue.printed_on,
        note=issue.note,
        sealed=issue.sealed,
    )


def sheet(kind: str, title: str, blocks: Sequence[Block], *, personal: bool = False) -> Paper:
    """Return a paper without 版头 and 署名: lists, forms, what is filled in by hand."""
    return Paper(
        kind=kind,
        form=Form.SHEET,
        title=title,
        blocks=tuple(blocks),
        signature="",
        personal=personal,
    )


def closed(blocks: Sequence[Block], closing: str) -> tuple[Block, ...]:
    """Return the text with its closing words as the last paragraph, once."""
    last = blocks[-1] if blocks else None
    bare = closing.rstrip("。！")
    if not closing or (isinstance(last, Paragraph) and last.text.rstrip("。！").endswith(bare)):
        return tuple(blocks)
    return (*blocks, Paragraph(closing))


def one_addressee(addressee: str, kind: str) -> str:
    """Return the addressee of a paper that may have only one. Raises InputError."""
    name = addressee.strip()
    if not name:
        raise InputError("addressee", f"{kind}须写明主送机关，请补填。")
    if any(mark in name for mark in SEPARATORS) or name.startswith("各"):
        raise InputError(
            "addressee", f"{kind}只能主送一个上级机关；请只留一个，其他机关写到“抄送”。"
        )
    return name
