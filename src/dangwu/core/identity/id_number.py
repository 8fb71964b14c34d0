"""The citizen's ID number: cleaning, checking, and numbers that belong to nobody."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from operator import mul

from dangwu.core.errors import InputError

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
DIGITS = frozenset("0123456789")

# No province, autonomous region or special region has a code that begins with 99, so a number
# with such a prefix can belong to no person.
UNASSIGNED_DIVISION = "990000"

# A small x, two Cyrillic letters and the sign of multiplication, as keyboards offer them.
_LOOK_ALIKES = str.maketrans({"x": "X", "Х": "X", "х": "X", "×": "X"})
_QUOTES = "'\"`‘’“”"


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number that passed the check, and what it says of its holder."""

    number: str
    birth_on: date
    sex: str  # code of GB/T 2261.1: "1" male, "2" female


def clean_id_number(text: str) -> str:
    """Return `text` as it would be typed by a careful clerk; nothing is checked.

    Full-width characters become half-width, blanks and invisible characters go, so do the quotes
    that spreadsheets put around text, and x becomes X.
    """
    narrow = unicodedata.normalize("NFKC", text)
    visible = (c for c in narrow if not c.isspace() and unicodedata.category(c)[0] != "C")
    joined = unicodedata.normalize("NFKC", "".join(visible))
    return joined.translate(_LOOK_ALIKES).strip(_QUOTES)


def check_id_number(number: str, *, field: str = "id_number") -> IdNumber:
    """Return the checked number with its birth date and sex.

    number: exactly as it is to be stored; `clean_id_number` first when a person typed it.
    Raises InputError, whose sentence names the first thing that is wrong. The sentence never
    repeats the whole number.
    Source: GB 11643
    """
    _check_length(number, field)
    _check_characters(number, field)
    birth_on = _birth_date(number, field)
    expected = _check_digit(number)
    if number[17] != expected:
        raise InputError(
            field,
            f"身份证号码的校验码（第18位）不对：按前17位算应为“{expected}”，现为“{number[17]}”；"
            "请对照身份证核对每一位。",
        )
    return IdNumber(number, birth_on, "1" if int(number[16]) % 2 else "2")


def synthetic_id_number(*, birth: date, sequence: int, division: str = UNASSIGNED_DIVISION) -> str:
    """Return a number with a right check digit that can belong to no person.

    division: six digits that begin with 99; no real division code does.
    sequence: 1–999, odd for men and even for women.
    Raises InputError when the number could belong to somebody.
    """
    if len(division) != 6 or not DIGITS.issuperset(division) or not division.startswith("99"):
        raise InputError("division", "演示号码的前6位须是以99开头的数字，这样的区划代码没有启用。")
    if not 1 <= sequence <= 999:
        raise InputError("sequence", f"顺序码应在1至999之间，现为{sequence}。")
    body = f"{division}{birth.year:04d}{birth:%m%d}{sequence:03d}"
    return body + _check_digit(body)


def _check_length(number: str, field: str) -> None:
    if len(number) == 15 and DIGITS.issuperset(number):
        raise InputError(
            field, "这是15位的旧身份证号码，已不再使用；请按现行居民身份证填写18位号码。"
        )
    if len(number) != 18:
        raise InputError(field, f"身份证号码应为18位，现为{len(number)}位；请核对是否漏填或多填。")


def _check_characters(number: str, field: str) -> None:
    if (
        number.isascii()
        and number[:17].isdecimal()
        and (number[17] == "X" or number[17].isdecimal())
    ):
        return  # spares most numbers the look at each place
    for place, character in enumerate(number, start=1):
        if character in DIGITS or (place == 18 and character == "X"):
            continue
        allowed = "数字或大写字母X" if place == 18 else "数字"
        raise InputError(
            field, f"身份证号码第{place}位是“{character}”，这一位只能是{allowed}；请改正。"
        )


def _birth_date(number: str, field: str) -> date:
    part = number[6:14]
    try:
        return date(int(part[:4]), int(part[4:6]), int(part[6:]))
    except ValueError:
        raise InputError(
            field, f"身份证号码第7至14位“{part}”不是真实的日期；请核对出生年月日。"
        ) from None


def _check_digit(number: str) -> str:
    total = sum(map(mul, WEIGHTS, map(int, number[:17])))
    return CHECK_DIGITS[total % 11]
