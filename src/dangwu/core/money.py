"""Money: exact decimal yuan, to the cent."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from dangwu.core.errors import InputError

CENT = Decimal("0.01")
LARGEST = Decimal("9999999999999.99")  # what a column of 15 digits holds
PLAIN = re.compile(r"[0-9]+(\.[0-9]*)?")
GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")


def parse_yuan(text: str, *, field: str = "amount") -> Decimal:
    """Return the amount a person wrote, never negative, with two decimals.

    Full-width digits, blanks, commas between thousands, a sign ¥ before and 元 behind are
    understood; nothing is rounded.
    Raises InputError, whose sentence says what is wrong.
    """
    narrow = "".join(unicodedata.normalize("NFKC", text).split())
    number = narrow.removeprefix("¥").removesuffix("元").removeprefix("人民币")
    if not number:
        raise InputError(field, "没有填写金额；请填写以元为单位的数字，如15.00。")
    if number.startswith(("-", "−")):
        raise InputError(field, f"金额不能是负数，现为“{text.strip()}”；请填写零或正数。")
    if not PLAIN.fullmatch(number) and not GROUPED.fullmatch(number):
        raise InputError(
            field,
            f"“{text.strip()}”不是以元为单位的金额；请填写数字，如1,500.00（不用“万”“角”）。",
        )
    return _in_cents(Decimal(number.replace(",", "")), text, field)


def round_to_cent(amount: Decimal) -> Decimal:
    """Return the amount in yuan rounded half up to the cent, a zero without sign."""
    return amount.quantize(CENT, ROUND_HALF_UP) + 0


def as_text(amount: Decimal) -> str:
    """Return the amount as "15.00", rounded half up to the cent."""
    return f"{round_to_cent(amount):f}"


def _in_cents(amount: Decimal, text: str, field: str) -> Decimal:
    if amount > LARGEST:
        raise InputError(field, f"金额“{text.strip()}”过大，整数部分最多13位；请核对单位和数字。")
    exact = round_to_cent(amount)
    if exact != amount:
        raise InputError(field, f"金额“{text.strip()}”超过两位小数；请填写到分。")
    return exact
