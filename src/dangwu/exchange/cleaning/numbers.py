"""Personal numbers: checked before they are stored, refused where a spreadsheet cut them."""

import re
from typing import Final

from dangwu.core.errors import InputError
from dangwu.core.identity import IdNumber, check_id_number, clean_id_number
from dangwu.exchange.cleaning.cells import Cell, CellError, shown

# A spreadsheet keeps 15 digits of a number and writes noughts for the rest.
_DIGITS_LOST: Final = 1e14
_IN_POWERS = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_SOUND_ID = re.compile(r"[0-9]{17}[0-9X]")
_MOBILE = re.compile(r"1\d{10}")
_FIXED = re.compile(r"(0\d{2,3})?[1-9]\d{6,7}(-\d{1,6})?")
_LOST: Final = (
    "号码按数值存放，电子表格只保留15位，后面的数字已丢失；"
    "请把这一列设为“文本”格式，重新录入完整号码。"
)


def is_masked(cell: Cell) -> bool:
    """Whether a number has stars in place of digits, as our own exports write it."""
    return isinstance(cell, str) and "*" in cell


def clean_id(cell: Cell) -> IdNumber:
    """Return a checked ID number. Raises CellError, which never repeats the whole number."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= _DIGITS_LOST:
        raise CellError(_LOST)
    text = shown(cell)
    if not _SOUND_ID.fullmatch(text):  # spares the careful cleaning of what needs none
        text = clean_id_number(text)
    if _IN_POWERS.fullmatch(text):
        raise CellError(_LOST)
    try:
        return check_id_number(text, field="")
    except InputError as error:
        raise CellError(str(error)) from None


def clean_phone(cell: Cell) -> str:
    """Return a telephone number: 11 digits of a mobile, or a fixed one with its area code.

    Raises CellError.
    """
    text = shown(cell)
    if _MOBILE.fullmatch(text) and text.isascii():
        return text
    if _IN_POWERS.fullmatch(text):
        raise CellError(_LOST)
    digits = re.sub(r"[^\d-]", "", clean_id_number(text).removeprefix("+86"))
    bare = digits.replace("-", "")
    if len(bare) == 13 and bare.startswith("86"):
        bare = bare[2:]
    if _MOBILE.fullmatch(bare):
        return bare
    if _FIXED.fullmatch(bare) or _FIXED.fullmatch(digits):
        return digits
    raise CellError(f"手机号码应为11位数字，现为{len(bare)}位；请核对。")
