"""What a paper is made of, from top to bottom. Plain text: nothing in it is markup."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Align(StrEnum):
    """Where a line or a column stands."""

    START = "start"
    CENTRE = "centre"
    END = "end"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. lead: words before it that stand in 黑体, such as 「主持人：」."""

    text: str
    lead: str = ""
    indent: bool = True
    align: Align = Align.START


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number written out: 一、 / （一） / 1. / （1） for levels 1 to 4.

    rest: text that goes on in the same paragraph, in the type of the body.
    """

    text: str
    level: int = 1
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list, each item a paragraph; numbered 1. 2. 3. or, not ordered, without a mark.

    small: 小四, for notes under a form.
    """

    items: tuple[str, ...]
    ordered: bool = True
    small: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Lines of label and value: 「时间：」 in 黑体, what follows in the type of the body."""

    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Roll:
    """Names after a label such as 「出席」; further lines stand under the first name."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. share: its part of the width, against the other columns."""

    title: str
    share: int = 1
    align: Align = Align.CENTRE


@dataclass(frozen=True, slots=True)
class Table:
    """A table; without titles in any column it has no head. The head stands on every page.

    row_mm: least height of a row, for tables that are filled in by hand. small: 小四 in place of
    4号.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    row_mm: int = 9
    small: bool = False
    caption: str = ""

    @property
    def has_head(self) -> bool:
        return any(column.title for column in self.columns)


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on: one for each label. dated: a line for the day under them."""

    labels: tuple[str, ...]
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG image, such as a QR code. width in mm."""

    data: bytes
    width_mm: int = 40
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Caption:
    """A centred title inside a paper: the second half of a receipt, a part of a sheet.

    numbered: the paper's number stands under it.
    """

    text: str
    subtitle: str = ""
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Blank lines."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Cut:
    """A line to cut along, with a word on it; numbered: with the paper's number across the seam."""

    text: str = ""
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a page."""


Block: TypeAlias = (
    "Paragraph | Heading | Items | Facts | Roll | Table | Signatures | Picture | Caption"
    " | Gap | Cut | PageBreak"
)
