"""介绍信、证明、收据: small papers that a person takes along."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from dangwu.core.errors import InputError
from dangwu.documents.kinds.issue import Issue, closed, issued
from dangwu.documents.paper import (
    Align,
    Block,
    Caption,
    Column,
    Cut,
    Form,
    Gap,
    Paper,
    Paragraph,
    Signatures,
    Table,
    written_day,
)

DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
PLACES: Final = ("", "拾", "佰", "仟")
GROUPS: Final = ("", "万", "亿", "万亿")
LARGEST: Final = Decimal(10) ** 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """介绍信 with its stub. valid_days: how long it holds."""

    issuer: str
    number: str
    bearer: str
    companions: int
    addressee: str
    matter: str
    dated: date
    valid_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """证明. text: what is certified, about whom."""

    issue: Issue
    title: str
    addressee: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """收据. amount in yuan; lines: what it is for, with each amount."""

    issuer: str
    number: str
    payer: str
    lines: tuple[tuple[str, Decimal], ...]
    dated: date
    receiver: str
    method: str = ""

    @property
    def total(self) -> Decimal:
        return sum((amount for _, amount in self.lines), Decimal(0))


def introduction(values: Introduction) -> Paper:
    """Return a 介绍信: the stub that stays, and below the cut the letter that goes."""
    together = f"等{values.companions + 1}位同志" if values.companions else "同志"
    day = written_day(values.dated)
    stub = (
        Caption("介绍信（存根）", numbered=True),
        Paragraph(f"{values.bearer}{together}前往{values.addressee}联系{values.matter}。"),
        Paragraph(day, align=Align.END),
        Signatures(("经办人",)),
    )
    letter = (
        Caption("介　绍　信", numbered=True),
        Paragraph(f"{values.addressee}：", indent=False),
        Paragraph(f"兹介绍我单位{values.bearer}{together}前往你处联系{values.matter}，请予接洽。"),
        Paragraph(f"（有效期{values.valid_days}天）"),
    )
    return Paper(
        kind="introduction",
        form=Form.RECEIPT,
        title="",
        issuer=values.issuer,
        number=values.number,
        blocks=(*stub, Cut(numbered=True), *letter),
        dated=values.dated,
        personal=True,
    )


def certificate(values: Certificate) -> Paper:
    """Return a 证明, which ends 特此证明。"""
    return issued(
        values.issue,
        kind="certificate",
        form=Form.SHEET,
        title=values.title,
        addressee=values.addressee,
        blocks=closed(values.blocks, "特此证明。"),
        personal=True,
    )


def receipt(values: Receipt) -> Paper:
    """Return a 收据 in two parts, for who keeps the books and for who paid.

    Raises InputError when the sum is not a positive amount.
    """
    if values.total <= 0:
        raise InputError("amount", "收据金额须大于零，请核对后再填。")
    first, second = (_receipt(values, part) for part in ("存根联", "收据联"))
    return Paper(
        kind="receipt",
        form=Form.RECEIPT,
        title="",
        issuer=values.issuer,
        number=values.number,
        blocks=(*first, Gap(1), Cut(numbered=True), *second),
        signature="",
        personal=True,
    )


def capital_yuan(amount: Decimal) -> str:
    """Return an amount as it is written on receipts: 壹仟贰佰元整.

    Raises InputError below nought and from a thousand million million on.
    """
    if not 0 <= amount < LARGEST:
        raise InputError("amount", f"金额{amount}不能写成大写，请核对。")
    jiao, fen = divmod(int((amount * 100).to_integral_value()) % 100, 10)
    yuan = int(amount)
    whole = f"{_capital(yuan)}元" if yuan or not (jiao or fen) else ""
    if not (jiao or fen):
        return f"{whole}整"
    tenth = f"{DIGITS[jiao]}角" if jiao else ("零" if whole else "")
    return whole + tenth + (f"{DIGITS[fen]}分" if fen else "整")


def _receipt(values: Receipt, part: str) -> tuple[Block, ...]:
    rows = tuple((what, f"{amount:.2f}") for what, amount in values.lines)
    total = (f"合计（大写）：{capital_yuan(values.total)}", f"{values.total:.2f}")
    columns = (Column("交款事由", 4, Align.START), Column("金额（元）", 1, Align.END))
    method = f"　交款方式：{values.method}" if values.method else ""
    return (
        Caption(f"收　据（{part}）", numbered=True),
        Paragraph(f"交款人：{values.payer}{method}", indent=False),
        Table(columns, (*rows, total)),
        Paragraph(f"收款单位（盖章）：{values.issuer}　收款人：{values.receiver}", indent=False),
        Paragraph(written_day(values.dated), align=Align.END),
    )


def _capital(number: int) -> str:
    if number == 0:
        return DIGITS[0]
    words, gap, group = "", False, 0
    while number:
        number, four = divmod(number, 10000)
        part = _four(four)
        if four:
            words = f"{part}{GROUPS[group]}{'零' if gap and words else ''}{words}"
        gap = four < 1000 if four else bool(words)
        group += 1
    return words


def _four(number: int) -> str:
    words, zero = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if zero and words else "") + DIGITS[digit] + PLACES[place]
        zero = not digit
    return words
