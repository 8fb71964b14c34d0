"""The unified social credit code of a unit."""

import re

from dangwu.core.errors import InputError

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V and Z
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


def check_credit_code(code: str, *, field: str = "credit_code") -> str:
    """Return the code unchanged when its characters and its check character are right.

    Raises InputError, whose sentence names the first thing that is wrong.
    Source: GB 32100
    """
    if len(code) != 18:
        raise InputError(
            field, f"统一社会信用代码应为18位，现为{len(code)}位；请核对是否漏填或多填。"
        )
    for place, character in enumerate(code, start=1):
        if character not in ALPHABET:
            raise InputError(
                field,
                f"统一社会信用代码第{place}位是“{character}”，只能用数字和大写字母"
                "（不用I、O、S、V、Z）；请改正。",
            )
    if not SHAPE.fullmatch(code):
        raise InputError(field, "统一社会信用代码第3至8位是登记机关区划代码，只能是数字；请改正。")
    expected = _check_character(code)
    if code[17] != expected:
        raise InputError(
            field,
            f"统一社会信用代码的校验码（第18位）不对：应为“{expected}”，现为“{code[17]}”；"
            "请对照证书核对每一位。",
        )
    return code


def _check_character(code: str) -> str:
    total = sum(
        weight * ALPHABET.index(character)
        for weight, character in zip(WEIGHTS, code[:17], strict=True)
    )
    return ALPHABET[-total % 31]
